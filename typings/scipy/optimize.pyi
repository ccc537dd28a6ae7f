from collections.abc import Callable
from typing import Any

def brentq(
    f: Callable[[float], float],
    a: float,
    b: float,
    *,
    xtol: float = ...,
    rtol: float = ...,
    maxiter: int = 100,
) -> float: ...

# The rest, until it is in use.
def __getattr__(name: str) -> Any: ...
