"""A host on this machine that answers raw bytes, call by call, and remembers what it was sent."""

import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import Final

PATIENCE: Final = 20.0
"""Seconds that a test waits for what must come."""
Say = Callable[[socket.socket], object]
"""What is done with a connection once a whole request has been read."""


def http(status: str, body: bytes = b"", media: str = "application/json", *, length: int | None = None) -> bytes:
    """An answer in bytes; a length of its own makes it half an answer."""
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {size}\r\n\r\n".encode() + body


def says(answer: bytes) -> Say:
    """Answer, and close the connection."""
    return lambda connection: connection.sendall(answer)


class AnsweringHost:
    """Takes one connection after another and does with each what the next entry of a list says."""

    def __init__(self, script: Sequence[Say]) -> None:
        self.requests: list[bytes] = []
        self.let_go = Event()
        """Set at the end; a script may wait for it to hold a connection open."""
        self._script = list(script)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/court?box=1"
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def hold(self, connection: socket.socket) -> None:
        """Say nothing, as long as the test lasts."""
        del connection
        self.let_go.wait(PATIENCE)

    def close(self) -> None:
        """Refuse every further connection."""
        self.let_go.set()
        with suppress(OSError):  # its script may be over
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes who waits in `accept`
        self._thread.join(PATIENCE)
        self._listening.close()

    def _serve(self) -> None:
        for say in self._script:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                self.requests.append(_request(connection))
                try:
                    say(connection)
                except OSError:
                    continue  # the client has had enough
        self._listening.close()


def _request(connection: socket.socket) -> bytes:
    """Read one request, head and body."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += connection.recv(65_536)
    head, _, body = found.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
