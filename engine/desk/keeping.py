"""Keeping the docket: entries and deadlines follow the events, and nothing else writes to them.

Whatever the desk needs to go on stands in the events, so a desk rebuilt from its log goes on as the first would have.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from engine.desk.case_clock import CaseClock
from engine.desk.choice_keeping import ChoiceKeeping
from engine.desk.deadlines import Deadlines
from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import DeskCaseError
from engine.desk.shelf import Shelf
from engine.events.enums import ConflictGround, EscalationReason, OfferBasis, ReleaseGround, Stage
from engine.events.records import (
    Accepted,
    ChoiceEnded,
    ChoiceOpened,
    Closed,
    ConflictFound,
    ConflictLifted,
    Declined,
    Escalated,
    Event,
    Exhausted,
    Filed,
    Lapsed,
    LeadNamed,
    Listed,
    Offered,
    OpenedInProgress,
    PeriodExtended,
    Released,
    RoundOpened,
    Shortlisted,
    Withdrawn,
)

if TYPE_CHECKING:
    from engine.desk.handlers import Handlers

_Change = Callable[[DocketEntry, Any], None]
"""Changes the entry of an event's case; the event is of the one kind that the change stands for."""


class Docket:
    """Every open case's entry, kept by following events.

    Parameters
    ----------
    deadlines
        Ends of the periods that events only begin.
    clock
        Enters and cancels the deadlines that follow.
    """

    def __init__(self, deadlines: Deadlines, clock: CaseClock) -> None:
        self._deadlines: Final = deadlines
        self._clock: Final = clock
        self._choice: Final = ChoiceKeeping(deadlines)
        self.shelf: Final = Shelf()
        """Where the entries lie."""
        changes: dict[type[Event], _Change] = {
            Offered: self._offered,
            Accepted: self._accepted,
            Declined: self._vacated,
            Lapsed: self._vacated,
            Released: self._released,
            Escalated: self._escalated,
            RoundOpened: self._round_opened,
            ChoiceOpened: self._choice.opened,
            Listed: self._choice.listed,
            ChoiceEnded: self._choice.ended,
            Shortlisted: self._choice.shortlisted,
            ConflictFound: self._conflict_found,
            ConflictLifted: self._conflict_lifted,
            Exhausted: self._exhausted,
            LeadNamed: self._lead_named,
            PeriodExtended: self._period_extended,
        }
        self.handlers: Final[Handlers] = {
            Filed: self._filed,
            OpenedInProgress: self._opened_in_progress,
            Closed: self._closed,
            Withdrawn: self._closed,
            **{kind: self._changed_by(change) for kind, change in changes.items()},
        }
        """What the docket does at an event, by its kind: all kinds that move a case."""

    def __len__(self) -> int:
        return len(self.shelf)

    def entry(self, case_id: int) -> DocketEntry:
        """Return an open case's entry.

        Raises
        ------
        DeskCaseError
            If no such case is open.
        """
        entry = self.shelf.used.get(case_id) or self.shelf.find(case_id)
        if entry is None:
            raise DeskCaseError(f"case_id = {case_id}: must be one of the {len(self.shelf)} open cases")
        return entry

    def _changed_by(self, change: _Change) -> Callable[[Any], None]:
        entry_of, follows = self.entry, self._clock.set

        def follow(event: Event) -> None:
            entry = entry_of(event.case_id)
            change(entry, event)
            follows(entry)

        return follow

    def _filed(self, event: Filed) -> None:
        self._clock.set(self._open(event, event.panel_size, event.occurred_at, event.deadline))

    def _opened_in_progress(self, event: OpenedInProgress) -> None:
        is_waiting = event.stage is Stage.WAITING
        ends_at = event.deadline if is_waiting else self._deadlines.step_end(event.step, event.occurred_at)
        # A case met in progress at a last step without a wait may long have been there.
        entry = self._open(event, 1, event.recorded_at, ends_at)
        entry.attempt = event.attempt
        if event.mediator_id is not None:
            self._seat(entry, event.mediator_id, event)
        self._clock.set(entry)

    def _open(
        self, event: Filed | OpenedInProgress, panel_size: int, since: int, step_ends_at: int | None
    ) -> DocketEntry:
        designated_by = self._deadlines.designation_end(since)
        entry = DocketEntry(
            case_id=event.case_id,
            weight_milli=event.weight_milli,
            seats={},
            dispute_id=event.dispute_id,
            court_id=event.court_id,
            aged_at=event.occurred_at - event.boost_us,
            panel_size=panel_size,
            pre_filing=event.entry_route.is_pre_filing,
            step=event.step,
            step_began_at=event.occurred_at,
            waits_until=designated_by if step_ends_at is None else step_ends_at,
            designated_by=designated_by,
        )
        self.shelf.put(entry)
        return entry

    def _seat(self, entry: DocketEntry, mediator: int, event: OpenedInProgress) -> None:
        seat = Seat(
            mediator=mediator,
            organisation_id=event.organisation_id or 0,
            attempt=event.attempt,
            deadline=event.deadline,
        )
        entry.seats[0] = seat
        if event.stage is Stage.ACCEPTED:
            self._accept(entry, seat, event.occurred_at if event.accepted_at is None else event.accepted_at)
            return
        if seat.deadline is None:
            seat.deadline = self._deadlines.offer_end(event.recorded_at)
        self._clock.set_offer(entry, seat)

    def _offered(self, entry: DocketEntry, event: Offered) -> None:
        entry.attempt = event.attempt
        entry.seats[event.seat] = seat = Seat(
            mediator=event.mediator_id,
            organisation_id=event.organisation_id,
            attempt=event.attempt,
            deadline=event.deadline,
        )
        if len(entry.seats) > 1:
            entry.seats = dict(sorted(entry.seats.items()))
        if entry.shortlist:
            is_next = event.basis is OfferBasis.SHORTLISTED and event.mediator_id in entry.shortlist
            entry.shortlist = entry.shortlist[entry.shortlist.index(event.mediator_id) + 1 :] if is_next else ()
        if entry.chooses:
            self._choice.leave(entry, event.occurred_at)
        self._clock.set_offer(entry, seat)

    def _accepted(self, entry: DocketEntry, event: Accepted) -> None:
        seat = entry.seat_of(event.mediator_id)
        assert seat is not None, "the core has checked who accepts"
        self._accept(entry, seat, event.occurred_at)

    def _accept(self, entry: DocketEntry, seat: Seat, at: int) -> None:
        self._clock.cancel_offer(entry, seat)
        seat.deadline = None
        if entry.is_held:
            entry.shortlist = ()
            entry.period_ends_at = self._deadlines.period_end(at, pre_filing=entry.pre_filing)

    def _vacated(self, entry: DocketEntry, event: Declined | Lapsed | Released) -> None:
        number = next(number for number, seat in entry.seats.items() if seat.mediator == event.mediator_id)
        self._clock.cancel_offer(entry, entry.seats.pop(number))
        entry.period_ends_at = None
        if entry.lead == event.mediator_id:
            entry.lead = None

    def _released(self, entry: DocketEntry, event: Released) -> None:
        self._vacated(entry, event)
        entry.replaced += event.ground is ReleaseGround.REPLACED

    def _escalated(self, entry: DocketEntry, event: Escalated) -> None:
        # The ladder has one clock: a step begins when the one before it ended, a skipped one with the next.
        if event.reason is EscalationReason.TIMED_OUT:
            entry.step_began_at = entry.waits_until
        entry.step = event.step
        entry.exhausted = False
        entry.waits_until = entry.designated_by if event.deadline is None else event.deadline

    def _round_opened(self, entry: DocketEntry, event: RoundOpened) -> None:
        entry.round = event.round

    def _conflict_found(self, entry: DocketEntry, event: ConflictFound) -> None:
        if entry.bars.get(event.mediator_id) is not ConflictGround.REPLACED:
            entry.bars = dict(sorted({**entry.bars, event.mediator_id: event.ground}.items()))

    def _conflict_lifted(self, entry: DocketEntry, event: ConflictLifted) -> None:
        entry.bars.pop(event.mediator_id, None)

    def _exhausted(self, entry: DocketEntry, event: Exhausted) -> None:
        entry.exhausted = True
        entry.waits_until = event.deadline

    def _lead_named(self, entry: DocketEntry, event: LeadNamed) -> None:
        entry.lead = event.mediator_id

    def _period_extended(self, entry: DocketEntry, event: PeriodExtended) -> None:
        entry.period_ends_at = event.deadline

    def _closed(self, event: Closed | Withdrawn) -> None:
        entry = self.entry(event.case_id)
        self._clock.forget(entry)
        self.shelf.remove(entry)
