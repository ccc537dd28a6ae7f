"""Cases gathered in a window are matched as well as they can be, by whatever way one looks for it."""

from collections import defaultdict
from itertools import accumulate, product
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from engine.core import matching_costs
from engine.core.errors import CoreError
from engine.core.matching import MatchingProblem, Solver, solve
from engine.core.outcome import NOBODY

Key = tuple[int, int, int]
"""Cases left, sum of weights after each match, sum of the places of the matched in the order of age."""


def problem(
    pools: list[list[int]], rooms: list[int], weights: list[int], needs: list[int] | int = 1000
) -> MatchingProblem:
    """A problem as lists: the pool of each case, the room and the weight of each mediator."""
    return MatchingProblem(
        need_milli=np.broadcast_to(np.array(needs, np.int64), len(pools)),
        pool_start=np.cumsum([0, *map(len, pools)]),
        pool=np.array([mediator for pool in pools for mediator in pool], np.int64),
        room_milli=np.array(rooms, np.int64),
        weight_milli=np.array(weights, np.int64),
    )


@st.composite
def problems(draw: st.DrawFn, *, alike: bool = True, roomy: bool = False) -> MatchingProblem:
    """Up to five cases and four mediators; rooms for up to two cases, or for all of them."""
    mediators = draw(st.integers(1, 4))
    pool = st.lists(st.integers(0, mediators - 1), unique=True, max_size=mediators).map(sorted)
    pools = draw(st.lists(pool, min_size=1, max_size=5))
    rooms = [9_999] * mediators if roomy else draw(_list(st.sampled_from((0, 999, 1000, 1500, 2000)), mediators))
    weights = draw(_list(st.sampled_from((0, 1, 2, 500, 1000, 1001, 2000)), mediators))
    needs = 1000 if alike else draw(_list(st.sampled_from((1, 250, 500, 1000, 1900)), len(pools)))
    fitting = [[who for who in pool if rooms[who] >= 1000] for pool in pools] if alike else pools
    return problem(fitting, rooms, weights, needs)


def _list(values: st.SearchStrategy[int], size: int) -> st.SearchStrategy[list[int]]:
    return st.lists(values, min_size=size, max_size=size)


def pools_of(given_problem: MatchingProblem) -> list[list[int]]:
    """The pool of each case."""
    return [part.tolist() for part in np.split(given_problem.pool, given_problem.pool_start[1:-1])]


def key(given_problem: MatchingProblem, chosen: tuple[int, ...]) -> Key | None:
    """How good a choice is, smaller being better; None if somebody would hold more than fits."""
    given_to: defaultdict[int, list[int]] = defaultdict(list)
    for case, who in enumerate(chosen):
        if who != NOBODY:
            given_to[who].append(int(given_problem.need_milli[case]))
    if any(sum(needs) > given_problem.room_milli[who] for who, needs in given_to.items()):
        return None
    cost = sum(
        int(given_problem.weight_milli[who]) * len(needs) + sum(accumulate(sorted(needs)))
        for who, needs in given_to.items()
    )
    left = [case for case, who in enumerate(chosen) if who == NOBODY]
    return len(left), cost, sum(range(len(chosen))) - sum(left)


def best_key(given_problem: MatchingProblem) -> Key:
    """The smallest key of all choices, tried one by one."""
    keys = (key(given_problem, chosen) for chosen in product(*([NOBODY, *pool] for pool in pools_of(given_problem))))
    return min(found for found in keys if found is not None)


def backwards(costs: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """A solver that favours the last of equals, where the usual one favours the first."""
    rows, columns = linear_sum_assignment(costs[::-1, ::-1])
    return len(costs) - 1 - rows[::-1], costs.shape[1] - 1 - columns[::-1]


SOLVERS: Final = (linear_sum_assignment, backwards)


@given(given_problem=problems(), solver=st.sampled_from(SOLVERS))
@settings(deadline=None)
def test_cases_that_weigh_alike_are_matched_best(given_problem: MatchingProblem, solver: Solver):
    """No choice of all matches more, has a smaller sum of weights, or, at the same sum, older cases."""
    chosen = solve(given_problem, solver)

    assert key(given_problem, tuple(chosen.tolist())) == best_key(given_problem)


@given(given_problem=problems(alike=False, roomy=True))
@settings(deadline=None)
def test_cases_of_any_weight_are_matched_best_where_there_is_room(given_problem: MatchingProblem):
    """With room for all, the sum of the weights after each match is the least of all choices."""
    chosen = solve(given_problem, linear_sum_assignment)

    assert key(given_problem, tuple(chosen.tolist())) == best_key(given_problem)


@given(given_problem=problems(alike=False))
@settings(deadline=None)
def test_no_room_is_left_for_a_case_that_is_left(given_problem: MatchingProblem):
    """Whatever the cases weigh, nobody is given more than fits, and whoever could still take a case is given it."""
    chosen = solve(given_problem, linear_sum_assignment)
    room_milli = given_problem.room_milli.copy()
    np.subtract.at(room_milli, chosen[chosen != NOBODY], given_problem.need_milli[chosen != NOBODY])

    assert (room_milli >= 0).all()
    for case, pool in enumerate(pools_of(given_problem)):
        if chosen[case] == NOBODY:
            assert (room_milli[pool] < given_problem.need_milli[case]).all()
        else:
            assert chosen[case] in pool


def large_problem(seed: int, *, cases: int = 120, mediators: int = 60) -> MatchingProblem:
    """More cases than the mediators have room for, several groups of them, each case with a few to take it."""
    random = np.random.default_rng(seed)
    rooms = random.integers(0, 4, mediators) * 1000
    pools = [
        sorted({int(who) for who in random.integers(0, mediators, random.integers(0, 5)) if rooms[who] > 0})
        for _ in range(cases)
    ]
    return problem(pools, rooms.tolist(), (random.integers(0, 40, mediators) * 250).tolist())


@pytest.mark.parametrize("seed", range(20))
def test_no_matching_has_more_cases(seed: int):
    """As many cases are matched as a search for nothing but the largest matching finds."""
    given_problem = large_problem(seed)
    places = given_problem.room_milli // 1000
    first = np.cumsum(places) - places
    edges = [
        (case, first[who] + k)
        for case, pool in enumerate(pools_of(given_problem))
        for who in pool
        for k in range(places[who])
    ]
    shape = (len(given_problem.need_milli), int(places.sum()))
    graph = csr_array((np.ones(len(edges)), tuple(zip(*edges, strict=True))), shape=shape)

    chosen = solve(given_problem, linear_sum_assignment)

    largest = np.count_nonzero(maximum_bipartite_matching(graph, perm_type="column") != NOBODY)
    assert np.count_nonzero(chosen != NOBODY) == largest
    assert 0 < largest < shape[0]


def test_the_weight_is_spread():
    """Of a colleague with two cases behind him and one with none, the latter is given the first two of four."""
    chosen = solve(problem([[0, 1]] * 4, [4000, 4000], [2000, 0]), linear_sum_assignment)

    assert np.bincount(chosen).tolist() == [1, 3]


def test_the_older_case_is_matched_at_equal_cost():
    """Where one place is left for three cases, the first has it, whichever a solver would favour."""
    assert solve(problem([[0]] * 3, [1000], [0]), backwards).tolist() == [0, NOBODY, NOBODY]


def test_the_lighter_case_is_matched_before_the_older():
    """Where one place is left for cases that do not weigh alike, the smallest sum decides, by however little."""
    chosen = solve(problem([[0]] * 3, [1000], [0], [1000, 1000, 999]), linear_sum_assignment)

    assert chosen.tolist() == [NOBODY, NOBODY, 0]


@pytest.mark.parametrize("seed", range(5))
def test_a_group_too_large_is_matched_by_halves(monkeypatch: pytest.MonkeyPatch, seed: int):
    """With a bound below every group's size nobody has more than fits, and no case is left that still would."""
    monkeypatch.setattr(matching_costs, "STEPS_MAX", 50)
    sizes: list[int] = []

    def noting(costs):
        sizes.append(len(costs))
        return linear_sum_assignment(costs)

    given_problem = large_problem(seed)
    chosen = solve(given_problem, noting)

    assert max(sizes) <= 3
    held = np.bincount(chosen[chosen != NOBODY], minlength=len(given_problem.room_milli)) * 1000
    assert (held <= given_problem.room_milli).all()
    for case, pool in enumerate(pools_of(given_problem)):
        if chosen[case] == NOBODY:
            assert (held[pool] == given_problem.room_milli[pool]).all()


def test_the_older_half_goes_first(monkeypatch: pytest.MonkeyPatch):
    """A group matched by halves gives the only place to the older half."""
    monkeypatch.setattr(matching_costs, "STEPS_MAX", 1)

    assert solve(problem([[0], [0], [0], [0]], [2000], [0]), linear_sum_assignment).tolist() == [0, 0, -1, -1]


@pytest.mark.parametrize("weight", [2**45, 2**50, 2**62])
def test_weights_beyond_a_float_are_told_apart(weight: int):
    """Of mediators whose weights differ by one, and from another's by more than a float holds, the lighter is asked."""
    for first, second, lighter in ((weight, weight - 1, 1), (weight - 1, weight, 0)):
        given_problem = problem([[2], [2], [0, 1, 2]], [1000, 1000, 2000], [first, second, 0])

        assert solve(given_problem, linear_sum_assignment).tolist() == [2, 2, lighter]


def test_nothing_to_match_asks_no_solver():
    """Without cases, and for cases without anybody, the solver is left alone."""

    def unasked(_costs):
        raise AssertionError("there is nothing to solve")

    assert solve(problem([], [1000], [0]), unasked).tolist() == []
    assert solve(problem([[], []], [1000], [0]), unasked).tolist() == [NOBODY, NOBODY]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"need_milli": np.array([0])}, "need_milli = 0: must be at least 1"),
        ({"pool_start": np.array([0, 1])}, r"pool_start = .*: must rise from 0 to 2 in 1 steps"),
        ({"pool_start": np.array([0])}, r"pool_start = .*: must rise from 0 to 2 in 1 steps"),
        ({"weight_milli": np.array([0])}, "weight_milli = 1 mediators: must be 2"),
        ({"pool": np.array([0, 2])}, r"pool = 0\.\.2: must be within 0\.\.1"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(changes: dict[str, np.ndarray], message: str):
    """Arrays that do not belong together are refused with the field, the value and the bound."""
    sound = {
        "need_milli": np.array([1000]),
        "pool_start": np.array([0, 2]),
        "pool": np.array([0, 1]),
        "room_milli": np.array([1000, 1000]),
        "weight_milli": np.array([0, 0]),
    }
    with pytest.raises(CoreError, match=message):
        MatchingProblem(**{**sound, **changes})
