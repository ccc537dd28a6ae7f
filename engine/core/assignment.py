"""The assignment core as Python sees it: events go in, decisions come out, everything is checked at this border."""

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core import checked
from engine.core.apply import apply_accepted, apply_filed, apply_offered, apply_resumed
from engine.core.build import new_state
from engine.core.decide import NEW_ROUND, NOBODY
from engine.core.eligibility import staffed_step
from engine.core.errors import CaseStateError, UnknownCaseError, UnknownMediatorError
from engine.core.policy import WEIGHT_MILLI_MAX, PolicySettings
from engine.core.refusals import check_done, check_fields, check_number
from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster
from engine.core.state import ACCEPTED, NONE, OFFERED, STEPS, WAITING, CoreState
from engine.core.views import CaseView, OfferDecision
from engine.events.enums import Stage
from engine.events.records import (
    Accepted,
    Closed,
    Declined,
    Escalated,
    Event,
    Filed,
    Lapsed,
    Offered,
    OpenedInProgress,
    RoundOpened,
)

_TYPE_NUMBER: Final = {dispute_type: number for number, dispute_type in enumerate(DISPUTE_TYPES)}
_LANGUAGE_NUMBER: Final = {language: number for number, language in enumerate(LANGUAGES)}
_WORD_MAX: Final = 2**63 - 1
_ATTEMPT_MAX: Final = 2**31 - 1
"""What fits the state's 32 bits."""
_STAGES: Final = {WAITING: Stage.WAITING, OFFERED: Stage.OFFERED, ACCEPTED: Stage.ACCEPTED}


class AssignmentCore:
    """Open cases and their mediators, changed by events alone.

    Parameters
    ----------
    roster
        Courts and mediators.
    settings
        Policy of the draws.

    Examples
    --------
    >>> from engine.core.example import one_court_roster, filed
    >>> core = AssignmentCore(one_court_roster(), PolicySettings())
    >>> core.apply(filed(case_id=7))
    >>> core.decide_offer(7, word=0)
    OfferDecision(mediator=0, pool_size=2, band_size=2)
    """

    def __init__(self, roster: Roster, settings: PolicySettings) -> None:
        self.roster: Final = roster
        self.settings: Final = settings
        self.state: Final[CoreState] = new_state(roster, settings)
        """For compiled callers; Python changes it through `apply` only."""
        self._slots: dict[int, int] = {}
        self._handlers: Final[dict[type[Event], Callable[..., None]]] = {
            Filed: self._filed,
            OpenedInProgress: self._opened_in_progress,
            Offered: self._offered,
            Accepted: self._accepted,
            Declined: self._refused,
            Lapsed: self._refused,
            Escalated: self._escalated,
            RoundOpened: self._round_opened,
            Closed: self._closed,
        }

    def apply(self, event: Event) -> None:
        """Make the state follow an event.

        Raises
        ------
        CoreError
            If the event does not fit the state: an unknown case, the wrong stage, a mediator outside the roster or
            without room. The state is then as before.
        """
        self._handlers[type(event)](event)

    def replay(self, events: Iterable[Event]) -> None:
        """Apply events in order; decisions are not taken again."""
        for event in events:
            self.apply(event)

    def decide_offer(self, case_id: int, word: int) -> OfferDecision:
        """Choose whom a waiting case shall be offered to, without changing anything.

        Parameters
        ----------
        case_id
            A case that waits.
        word
            64 random bits as a signed integer.

        Raises
        ------
        UnknownCaseError
            If no such case is open.
        CaseStateError
            If it does not wait.
        CoreError
            If the word has more than 64 bits.
        """
        check_number("word", word, _WORD_MAX, smallest=-_WORD_MAX - 1)
        refusal, mediator, pool, band = checked.draw(self.state, self._slot(case_id), word)
        if refusal != checked.DONE:
            raise CaseStateError(f"case_id = {case_id}: must be waiting to be offered")
        return OfferDecision(mediator, pool, band)

    def decide_pull(self, mediator: int) -> int | None:
        """Choose the waiting case that a mediator with room shall be offered; None if there is none."""
        check_number("mediator", mediator, self.roster.mediators - 1, error=UnknownMediatorError)
        case_id = checked.pull(self.state, mediator)
        return None if case_id == NONE else case_id

    def staffed_step(self, court: int, dispute_type: int, language: int, step: int) -> int:
        """Return the first ladder step from `step` on at which somebody on the roster may take such a case.

        Parameters
        ----------
        court
            Court of the case.
        dispute_type, language
            Positions in `DISPUTE_TYPES` and `LANGUAGES`.
        step
            First step to look at, 0..3.

        Raises
        ------
        CoreError
            If a number lies outside its range.
        """
        check_number("court", court, self.roster.courts - 1)
        check_number("dispute_type", dispute_type, len(DISPUTE_TYPES) - 1)
        check_number("language", language, len(LANGUAGES) - 1)
        check_number("step", step, STEPS - 1)
        return staffed_step(self.state, court, dispute_type, language, step)

    def case(self, case_id: int) -> CaseView:
        """Return where an open case stands."""
        status, step, attempt, mediator = checked.case_at(self.state, self._slot(case_id))
        return CaseView(_STAGES[status], step, attempt, None if mediator == NONE else mediator)

    @property
    def open_cases(self) -> int:
        """Number of cases filed and not closed."""
        return len(self._slots)

    @property
    def mediators(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Every mediator's load, cumulative weight (thousandths) and last answer (microseconds), as copies."""
        return checked.mediators_at_work(self.state)

    def adopt(self, case_ids: NDArray[np.int64], slots: NDArray[np.int64]) -> None:
        """Take over cases that a compiled caller has opened in `state`."""
        self._slots.update(zip(case_ids.tolist(), slots.tolist(), strict=True))

    def _slot(self, case_id: int) -> int:
        slot = self._slots.get(case_id)
        if slot is None:
            raise UnknownCaseError(f"case_id = {case_id}: must be one of the {self.open_cases} open cases")
        return slot

    def _filed(self, event: Filed) -> None:
        self._check_filing(event)
        self._open(event)

    def _check_filing(self, event: Filed | OpenedInProgress) -> None:
        if event.case_id in self._slots:
            raise CaseStateError(f"case_id = {event.case_id}: must not be open already")
        court_max = self.roster.courts - 1
        check_fields(event, case_id=_WORD_MAX, court_id=court_max, step=STEPS - 1, weight_milli=WEIGHT_MILLI_MAX)

    def _open(self, event: Filed | OpenedInProgress) -> int:
        slot = apply_filed(
            self.state,
            event.case_id,
            event.occurred_at,
            event.court_id,
            _TYPE_NUMBER[event.dispute_type],
            _LANGUAGE_NUMBER[event.language],
            event.weight_milli,
            event.step,
        )
        self._slots[event.case_id] = slot
        return slot

    def _opened_in_progress(self, event: OpenedInProgress) -> None:
        self._check_filing(event)
        check_fields(event, attempt=_ATTEMPT_MAX)
        if event.stage is Stage.WAITING:
            self._resume(event)
        else:
            self._seat(event)

    def _resume(self, event: OpenedInProgress) -> None:
        if event.mediator_id is not None:
            raise CaseStateError(f"{event!r}: mediator_id must be None while the case waits")
        apply_resumed(self.state, self._open(event), event.attempt)

    def _seat(self, event: OpenedInProgress) -> None:
        mediator = NONE if event.mediator_id is None else event.mediator_id
        check_done(event, checked.WRONG_ATTEMPT if event.attempt == 0 else checked.room(self.state, mediator))
        slot = self._open(event)
        apply_offered(self.state, slot, mediator, event.attempt)
        if event.stage is Stage.ACCEPTED:
            at = event.occurred_at if event.accepted_at is None else event.accepted_at
            apply_accepted(self.state, slot, event.weight_milli, at)

    def _offered(self, event: Offered) -> None:
        slot = self._slot(event.case_id)
        check_fields(event, attempt=_ATTEMPT_MAX)
        check_done(event, checked.offer(self.state, slot, event.mediator_id, event.attempt))

    def _accepted(self, event: Accepted) -> None:
        slot, weight = self._slot(event.case_id), event.weight_milli
        check_fields(event, weight_milli=WEIGHT_MILLI_MAX)
        refusal = checked.accept(self.state, slot, event.mediator_id, event.attempt, weight, event.occurred_at)
        check_done(event, refusal)

    def _refused(self, event: Declined | Lapsed) -> None:
        slot, penalty = self._slot(event.case_id), event.penalty_milli
        check_fields(event, penalty_milli=WEIGHT_MILLI_MAX)
        refusal = checked.refuse(self.state, slot, event.mediator_id, event.attempt, penalty, event.occurred_at)
        check_done(event, refusal)

    def _escalated(self, event: Escalated) -> None:
        check_done(event, checked.escalate(self.state, self._slot(event.case_id), event.step))

    def _round_opened(self, event: RoundOpened) -> None:
        check_done(event, checked.open_round(self.state, self._slot(event.case_id)))

    def _closed(self, event: Closed) -> None:
        slot = self._slot(event.case_id)
        check_done(event, checked.close(self.state, slot, event.mediator_id, event.attempt))
        del self._slots[event.case_id]


__all__ = ["NEW_ROUND", "NOBODY", "AssignmentCore", "CaseView", "OfferDecision"]
