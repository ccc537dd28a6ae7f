"""The surface behind real sockets, in a thread of its own."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread
from typing import NamedTuple

import uvloop

from engine.http.patience import Patience
from engine.http.server import Served, WebServer
from tests.engine.http.surface import Surface

QUICK = Patience(header_seconds=0.4, body_seconds=0.4, idle_seconds=0.6, write_seconds=0.4, stop_seconds=1.0)
"""So short that a test need not wait long, and long enough for a machine that is busy."""


class Live(NamedTuple):
    """A server that runs."""

    surface: Surface
    server: WebServer
    address: tuple[str, int]
    admin_address: tuple[str, int]

    def connect(self, seconds: float = 10.0, *, admin: bool = False) -> socket.socket:
        """A new connection, whose reads give up after some seconds."""
        return socket.create_connection(self.admin_address if admin else self.address, timeout=seconds)


def listening() -> socket.socket:
    """A socket bound to a free port of this machine."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", 0))
    return found


@contextmanager
def live(surface: Surface, patience: Patience = QUICK) -> Generator[Live]:
    """Serve a surface and its administration until the block ends."""
    public, private = listening(), listening()
    started = Event()
    server = WebServer([Served(surface.app, public), Served(surface.admin, private)], patience, started=started.set)
    surface.service.start(release="test", roster_digest="")
    thread = Thread(target=lambda: uvloop.run(server.serve()), name="web")
    thread.start()
    try:
        assert started.wait(20.0)
        yield Live(surface, server, public.getsockname(), private.getsockname())
    finally:
        server.stop()
        thread.join(20.0)
        assert not thread.is_alive()
        assert surface.service.stop(10.0)
        public.close()
        private.close()


def received(connection: socket.socket) -> bytes:
    """Everything that comes until the other side closes."""
    pieces: list[bytes] = []
    try:
        while piece := connection.recv(65_536):
            pieces.append(piece)
    except ConnectionResetError:
        pass  # closed as well
    return b"".join(pieces)
