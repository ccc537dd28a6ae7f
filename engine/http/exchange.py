"""Between the event loop and the writer's thread: groups go one way, answers come back, once a batch.

Give `answered` to the service when it is made. It needs no state: each ticket carries the future that waits for it.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from engine.errors import EngineError
from engine.http.errors import ProblemError
from engine.service.answers import Answer, Group, Outcome
from engine.service.errors import KeyReuseError, ServiceError
from engine.service.service import Service
from engine.service.tickets import Ticket
from engine.service.world import World

T = TypeVar("T")


def answered(tickets: Sequence[Ticket]) -> None:
    """Wake the requests whose groups a batch has answered; called in the writer's thread, once a batch."""
    loops: dict[asyncio.AbstractEventLoop, list[Ticket]] = {}
    for ticket in tickets:
        future: Any = ticket.mark
        if isinstance(future, asyncio.Future):
            loops.setdefault(future.get_loop(), []).append(ticket)
    for loop, mine in loops.items():
        _in_loop(loop, _settle_all, mine)


def _in_loop(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *args: object) -> None:
    try:
        loop.call_soon_threadsafe(function, *args)
    except RuntimeError:
        assert loop.is_closed(), "only a closed loop takes nothing, and nobody waits in it"


def _settle_all(tickets: Sequence[Ticket]) -> None:
    for ticket in tickets:
        _settle(ticket.mark, ticket.outcome)


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

    async def submit(self, group: Group) -> Answer:
        """Have a group carried out; return when it is stored.

        Raises
        ------
        ServiceError
            If nothing of it was done (`NotDoneError`), its key belongs to another request, or nobody knows.
        ProblemError
            If the first request with its key is still being carried out, or no answer came in time.
        """
        if group.key is None:
            return await self._submit(group)
        first = self.in_flight.setdefault(group.key, group.request_digest)
        if first != group.request_digest:
            raise KeyReuseError(group.name)
        if first is not group.request_digest:
            raise ProblemError(
                "in-flight", "Ask again in a moment; the answer will be the same.", retry_after_seconds=1
            )
        try:
            return await self._submit(group)
        finally:
            del self.in_flight[group.key]

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

    async def _submit(self, group: Group) -> Answer:
        future: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()
        self.service.submit(group, future)
        timer = future.get_loop().call_later(self._answer_seconds, _settle, future, None)
        outcome = await future
        timer.cancel()
        if outcome is None:
            detail = f"No answer came within {self._answer_seconds:g} s; the service goes on with it."
            raise ProblemError("outcome-unknown", detail, retry_after_seconds=1)
        if isinstance(outcome, ServiceError):
            raise outcome
        return outcome
