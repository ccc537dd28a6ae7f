"""Draw among everybody alike.

Guarantee: nobody can foresee a draw better than one in the pool; of n cases over n mediators, one mediator gets about
ln n / ln ln n.
Source: Raab, Steger, "Balls into Bins: A Simple and Tight Analysis", RANDOM 1998, LNCS 1518.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import CoreState


@njit(cache=True)
def random(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """One ticket each."""
    tickets[:] = 1
