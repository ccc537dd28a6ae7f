"""Eight bytes of an array at once, which Python has no word for and the machine has a single instruction for."""

# The body below is written against the compiler's intermediate language, whose builder is untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownParameterType=false
# pyright: reportMissingParameterType=false, reportUnknownArgumentType=false, reportMissingTypeArgument=false

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from llvmlite import ir  # pyright: ignore[reportMissingTypeStubs] - it has none, see above
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = ir.IntType(64)
_WORD_BYTES = 8


def _eight_bytes(typing_context: Any, array: Any, index: Any) -> Any:  # noqa: ARG001 - the compiler passes it
    def load(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = make_array(signature.args[0])(context, builder, value=arguments[0])
        pointer = cgutils.gep_inbounds(builder, view.data, arguments[1])
        return builder.load(builder.bitcast(pointer, _WORD.as_pointer()), align=1)

    return types.uint64(array, types.int64), load


eight_bytes = cast("Callable[[NDArray[np.uint8], int], int]", intrinsic(_eight_bytes))
"""Return the bytes of a contiguous uint8 array from a place on as a number of the machine; it must have as many."""


@njit(cache=True)
def has_bytes(body: NDArray[np.uint8], to: int, text: NDArray[np.uint8], first: int, last: int) -> bool:
    """Tell whether the bytes of `text` from `first` on, up to `last`, stand in a body at a place.

    Both are compared eight bytes at a time, as far as neither ends.
    """
    if to + last - first > len(body):
        return False
    while last - first >= _WORD_BYTES:
        if eight_bytes(body, to) != eight_bytes(text, first):
            return False
        to, first = to + _WORD_BYTES, first + _WORD_BYTES
    if to + _WORD_BYTES <= len(body) and first + _WORD_BYTES <= len(text):
        differing = eight_bytes(body, to) ^ eight_bytes(text, first)
        return differing << np.uint64(8 * (_WORD_BYTES - (last - first))) == 0 if last > first else True
    while first < last:
        if body[to] != text[first]:
            return False
        to, first = to + 1, first + 1
    return True
