"""Bytes compared eight at a time, at addresses: what compiled code would do one by one, counting references on the way.

Whoever hands over an address keeps its array, and sees to `SLACK` bytes behind what he asks about.
"""

# The body below is written against the compiler's intermediate language, whose builder is untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from llvmlite import ir  # pyright: ignore[reportMissingTypeStubs] - it has none, see above
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

SLACK: Final = 8
"""Bytes that must belong to an array behind the last that is asked about."""

_WORD: Final = ir.IntType(64)
_LOWEST: Final = np.uint64(255)
_NOTHING: Final = np.uint64(0)


@cast("Callable[..., Callable[[int], np.uint64]]", intrinsic)
def _eight_at(typing_context: Any, address: Any) -> Any:  # noqa: ARG001 - the compiler passes it
    """Return the eight bytes at an address, whatever its alignment, the first lowest."""

    def load(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.load(builder.inttoptr(arguments[0], _WORD.as_pointer()), align=1)

    return types.uint64(types.int64), load


def with_slack(content: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a copy that may be read `SLACK` bytes beyond its content."""
    return np.concatenate((content, np.zeros(SLACK, np.uint8)))


@njit(cache=True)
def byte_at(address: int) -> np.uint64:
    """Return the byte at an address."""
    return _eight_at(address) & _LOWEST


@njit(cache=True)
def are_same(one: int, other: int, count: int) -> bool:
    """Return whether so many bytes at two addresses are the same."""
    while count >= 8:
        if _eight_at(one) != _eight_at(other):
            return False
        one, other, count = one + 8, other + 8, count - 8
    return count == 0 or (_eight_at(one) ^ _eight_at(other)) << np.uint64(64 - 8 * count) == _NOTHING
