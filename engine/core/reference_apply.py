"""How events change the plain reference: what is refused and why, and what each event leaves behind.

1. A *load* is the weight of all cases that a mediator holds or is offered. A case fits whoever has room for its weight,
   and for a thousandth of a standard case at least.
2. An offer needs a seat that waits - or a case that is being chosen for, if it comes of a choice or an override -, a
   higher attempt than any before, and a mediator who is present, has room, is not conflicted and has no other seat.
   It costs a card where the case is dealt from a deck.
3. Acceptance charges the weight, decline and lapse charge a penalty; each of the three restarts the idle clock. Release
   does neither. Who declined or let lapse is remembered until a round opens or every seat is accepted.
4. A conflict lasts until it is lifted; one that stands for a replacement cannot be.
5. A choice takes a case of one seat out of the queue; all other looking on needs a seat that waits.
6. A case is closed once all its seats are accepted.
"""

from typing import Final

from engine.core.errors import (
    AbsentError,
    CapacityError,
    CaseStateError,
    ConflictError,
    CoreError,
    UnknownCaseError,
)
from engine.core.ladder import Ladder
from engine.core.policy import WEIGHT_MILLI_MAX, Policy, PolicySettings
from engine.core.reference_records import PlainCase, PlainMediator, PlainSeat
from engine.core.reference_roster import PlainCourts, check
from engine.core.roster import Roster
from engine.events.enums import ConflictGround, OfferBasis, Stage
from engine.events.records import (
    PASSED_OVER,
    Accepted,
    ChoiceEnded,
    ChoiceOpened,
    Closed,
    ConflictFound,
    ConflictLifted,
    DeckRenewed,
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
    RosterEvent,
    RoundOpened,
    Shortlisted,
    Withdrawn,
)

_BY_CHOICE: Final = (OfferBasis.CHOSEN, OfferBasis.SHORTLISTED, OfferBasis.OVERRIDE)
_BOOST_MAX: Final = 315_576_000_000_000


class PlainState(PlainCourts):
    """Mediators and open cases, changed by events alone; the base of `ReferenceCore`."""

    def __init__(self, roster: Roster, settings: PolicySettings, ladder: Ladder) -> None:
        super().__init__(roster, settings)
        self._ladder: Final = ladder
        self._cases: Final[dict[int, PlainCase]] = {}

    def apply(self, event: Event) -> None:
        """Make the state follow an event, or refuse it and stay as before."""
        if isinstance(event, PASSED_OVER):
            return
        match event:
            case Filed() | OpenedInProgress():
                self._open(event)
            case Offered():
                self._offer(event)
            case Accepted() | Declined() | Lapsed() | Released():
                self._answer(event)
            case Closed():
                self._close(event)
            case Withdrawn():
                self._withdraw(event)
            case RosterEvent():
                self._change_roster(event)
            case _:
                self._move(event)

    def _open(self, event: Filed | OpenedInProgress) -> None:
        check(event.case_id not in self._cases, CaseStateError)
        check(0 <= event.case_id < 2**63, CoreError)
        check(0 <= event.court_id < len(self._units), CoreError)
        check(0 <= event.step < len(self._ladder.steps), CoreError)
        check(0 <= event.weight_milli <= WEIGHT_MILLI_MAX, CoreError)
        check(0 <= event.boost_us <= _BOOST_MAX, CoreError)
        seats = event.panel_size if isinstance(event, Filed) else 1
        check(1 <= seats <= 9, CoreError)
        units = self._units[event.court_id]
        case = PlainCase(filing=event, units=units, step=event.step, seats=[PlainSeat() for _ in range(seats)])
        if isinstance(event, OpenedInProgress):
            self._resume(case, event)
        self._cases[event.case_id] = case

    def _resume(self, case: PlainCase, event: OpenedInProgress) -> None:
        """Bring a case met in progress to where it was met."""
        check(0 <= event.attempt < 2**31, CoreError)
        check(event.stage is not Stage.CHOOSING, CaseStateError)
        (seat,) = case.seats
        if event.stage is Stage.WAITING:
            check(event.mediator_id is None, CaseStateError)
            seat.attempt = event.attempt
        else:
            self._seat(case, seat, -1 if event.mediator_id is None else event.mediator_id, event.attempt)
        if event.stage is Stage.ACCEPTED:
            seat.stage = Stage.ACCEPTED
            at = event.occurred_at if event.accepted_at is None else event.accepted_at
            self._mediator(event.mediator_id or 0).answered(at, event.weight_milli)

    def _offer(self, event: Offered) -> None:
        case = self._case(event.case_id)
        check(0 <= event.attempt < 2**31, CoreError)
        check(0 <= event.seat < len(case.seats), CaseStateError)
        seat = case.seats[event.seat]
        chosen = seat.stage is Stage.CHOOSING and event.basis in _BY_CHOICE
        check(seat.stage is Stage.WAITING or chosen, CaseStateError)
        self._seat(case, seat, event.mediator_id, event.attempt)
        if self._policy(case) is Policy.DECK:
            mediator = self._people[event.mediator_id]
            mediator.cards = max(0, mediator.cards - 1)

    def _seat(self, case: PlainCase, seat: PlainSeat, number: int, attempt: int) -> None:
        check(attempt > case.attempts, CaseStateError)
        mediator = self._appointed(number)
        check(not mediator.absent_for, AbsentError)
        check(self._has_room(mediator, case), CapacityError)
        check(number not in case.conflicted | case.sitting, ConflictError)
        seat.stage, seat.mediator, seat.attempt = Stage.OFFERED, number, attempt

    def _answer(self, event: Accepted | Declined | Lapsed | Released) -> None:
        case = self._case(event.case_id)
        if isinstance(event, Released):
            self._seat_of(case, event, Stage.OFFERED, Stage.ACCEPTED).vacate()
            return
        charge_milli = event.weight_milli if isinstance(event, Accepted) else event.penalty_milli
        check(0 <= charge_milli <= WEIGHT_MILLI_MAX, CoreError)
        seat = self._seat_of(case, event, Stage.OFFERED)
        self._people[event.mediator_id].answered(event.occurred_at, charge_milli)
        if isinstance(event, Accepted):
            seat.stage = Stage.ACCEPTED
            if len(case.seats_at(Stage.ACCEPTED)) == len(case.seats):
                case.decliners.clear()
        else:
            seat.vacate()
            case.decliners.add(event.mediator_id)

    def _close(self, event: Closed) -> None:
        case = self._case(event.case_id)
        check(len(case.seats_at(Stage.ACCEPTED)) == len(case.seats), CaseStateError)
        self._seat_of(case, event, Stage.ACCEPTED)
        del self._cases[event.case_id]

    def _withdraw(self, event: Withdrawn) -> None:
        case = self._case(event.case_id)
        check(not case.seats_at(Stage.ACCEPTED), CaseStateError)
        offers = [(seat.mediator, seat.attempt) for seat in case.seats_at(Stage.OFFERED)]
        check((event.mediator_id, event.attempt) in (offers or [(None, case.attempts)]), CaseStateError)
        del self._cases[event.case_id]

    def _move(self, event: Event) -> None:
        """Follow what happens to a case without anybody answering for it."""
        case = self._case(event.case_id)
        match event:
            case ChoiceOpened():
                check(len(case.seats) == 1 and bool(case.seats_at(Stage.WAITING)), CaseStateError)
                case.seats[0].stage = Stage.CHOOSING
            case ChoiceEnded():
                check(bool(case.seats_at(Stage.CHOOSING)), CaseStateError)
                case.seats[0].stage = Stage.WAITING
            case ConflictFound() | ConflictLifted():
                self._relate(case, event)
            case LeadNamed():
                check(event.mediator_id in case.sitting, CaseStateError)
                case.lead = event.mediator_id
            case Shortlisted():
                self._appointed(event.mediator_id)
            case _:
                self._look_on(case, event)

    def _relate(self, case: PlainCase, event: ConflictFound | ConflictLifted) -> None:
        number = event.mediator_id
        if isinstance(event, ConflictLifted):
            check(number in case.conflicted - case.replaced, ConflictError)
            case.conflicted.discard(number)
            return
        self._appointed(number)
        check(number not in case.sitting, CaseStateError)
        case.conflicted.add(number)
        if event.ground is ConflictGround.REPLACED:
            case.replaced.add(number)

    def _look_on(self, case: PlainCase, event: Event) -> None:
        """Follow what happens only to a case that looks for somebody."""
        check(bool(case.seats_at(Stage.WAITING)), CaseStateError)
        match event:
            case Escalated():
                check(case.step < event.step < len(self._ladder.steps), CaseStateError)
                case.step = event.step
            case RoundOpened():
                case.decliners.clear()
            case DeckRenewed():
                for mediator in self._people:
                    if self._sits_in_circle(mediator, case, case.step):
                        mediator.dealt_anew()
            case _:
                assert isinstance(event, Exhausted)

    def _case(self, case_id: int) -> PlainCase:
        check(case_id in self._cases, UnknownCaseError)
        return self._cases[case_id]

    def _seat_of(
        self, case: PlainCase, event: Accepted | Declined | Lapsed | Released | Closed, *stages: Stage
    ) -> PlainSeat:
        """Return the seat of an event that only the mediator of its present offer can cause."""
        wanted = (event.mediator_id, event.attempt)
        found = [seat for seat in case.seats_at(*stages) if (seat.mediator, seat.attempt) == wanted]
        check(len(found) == 1, CaseStateError)
        return found[0]

    def _policy(self, case: PlainCase) -> Policy:
        """Return the policy of the case's ladder step, or its court's where the step names none."""
        own = self._ladder.steps[case.step].policy
        return self._policies[case.filing.court_id].policy if own is None else own

    def _sits_in_circle(self, mediator: PlainMediator, case: PlainCase, step: int) -> bool:
        circle = self._ladder.steps[step].circle
        return mediator.units[circle] == case.units[circle] and not mediator.vacant

    def _taken(self, mediator: PlainMediator) -> list[PlainCase]:
        """Return the cases that a mediator holds or is offered."""
        return [case for case in self._cases.values() if mediator.number in case.sitting]

    def _has_room(self, mediator: PlainMediator, case: PlainCase) -> bool:
        used_milli = sum(taken.filing.weight_milli for taken in self._taken(mediator))
        return used_milli + case.need_milli <= mediator.capacity_milli
