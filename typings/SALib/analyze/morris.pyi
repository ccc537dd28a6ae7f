from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

def analyze(
    problem: Mapping[str, Any],
    X: NDArray[np.float64],
    Y: NDArray[np.float64],
    num_resamples: int = 100,
    conf_level: float = 0.95,
    *,
    num_levels: int = 4,
    seed: int | None = None,
) -> Mapping[str, NDArray[np.float64]]: ...
