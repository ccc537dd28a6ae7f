"""Long random walks of both cores, and the program that walks them with every index of the kernels checked.

NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR=EMPTY_FOLDER python -m tests.engine.core.walk
"""

from random import Random

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from tests.engine.core import events
from tests.engine.core.mover import Mover
from tests.engine.core.moves import NAMES, move
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import (
    mediator,
    random_ladder,
    random_roster,
    random_settings,
    roster,
    with_vacancies,
)


def walk(policy: Policy, seed: int, moves: int) -> Pair:
    """Make random moves in the random world of a seed, and replay them under other settings."""
    random = Random(seed)
    world = with_vacancies(random, random_roster(random))
    pair = Pair(world, random_settings(random, policy), random_ladder(random))
    mover = Mover(pair)
    for _ in range(moves):
        move(mover, random.choice(NAMES), random)
    pair.check_replay(PolicySettings(policy=Policy.RANDOM, band_width_milli=3))
    return pair


def crowd(cases: int) -> AssignmentCore:
    """Return a core that once held so many cases at three mediators; a third was declined and still waits."""
    core = AssignmentCore(roster(*(mediator(capacity=cases) for _ in range(3))), PolicySettings())
    for case_id in range(cases):
        core.apply(events.filed(case_id, occurred_at=case_id))
        core.apply(events.offered(case_id, case_id % 3))
    for case_id in range(cases):
        answer = events.declined if case_id % 3 == 0 else events.accepted
        core.apply(answer(case_id, case_id % 3))
    for case_id in range(cases):
        if case_id % 3 != 0:
            core.apply(events.closed(case_id, case_id % 3))
    return core


@njit
def _outside(values: NDArray[np.int64], position: int) -> int:
    return values[position]


def bounds_are_checked() -> bool:
    """Whether reading beside an array raises in this process, as the flag promises."""
    try:
        _outside(np.zeros(1, np.int64), 1)
    except IndexError:
        return True
    return False


if __name__ == "__main__":
    assert bounds_are_checked()
    applied = sum(len(walk(policy, seed, 120).events) for policy in Policy for seed in range(2))
    applied += crowd(1500).open_cases
    print(applied)  # noqa: T201 - the program's result, read by the test that starts it
