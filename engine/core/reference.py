"""The assignment core again in plain Python, for tests: what the compiled one must always equal.

Written from the rules and not from the kernels. Every question is answered by looking through all cases and all
mediators; nothing is counted, indexed or kept in order.

1. *Eligible* at a ladder step is who takes the dispute type, speaks the language and sits in the unit of the step: the
   case's court, that court's region, its province, the nation.
2. *Free* is whose cases, held or offered, are fewer than his or her capacity.
3. A case is drawn among the eligible and free who have not declined it in this round. The *band* is those whose
   metric is at most the smallest plus the width, in ascending order; the draw takes number `word * size >> 64`.
4. Once all the eligible, free or not, have declined, a new round opens. Accepting a case forgets its decliners.
5. Acceptance charges the weight, decline and lapse charge a penalty; each of the three restarts the idle clock.
6. A freed mediator is offered the oldest case that waits at the court's step and that he or she is eligible for and
   has not declined; failing that the region's, the province's, the nation's.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.errors import CapacityError, CaseStateError, CoreError, UnknownCaseError, UnknownMediatorError
from engine.core.policy import WEIGHT_MILLI_MAX, Policy, PolicySettings
from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster
from engine.core.views import CaseView, OfferDecision
from engine.events.enums import DisputeType, Language, Stage
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

_NOBODY: Final = -1
_NEW_ROUND: Final = -2
_STEPS: Final = range(4)


@dataclass(kw_only=True)
class _Mediator:
    number: int
    units: list[int]
    capacity: int
    dispute_types: set[DisputeType]
    languages: set[Language]
    cumulative_milli: int = 0
    idle_since: int = 0

    def answered(self, at: int, charge_milli: int) -> None:
        self.cumulative_milli += charge_milli
        self.idle_since = max(self.idle_since, at)


@dataclass(kw_only=True)
class _Case:
    filing: Filed | OpenedInProgress
    units: list[int]
    step: int
    stage: Stage = Stage.WAITING
    attempt: int = 0
    mediator: int | None = None
    decliners: set[int] = field(default_factory=set[int])

    def admits(self, mediator: _Mediator) -> bool:
        in_unit = mediator.units[self.step] == self.units[self.step]
        takes = self.filing.dispute_type in mediator.dispute_types
        return in_unit and takes and self.filing.language in mediator.languages


class ReferenceCore:
    """What `AssignmentCore` must equal; the same methods, refusals included.

    Parameters
    ----------
    roster
        Courts and mediators.
    settings
        Policy of the draws.

    Examples
    --------
    >>> from engine.core.example import one_court_roster, filed
    >>> core = ReferenceCore(one_court_roster(), PolicySettings())
    >>> core.apply(filed(case_id=7))
    >>> core.decide_offer(7, word=-1)
    OfferDecision(mediator=1, pool_size=2, band_size=2)
    """

    def __init__(self, roster: Roster, settings: PolicySettings) -> None:
        self._settings: Final = settings
        regions, provinces = roster.court_region.tolist(), roster.court_province.tolist()
        self._units: Final = [[court, regions[court], provinces[court], 0] for court in range(roster.courts)]
        columns = (roster.mediator_court, roster.capacity, roster.dispute_types, roster.languages)
        self._mediators: Final = [
            _Mediator(
                number=number,
                units=self._units[court],
                capacity=capacity,
                dispute_types={dispute_type for bit, dispute_type in enumerate(DISPUTE_TYPES) if types >> bit & 1},
                languages={language for bit, language in enumerate(LANGUAGES) if spoken >> bit & 1},
            )
            for number, (court, capacity, types, spoken) in enumerate(zip(*(c.tolist() for c in columns), strict=True))
        ]
        self._cases: Final[dict[int, _Case]] = {}

    def decide_offer(self, case_id: int, word: int) -> OfferDecision:
        """Choose whom a waiting case shall be offered to: rules 1 to 4."""
        if not -(2**63) <= word < 2**63:
            raise CoreError("a word has 64 bits")
        case = self._case(case_id, Stage.WAITING)
        eligible = [mediator for mediator in self._mediators if case.admits(mediator)]
        willing = [mediator for mediator in eligible if mediator.number not in case.decliners]
        pool = [mediator for mediator in willing if self._is_free(mediator)]
        if not pool:
            return OfferDecision(_NEW_ROUND if eligible and not willing else _NOBODY, 0, 0)
        width = self._settings.band_width_milli if self._settings.policy is Policy.BAND_DRAW else 0
        limit = min(self._metric(mediator) for mediator in pool) + width
        band = [mediator.number for mediator in pool if self._metric(mediator) <= limit]
        return OfferDecision(band[(word % 2**64) * len(band) >> 64], len(pool), len(band))

    def decide_pull(self, mediator: int) -> int | None:
        """Choose the waiting case that a mediator shall be offered: rule 6."""
        freed = self._mediator(mediator)
        if not self._is_free(freed):
            return None
        waiting = [case for case in self._cases.values() if case.stage is Stage.WAITING]
        takeable = [case for case in waiting if case.admits(freed) and mediator not in case.decliners]
        ages = [(case.step, case.filing.occurred_at, case.filing.case_id) for case in takeable]
        return min(ages)[-1] if ages else None

    def staffed_step(self, court: int, dispute_type: int, language: int, step: int) -> int:
        """Return the first step from `step` on at which anybody is eligible, the last if none is."""
        wanted, spoken = DISPUTE_TYPES[dispute_type], LANGUAGES[language]
        takers = [who for who in self._mediators if wanted in who.dispute_types and spoken in who.languages]
        staffed = [s for s in _STEPS[step:] if any(who.units[s] == self._units[court][s] for who in takers)]
        return staffed[0] if staffed else _STEPS[-1]

    def case(self, case_id: int) -> CaseView:
        """Return where an open case stands."""
        case = self._case(case_id)
        return CaseView(case.stage, case.step, case.attempt, case.mediator)

    @property
    def mediators(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Every mediator's load, cumulative weight and last answer."""
        rows = [(self._load(who), who.cumulative_milli, who.idle_since) for who in self._mediators]
        load, cumulative_milli, idle_since = np.array(rows).T
        return load, cumulative_milli, idle_since

    def apply(self, event: Event) -> None:
        """Make the state follow an event, or refuse it and stay as before."""
        match event:  # pyright: ignore[reportMatchNotExhaustive] - the base class is never instantiated
            case Filed() | OpenedInProgress():
                self._open(event)
            case Offered():
                _check(0 <= event.attempt < 2**31, CoreError)
                self._ask(self._case(event.case_id, Stage.WAITING), event.mediator_id, event.attempt)
            case Accepted():
                _check(0 <= event.weight_milli <= WEIGHT_MILLI_MAX, CoreError)
                self._accept(self._held(event, Stage.OFFERED), event.weight_milli, event.occurred_at)
            case Declined() | Lapsed():
                _check(0 <= event.penalty_milli <= WEIGHT_MILLI_MAX, CoreError)
                case = self._held(event, Stage.OFFERED)
                self._mediators[event.mediator_id].answered(event.occurred_at, event.penalty_milli)
                case.decliners.add(event.mediator_id)
                case.stage, case.mediator = Stage.WAITING, None
            case Escalated():
                case = self._case(event.case_id, Stage.WAITING)
                _check(case.step < event.step and event.step in _STEPS, CaseStateError)
                case.step = event.step
            case RoundOpened():
                self._case(event.case_id, Stage.WAITING).decliners.clear()
            case Closed():
                self._held(event, Stage.ACCEPTED)
                del self._cases[event.case_id]

    def _open(self, event: Filed | OpenedInProgress) -> None:
        _check(event.case_id not in self._cases, CaseStateError)
        _check(0 <= event.case_id < 2**63, CoreError)
        _check(0 <= event.court_id < len(self._units), CoreError)
        _check(event.step in _STEPS and 0 <= event.weight_milli <= WEIGHT_MILLI_MAX, CoreError)
        case = _Case(filing=event, step=event.step, units=self._units[event.court_id])
        if isinstance(event, OpenedInProgress):
            _check(0 <= event.attempt < 2**31, CoreError)
            if event.stage is Stage.WAITING:
                _check(event.mediator_id is None, CaseStateError)
                case.attempt = event.attempt
            else:
                self._ask(case, -1 if event.mediator_id is None else event.mediator_id, event.attempt)
            if event.stage is Stage.ACCEPTED:
                at = event.occurred_at if event.accepted_at is None else event.accepted_at
                self._accept(case, event.weight_milli, at)
        self._cases[event.case_id] = case

    def _ask(self, case: _Case, mediator: int, attempt: int) -> None:
        _check(attempt > case.attempt, CaseStateError)
        _check(self._is_free(self._mediator(mediator)), CapacityError)
        case.stage, case.mediator, case.attempt = Stage.OFFERED, mediator, attempt

    def _accept(self, case: _Case, weight_milli: int, at: int) -> None:
        assert case.mediator is not None
        self._mediators[case.mediator].answered(at, weight_milli)
        case.stage = Stage.ACCEPTED
        case.decliners.clear()

    def _held(self, event: Accepted | Declined | Lapsed | Closed, stage: Stage) -> _Case:
        """Return the case of an event that only the mediator of its present offer can cause."""
        case = self._case(event.case_id, stage)
        _check((case.mediator, case.attempt) == (event.mediator_id, event.attempt), CaseStateError)
        return case

    def _case(self, case_id: int, stage: Stage | None = None) -> _Case:
        _check(case_id in self._cases, UnknownCaseError)
        case = self._cases[case_id]
        _check(stage in (None, case.stage), CaseStateError)
        return case

    def _mediator(self, number: int) -> _Mediator:
        _check(0 <= number < len(self._mediators), UnknownMediatorError)
        return self._mediators[number]

    def _load(self, mediator: _Mediator) -> int:
        return sum(case.mediator == mediator.number for case in self._cases.values())

    def _is_free(self, mediator: _Mediator) -> bool:
        return self._load(mediator) < mediator.capacity

    def _metric(self, mediator: _Mediator) -> int:
        match self._settings.policy:
            case Policy.BAND_DRAW:
                return mediator.cumulative_milli
            case Policy.LEAST_LOADED:
                return self._load(mediator)
            case Policy.LONGEST_IDLE:
                return mediator.idle_since
            case Policy.RANDOM:
                return 0


def _check(holds: bool, refusal: type[CoreError]) -> None:
    if not holds:
        raise refusal("refused")
