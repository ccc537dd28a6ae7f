"""What a log says of waits for people, and which of them have ended without anything having come of it.

Read off the events alone: neither the desk's timers nor its docket is asked, since it is they that may have lost one.
Ends that stand in no event (of the court's time to designate, at a ladder step without a wait) are not known here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from engine.events.calendar_events import DeskDeadline, DeskDeadlineMoved
from engine.events.enums import AbsenceCause, Stage
from engine.events.records import (
    Accepted,
    ChoiceEnded,
    ChoiceOpened,
    Closed,
    Declined,
    Escalated,
    Event,
    Exhausted,
    Filed,
    Lapsed,
    LeaseHeld,
    LeaveBegun,
    LeaveEnded,
    LeavePlanned,
    Offered,
    OpenedInProgress,
    Released,
    WentAbsent,
    Withdrawn,
)

_OF_LEASE: Final = 0
"""Ordinal of a lease among what a mediator's presence waits for; leaves are counted from 1."""


@dataclass(slots=True, kw_only=True)
class _Case:
    """What one open case waits for."""

    panel_size: int = 1
    seats: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    """By mediator: the attempt, and when the offer lapses; None once accepted."""
    waits_until: int | None = None
    """End of the wait at the step or of the clerk's review; None if no event says it."""
    chooses_until: int | None = None

    def ends(self) -> Iterator[tuple[str, int]]:
        """Yield what ends by itself, and when."""
        for attempt, deadline in self.seats.values():
            if deadline is not None:
                yield f"offer {attempt}", deadline
        if self.chooses_until is not None:
            yield "choice", self.chooses_until
        elif self.waits_until is not None and len(self.seats) < self.panel_size:
            yield "wait", self.waits_until


class WaitsFollowed:
    """Offers, choices, waits, leases and leaves that a log has begun and not ended.

    Examples
    --------
    >>> from engine.events.records import LeaseHeld
    >>> waits = WaitsFollowed()
    >>> waits.follow(LeaseHeld(occurred_at=5, recorded_at=5, court_id=0, mediator_id=3, deadline=9))
    >>> list(waits.lost(9)), list(waits.lost(10))
    ([], ['mediator 3: lease was due at 9'])
    """

    def __init__(self) -> None:
        self._cases: Final[dict[int, _Case]] = {}
        self._presence: Final[dict[tuple[str, int, int, str], int]] = {}
        """By door, mediator, ordinal and what of it: when it ends."""
        self._of_case: Final[dict[type[Event], Callable[[_Case, Any], None]]] = {
            Offered: self._offered,
            Accepted: self._accepted,
            Declined: self._vacated,
            Lapsed: self._vacated,
            Released: self._vacated,
            Escalated: self._waits,
            Exhausted: self._waits,
            ChoiceOpened: self._choice_opened,
            ChoiceEnded: self._choice_ended,
            DeskDeadlineMoved: self._moved,
        }

    def follow(self, event: Event) -> None:
        """Take note of an event; those of other things change nothing."""
        kind = type(event)
        change = self._of_case.get(kind)
        if change is not None:
            case = self._cases.get(event.case_id)
            if case is not None:
                change(case, event)
        elif isinstance(event, Filed):
            self._cases[event.case_id] = _Case(panel_size=event.panel_size, waits_until=event.deadline)
        elif isinstance(event, OpenedInProgress):
            self._cases[event.case_id] = _met(event)
        elif isinstance(event, Closed | Withdrawn):
            self._cases.pop(event.case_id, None)
        elif isinstance(event, LeaseHeld | LeavePlanned | LeaveBegun | LeaveEnded | WentAbsent):
            self._follow_presence(event)

    def lost(self, at: int) -> Iterator[str]:
        """Yield what should have ended before an instant, microseconds since the epoch, and has not."""
        for number, case in self._cases.items():
            yield from (f"case {number}: {what} was due at {end}" for what, end in case.ends() if end < at)
        for (_, mediator, _, what), end in self._presence.items():
            if end < at:
                yield f"mediator {mediator}: {what} was due at {end}"

    def _offered(self, case: _Case, event: Offered) -> None:
        case.seats[event.mediator_id] = (event.attempt, event.deadline)
        if case.chooses_until is not None:
            case.chooses_until = case.waits_until = None

    def _accepted(self, case: _Case, event: Accepted) -> None:
        case.seats[event.mediator_id] = (event.attempt, None)

    def _vacated(self, case: _Case, event: Declined | Lapsed | Released) -> None:
        case.seats.pop(event.mediator_id, None)

    def _waits(self, case: _Case, event: Escalated | Exhausted) -> None:
        case.waits_until = event.deadline

    def _choice_opened(self, case: _Case, event: ChoiceOpened) -> None:
        case.chooses_until = event.deadline

    def _choice_ended(self, case: _Case, _event: ChoiceEnded) -> None:
        # The court's time begins anew, and no event says when it ends.
        case.chooses_until = case.waits_until = None

    def _moved(self, case: _Case, event: DeskDeadlineMoved) -> None:
        if event.term is DeskDeadline.OFFER:
            moved = {
                mediator: (attempt, event.deadline)
                for mediator, (attempt, _) in case.seats.items()
                if attempt == event.attempt
            }
            case.seats.update(moved)
        elif event.term is DeskDeadline.CHOICE:
            case.chooses_until = event.deadline
        elif event.term is not DeskDeadline.PERIOD:
            case.waits_until = event.deadline

    def _follow_presence(self, event: LeaseHeld | LeavePlanned | LeaveBegun | LeaveEnded | WentAbsent) -> None:
        ends, about = self._presence, (event.track.value, event.mediator_id)
        match event:
            case LeaseHeld():
                ends[*about, _OF_LEASE, "lease"] = event.deadline
            case WentAbsent():
                if event.cause is AbsenceCause.LEASE:
                    ends.pop((*about, _OF_LEASE, "lease"), None)
            case LeavePlanned():
                ends[*about, event.ordinal, "leave's beginning"] = event.starts_at
                ends[*about, event.ordinal, "leave's end"] = event.deadline
            case LeaveBegun():
                ends.pop((*about, event.ordinal, "leave's beginning"), None)
            case LeaveEnded():
                ends.pop((*about, event.ordinal, "leave's end"), None)


def _met(event: OpenedInProgress) -> _Case:
    if event.mediator_id is None:
        return _Case(waits_until=event.deadline)
    deadline = event.deadline if event.stage is Stage.OFFERED else None
    return _Case(seats={event.mediator_id: (event.attempt, deadline)})
