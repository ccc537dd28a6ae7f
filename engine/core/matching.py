"""Matching waiting cases to mediators: the problem, its solution with somebody else's solver, and who is to be asked.

The solver is handed in, so that the engine installs without one; `scipy.optimize.linear_sum_assignment` is one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError
from engine.core.matching_costs import (
    cost_matrix,
    cost_scale,
    cost_unmatched,
    groups_of,
    is_too_large,
    lightest_of_each,
    links_of,
    places_of,
)
from engine.core.outcome import NOBODY
from engine.core.policies.batch_optimal import pools_of, seats_to_match, standing

Solver: TypeAlias = Callable[[NDArray[np.float64]], tuple[NDArray[np.intp], NDArray[np.intp]]]
"""Gives, for a matrix of costs with no more rows than columns, each row a column of its own so that the sum is least:
rows, ascending, and their columns. Infinite costs must not be chosen; there is always a choice without."""
LINKS_MAX: Final = 16_000_000
"""Most members of pools looked at together: 64 MB. A nation's crowd of cases, each with a nation's pool, has more;
then the oldest cases are matched first."""


@dataclass(frozen=True, kw_only=True)
class MatchingProblem:
    """Cases and who may take each.

    Raises
    ------
    CoreError
        If a case needs no room, or the pools do not tell of each case who of the mediators may take it.

    Examples
    --------
    >>> two_cases_one_mediator = MatchingProblem(
    ...     need_milli=np.array([1000, 1000]),
    ...     pool_start=np.array([0, 1, 2]),
    ...     pool=np.array([0, 0]),
    ...     room_milli=np.array([1500]),
    ...     weight_milli=np.array([0]),
    ... )
    >>> def first_two(costs):  # a solver for this matrix only: one place, then two columns for none
    ...     return np.array([0, 1]), np.array([0, 1])
    >>> solve(two_cases_one_mediator, first_two).tolist()
    [0, -1]
    """

    need_milli: NDArray[np.int64]
    """int64[n], oldest case first: thousandths of a standard case that it takes of a mediator's room; at least 1."""
    pool_start: NDArray[np.int64]
    """int64[n + 1]: where each case's pool starts."""
    pool: NDArray[np.int64]
    """int64[links]: mediators who may take each case."""
    room_milli: NDArray[np.int64]
    """int64[m]: room of each mediator, thousandths of a standard case."""
    weight_milli: NDArray[np.int64]
    """int64[m]: what each has been given so far, thousandths of a standard case."""

    def __post_init__(self) -> None:
        """Check the arrays against each other."""
        cases, mediators = len(self.need_milli), len(self.room_milli)
        if cases and self.need_milli.min() < 1:
            raise CoreError(f"need_milli = {self.need_milli.min()}: must be at least 1")
        ends = (self.pool_start[0], self.pool_start[-1])
        if len(self.pool_start) != cases + 1 or ends != (0, len(self.pool)) or (np.diff(self.pool_start) < 0).any():
            raise CoreError(f"pool_start = {ends}: must rise from 0 to {len(self.pool)} in {cases} steps")
        if len(self.weight_milli) != mediators:
            raise CoreError(f"weight_milli = {len(self.weight_milli)} mediators: must be {mediators}")
        if len(self.pool) and not 0 <= self.pool.min() <= self.pool.max() < mediators:
            raise CoreError(f"pool = {self.pool.min()}..{self.pool.max()}: must be within 0..{mediators - 1}")


class Match(NamedTuple):
    """A case and whom to ask."""

    case_id: int
    mediator: int
    pool_size: int
    """How many mediators could have been asked."""


class WindowMatches(NamedTuple):
    """What has to be recorded at the end of a window, before it is looked at again."""

    rounds: tuple[int, ...]
    """Cases that everybody eligible has declined: open a round for each."""
    matches: tuple[Match, ...]
    """Offers to make, oldest case first; none while rounds are due."""


def match_waiting(core: AssignmentCore, solver: Solver) -> WindowMatches:
    """Match the cases that wait in courts under `Policy.BATCH_OPTIMAL`, without changing anything.

    Call it at the end of a window, record what it returns - `RoundOpened` for each of the rounds, `Offered` with basis
    `matched` for each of the matches - and call it again, until both are empty. The second call finds the cases of new
    rounds, further seats of panels, and what lay beyond `LINKS_MAX`; each call returns something that is then done, so
    there is an end.

    Parameters
    ----------
    core
        Says who waits and who may be asked: present, not in conflict, not a decliner, with room.
    solver
        See `Solver`.

    Examples
    --------
    >>> from engine.core.example import filed, one_court_roster
    >>> from engine.core.policy import Policy, PolicySettings
    >>> core = AssignmentCore(one_court_roster(), PolicySettings(policy=Policy.BATCH_OPTIMAL))
    >>> core.apply(filed(case_id=7))
    >>> def cheapest(costs):  # solves a matrix of one row
    ...     return np.array([0]), costs.argmin(axis=1)
    >>> match_waiting(core, cheapest)
    WindowMatches(rounds=(), matches=(Match(case_id=7, mediator=0, pool_size=2),))
    """
    slots, case_ids, aged_at = seats_to_match(core.state)
    order = np.lexsort((case_ids, aged_at))
    start, pool, refused, weight_milli = pools_of(core.state, slots[order], LINKS_MAX)
    case_ids = case_ids[order][: len(refused)]
    if refused.any():
        return WindowMatches(tuple(case_ids[refused].tolist()), ())
    room_milli, charged_milli = standing(core.state)
    problem = MatchingProblem(
        need_milli=np.maximum(weight_milli, 1),
        pool_start=start,
        pool=pool.astype(np.int64),
        room_milli=room_milli,
        weight_milli=charged_milli,
    )
    chosen = solve(problem, solver)
    matched = chosen != NOBODY
    rows = zip(*(part[matched].tolist() for part in (case_ids, chosen, np.diff(start))), strict=True)
    return WindowMatches((), tuple(Match(*row) for row in rows))


def solve(problem: MatchingProblem, solver: Solver) -> NDArray[np.int64]:
    """Match as many cases as can be, then with the smallest sum of weights after each match, then the older ones.

    Groups of cases that share no mediator are solved one by one. Exact for cases that weigh alike; see
    `engine.core.matching_costs` for others, and `STEPS_MAX` there for groups so large that their older half goes first.
    Between equal sums the matched cases are those whose places in the order of age have the smallest sum. For cases
    that weigh alike this never costs anything: the oldest cases that can be matched together and the places that cost
    least always fit one matching (Mendelsohn, Dulmage, "Some Generalizations of the Problem of Distinct
    Representatives", Canadian Journal of Mathematics 10, 1958). Of cases that do not, a lighter one comes before an
    older one where there is room for one only.

    Returns
    -------
    NDArray[np.int64]
        int64[n]: mediator of each case, or `NOBODY` where nobody in its pool has room for it beside what he is given.
    """
    matching = _Matching(problem, solver)
    left = matching.left()
    while len(left) > 0:
        matching.match(left)
        before, left = len(left), matching.left()
        if len(left) == before:
            break
    return matching.chosen


class _Matching:
    """A matching in the making: who is chosen, and what that leaves of rooms and adds to weights."""

    def __init__(self, problem: MatchingProblem, solver: Solver) -> None:
        self._problem: Final = problem
        self._solver: Final = solver
        self._mediators, self._pool = np.unique(problem.pool, return_inverse=True)
        self._room_milli: Final = problem.room_milli[self._mediators]
        self._weight_milli: Final = problem.weight_milli[self._mediators]
        self.chosen: Final = np.full(len(problem.need_milli), NOBODY, np.int64)

    def left(self) -> NDArray[np.int64]:
        """Return the cases without a mediator."""
        return np.flatnonzero(self.chosen == NOBODY)

    def match(self, cases: NDArray[np.int64]) -> None:
        """Match cases, oldest first, group by group."""
        start, pool = self._links(cases)
        with_pool = np.flatnonzero(np.diff(start) > 0)
        leaders = groups_of(start, pool, len(self._mediators))[with_pool]
        for members in _parts(leaders):
            self._match_group(cases[with_pool[members]])

    def _match_group(self, cases: NDArray[np.int64]) -> None:
        """Match a group whose members are linked, or, if it is too large, its older half and then the younger one."""
        start, pool = lightest_of_each(*self._links(cases), self._weight_milli)
        who, pool = np.unique(pool, return_inverse=True)
        need_milli, weight_milli = self._problem.need_milli[cases], self._weight_milli[who]
        places = places_of(start, pool, need_milli, self._room_milli[who])
        total, unmatched = cost_unmatched(places, need_milli, weight_milli)
        if is_too_large(len(cases), total, unmatched):
            older, younger = np.array_split(cases, 2)
            self.match(older)
            self.match(younger)
            return
        costs, owner = cost_matrix(start, pool, need_milli, weight_milli, places, cost_scale(len(cases)), unmatched)
        rows, columns = self._solver(costs)
        matched = columns < total
        self._choose(cases[rows[matched]], who[owner[columns[matched]]])

    def _choose(self, cases: NDArray[np.int64], who: NDArray[np.int64]) -> None:
        self.chosen[cases] = self._mediators[who]
        np.subtract.at(self._room_milli, who, self._problem.need_milli[cases])
        np.add.at(self._weight_milli, who, self._problem.need_milli[cases])

    def _links(self, cases: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the pools of cases as they are by now."""
        problem = self._problem
        return links_of(problem.pool_start, self._pool, problem.need_milli, self._room_milli, cases)


def _parts(labels: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the places of each label in turn, ascending."""
    order = np.argsort(labels, kind="stable")
    if len(order):
        yield from np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
