"""The port of a system over a network: a call goes out once the request is on disk, and nobody waits for it."""

from collections.abc import Callable
from typing import Final

from engine.linked.network.call import Call, Content
from engine.linked.network.pool import Pool
from engine.linked.port import Port, Reply
from engine.linked.records import Asked
from engine.linked.requests import Key, Request
from engine.linked.words import FailureReason

Numbers = Callable[[Key], Asked | None]
"""Returns under which number a key was asked: `Ledger.asked` of the ledger that is in use."""


class NetworkPort:
    """Hands calls to a pool; a call of a request that is not stored yet is held until it is.

    A writer may let a request be asked and sent before the batch that says so is on disk, and undo both if it cannot be
    stored. What was undone must not have been sent: the next request may get its number and its key.

    Parameters
    ----------
    pool
        Makes the calls.
    timeout_seconds
        How long an answer is waited for, from the sending on.
    clock
        Seconds; the pool's.
    numbers
        See `Numbers`.
    stored_number
        Number of the last request that is stored.
    deliver
        Told what a call came to that could not be handed in when its request was stored.
    """

    def __init__(
        self,
        pool: Pool,
        timeout_seconds: float,
        clock: Callable[[], float],
        numbers: Numbers,
        stored_number: int,
        deliver: Callable[[Call, Content], None],
    ) -> None:
        self._pool: Final = pool
        self._timeout_seconds: Final = timeout_seconds
        self._clock: Final = clock
        self._numbers: Final = numbers
        self._stored_number = stored_number
        self._deliver: Final = deliver
        self._held: Final[dict[int, Call]] = {}

    def send(self, request: Request, key: Key, attempt: int, at: int) -> tuple[Reply, ...]:
        """Hand in one attempt; see `engine.linked.port.Port.send`. A full queue is a system that did not take it."""
        asked = self._numbers(key)
        assert asked is not None, "what is sent was asked"
        deadline = self._clock() + self._timeout_seconds
        call = Call(number=asked.number, request=request, key=key, attempt=attempt, deadline=deadline)
        if asked.number > self._stored_number:
            self._held[asked.number] = call
        elif not self._pool.put(call):
            return (Reply(at, FailureReason.UNREACHABLE),)
        return ()

    def stored(self, asked: Asked) -> None:
        """Take note that a request is stored, in the thread that sends: a call that was held for it goes out now.

        Parameters
        ----------
        asked
            Of any system: numbers are given in one row.
        """
        self._stored_number = max(self._stored_number, asked.number)
        call = self._held.pop(asked.number, None)
        # Else it was undone, and another one has its number now.
        if call is not None and call.request == asked.request and not self._pool.put(call):
            self._deliver(call, FailureReason.UNREACHABLE)


_: type[Port] = NetworkPort
