from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

def sample(
    problem: Mapping[str, Any], N: int, num_levels: int = 4, *, seed: int | None = None
) -> NDArray[np.float64]: ...
