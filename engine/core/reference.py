"""The assignment core again in plain Python, for tests: what the compiled one must always equal.

Written from the rules and not from the kernels. Every question is answered by looking through all cases and all
mediators; nothing is counted, indexed or kept in order. What events do stands in `reference_apply`.

1. *Eligible* at a ladder step is who sits in the step's circle seen from the case's court, takes the dispute type,
   speaks the language, is from the mainland or finds a party who is not (ONL 6), has the gender that was asked for, and
   is meant by the step's expression.
2. The *pool* are the eligible who are present, have no conflict and no other seat of the case, have not declined it in
   this round, and have room.
3. The policy of the step, or else of the court, gives each member of the pool a number of tickets. Of all tickets in
   ascending order of mediator, number `word * total >> 64` wins. Where there are members but no tickets, a deck is due.
4. A round is due where nobody is in the pool, and everybody eligible without a conflict or a seat has declined.
5. A mediator with new room is offered the oldest case of all that wait, by filing less head start, of those whose pool
   he or she is in; cases that are matched in batches are not among them.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.errors import CaseStateError, CoreError
from engine.core.expression import evaluate
from engine.core.expression_text import parse
from engine.core.ladder import NATIONAL_LADDER, Ladder
from engine.core.policy import WEIGHT_MILLI_MAX, Policy, PolicySettings
from engine.core.reference_apply import PlainState
from engine.core.reference_policies import plain_tickets
from engine.core.reference_records import PlainCase, PlainMediator
from engine.core.reference_roster import check
from engine.core.roster import Roster
from engine.core.views import CaseView, DrawPool, Funnel, OfferDecision, Verdict
from engine.events.enums import Origin, Stage

_NOBODY: Final = -1
_NEW_ROUND: Final = -2
_NEW_DECK: Final = -3


class ReferenceCore(PlainState):
    """What `AssignmentCore` must equal; the same methods, refusals included.

    Parameters
    ----------
    roster
        Courts and mediators.
    settings
        Policy of the draws, until a court adopts another.
    ladder
        Circles in which a case looks for a mediator.

    Examples
    --------
    >>> from engine.core.example import one_court_roster, filed
    >>> core = ReferenceCore(one_court_roster(), PolicySettings())
    >>> core.apply(filed(case_id=7))
    >>> core.decide_offer(7, word=-1)
    OfferDecision(mediator=1, pool_size=2, band_size=2, ticket_total=2)
    """

    def __init__(self, roster: Roster, settings: PolicySettings, ladder: Ladder = NATIONAL_LADDER) -> None:
        super().__init__(roster, settings, ladder)
        self._expressions: Final = [parse(step.expression) for step in ladder.steps]

    def decide_offer(self, case_id: int, word: int) -> OfferDecision:
        """Choose whom the first waiting seat of a case shall be offered to: rules 1 to 4."""
        check(-(2**63) <= word < 2**63, CoreError)
        case = self._waiting(case_id)
        if self._policy(case) is Policy.BATCH_OPTIMAL:
            return OfferDecision(_NOBODY, 0, 0, 0)
        pool = self._pool(case)
        if not pool:
            return OfferDecision(_NEW_ROUND if self._all_have_declined(case) else _NOBODY, 0, 0, 0)
        tickets = self._tickets(case, pool)
        if sum(tickets) == 0:
            return OfferDecision(_NEW_DECK, len(pool), 0, 0)
        owners = [who.number for who, count in zip(pool, tickets, strict=True) for _ in range(count)]
        winner = owners[(word % 2**64) * len(owners) >> 64]
        return OfferDecision(winner, len(pool), len(set(owners)), len(owners))

    def decide_pull(self, mediator: int) -> int | None:
        """Choose the waiting case that a mediator shall be offered: rule 5."""
        freed = self._mediator(mediator)
        waiting = [case for case in self._cases.values() if case.seats_at(Stage.WAITING)]
        drawn = [case for case in waiting if self._policy(case) is not Policy.BATCH_OPTIMAL]
        takeable = [case for case in drawn if self._verdict(case, freed) is Verdict.IN_POOL]
        return min(((case.aged, case.filing.case_id) for case in takeable), default=(0, None))[1]

    def staffed_step(self, case_id: int, step: int) -> int:
        """Return the first step from `step` on at which anybody is eligible, the last if none is."""
        last = len(self._ladder.steps) - 1
        check(0 <= step <= last, CoreError)
        case = self._case(case_id)
        staffed = [s for s in range(step, last) if any(self._is_eligible(case, who, s) for who in self._people)]
        return staffed[0] if staffed else last

    def pool(self, case_id: int) -> DrawPool:
        """Return the pool of a case's first waiting seat and the tickets of each; no tickets where nobody is drawn."""
        case = self._case(case_id)
        pool = self._pool(case) if case.seats_at(Stage.WAITING) else []
        drawn = bool(pool) and self._policy(case) is not Policy.BATCH_OPTIMAL
        tickets = self._tickets(case, pool) if drawn else [0 for _ in pool]
        return DrawPool(np.array([who.number for who in pool], np.int32), np.array(tickets, np.int64))

    def funnel(self, case_id: int) -> Funnel:
        """Return how many mediators are left after each filter."""
        case = self._case(case_id)
        left, counts = self._people, list[int]()
        for _, passes in self._filters(case, case.step):
            left = [who for who in left if passes(who)]
            counts.append(len(left))
        return Funnel(*counts)

    def why_not(self, case_id: int, mediator: int) -> Verdict:
        """Return the first filter that a mediator fails."""
        known = self._mediator(mediator)
        return self._verdict(self._case(case_id), known)

    def entry_raise(self, mediator: int, drift_cap_milli: int) -> int:
        """Return what lifts a mediator to the smallest of the court's others who are present, less the cap."""
        entrant = self._mediator(mediator)
        check(0 <= drift_cap_milli <= WEIGHT_MILLI_MAX, CoreError)
        others = [
            other.cumulative_milli
            for other in self._people
            if other.court == entrant.court and other is not entrant and not other.absent_for and not other.vacant
        ]
        return max(0, min(others) - drift_cap_milli - entrant.cumulative_milli) if others else 0

    def case(self, case_id: int) -> CaseView:
        """Return where an open case stands; of a panel, its first seat."""
        return self.seats(case_id)[0]

    def seats(self, case_id: int) -> tuple[CaseView, ...]:
        """Return where every seat of an open case stands."""
        case = self._case(case_id)
        return tuple(CaseView(seat.stage, case.step, seat.attempt, seat.mediator) for seat in case.seats)

    def is_present(self, mediator: int) -> bool:
        """Return whether nothing keeps a mediator from being offered a case."""
        known = self._mediator(mediator)
        return not known.absent_for and not known.vacant

    @property
    def open_cases(self) -> int:
        """Number of cases filed and not closed."""
        return len(self._cases)

    @property
    def mediators(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Every mediator's load, cumulative weight and last answer."""
        loads = [sum(case.filing.weight_milli for case in self._taken(who)) for who in self._people]
        rows = [(load, who.cumulative_milli, who.idle_since) for load, who in zip(loads, self._people, strict=True)]
        load_milli, cumulative_milli, idle_since = np.array(rows, np.int64).T
        return load_milli, cumulative_milli, idle_since

    def _waiting(self, case_id: int) -> PlainCase:
        case = self._case(case_id)
        check(bool(case.seats_at(Stage.WAITING)), CaseStateError)
        return case

    def _filters(self, case: PlainCase, step: int) -> list[tuple[Verdict, Callable[[PlainMediator], bool]]]:
        """Return what a mediator must pass at a step, in order, and the name of failing it; rules 1 and 2."""
        filing, tree = case.filing, self._expressions[step]
        return [
            (Verdict.OUTSIDE, lambda who: self._sits_in_circle(who, case, step)),
            (Verdict.DISPUTE_TYPE, lambda who: filing.dispute_type in who.dispute_types),
            (Verdict.LANGUAGE, lambda who: filing.language in who.languages),
            (Verdict.ORIGIN, lambda who: Origin.MAINLAND is who.origin or filing.origin is not Origin.MAINLAND),
            (Verdict.GENDER, lambda who: filing.mediator_gender in (None, who.gender)),
            (Verdict.EXPRESSION, lambda who: evaluate(tree, who.names)),
            (Verdict.ABSENT, lambda who: not who.absent_for),
            (Verdict.CONFLICT, lambda who: who.number not in case.conflicted | case.sitting),
            (Verdict.DECLINED, lambda who: who.number not in case.decliners),
            (Verdict.ROOM, lambda who: self._has_room(who, case)),
        ]

    def _verdict(self, case: PlainCase, mediator: PlainMediator) -> Verdict:
        failed = [name for name, passes in self._filters(case, case.step) if not passes(mediator)]
        return failed[0] if failed else Verdict.IN_POOL

    def _is_eligible(self, case: PlainCase, mediator: PlainMediator, step: int) -> bool:
        return all(passes(mediator) for _, passes in self._filters(case, step)[:6])

    def _pool(self, case: PlainCase) -> list[PlainMediator]:
        return [who for who in self._people if self._verdict(case, who) is Verdict.IN_POOL]

    def _all_have_declined(self, case: PlainCase) -> bool:
        eligible = {who.number for who in self._people if self._is_eligible(case, who, case.step)}
        asked = eligible - case.conflicted - case.sitting
        return bool(asked) and asked <= case.decliners

    def _tickets(self, case: PlainCase, pool: list[PlainMediator]) -> list[int]:
        settings = self._policies[case.filing.court_id]
        return plain_tickets(
            pool, self._policy(case), settings, self._load_in_weight if settings.by_weight else self._held
        )

    def _held(self, mediator: PlainMediator) -> int:
        return len(self._taken(mediator))

    def _load_in_weight(self, mediator: PlainMediator) -> int:
        return sum(case.filing.weight_milli for case in self._taken(mediator))
