"""The short way of the busiest requests: whole and small, of a token that is known, and waiting for the writer alone.

Such a request needs no message of ASGI, no task and no coroutine: it is read when its last byte comes, and answered by
the call that its batch makes. Every step is the pipeline's own, in the same order; whatever is out of the ordinary
goes the long way.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from time import perf_counter
from typing import Final, TypeAlias

from engine.access.principal import Principal
from engine.errors import EngineError
from engine.http.call import Call, Reply
from engine.http.endpoint import JSON, Endpoint, TwoSteps
from engine.http.gate import check_action, check_rate, known
from engine.http.pipeline import Pipeline
from engine.http.reading import check_sending, decoded, key_of
from engine.service.answers import Answer

BODY_MAX: Final = 16_384
"""Bytes of a body that is held before all of it has come; a complete filing has some 400."""
_LENGTH_DIGITS_MAX: Final = 6
_LONG: Final = frozenset({b"transfer-encoding", b"content-encoding", b"expect", b"upgrade"})
"""Headers of requests that have a way of their own to be read."""
Respond: TypeAlias = Callable[["Turn", Reply], None]


class ShortWay:
    """The short way of an endpoint.

    Parameters
    ----------
    pipeline
        Whose steps these are.
    endpoint
        One that has `steps`.
    """

    def __init__(self, pipeline: Pipeline, endpoint: Endpoint) -> None:
        assert endpoint.steps is not None, "has a short way"
        assert endpoint.action is not None, "has a short way"
        assert endpoint.body_media == JSON, "lines have limits of their own"
        assert endpoint.query is None, "a query is read on the long way"
        self.pipeline: Final = pipeline
        self.endpoint: Final = endpoint
        self.steps: Final[TwoSteps] = endpoint.steps
        self.method: Final = endpoint.method.encode()
        self.tasks: Final[set[asyncio.Task[None]]] = set()
        """Of requests that turned out to wait for more than the writer."""
        self._action: Final = endpoint.action

    def admit(self, headers: Mapping[bytes, bytes], respond: Respond, *, keeps: bool) -> "Turn | None":
        """Let a request begin whose headers have come; None if it must go the long way.

        Parameters
        ----------
        headers
            By name, lower case.
        respond
            Told its answer, once.
        keeps
            Whether the connection stays open.
        """
        length = headers.get(b"content-length", b"")
        if not (length.isdigit() and len(length) <= _LENGTH_DIGITS_MAX and 0 < int(length) <= BODY_MAX):
            return None
        if not _LONG.isdisjoint(headers):
            return None
        at = self.pipeline.around.clock()
        try:
            principal = known(self.pipeline.access, headers, at)
        except EngineError:
            return None  # refused there
        return None if principal is None else Turn(self, headers, principal, at, respond, keeps=keeps)

    def call(self, turn: "Turn", raw: bytes) -> Call:
        """Read a request that has come.

        Raises
        ------
        EngineError
            If it is refused.
        """
        pipeline, endpoint, headers, principal = self.pipeline, self.endpoint, turn.headers, turn.principal
        limits = pipeline.around.settings.json_limits
        check_action(principal, self._action)
        if endpoint.cost:
            check_rate(pipeline.access, principal, turn.at, endpoint.cost)
        check_sending(endpoint, headers, limits)
        key = key_of(endpoint, headers)
        body = decoded(endpoint, raw, limits)
        return pipeline.call(
            endpoint,
            endpoint.path,
            principal=principal,
            at=turn.at,
            headers=headers,
            path={},
            query=None,
            key=key,
            raw=raw,
            body=body,
            request_id=turn.request_id,
        )


class _Nobody:
    """Where the server's protocol wakes the reader of a body: nobody reads piece by piece."""

    def set(self) -> None:
        """Wake nobody."""


_NOBODY: Final = _Nobody()


class Turn:
    """One request on the short way; the server's protocol finds in it what it looks for in a cycle of ASGI."""

    __slots__ = (
        "_began",
        "_call",
        "_respond",
        "_way",
        "at",
        "body",
        "disconnected",
        "headers",
        "keep_alive",
        "message_event",
        "more_body",
        "principal",
        "request_id",
        "response_complete",
        "response_started",
    )

    def __init__(
        self,
        way: ShortWay,
        headers: Mapping[bytes, bytes],
        principal: Principal,
        at: int,
        respond: Respond,
        *,
        keeps: bool,
    ) -> None:
        self._began: Final = perf_counter()
        self._call: Call | None = None
        self._respond: Final = respond
        self._way: Final = way
        self.at: Final = at
        self.body: Final = bytearray()
        self.headers: Final = headers
        self.principal: Final = principal
        self.request_id: Final = way.pipeline.new_request_id()
        self.disconnected = False
        self.keep_alive = keeps
        self.message_event: Final = _NOBODY
        self.more_body = True
        self.response_started = self.response_complete = False

    def take(self) -> None:
        """Go on: all of its body has come."""
        way = self._way
        self.more_body = False
        try:
            self._call = call = way.call(self, bytes(self.body))
            group = way.steps.before(call)
            if group is None:
                self._go_aside(call)
            else:
                call.around.exchange.send(group, self._settle)
        except Exception as error:  # noqa: BLE001 - the last resort: whoever asked is answered, and it is noted
            self._end(way.pipeline.failed(error, way.endpoint, self.request_id))

    def _settle(self, outcome: Answer | EngineError) -> None:
        way, call = self._way, self._call
        assert call is not None, "was sent"
        if isinstance(outcome, EngineError):
            self._end(way.pipeline.failed(outcome, way.endpoint, self.request_id))
            return
        try:
            reply, said = way.steps.after(call, outcome)
        except Exception as error:  # noqa: BLE001 - as above
            self._end(way.pipeline.failed(error, way.endpoint, self.request_id))
            return
        call.around.parties.say(said, partial(self._kept, reply))

    def _kept(self, reply: Reply, error: Exception | None) -> None:
        way = self._way
        self._end(reply if error is None else way.pipeline.failed(error, way.endpoint, self.request_id))

    def _go_aside(self, call: Call) -> None:
        task = asyncio.get_running_loop().create_task(self._handle(call))
        self._way.tasks.add(task)
        task.add_done_callback(self._way.tasks.discard)

    async def _handle(self, call: Call) -> None:
        way = self._way
        try:
            reply = await way.endpoint.handler(call)
        except Exception as error:  # noqa: BLE001 - as above
            reply = way.pipeline.failed(error, way.endpoint, self.request_id)
        self._end(reply)

    def _end(self, reply: Reply) -> None:
        self._way.pipeline.counts.note(self._way.endpoint.name, reply.status, perf_counter() - self._began)
        self._respond(self, reply)
