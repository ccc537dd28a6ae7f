"""Posting a message to a receiver: one address from the settings, directly, no redirects, a deadline for all of it."""

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import socket
from typing import Final, cast
from urllib.parse import SplitResult, urlsplit

from engine.linked.network.host import Host
from engine.linked.network.reading import AnswerTooLongError, BoundedReading

TIMEOUT_SECONDS: Final = 10.0
"""For looking the receiver up, connecting, sending and the head of its answer together."""
HEAD_BYTES_MAX: Final = 65_536
"""Of an answer; its body is not read."""
_PORTS: Final = {"https": 443, "http": 80}


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> int | None:
    """Post a body and return the status of the answer, None if there was none.

    Parameters
    ----------
    url
        From the settings, never from a request; checked by `engine.service.receiver.Receiver`.
    headers, body
        Of the message.
    timeout_seconds
        Bound of all of it: a receiver that sends a byte now and then holds nobody for longer.
    clock
        Seconds; never set back.
    """
    parts, deadline = urlsplit(url), clock() + timeout_seconds
    try:
        host = _host(parts.hostname or "", parts.port or _PORTS[parts.scheme], clock)
        with closing(_connected(parts.scheme, host, deadline)) as connection:
            connection.settimeout(host.left(deadline))
            writing = HTTPConnection(host.name, host.port)
            writing.sock = connection
            writing.request("POST", _path(parts), body, {**headers, "connection": "close"})
            reading = BoundedReading(connection, deadline, HEAD_BYTES_MAX, clock)
            with HTTPResponse(cast("socket", reading), method="POST") as answer:
                answer.begin()
                return answer.status
    except (OSError, HTTPException, AnswerTooLongError, ValueError):  # a name that is none is a ValueError
        return None


@lru_cache(maxsize=64)
def _host(name: str, port: int, clock: Callable[[], float]) -> Host:
    """Return a host, of which there is one for all messages, so that a silent resolver holds one thread."""
    return Host(name, port, clock)


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _connected(scheme: str, host: Host, deadline: float) -> socket:
    connection = host.connect(deadline)
    if scheme != "https":
        return connection
    try:
        connection.settimeout(host.left(deadline))
        return ssl.create_default_context().wrap_socket(connection, server_hostname=host.name)
    except BaseException:
        connection.close()
        raise
