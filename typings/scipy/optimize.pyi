from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

def brentq(
    f: Callable[[float], float],
    a: float,
    b: float,
    *,
    xtol: float = ...,
    rtol: float = ...,
    maxiter: int = 100,
) -> float: ...
def linear_sum_assignment(
    cost_matrix: NDArray[np.float64], maximize: bool = False
) -> tuple[NDArray[np.intp], NDArray[np.intp]]: ...

# The rest, until it is in use.
def __getattr__(name: str) -> Any: ...
