from typing import Any

import numpy as np
from numpy.typing import NDArray

# `A` is any sparse matrix; the solution of a vector is a vector.
def spsolve(A: Any, b: NDArray[np.float64]) -> NDArray[np.float64]: ...
def __getattr__(name: str) -> Any: ...
