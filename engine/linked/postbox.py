"""Asking the linked systems until they have answered: a state machine without clock, thread or sleep.

Commands enter what is to be done; `advance` does what is due and returns what happened, each record already applied to
the ledger. Whoever drives a postbox stores the records, in the transaction of the event that made it ask: `ask` sends
nothing, so a request is on disk before a system hears of it (the outbox pattern).
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from engine.linked.answers import Answer
from engine.linked.errors import KeyReuseError, LinkedClockError, RequestNumberError
from engine.linked.ledger import Ledger
from engine.linked.line import Line
from engine.linked.moments import REPLY, RETRY, SEND, Moments
from engine.linked.port import Port
from engine.linked.records import AnyRecord, Asked, GaveUp, Requeued
from engine.linked.requests import AnyRequest
from engine.linked.sending import Sending
from engine.linked.settings import LinkedSettings
from engine.linked.words import FailureReason, System

Words: TypeAlias = Callable[[int, int], int]
"""64 random bits, signed or not, for a request's number and an attempt: always the same for the same two."""


class Postbox:
    """Requests to all linked systems, each sent until it is answered or given up.

    Parameters
    ----------
    settings
        Patience with each system.
    ports
        Each system.
    words
        Random bits for the jitter.
    ledger
        What was asked before a restart (`Ledger.of`); nothing if left out. The postbox goes on writing to it.
    at
        The instant, microseconds since the epoch. What the ledger holds unanswered is sent again from it on, as fast as
        the retry budget allows.

    Examples
    --------
    >>> from engine.linked.requests import VerifyIdentity
    >>> from engine.linked.settings_text import shipped_settings
    >>> from engine.linked.simulator.systems import simulated_systems
    >>> from engine.linked.simulator.words import mixed_key_words, mixed_words
    >>> settings = shipped_settings()
    >>> postbox = Postbox(settings, simulated_systems(settings, mixed_key_words(1)), mixed_words(2))
    >>> postbox.ask(VerifyIdentity(dispute_id=7, subject=1), 0).number
    1
    >>> [type(record).__name__ for record in postbox.advance(60_000_000)]
    ['Answered']
    """

    def __init__(
        self,
        settings: LinkedSettings,
        ports: Mapping[System, Port],
        words: Words,
        *,
        ledger: Ledger | None = None,
        at: int = 0,
    ) -> None:
        self.ledger: Final = Ledger(settings) if ledger is None else ledger
        """What survives a restart; read it, and leave the writing to the postbox."""
        self._now = at
        self._moments: Final = Moments()
        lines = {
            system: Line(system, place, settings.systems[system], ports[system], self.ledger.breakers[system])
            for place, system in enumerate(System)
        }
        self._sending: Final = Sending(self.ledger, lines, self._moments, words)
        self._sending.resume(at)

    @property
    def next_due(self) -> int | None:
        """When something may happen next, None if nothing will: nothing happens before it."""
        heap = self._moments.heap
        return heap[0][0] if heap else None

    @property
    def dead_letters(self) -> tuple[GaveUp, ...]:
        """Requests that were given up, the oldest first; `ledger.entries` has what they asked."""
        return tuple(self.ledger.dead.values())

    def ask(self, request: AnyRequest, at: int) -> Asked:
        """Enter a request; it is sent by the `advance` that reaches `at`.

        Parameters
        ----------
        request
            What is asked.
        at
            The instant, not before the last `advance`.

        Returns
        -------
        Asked
            The record to store, with the request's number. If the very request was asked before, and its key is still
            remembered, the record of then: storing it twice does no harm.

        Raises
        ------
        KeyReuseError
            If another request has the key.
        LinkedClockError
            If `at` lies before the last `advance`.
        """
        self._check_clock(at)
        ledger = self.ledger
        key = request.key
        known = ledger.asked(key)
        if known is None:
            known = Asked(at=at, number=ledger.last_number + 1, request=request)
            ledger.enter(known, key)
            self._moments.push(at, SEND, known.number)
        elif known.request != request:
            raise KeyReuseError(f"{key}: must be free, is that of request {known.number}")
        return known

    def receive(self, number: int, attempt: int, content: Answer | FailureReason, at: int) -> None:
        """Enter a reply that a network client has got; it counts with the `advance` that reaches `at`.

        Parameters
        ----------
        number, attempt
            Which attempt of which request it belongs to. One that nobody waits for any longer changes nothing.
        content
            The answer, or why there is none.
        at
            When it came, not before the last `advance`.

        Raises
        ------
        LinkedClockError
            If `at` lies before the last `advance`.
        """
        self._check_clock(at)
        self._moments.push(at, REPLY, number, attempt, content)

    def requeue(self, number: int, at: int) -> Requeued:
        """Have a dead letter sent again, under its old key and with its limit unspent.

        Whether the system still remembers the key is for whoever calls this to know.

        Parameters
        ----------
        number
            The request's number.
        at
            The instant, not before the last `advance`.

        Returns
        -------
        Requeued
            The record to store.

        Raises
        ------
        RequestNumberError
            If no dead letter has the number.
        LinkedClockError
            If `at` lies before the last `advance`.
        """
        self._check_clock(at)
        if number not in self.ledger.dead:
            raise RequestNumberError(f"number = {number}: must be one of the {len(self.ledger.dead)} dead letters")
        record = Requeued(at=at, number=number)
        self.ledger.apply(record)
        self._moments.push(at, RETRY, number)
        return record

    def advance(self, to: int) -> list[AnyRecord]:
        """Let everything happen that is due.

        Parameters
        ----------
        to
            Up to when, this instant included.

        Returns
        -------
        list of records
            What happened, in its order, already applied to the ledger. If a port failed with an error of its own, what
            had happened until then comes with the next call, and the attempt is taken for unanswered.

        Raises
        ------
        LinkedClockError
            If `to` lies before the last `advance`.
        """
        self._check_clock(to)
        moments, fire = self._moments, self._sending.fire
        heap = moments.heap
        while heap and heap[0][0] <= to:
            at, kind, number, _, attempt, content = moments.pop()
            fire[kind](at, number, attempt, content)
        self._now = to
        return self._sending.taken()

    def follow(self, record: AnyRecord) -> None:
        """Take over a record of a log; nothing is sent. After the last one, `resume`.

        Raises
        ------
        RecordOrderError
            If it does not follow from those before it.
        """
        self.ledger.apply(record)

    def resume(self, at: int) -> None:
        """Give up what is under way and send again whatever has no answer, as fast as the retry budget allows.

        Parameters
        ----------
        at
            The instant, not before the last `advance`. A request whose wait is not over waits to its end.

        Raises
        ------
        LinkedClockError
            If `at` lies before the last `advance`.
        """
        self._check_clock(at)
        self._now = at
        self._sending.resume(at)

    def standing(self) -> bytes:
        """Return what survives a restart: the ledger. What is under way does not, so two postboxes agree without it."""
        return self.ledger.standing()

    def restore(self, standing: bytes) -> None:
        """Take over a standing, in a postbox that was asked nothing; then `follow` what came after it, and `resume`.

        Raises
        ------
        LinkedStandingError
            If the bytes are not a postbox's.
        """
        self.ledger.restore(standing)

    def _check_clock(self, at: int) -> None:
        if at < self._now:
            raise LinkedClockError(f"at = {at}: must not be before the last advance, {self._now}")
