"""Eight bytes into an array at once, and their order reversed: the counterpart of `engine.events.wide_reads`."""

# The bodies below are written against the compiler's intermediate language, whose builder is untyped.
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

from engine.events.wide_reads import eight_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

SPARE_BYTES = 8
"""Room behind the last byte that the writers below need, and behind the last of what they copy."""
_WORD = ir.IntType(64)
_WORD_BYTES = 8
_FIXED_MAX, _FIXED_MIN = 0x7F, -0x20
_BYTE, _SIGNED_BYTE = 0xCC, 0xD0


def _put_eight_bytes(typing_context: Any, array: Any, index: Any, word: Any) -> Any:  # noqa: ARG001 - as the reader's
    def store(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = make_array(signature.args[0])(context, builder, value=arguments[0])
        pointer = cgutils.gep_inbounds(builder, view.data, arguments[1])
        builder.store(arguments[2], builder.bitcast(pointer, _WORD.as_pointer()), align=1)
        return context.get_dummy_value()

    return types.none(array, types.int64, types.uint64), store


def _reversed_bytes(typing_context: Any, word: Any) -> Any:  # noqa: ARG001 - as above
    def swap(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001 - as above
        return builder.bswap(arguments[0])

    return types.uint64(types.uint64), swap


put_eight_bytes = cast("Callable[[NDArray[np.uint8], int, np.uint64], None]", intrinsic(_put_eight_bytes))
"""Write a number of the machine into a contiguous uint8 array from a place on; it must have eight bytes there."""
reversed_bytes = cast("Callable[[np.uint64], np.uint64]", intrinsic(_reversed_bytes))
"""Return a number of the machine with its bytes in the other order."""


@njit(cache=True)
def put_bytes(content: NDArray[np.uint8], to: int, text: NDArray[np.uint8], first: int, last: int) -> int:
    """Copy the bytes of `text` from `first` on, up to `last`; return where the next come.

    Eight are copied at a time, so both need `SPARE_BYTES` behind the last; what lies there in `content` is spoilt.
    """
    for place in range(0, last - first, _WORD_BYTES):
        put_eight_bytes(content, to + place, np.uint64(eight_bytes(text, first + place)))
    return to + last - first


@njit(cache=True)
def put_whole(content: NDArray[np.uint8], to: int, value: int) -> int:
    """Do what `engine.events.msgpack_items.put_number` does, without a loop; needs `SPARE_BYTES` behind."""
    if _FIXED_MIN <= value <= _FIXED_MAX:
        content[to] = value & 0xFF
        return to + 1
    if value > 0:
        width = 0 if value <= 0xFF else 1 if value <= 0xFFFF else 2 if value <= 0xFFFFFFFF else 3
        content[to] = _BYTE + width
    else:
        width = 0 if value >= -0x80 else 1 if value >= -0x8000 else 2 if value >= -0x80000000 else 3
        content[to] = _SIGNED_BYTE + width
    bytes_ = 1 << width
    put_eight_bytes(content, to + 1, reversed_bytes(np.uint64(value) << np.uint64(64 - 8 * bytes_)))
    return to + 1 + bytes_
