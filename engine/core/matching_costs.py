"""What a matching costs: groups of cases, places of mediators, and the matrix that a solver is given.

A mediator stands for several *places*, and the k-th place costs a case his weight so far plus k times that of the
case. The places that are taken are the first ones, heavier cases in lower places, and then the sum over his cases is
the sum of his weight after each of them, given to him lightest first: what `batch_optimal` names in its sources.

He has as many places as cases are sure to fit his room, whichever they are: as the heaviest of those he may take. Cases
that weigh alike fill his room exactly. Of cases that do not, some may be left that still fit, and are matched in
another pass; to match the largest number of those is a knapsack problem, for which nothing fast is known.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

STEPS_MAX: Final = 500_000_000
"""Largest cases * cases * columns of a matrix: about a second of a solver that looks at every cell for every case.

No case has more than n members of its pool in the matrix and no mediator more than n places, so it has at most
n**3 + n**2 cells: this bounds its memory too, at 27 MB of numbers."""
EXACT_MAX: Final = 2**50
"""Largest cost: the solver adds and subtracts a few of them, and whole numbers below 2**53 lose nothing in a float."""
SPREAD_MILLI_MAX: Final = 2**49
"""Mediators whose weights differ by more than half a billion standard cases differ by this: one case always has an
exact cost."""
_UNSEEN = -1


@njit(cache=True)
def links_of(
    start: NDArray[np.int64],
    pool: NDArray[np.int64],
    need_milli: NDArray[np.int64],
    room_milli: NDArray[np.int64],
    cases: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pools of some cases, less those members who have no room for the case any more."""
    kept_start = np.zeros(len(cases) + 1, np.int64)
    total = 0
    for case in cases:
        total += start[case + 1] - start[case]
    kept, size = np.empty(total, np.int64), 0
    for i in range(len(cases)):
        case = cases[i]
        for mediator in pool[start[case] : start[case + 1]]:
            if room_milli[mediator] >= need_milli[case]:
                kept[size] = mediator
                size += 1
        kept_start[i + 1] = size
    return kept_start, kept[:size]


@njit(cache=True)
def groups_of(start: NDArray[np.int64], pool: NDArray[np.int64], mediators: int) -> NDArray[np.int64]:
    """Return int64[n]: for each case the first case that it is linked with by shared members of pools, or itself."""
    leader = np.arange(len(start) - 1)
    seen_by = np.full(mediators, _UNSEEN, np.int64)
    for case in range(len(leader)):
        for link in range(start[case], start[case + 1]):
            mediator: int = pool[link]
            if seen_by[mediator] == _UNSEEN:
                seen_by[mediator] = case
            else:
                one, other = _root(leader, seen_by[mediator]), _root(leader, case)
                leader[max(one, other)] = min(one, other)
    for case in range(len(leader)):
        leader[case] = _root(leader, case)
    return leader


@njit(cache=True)
def _root(leader: NDArray[np.int64], case: int) -> int:
    """Follow the leaders to the one who leads himself, halving the way for the next time."""
    while leader[case] != case:
        leader[case] = leader[leader[case]]
        case = leader[case]
    return case


@njit(cache=True)
def lightest_of_each(
    start: NDArray[np.int64], pool: NDArray[np.int64], weight_milli: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keep of each pool the n lightest members, where n is the number of cases: no best matching is lost.

    Of them one is without a case if another is matched, and taking him instead costs no more.
    """
    cases = len(start) - 1
    kept_start, kept, size = np.zeros(cases + 1, np.int64), np.empty(len(pool), np.int64), 0
    for case in range(cases):
        members = pool[start[case] : start[case + 1]]
        if len(members) > cases:
            members = np.sort(members[np.argsort(weight_milli[members], kind="mergesort")[:cases]])
        kept[size : size + len(members)] = members
        size += len(members)
        kept_start[case + 1] = size
    return kept_start, kept[:size]


@njit(cache=True)
def places_of(
    start: NDArray[np.int64], pool: NDArray[np.int64], need_milli: NDArray[np.int64], room_milli: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many of the cases that he may take fit each mediator's room, whichever they are."""
    places, taken_milli = np.zeros(len(room_milli), np.int64), np.zeros(len(room_milli), np.int64)
    for case in np.argsort(-need_milli, kind="mergesort"):
        for mediator in pool[start[case] : start[case + 1]]:
            taken_milli[mediator] += need_milli[case]
            places[mediator] += taken_milli[mediator] <= room_milli[mediator]
    return places


def is_too_large(cases: int, places: int, unmatched: int) -> bool:
    """Return whether a group has to be split: its matrix would take too long, or its costs would not be exact."""
    return cases > 1 and (cases * cases * (places + cases) > STEPS_MAX or unmatched > EXACT_MAX)


def cost_scale(cases: int) -> int:
    """Return by how much costs are multiplied so that ages, added to them, decide between equal ones and no others."""
    return cases * (cases - 1) // 2 + 1


def cost_unmatched(
    places: NDArray[np.int64], need_milli: NDArray[np.int64], weight_milli: NDArray[np.int64]
) -> tuple[int, int]:
    """Return the number of places, and a cost for leaving a case that no matching of the others can make up for."""
    total, cases = int(places.sum()), len(need_milli)
    spread = min(int(weight_milli.max() - weight_milli.min()), SPREAD_MILLI_MAX)
    dearest = (spread + int(places.max()) * int(need_milli.max())) * cost_scale(cases) + cases - 1
    return total, min(total, cases) * dearest + 1


@njit(cache=True)
def cost_matrix(
    start: NDArray[np.int64],
    pool: NDArray[np.int64],
    need_milli: NDArray[np.int64],
    weight_milli: NDArray[np.int64],
    places: NDArray[np.int64],
    scale: int,
    unmatched: int,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the costs of cases, oldest first, in places, and whose each place is.

    Returns
    -------
    tuple[NDArray[np.float64], NDArray[np.int64]]
        float64[cases, places + cases], infinite where a case must not be, the last columns standing for none; int64
        [places].
    """
    cases, total = len(need_milli), places.sum()
    matrix = np.full((cases, total + cases), np.inf)
    matrix[:, total:] = unmatched
    first = np.cumsum(places) - places
    least = weight_milli.min()
    for case in range(cases):
        for mediator in pool[start[case] : start[case + 1]]:
            before = min(weight_milli[mediator] - least, SPREAD_MILLI_MAX)
            for k in range(places[mediator]):
                # The age, 0 for the oldest, counts less than the smallest difference of weights.
                matrix[case, first[mediator] + k] = (before + (k + 1) * need_milli[case]) * scale + case
    return matrix, np.repeat(np.arange(len(places)), places)
