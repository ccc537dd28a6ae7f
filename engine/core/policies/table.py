"""The table of policies: a number for each, and the function that gives its tickets.

A policy is a file of this folder, a member here and a line in `fill_tickets`; nothing else knows it. It is given the
pool - the mediators who are eligible, present, not barred and have room, in ascending order - and says how many tickets
each has. The draw is the same for all: of n tickets in a row, number `word * n >> 64` wins.
"""

from enum import IntEnum
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.policies.band_draw import band_draw
from engine.core.policies.deck import deck
from engine.core.policies.least_loaded import least_loaded
from engine.core.policies.longest_idle import longest_idle
from engine.core.policies.power_of_d import power_of_d
from engine.core.policies.random import random
from engine.core.policies.ranked_list import ranked_list
from engine.core.policies.weighted_draw import weighted_draw
from engine.core.state import CoreState


class Policy(IntEnum):
    """Who is chosen; see the file of each name in this folder."""

    BAND_DRAW = 0
    LEAST_LOADED = 1
    LONGEST_IDLE = 2
    RANDOM = 3
    DECK = 4
    WEIGHTED_DRAW = 5
    RANKED_LIST = 6
    POWER_OF_D = 7
    BATCH_OPTIMAL = 8
    """Nobody is drawn: cases wait until several are matched at once."""


_LEAST_LOADED: Final = int(Policy.LEAST_LOADED)
_LONGEST_IDLE: Final = int(Policy.LONGEST_IDLE)
_RANDOM: Final = int(Policy.RANDOM)
_DECK: Final = int(Policy.DECK)
_WEIGHTED_DRAW: Final = int(Policy.WEIGHTED_DRAW)
_RANKED_LIST: Final = int(Policy.RANKED_LIST)
_POWER_OF_D: Final = int(Policy.POWER_OF_D)


@njit(cache=True)
def fill_tickets(
    state: CoreState, policy: int, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]
) -> None:
    """Give each member of a pool, which must not be empty, his tickets under a policy that draws.

    Parameters
    ----------
    state
        The assignment state; only read.
    policy
        Number of a `Policy` other than `BATCH_OPTIMAL`.
    court
        Court whose settings of the policy hold.
    pool
        int32[n], ascending.
    tickets
        int64[n], written.
    """
    if policy == _LEAST_LOADED:
        least_loaded(state, court, pool, tickets)
    elif policy == _LONGEST_IDLE:
        longest_idle(state, court, pool, tickets)
    elif policy == _RANDOM:
        random(state, court, pool, tickets)
    elif policy == _DECK:
        deck(state, court, pool, tickets)
    elif policy == _WEIGHTED_DRAW:
        weighted_draw(state, court, pool, tickets)
    elif policy == _RANKED_LIST:
        ranked_list(state, court, pool, tickets)
    elif policy == _POWER_OF_D:
        power_of_d(state, court, pool, tickets)
    else:
        band_draw(state, court, pool, tickets)
