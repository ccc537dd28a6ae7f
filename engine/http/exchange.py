"""Between the event loop and the writer's thread: groups go one way, answers come back, once a batch.

Give `answered` to the service when it is made. It needs no state: each ticket carries what waits for it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

from engine.errors import EngineError
from engine.http.errors import ProblemError
from engine.service.answers import Answer, Group
from engine.service.errors import KeyReuseError
from engine.service.service import Service
from engine.service.tickets import Ticket
from engine.service.world import World

T = TypeVar("T")
Told: TypeAlias = Callable[[Answer | EngineError], None]
"""Takes what became of a group, in the event loop; must be quick, and raise nothing."""


class Pending:
    """A group on its way to the writer and back."""

    __slots__ = ("_told", "exchange", "group", "is_settled", "loop", "until")

    def __init__(
        self, exchange: "Exchange", group: Group, told: Told, loop: asyncio.AbstractEventLoop, until: float
    ) -> None:
        self._told: Final = told
        self.exchange: Final = exchange
        self.group: Final = group
        self.loop: Final = loop
        self.until: Final = until
        """When it has been waited for long enough, by the loop's clock."""
        self.is_settled = False

    def settle(self, outcome: Answer | EngineError) -> None:
        """Tell who waits, once."""
        if self.is_settled:
            return
        self.is_settled = True
        self.exchange.forget(self)
        self._told(outcome)


def answered(tickets: Sequence[Ticket]) -> None:
    """Wake the requests whose groups a batch has answered; called in the writer's thread, once a batch."""
    loops: dict[asyncio.AbstractEventLoop, list[Ticket]] = {}
    for ticket in tickets:
        pending = ticket.mark
        if isinstance(pending, Pending):
            loops.setdefault(pending.loop, []).append(ticket)
    for loop, mine in loops.items():
        _in_loop(loop, _settle_all, mine)


def _in_loop(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *args: object) -> None:
    try:
        loop.call_soon_threadsafe(function, *args)
    except RuntimeError:
        assert loop.is_closed(), "only a closed loop takes nothing, and nobody waits in it"


def _settle_all(tickets: Sequence[Ticket]) -> None:
    for ticket in tickets:
        assert isinstance(ticket.mark, Pending), "looked at before"
        assert ticket.outcome is not None, "it was answered"
        ticket.mark.settle(ticket.outcome)


def _settle(future: Any, value: object) -> None:
    if not future.done():
        future.set_result(value)


class Exchange:
    """How requests reach a service.

    Parameters
    ----------
    service
        Made with `answered=engine.http.exchange.answered`.
    answer_seconds
        How long an answer to a group is waited for.
    read_seconds
        How long a read is waited for.
    """

    def __init__(self, service: Service, *, answer_seconds: float, read_seconds: float) -> None:
        self.service: Final = service
        self._answer_seconds: Final = answer_seconds
        self._read_seconds: Final = read_seconds
        self.in_flight: Final[dict[bytes, bytes]] = {}
        """Digest of the request that is being carried out under each key."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leaving: list[Pending] = []
        """Came in this turn of the loop."""
        self._oldest: deque[Pending] = deque()
        """All that may still be waited for, in the order in which their time ends."""
        self._timer: asyncio.TimerHandle | None = None
        """One for all: a timer for each request costs as much as reading it."""

    def send(self, group: Group, told: Told) -> None:
        """Have a group carried out, together with whatever else comes in this turn of the event loop.

        Parameters
        ----------
        group
            Commands.
        told
            Told once: the answer when it is stored, or an error as `submit` raises it.

        Raises
        ------
        KeyReuseError, ProblemError
            If another request with its key is being carried out. `told` is not called then.
        """
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._move_to(loop)
        if group.key is not None:
            first = self.in_flight.setdefault(group.key, group.request_digest)
            if first != group.request_digest:
                raise KeyReuseError(group.name)
            if first is not group.request_digest:
                raise ProblemError(
                    "in-flight", "Ask again in a moment; the answer will be the same.", retry_after_seconds=1
                )
        pending = Pending(self, group, told, loop, loop.time() + self._answer_seconds)
        if not self._leaving:
            loop.call_soon(self._hand_over)
        self._leaving.append(pending)
        self._oldest.append(pending)
        if self._timer is None:
            self._timer = loop.call_at(pending.until, self._expire)

    async def submit(self, group: Group) -> Answer:
        """Have a group carried out; return when it is stored.

        Raises
        ------
        ServiceError
            If nothing of it was done (`NotDoneError`), its key belongs to another request, or nobody knows.
        ProblemError
            If the first request with its key is still being carried out, or no answer came in time.
        """
        future: asyncio.Future[Answer | EngineError] = asyncio.get_running_loop().create_future()
        self.send(group, partial(_settle, future))
        outcome = await future
        if isinstance(outcome, EngineError):
            raise outcome
        return outcome

    async def ask(self, question: Callable[[World], T]) -> T:
        """Read stored state.

        Raises
        ------
        ServiceError
            If the service takes no questions now.
        EngineError
            What the question raised.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T | Exception] = loop.create_future()
        self.service.ask(question, lambda found: _in_loop(loop, _settle, future, found))
        try:
            async with asyncio.timeout(self._read_seconds):
                found = await future
        except TimeoutError:
            raise ProblemError("busy", "The read was not answered in time.", retry_after_seconds=1) from None
        if isinstance(found, EngineError):
            raise found
        if isinstance(found, Exception):
            raise found
        return found

    def forget(self, pending: Pending) -> None:
        """Wait no longer for a group that has been answered."""
        if pending.group.key is not None:
            self.in_flight.pop(pending.group.key, None)
        while self._oldest and self._oldest[0].is_settled:
            self._oldest.popleft()

    def _hand_over(self) -> None:
        """Take what came in this turn to the writer: waking it for each costs more than reading the request."""
        leaving, self._leaving = self._leaving, []
        refused = self.service.submit_all([(pending.group, pending) for pending in leaving])
        for place, error in refused:
            leaving[place].settle(error)

    def _expire(self) -> None:
        """Tell those who have waited too long; the service goes on with what they asked for."""
        assert self._loop is not None, "it was sent in one"
        self._timer = None
        now = self._loop.time()
        while self._oldest and self._oldest[0].until <= now:
            detail = f"No answer came within {self._answer_seconds:g} s; the service goes on with it."
            self._oldest[0].settle(ProblemError("outcome-unknown", detail, retry_after_seconds=1))
        if self._oldest:
            self._timer = self._loop.call_at(self._oldest[0].until, self._expire)

    def _move_to(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin in another event loop; whoever waited in the last one has ended with it."""
        self._loop, self._timer, self._leaving = loop, None, []
        self._oldest.clear()
        self.in_flight.clear()
