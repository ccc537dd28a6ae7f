"""What of a postbox survives a restart: requests, dead letters, remembered keys, breakers.

It changes only by `apply`, so the ledger made of a log's records is the ledger that the log's writer had. What is under
way at the moment is no part of it: a restart loses that, as it loses connections, and the requests are sent again.
"""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from engine.linked.breaker import Breaker
from engine.linked.errors import RecordOrderError
from engine.linked.ledger_standing import LedgerStanding, StandingEntry, StandingLine, packed, unpacked
from engine.linked.records import (
    Answered,
    AnyRecord,
    Asked,
    AttemptFailed,
    BreakerClosed,
    BreakerHalfOpened,
    BreakerOpened,
    GaveUp,
    Record,
    Requeued,
)
from engine.linked.requests import Key, Request
from engine.linked.settings import LinkedSettings
from engine.linked.words import BreakerState, FailureReason, System


class Entry(msgspec.Struct, gc=False):
    """A request that is not answered yet."""

    request: Request
    key: Key
    retry_at: int
    """From when it may be sent."""
    attempts: int = 0
    """Attempts that failed; the next one has the number after it."""
    spent: int = 0
    """Those of them that count against the limit."""


class Ledger:
    """The durable state of a postbox.

    Parameters
    ----------
    settings
        Those of the postbox.

    Examples
    --------
    >>> from engine.linked.requests import VerifyIdentity
    >>> from engine.linked.settings_text import shipped_settings
    >>> ledger = Ledger(shipped_settings())
    >>> ledger.apply(Asked(at=0, number=1, request=VerifyIdentity(dispute_id=7, subject=1)))
    >>> len(ledger.entries), ledger.last_number
    (1, 1)
    """

    def __init__(self, settings: LinkedSettings) -> None:
        self.entries: Final[dict[int, Entry]] = {}
        """Requests without an answer, dead letters among them, by number."""
        self.dead: Final[dict[int, GaveUp]] = {}
        """Dead letters by number, the oldest first."""
        self.breakers: Final = {system: Breaker(link.breaker_failures) for system, link in settings.systems.items()}
        """The breaker of each system."""
        self.announced: Final = dict.fromkeys(settings.systems, BreakerState.CLOSED)
        """Each breaker's state as the last record about it says."""
        self.rests_until: Final[dict[System, int]] = {}
        """When each system that has been left alone was, or is, to be tried again."""
        self.last_number = 0
        """Number of the last request asked."""
        self._window_us: Final = settings.idempotency_window_us
        self._asked: Final[dict[Key, Asked]] = {}
        self._finished: Final[deque[tuple[int, Key]]] = deque()
        self._handlers: Final[dict[type[Record], Callable[[Any], None]]] = {
            Asked: self._apply_asked,
            Answered: self._apply_answered,
            AttemptFailed: self._apply_failed,
            GaveUp: self._apply_gave_up,
            Requeued: self._apply_requeued,
            BreakerOpened: self._apply_opened,
            BreakerHalfOpened: self._apply_half_opened,
            BreakerClosed: self._apply_closed,
        }

    @classmethod
    def of(cls, settings: LinkedSettings, records: Iterable[AnyRecord]) -> "Ledger":
        """Return the ledger that a log's records lead to."""
        ledger = cls(settings)
        for record in records:
            ledger.apply(record)
        return ledger

    @property
    def remembered(self) -> int:
        """Keys that are taken: those of requests without an answer, and of finished ones within the window."""
        return len(self._asked)

    def asked(self, key: Key) -> Asked | None:
        """Return under which number a key was asked, None if it is free."""
        return self._asked.get(key)

    def enter(self, record: Asked, key: Key) -> None:
        """Let a request be asked whose number and key are known to be free: the key is that of the request."""
        self._asked[key] = record
        self.entries[record.number] = Entry(record.request, key, record.at)
        self.last_number = record.number

    def apply(self, record: AnyRecord) -> None:
        """Let a record change the state; an `Asked` that is known already changes nothing.

        Raises
        ------
        RecordOrderError
            If the record does not follow from those before it.
        """
        self._handlers[type(record)](record)

    def standing(self) -> bytes:
        """Return all of it: equal ledgers give equal bytes."""
        entries = ((self._asked[entry.key], entry) for entry in self.entries.values())
        return packed(
            LedgerStanding(
                self.last_number,
                [StandingEntry(asked, one.retry_at, one.attempts, one.spent) for asked, one in entries],
                list(self.dead.values()),
                [(at, self._asked[key]) for at, key in self._finished],
                [self._line_standing(system) for system in System],
            )
        )

    def restore(self, standing: bytes) -> None:
        """Take over a standing, in a ledger that is empty.

        Raises
        ------
        LinkedStandingError
            If the bytes are not a ledger's.
        """
        found = unpacked(standing)
        self.last_number = found.last_number
        for one in found.entries:
            asked, key = one.asked, one.asked.request.key
            self._asked[key] = asked
            self.entries[asked.number] = Entry(asked.request, key, one.retry_at, one.attempts, one.spent)
        self.dead.update((letter.number, letter) for letter in found.dead)
        for at, asked in found.finished:
            key = asked.request.key
            self._asked[key] = asked
            self._finished.append((at, key))
        for system, line in zip(System, found.lines, strict=True):
            self.breakers[system].restore(line.breaker, line.failing)
            self.announced[system] = line.announced
            if line.rests_until is not None:
                self.rests_until[system] = line.rests_until

    def _line_standing(self, system: System) -> StandingLine:
        breaker = self.breakers[system]
        # Failures running decide something only as long as they may still open it.
        failing = breaker.failing if breaker.state is BreakerState.CLOSED else 0
        return StandingLine(breaker.state, failing, self.announced[system], self.rests_until.get(system))

    def _apply_asked(self, record: Asked) -> None:
        number, key = record.number, record.request.key
        known = self._asked.get(key)
        if known == record:
            return  # a log may hold it twice: whoever is not sure that it was written writes it again
        if known is not None or number <= self.last_number:
            raise RecordOrderError(f"number = {number}: must be above {self.last_number}, and {key} free")
        self.enter(record, key)

    def _apply_answered(self, record: Answered) -> None:
        number, at = record.number, record.at
        entry = self.entries.pop(number, None)
        if entry is None:
            raise _unknown(number)
        if self.dead:
            self.dead.pop(number, None)
        self.breakers[entry.request.system].answered()
        finished = self._finished
        finished.append((at, entry.key))
        while finished[0][0] < at - self._window_us:
            del self._asked[finished.popleft()[1]]

    def _apply_failed(self, record: AttemptFailed) -> None:
        entry = self._entry(record.number)
        entry.attempts = record.attempt
        entry.spent = record.spent
        entry.retry_at = record.retry_at
        breaker = self.breakers[entry.request.system]
        if record.reason is FailureReason.REJECTED:
            breaker.answered()  # the system works; it is the request that does not
        else:
            breaker.failed()

    def _apply_gave_up(self, record: GaveUp) -> None:
        self._entry(record.number)
        self.dead[record.number] = record

    def _apply_requeued(self, record: Requeued) -> None:
        entry = self._entry(record.number)
        if self.dead.pop(record.number, None) is None:
            raise RecordOrderError(f"number = {record.number}: must be one of the {len(self.dead)} dead letters")
        entry.spent = 0
        entry.retry_at = record.at

    def _apply_opened(self, record: BreakerOpened) -> None:
        self.rests_until[record.system] = record.until
        self._announce(record.system, BreakerState.OPEN)

    def _apply_half_opened(self, record: BreakerHalfOpened) -> None:
        self.breakers[record.system].half_open()
        self._announce(record.system, BreakerState.HALF_OPEN)

    def _apply_closed(self, record: BreakerClosed) -> None:
        self._announce(record.system, BreakerState.CLOSED)

    def _announce(self, system: System, state: BreakerState) -> None:
        found = self.breakers[system].state
        if found is not state:
            raise RecordOrderError(f"breaker of {system.value}: must be {state.value} by the records, is {found.value}")
        self.announced[system] = state

    def _entry(self, number: int) -> Entry:
        entry = self.entries.get(number)
        if entry is None:
            raise _unknown(number)
        return entry


def _unknown(number: int) -> RecordOrderError:
    return RecordOrderError(f"number = {number}: must be a request that was asked and has no answer yet")
