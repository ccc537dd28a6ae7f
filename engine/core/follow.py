"""Events into the state: each kind's handler checks the event's fields and hands them to the compiled change."""

from collections.abc import Callable
from typing import Final

from engine.core import checked
from engine.core.apply import apply_accepted, apply_filed, apply_resumed, apply_seated
from engine.core.errors import CaseStateError, CoreError, UnknownCaseError
from engine.core.follow_roster import RosterFollower
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.refusals import check_done, check_fields
from engine.core.roster import DISPUTE_TYPES, GENDERS, LANGUAGES, ORIGINS, Roster
from engine.core.state import CONFLICTED, NONE, REPLACED, CoreState
from engine.events import records
from engine.events.enums import ConflictGround, OfferBasis, Stage
from engine.events.records import Event

PANEL_MAX: Final = 9
"""Largest panel: more than any rule asks for (ONL 11 says two or more)."""
BOOST_MAX_US: Final = 315_576_000_000_000
"""Largest head start: ten years, beyond the age of any case that waits."""
NUMBER_MAX: Final = 2**63 - 1
ATTEMPT_MAX: Final = 2**31 - 1
"""What fits the state's 32 bits."""

_NOT_ASKED: Final = 0
_TYPE_NUMBER: Final = {str(word.value): number for number, word in enumerate(DISPUTE_TYPES)}
_LANGUAGE_NUMBER: Final = {str(word.value): number for number, word in enumerate(LANGUAGES)}
_ORIGIN_NUMBER: Final = {str(word.value): number for number, word in enumerate(ORIGINS)}
_GENDER_NUMBER: Final = {None if word is None else str(word.value): number for number, word in enumerate(GENDERS)}
"""By the word itself: a member of an enumeration is slow to hash."""
_BY_CHOICE: Final = (OfferBasis.CHOSEN, OfferBasis.SHORTLISTED, OfferBasis.OVERRIDE)


class Follower(RosterFollower):
    """Makes a state follow events.

    Parameters
    ----------
    state
        The state to change.
    roster
        For the bounds of courts and mediators.
    """

    def __init__(self, state: CoreState, roster: Roster, steps: int) -> None:
        super().__init__(state, roster)
        self.slots: Final[dict[int, int]] = {}
        """Slot of the first seat of every open case."""
        self._step_max: Final = steps - 1
        self._court_max: Final = roster.courts - 1
        self.handlers: Final[dict[type[Event], Callable[..., None]]] = {
            records.Filed: self._filed,
            records.OpenedInProgress: self._opened_in_progress,
            records.Offered: self._offered,
            records.Accepted: self._accepted,
            records.Declined: self._refused,
            records.Lapsed: self._refused,
            records.Released: self._released,
            records.Escalated: self._escalated,
            records.RoundOpened: self._on_case(checked.open_round),
            records.DeckRenewed: self._on_case(checked.renew_deck),
            records.ChoiceOpened: self._on_case(checked.open_choice),
            records.ChoiceEnded: self._on_case(checked.end_choice),
            records.Exhausted: self._on_case(checked.stay),
            records.ConflictFound: self._conflict_found,
            records.ConflictLifted: self._on_mediator(checked.lift_conflict),
            records.LeadNamed: self._on_mediator(checked.name_lead),
            records.Shortlisted: self._on_mediator(checked.shortlist),
            records.Closed: self._closed,
            records.Withdrawn: self._withdrawn,
            records.PolicyAdopted: self.policy_adopted,
            records.CapacitySet: self.capacity_set,
            records.WentAbsent: self.went_absent,
            records.Returned: self.returned,
            records.MediatorAppointed: self.mediator_appointed,
            records.MediatorQualified: self.mediator_qualified,
        }
        """What is done at an event, by its kind: all but those of `PASSED_OVER`."""

    def apply(self, event: Event) -> None:
        """Make the state follow an event, or refuse it and stay as before."""
        handler = self.handlers.get(type(event))
        if handler is not None:
            handler(event)

    def slot(self, case_id: int) -> int:
        """Return the slot of an open case's first seat.

        Raises
        ------
        UnknownCaseError
            If no such case is open.
        """
        slot = self.slots.get(case_id)
        if slot is None:
            raise UnknownCaseError(f"case_id = {case_id}: must be one of the {len(self.slots)} open cases")
        return slot

    def _on_case(self, change: Callable[[CoreState, int], int]) -> Callable[[Event], None]:
        def follow(event: Event) -> None:
            check_done(event, change(self.state, self.slot(event.case_id)))

        return follow

    def _on_mediator(self, change: Callable[[CoreState, int, int], int]) -> Callable[..., None]:
        def follow(event: records.ConflictLifted | records.LeadNamed | records.Shortlisted) -> None:
            check_done(event, change(self.state, self.slot(event.case_id), event.mediator_id))

        return follow

    def _filed(self, event: records.Filed) -> None:
        self._check_filing(event)
        if not 1 <= event.panel_size <= PANEL_MAX:
            raise CoreError(
                f"case_id = {event.case_id}: panel_size = {event.panel_size}: must be within 1..{PANEL_MAX}"
            )
        self._open(event, event.panel_size)

    def _check_filing(self, event: records.Filed | records.OpenedInProgress) -> None:
        if event.case_id in self.slots:
            raise CaseStateError(f"case_id = {event.case_id}: must not be open already")
        if not (
            0 <= event.case_id <= NUMBER_MAX
            and 0 <= event.court_id <= self._court_max
            and 0 <= event.step <= self._step_max
            and 0 <= event.weight_milli <= WEIGHT_MILLI_MAX
            and 0 <= event.boost_us <= BOOST_MAX_US
        ):
            check_fields(
                event,
                case_id=NUMBER_MAX,
                court_id=self._court_max,
                step=self._step_max,
                weight_milli=WEIGHT_MILLI_MAX,
                boost_us=BOOST_MAX_US,
            )

    def _open(self, event: records.Filed | records.OpenedInProgress, seats: int) -> int:
        slot = apply_filed(
            self.state,
            event.case_id,
            event.occurred_at - event.boost_us,
            event.court_id,
            _TYPE_NUMBER[event.dispute_type._value_],
            _LANGUAGE_NUMBER[event.language._value_],
            _ORIGIN_NUMBER[event.origin._value_],
            _NOT_ASKED if event.mediator_gender is None else _GENDER_NUMBER[event.mediator_gender._value_],
            event.weight_milli,
            event.step,
            seats,
        )
        self.slots[event.case_id] = slot
        return slot

    def _opened_in_progress(self, event: records.OpenedInProgress) -> None:
        self._check_filing(event)
        check_fields(event, attempt=ATTEMPT_MAX)
        if event.stage in (Stage.OFFERED, Stage.ACCEPTED):
            self._seat(event)
        elif event.stage is Stage.CHOOSING or event.mediator_id is not None:
            raise CaseStateError(f"{event!r}: must wait without a mediator, be offered or be accepted")
        else:
            apply_resumed(self.state, self._open(event, 1), event.attempt)

    def _seat(self, event: records.OpenedInProgress) -> None:
        mediator = NONE if event.mediator_id is None else event.mediator_id
        refusal = checked.room_for(self.state, mediator, event.weight_milli)
        check_done(event, checked.WRONG_ATTEMPT if event.attempt == 0 else refusal)
        slot = self._open(event, 1)
        apply_seated(self.state, slot, mediator, event.attempt)
        if event.stage is Stage.ACCEPTED:
            at = event.occurred_at if event.accepted_at is None else event.accepted_at
            apply_accepted(self.state, slot, event.weight_milli, at)

    def _offered(self, event: records.Offered) -> None:
        slot = self.slots.get(event.case_id)
        # Every field is looked at by its check only where something is wrong: a log has millions of these.
        if slot is None or not 0 <= event.attempt <= ATTEMPT_MAX:
            slot = self.slot(event.case_id)
            check_fields(event, attempt=ATTEMPT_MAX)
        was_chosen = event.basis in _BY_CHOICE
        refusal = checked.offer(self.state, slot, event.seat, event.mediator_id, event.attempt, was_chosen)
        if refusal:
            check_done(event, refusal)

    def _accepted(self, event: records.Accepted) -> None:
        slot, weight = self.slots.get(event.case_id), event.weight_milli
        if slot is None or not 0 <= weight <= WEIGHT_MILLI_MAX:
            slot = self.slot(event.case_id)
            check_fields(event, weight_milli=WEIGHT_MILLI_MAX)
        refusal = checked.accept(self.state, slot, event.mediator_id, event.attempt, weight, event.occurred_at)
        if refusal:
            check_done(event, refusal)

    def _refused(self, event: records.Declined | records.Lapsed) -> None:
        slot, penalty = self.slot(event.case_id), event.penalty_milli
        check_fields(event, penalty_milli=WEIGHT_MILLI_MAX)
        refusal = checked.refuse(self.state, slot, event.mediator_id, event.attempt, penalty, event.occurred_at)
        check_done(event, refusal)

    def _released(self, event: records.Released) -> None:
        slot = self.slot(event.case_id)
        check_done(event, checked.release(self.state, slot, event.mediator_id, event.attempt))

    def _escalated(self, event: records.Escalated) -> None:
        check_done(event, checked.escalate(self.state, self.slot(event.case_id), event.step))

    def _conflict_found(self, event: records.ConflictFound) -> None:
        reason = REPLACED if event.ground is ConflictGround.REPLACED else CONFLICTED
        slot = self.slot(event.case_id)
        check_done(event, checked.find_conflict(self.state, slot, event.mediator_id, reason))

    def _closed(self, event: records.Closed) -> None:
        slot = self.slot(event.case_id)
        check_done(event, checked.close(self.state, slot, event.mediator_id, event.attempt))
        del self.slots[event.case_id]

    def _withdrawn(self, event: records.Withdrawn) -> None:
        slot = self.slot(event.case_id)
        if event.mediator_id == NONE:
            check_done(event, checked.OTHER_MEDIATOR)
        mediator = NONE if event.mediator_id is None else event.mediator_id
        check_done(event, checked.withdraw(self.state, slot, mediator, event.attempt))
        del self.slots[event.case_id]
