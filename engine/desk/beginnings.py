"""When the deadlines began that end in a year nobody has announced yet: what it takes to count them again.

Few deadlines end so late, so only theirs are kept, apart from the docket. Whatever stands here was read off events.
"""

from typing import Final

import msgspec

from engine.calendar.in_force import CalendarInForce
from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskError
from engine.events.calendar_events import DeskDeadline
from engine.events.records import (
    Accepted,
    ChoiceEnded,
    ChoiceOpened,
    Declined,
    Escalated,
    Event,
    Exhausted,
    Filed,
    Lapsed,
    Offered,
    OpenedInProgress,
    PeriodExtended,
    Released,
)

Term = tuple[DeskDeadline, int]
"""A deadline of a case: what it is of and, of an offer, its attempt; else 0."""
_ONLY: Final = 0
NOTED: Final = (
    Filed, OpenedInProgress, Offered, Accepted, Declined, Lapsed, Released, Escalated, ChoiceOpened, ChoiceEnded,
    Exhausted, PeriodExtended,
)  # fmt: skip
"""Kinds that begin or end a deadline of a case that is open afterwards."""


class Beginnings:
    """Instants from which deadlines of open cases count, by case and deadline.

    Parameters
    ----------
    calendar
        Says which ends are certain already: those are not kept.
    """

    def __init__(self, calendar: CalendarInForce) -> None:
        self._calendar: Final = calendar
        self._began: Final[dict[int, dict[Term, int]]] = {}

    def of_cases(self) -> list[tuple[int, list[tuple[Term, int]]]]:
        """Return every case, and of each the deadlines with their beginnings, in one order whatever came first."""
        return [(case_id, sorted(terms.items())) for case_id, terms in sorted(self._began.items())]

    def follow(self, event: Event, entry: DocketEntry) -> None:
        """Note what an event begins and forget what it ends; the docket has followed it already."""
        if entry.case_id not in self._began and self._is_certain(event, entry):
            return
        at = event.occurred_at
        match event:
            case Filed() | OpenedInProgress():
                self._begin(entry, DeskDeadline.DESIGNATION, event.recorded_at, entry.designated_by)
                self._begin_step(entry)
            case Offered():
                self._leave_choice(entry, at)
                self._begin(entry, DeskDeadline.OFFER, at, event.deadline, event.attempt)
            case Accepted():
                self._end(entry, DeskDeadline.OFFER, event.attempt)
                self._begin(entry, DeskDeadline.PERIOD, at, entry.period_ends_at)
            case Declined() | Lapsed() | Released():
                self._end(entry, DeskDeadline.OFFER, event.attempt)
                self._end(entry, DeskDeadline.PERIOD)
            case Escalated():
                self._begin_step(entry)
            case ChoiceOpened():
                # Kept however early it ends: that it stands says that the parties are choosing.
                self._began.setdefault(entry.case_id, {})[DeskDeadline.CHOICE, _ONLY] = at
            case ChoiceEnded():
                self._leave_choice(entry, at)
            case Exhausted():
                self._begin(entry, DeskDeadline.REVIEW, at, entry.waits_until)
            case PeriodExtended():
                self._end(entry, DeskDeadline.PERIOD)  # a date that people have agreed on stays as it is
            case _:
                pass

    def _is_certain(self, event: Event, entry: DocketEntry) -> bool:
        """Tell whether what an event begins is of no interest here: so it is of nearly all, and it is asked of each."""
        if isinstance(event, Filed):
            return entry.designated_by <= self._calendar.certain_until >= entry.waits_until
        if isinstance(event, Offered):
            return event.deadline <= self._calendar.certain_until
        if isinstance(event, Accepted):
            return entry.period_ends_at is None or entry.period_ends_at <= self._calendar.certain_until
        return False

    def forget(self, case_id: int) -> None:
        """Forget a case that has ended."""
        self._began.pop(case_id, None)

    def standing(self) -> bytes:
        """Return everything that stands here; equal beginnings give equal bytes."""
        return msgspec.msgpack.encode(self.of_cases())

    def restore(self, standing: bytes) -> None:
        """Take over what `standing` returned.

        Raises
        ------
        DeskError
            If the bytes are nothing of the kind.
        """
        try:
            cases = msgspec.msgpack.decode(standing, type=list[tuple[int, list[tuple[Term, int]]]])
        except msgspec.DecodeError as error:
            raise DeskError(f"not the beginnings of deadlines: {error}") from error
        self._began.clear()
        self._began.update((case_id, dict(terms)) for case_id, terms in cases)

    def _leave_choice(self, entry: DocketEntry, at: int) -> None:
        """Begin the court's time, if the parties were choosing."""
        if DeskDeadline.CHOICE in (term for term, _ in self._began.get(entry.case_id, ())):
            self._end(entry, DeskDeadline.CHOICE)
            self._begin(entry, DeskDeadline.DESIGNATION, at, entry.designated_by)
            self._begin_step(entry)

    def _begin_step(self, entry: DocketEntry) -> None:
        self._begin(entry, DeskDeadline.STEP, entry.step_began_at, entry.waits_until)

    def _begin(self, entry: DocketEntry, term: DeskDeadline, at: int, end: int | None, ordinal: int = _ONLY) -> None:
        if end is not None and end > self._calendar.certain_until:
            self._began.setdefault(entry.case_id, {})[term, ordinal] = at
        else:
            self._end(entry, term, ordinal)

    def _end(self, entry: DocketEntry, term: DeskDeadline, ordinal: int = _ONLY) -> None:
        terms = self._began.get(entry.case_id)
        if terms is not None and terms.pop((term, ordinal), None) is not None and not terms:
            del self._began[entry.case_id]
