"""The server's protocol, with patience that ends: slow senders, slow readers and idle connections are closed."""

from typing import Any, Final, cast

import httptools
import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from engine.http.connections import Connections, Wait
from engine.http.headers import ALWAYS
from engine.http.patience import Patience
from engine.http.problem import PROBLEM_TYPE, Trouble

_PHRASES: Final = {400: b"Bad Request", 408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


def guarded(patience: Patience, connections: Connections) -> type[HttpToolsProtocol]:
    """Return the protocol class of one server: uvicorn makes an object of it for each connection.

    Parameters
    ----------
    patience
        Bounds.
    connections
        Those of the server.
    """

    class Guarded(GuardedProtocol):
        """The protocol of one server."""

        limits = patience
        others = connections

    return Guarded


class GuardedProtocol(HttpToolsProtocol):
    """HTTP/1.1 over a socket; see `guarded`."""

    limits: Patience
    others: Connections

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.peer = ""
        self.wait: Wait | None = None
        self.since = 0.0
        self.stuck_since: float | None = None
        self._header_bytes = 0
        """Of the request that comes in; not counted in a piece that ends another one."""
        self._ended_here = False
        """Whether a request ended in the last piece."""

    @property
    def _answers(self) -> bool:
        """Whether an answer has begun."""
        cycle = cast("RequestResponseCycle | None", self.cycle)  # None until the first request
        return cycle is not None and cycle.response_started and not cycle.response_complete

    @property
    def reads(self) -> bool:
        """Whether it is read from."""
        return not self.flow.read_paused

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        super().connection_made(transport)
        self.peer = self.client[0] if self.client else ""
        self.others.open(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.others.close(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in bytes; a request line and headers beyond the bound end the connection."""
        if self.wait is Wait.IDLE:
            self._header_bytes = 0
            self.others.begin(self, Wait.HEADERS)
        self._unset_keepalive_if_required()
        self._ended_here = False
        try:
            cast("httptools.HttpRequestParser", self.parser).feed_data(data)  # None once the connection is lost
        except httptools.HttpParserUpgrade:
            pass  # nothing is upgraded to: it is answered as the request it is
        except httptools.HttpParserError:
            self._refuse(400, "This is not a request of HTTP/1.1.")
            return
        if self.wait is Wait.HEADERS and not self._ended_here:
            self._header_bytes += len(data)
        if self.wait is Wait.HEADERS and self._header_bytes > self.limits.header_bytes_max:
            self._refuse(431, f"The headers must have at most {self.limits.header_bytes_max} bytes.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._header_bytes = 0
        if self.wait is not Wait.HEADERS:
            self.others.begin(self, Wait.HEADERS)

    def on_headers_complete(self) -> None:
        """The headers have come; one that says in two ways how long the body is is refused (request smuggling)."""
        self.others.begin(self, Wait.BODY)
        names = [name for name, _ in self.headers]
        if names.count(b"content-length") + names.count(b"transfer-encoding") > 1 or names.count(b"host") > 1:
            raise httptools.HttpParserError("a body's length and the host must be stated once")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body has come: now it waits for us."""
        self._ended_here = True
        self.others.begin(self, None)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It was answered."""
        if self.wait is None and not self.pipeline:
            self.others.begin(self, Wait.IDLE)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """It does not take what lies ready."""
        self.stuck_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """It does again."""
        self.stuck_since = None
        super().resume_writing()

    def too_slow(self, what: Wait) -> None:
        """Close it, with an answer if it is in the middle of a request."""
        if what is Wait.IDLE or self._answers:
            self._close()
        elif what is Wait.BODY or self._header_bytes:
            self._refuse(408, f"The {what.value} did not come in time.")
        else:
            self._close()

    def give_up(self) -> None:
        """Drop it at once; whoever is answering it writes to nobody from now on."""
        self.pipeline.clear()
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is not None:
            cycle.disconnected = True
        self.transport.abort()

    def _refuse(self, status: int, detail: str) -> None:
        if self.transport.is_closing():
            return
        kind = {408: "too-slow", 431: "headers-too-large"}.get(status, "bad-request")
        body = msgspec.json.encode(Trouble(kind=kind, detail=detail).of("none"))
        headers = [
            b"HTTP/1.1 %d %s" % (status, _PHRASES[status]),
            b"content-type: " + PROBLEM_TYPE,
            b"content-length: %d" % len(body),
            b"connection: close",
            *(name + b": " + value for name, value in ALWAYS),
        ]
        self.transport.write(b"\r\n".join(headers) + b"\r\n\r\n" + body)
        self._close()

    def _close(self) -> None:
        """Close; if the peer does not even take what lies ready, it is dropped when that took too long."""
        if self.stuck_since is None:
            self.stuck_since = self.loop.time()
        self.others.begin(self, None)
        self.transport.close()
