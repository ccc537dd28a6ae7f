"""The server's protocol, with patience that ends: slow senders, slow readers and idle connections are closed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from engine.http.call import Reply
from engine.http.connections import Connections, Wait
from engine.http.headers import HeadersTooLargeError, first_of, head_bytes
from engine.http.patience import Patience
from engine.http.pipeline import problem_reply
from engine.http.problem import Trouble, trouble_of
from engine.http.short_way import ShortWay, Turn
from engine.http.wire import CLOSE, wire
from engine.service.errors import StoppingError


def guarded(
    patience: Patience, connections: Connections, ways: Mapping[bytes, ShortWay] = MappingProxyType({})
) -> type[HttpToolsProtocol]:
    """Return the protocol class of one server: uvicorn makes an object of it for each connection.

    Parameters
    ----------
    patience
        Bounds.
    connections
        Those of the server.
    ways
        Short ways by path.
    """

    class Guarded(GuardedProtocol):
        """The protocol of one server."""

        limits = patience
        others = connections
        short = ways

    return Guarded


class GuardedProtocol(HttpToolsProtocol):
    """HTTP/1.1 over a socket; see `guarded`."""

    limits: Patience
    others: Connections
    short: Mapping[bytes, ShortWay]

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
        self._piece_bytes = 0
        """Of the last piece."""
        self._turn: Turn | None = None
        """The request that comes in, if it goes the short way."""

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
        self._ended_here, self._piece_bytes = False, len(data)
        try:
            cast("httptools.HttpRequestParser", self.parser).feed_data(data)  # None once the connection is lost
        except httptools.HttpParserUpgrade:
            pass  # nothing is upgraded to: it is answered as the request it is
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, HeadersTooLargeError):
                self._refuse(self._too_large)
            else:
                self._refuse(Trouble(kind="bad-request", detail="This is not a request of HTTP/1.1."))
            return
        if self.wait is Wait.HEADERS and not self._ended_here:
            self._header_bytes += len(data)
        if self.wait is Wait.HEADERS and self._header_bytes > self.limits.header_bytes_max:
            self._refuse(self._too_large)

    def on_message_begin(self) -> None:
        """A request begins."""
        self.url, self.headers, self.expect_100_continue = b"", [], False
        self._turn = None
        self._header_bytes = 0
        if self.wait is not Wait.HEADERS:
            self.others.begin(self, Wait.HEADERS)

    def on_headers_complete(self) -> None:
        """The headers have come; one that says in two ways how long the body is is refused (request smuggling)."""
        most = self.limits.header_bytes_max
        if self._header_bytes + self._piece_bytes > most and head_bytes(self.url, self.headers) > most:
            raise HeadersTooLargeError
        self.others.begin(self, Wait.BODY)
        found = first_of(self.headers)
        if len(found) < len(self.headers) or b"transfer-encoding" in found:
            names = [name for name, _ in self.headers]
            if names.count(b"content-length") + names.count(b"transfer-encoding") > 1 or names.count(b"host") > 1:
                raise httptools.HttpParserError("a body's length and the host must be stated once")
        self._turn = self._short_turn(found)
        if self._turn is not None:
            self.cycle = cast("RequestResponseCycle", self._turn)
            return
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expects
        self.headers.extend(headers)
        super().on_headers_complete()
        self.headers = []  # what follows the body is no header of this request

    def _short_turn(self, headers: Mapping[bytes, bytes]) -> Turn | None:
        """Let the request take the short way, if it may and nothing is under way on this connection."""
        way = self.short.get(self.url)
        if way is None or self.flow.write_paused:
            return None
        cycle = cast("RequestResponseCycle | None", self.cycle)
        parser = cast("httptools.HttpRequestParser", self.parser)
        if (cycle is not None and not cycle.response_complete) or parser.get_method() != way.method:
            return None
        if parser.get_http_version() != "1.1":
            return None
        return way.admit(headers, self._answer, keeps=parser.should_keep_alive())

    def on_body(self, body: bytes) -> None:
        """A piece of the body has come."""
        if self._turn is None:
            super().on_body(body)
        else:
            self._turn.body.extend(body)

    def on_message_complete(self) -> None:
        """The body has come: now it waits for us, or for nothing if it was answered before."""
        self._ended_here = True
        turn, self._turn = self._turn, None
        self.others.begin(self, Wait.IDLE if self.cycle.response_complete else None)
        if turn is None:
            super().on_message_complete()
        else:
            turn.take()

    def _answer(self, turn: Turn, reply: Reply) -> None:
        """Send the answer of a request on the short way."""
        turn.response_started = turn.response_complete = True
        if self.transport.is_closing():
            return  # who asked has gone
        closes = not turn.keep_alive or CLOSE in reply.headers
        defaults = tuple(self.server_state.default_headers)
        self.transport.write(wire(reply, turn.request_id.encode(), defaults, closes=closes))
        if closes:
            self.transport.close()
        self.on_response_complete()

    def on_response_complete(self) -> None:
        """It was answered: the next one that came meanwhile is begun; how long the next may take to come is watched."""
        if self.wait is None and not self.pipeline:
            self.others.begin(self, Wait.IDLE)
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())

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
            self._refuse(Trouble(kind="too-slow", detail=f"The {what.value} did not come in time."))
        else:
            self._close()

    def turn_away(self) -> None:
        """Close it, with an answer if it is in the middle of a request: nothing of that was done."""
        if not self._answers and (self.wait is Wait.BODY or self._header_bytes):
            self._refuse(trouble_of(StoppingError("the service is being stopped")))
        else:
            self._close()

    def give_up(self) -> None:
        """Drop it at once; whoever is answering it writes to nobody from now on."""
        self.pipeline.clear()
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is not None:
            cycle.disconnected = True
        self.transport.abort()

    @property
    def _too_large(self) -> Trouble:
        most = self.limits.header_bytes_max
        return Trouble(kind="headers-too-large", detail=f"The headers must have at most {most} bytes.")

    def _refuse(self, trouble: Trouble) -> None:
        if self.transport.is_closing():
            return
        self.transport.write(wire(problem_reply(trouble, "none"), b"none", (), closes=True))
        self._close()

    def _close(self) -> None:
        """Close; if the peer does not even take what lies ready, it is dropped when that took too long."""
        if self.stuck_since is None:
            self.stuck_since = self.loop.time()
        self.others.begin(self, None)
        self.transport.close()
