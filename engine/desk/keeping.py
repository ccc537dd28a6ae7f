"""Keeping the docket: entries and deadlines follow the events, and nothing else writes to them.

Whatever the desk needs to go on stands in the events, so a desk rebuilt from its log goes on as the first would have.
"""

from collections.abc import Callable
from typing import Any, Final

from engine.desk.case_clock import CaseClock
from engine.desk.deadlines import Deadlines
from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import DeskCaseError
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
    Offered,
    OpenedInProgress,
    Released,
    RoundOpened,
    Shortlisted,
    Withdrawn,
)

_Handler = Callable[[DocketEntry, Any], None]
"""Changes the entry of an event's case; the event is of the one kind that the handler stands for."""


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
        self._entries: Final[dict[int, DocketEntry]] = {}
        self._handlers: Final[dict[type[Event], _Handler]] = {
            Offered: self._offered,
            Accepted: self._accepted,
            Declined: self._vacated,
            Lapsed: self._vacated,
            Released: self._released,
            Escalated: self._escalated,
            RoundOpened: self._round_opened,
            ChoiceOpened: self._choice_opened,
            ChoiceEnded: self._choice_ended,
            Shortlisted: self._shortlisted,
            ConflictFound: self._conflict_found,
            ConflictLifted: self._conflict_lifted,
            Exhausted: self._exhausted,
            LeadNamed: self._lead_named,
        }

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, case_id: int) -> DocketEntry:
        """Return an open case's entry.

        Raises
        ------
        DeskCaseError
            If no such case is open.
        """
        entry = self._entries.get(case_id)
        if entry is None:
            raise DeskCaseError(f"case_id = {case_id}: must be one of the {len(self._entries)} open cases")
        return entry

    def waiting(self) -> list[DocketEntry]:
        """Return the cases that look for a mediator."""
        return [entry for entry in self._entries.values() if entry.waits]

    def seated(self, mediator: int) -> list[DocketEntry]:
        """Return the cases that a mediator holds or is offered, in order of number."""
        found = [entry for entry in self._entries.values() if entry.seat_of(mediator) is not None]
        return sorted(found, key=lambda entry: entry.case_id)

    def extend(self, entry: DocketEntry, until: int) -> None:
        """Let the statutory period of a held case end later."""
        entry.period_ends_at = until
        self._clock.unmark(entry)
        self._clock.set(entry)

    def follow(self, event: Event) -> None:
        """Change the entry of an event's case, and its deadlines, as the core has changed its state."""
        if isinstance(event, Filed | OpenedInProgress):
            entry = self._opened(event)
        elif isinstance(event, Closed | Withdrawn):
            self._closed(self.entry(event.case_id))
            return
        else:
            handler = self._handlers.get(type(event))
            if handler is None:
                return  # it is about a court's rules, a mediator or a deck, and moves no case
            entry = self.entry(event.case_id)
            handler(entry, event)
        self._clock.set(entry)

    def _opened(self, event: Filed | OpenedInProgress) -> DocketEntry:
        # A case met in progress at a last step without a wait may long have been there.
        since = event.occurred_at if isinstance(event, Filed) else event.recorded_at
        designated_by = self._deadlines.designation_end(since)
        waits = isinstance(event, Filed) or event.stage is Stage.WAITING
        step_ends_at = event.deadline if waits else self._deadlines.step_end(event.step, event.occurred_at)
        entry = DocketEntry(
            case_id=event.case_id,
            dispute_id=event.dispute_id,
            court_id=event.court_id,
            aged_at=event.occurred_at - event.boost_us,
            weight_milli=event.weight_milli,
            panel_size=event.panel_size if isinstance(event, Filed) else 1,
            pre_filing=event.entry_route.is_pre_filing,
            step=event.step,
            step_began_at=event.occurred_at,
            waits_until=designated_by if step_ends_at is None else step_ends_at,
            designated_by=designated_by,
        )
        self._entries[event.case_id] = entry
        if isinstance(event, OpenedInProgress):
            self._resume(entry, event)
        return entry

    def _resume(self, entry: DocketEntry, event: OpenedInProgress) -> None:
        entry.attempt = event.attempt
        if event.mediator_id is None:
            return
        seat = Seat(
            mediator=event.mediator_id,
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
        if event.basis is OfferBasis.SHORTLISTED and event.mediator_id in entry.shortlist:
            del entry.shortlist[: entry.shortlist.index(event.mediator_id) + 1]
        else:
            entry.shortlist.clear()
        if entry.chooses:
            self._leave_choice(entry, event.occurred_at)
        self._clock.set_offer(entry, seat)

    def _accepted(self, entry: DocketEntry, event: Accepted) -> None:
        seat = entry.seat_of(event.mediator_id)
        assert seat is not None, "the core has checked who accepts"
        self._accept(entry, seat, event.occurred_at)

    def _accept(self, entry: DocketEntry, seat: Seat, at: int) -> None:
        self._clock.cancel_offer(entry, seat)
        seat.deadline = None
        if entry.is_held:
            entry.shortlist.clear()
            entry.period_ends_at = self._deadlines.period_end(at, pre_filing=entry.pre_filing)

    def _vacated(self, entry: DocketEntry, event: Declined | Lapsed | Released) -> None:
        number = next(number for number, seat in entry.seats.items() if seat.mediator == event.mediator_id)
        self._clock.cancel_offer(entry, entry.seats.pop(number))
        entry.period_ends_at = None
        self._clock.unmark(entry)
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

    def _choice_opened(self, entry: DocketEntry, event: ChoiceOpened) -> None:
        entry.choice_ends_at = event.deadline
        entry.choices += 1

    def _choice_ended(self, entry: DocketEntry, event: ChoiceEnded) -> None:
        entry.shortlist.clear()
        self._leave_choice(entry, event.occurred_at)

    def _leave_choice(self, entry: DocketEntry, at: int) -> None:
        """Start the court's time to designate: the parties' time must not use up the waits on the ladder."""
        entry.choice_ends_at = None
        entry.listed = ()
        entry.step_began_at = at
        entry.designated_by = self._deadlines.designation_end(at)
        step_ends_at = self._deadlines.step_end(entry.step, at)
        entry.waits_until = entry.designated_by if step_ends_at is None else step_ends_at
        entry.exhausted = False

    def _shortlisted(self, entry: DocketEntry, event: Shortlisted) -> None:
        entry.shortlist.append(event.mediator_id)

    def _conflict_found(self, entry: DocketEntry, event: ConflictFound) -> None:
        if entry.bars.get(event.mediator_id) is not ConflictGround.REPLACED:
            entry.bars[event.mediator_id] = event.ground

    def _conflict_lifted(self, entry: DocketEntry, event: ConflictLifted) -> None:
        entry.bars.pop(event.mediator_id, None)

    def _exhausted(self, entry: DocketEntry, event: Exhausted) -> None:
        entry.exhausted = True
        entry.waits_until = event.deadline

    def _lead_named(self, entry: DocketEntry, event: LeadNamed) -> None:
        entry.lead = event.mediator_id

    def _closed(self, entry: DocketEntry) -> None:
        self._clock.forget(entry)
        del self._entries[entry.case_id]
