"""Ports that a service listens on: taken before anything is made, listened on when there is something to answer."""

import socket

from cli.errors import CliError


def bind(field: str, host: str, port: int) -> socket.socket:
    """Take a port without listening on it yet.

    Parameters
    ----------
    field
        What the user calls the port.
    host
        Address; with a colon it is one of IPv6.
    port
        Number; 0 for any free one.

    Raises
    ------
    CliError
        If somebody else has it, or the machine has no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CliError(f"{field} = {port}: cannot be listened on at {host} ({error.strerror})") from error
    return listening


def take(listening: socket.socket) -> None:
    """Begin to listen, which another service bound to the same port at the same moment may have done already."""
    try:
        listening.listen()
    except OSError as error:
        host, port = listening.getsockname()[:2]
        raise CliError(f"port = {port}: cannot be listened on at {host} ({error.strerror})") from error


def address_of(listening: socket.socket) -> str:
    """Return the address of a port as a browser takes it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
