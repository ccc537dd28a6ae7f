from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

def analyze(
    problem: Mapping[str, Any],
    Y: NDArray[np.float64],
    calc_second_order: bool = True,
    num_resamples: int = 100,
    conf_level: float = 0.95,
    *,
    seed: int | None = None,
) -> Mapping[str, NDArray[np.float64]]: ...
