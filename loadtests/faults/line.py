"""A bad line to the linked systems: some of their answers come slowly, are cut off, or arrive as noise.

The work is done all the same; so whoever is killed meanwhile, or believes noise, does it twice or writes down what the
system never said. Noise is nothing that could be read as another answer: against that only TLS helps.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread
from typing import Final, cast
from urllib.parse import urlsplit

from engine.linked.simulator.site import HOST, STOP_SECONDS

PAUSE_SECONDS: Final = 0.03
"""Between the pieces of a slow answer: some of them are under way when the service is killed."""
_PIECES: Final = 3
_TIMEOUT_SECONDS: Final = 10.0
_NOISE: Final = 0x80
"""Turned in every byte of a body: none of them is ASCII any more, and JSON is."""


class Fate(StrEnum):
    """What becomes of an answer on the way."""

    WHOLE = "whole"
    SLOW = "slow"
    CUT = "cut"
    GARBLED = "garbled"


SHARES: Final = {Fate.WHOLE: 7, Fate.SLOW: 1, Fate.CUT: 1, Fate.GARBLED: 1}
"""Of ten answers."""


def pieces(head: bytes, body: bytes, fate: Fate) -> list[bytes]:
    r"""Return what arrives of an answer, piece by piece.

    Examples
    --------
    >>> pieces(b"HTTP/1.1 200 OK\r\n\r\n", b"{}", Fate.CUT)
    [b'HTTP/1.1 2']
    """
    if fate is Fate.GARBLED:
        return [head + bytes(byte ^ _NOISE for byte in body)]
    answer = head + body
    if fate is Fate.CUT:
        return [answer[: len(answer) // 2]]
    if fate is Fate.WHOLE:
        return [answer]
    step = -(-len(answer) // _PIECES)
    return [answer[start : start + step] for start in range(0, len(answer), step)]


class BadLine:
    """Passes requests on to a site, and what it answers back, more or less.

    Parameters
    ----------
    site
        Where requests go, such as `http://127.0.0.1:8000/preservation`.
    chance
        Decides the fate of every answer.
    wait
        Called with the seconds between two pieces.
    """

    def __init__(self, site: str, chance: Random, wait: Callable[[float], object]) -> None:
        self.netloc: Final = urlsplit(site).netloc
        self.wait: Final = wait
        self.fates: Final[Counter[Fate]] = Counter()
        """What became of the answers."""
        self._chance: Final = chance
        self._lock: Final = Lock()
        self._server: Final = _Server((HOST, 0), self)
        self._thread: Final = Thread(
            target=self._server.serve_forever, args=(STOP_SECONDS,), name="onestop-bad-line", daemon=True
        )

    def start(self) -> None:
        """Begin to pass on, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Pass on no more."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def url(self, site: str) -> str:
        """Return where one of the site's addresses is on this line."""
        return f"http://{HOST}:{self._server.server_address[1]}{urlsplit(site).path}"

    def next_fate(self) -> Fate:
        """Draw what becomes of the next answer."""
        with self._lock:
            (fate,) = self._chance.choices(list(SHARES), list(SHARES.values()))
            self.fates[fate] += 1
        return fate


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], line: BadLine) -> None:
        self.line: Final = line
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.close_connection = True
        line = cast("_Server", self.server).line
        with suppress(OSError, HTTPException):  # the asker was killed, or the site has ended
            request = self.rfile.read(int(self.headers["Content-Length"]))
            head, body = self._asked(line.netloc, request)
            for number, piece in enumerate(pieces(head, body, line.next_fate())):
                if number:
                    line.wait(PAUSE_SECONDS)
                self.wfile.write(piece)
                self.wfile.flush()

    def _asked(self, netloc: str, request: bytes) -> tuple[bytes, bytes]:
        connection = HTTPConnection(netloc, timeout=_TIMEOUT_SECONDS)
        try:
            connection.request("POST", self.path, request, dict(self.headers))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        head = f"HTTP/1.1 {answer.status} {answer.reason}\r\nContent-Type: {answer.getheader('Content-Type')}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode("ascii"), body

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""
