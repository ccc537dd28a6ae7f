from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

def sample(
    problem: Mapping[str, Any], N: int, *, calc_second_order: bool = True, seed: int | None = None
) -> NDArray[np.float64]: ...
