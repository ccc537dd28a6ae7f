"""What Python has no word for and the machine has a single instruction for."""

# The bodies below are written against the compiler's intermediate language, whose builder is untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownParameterType=false
# pyright: reportMissingParameterType=false, reportUnknownArgumentType=false, reportMissingTypeArgument=false

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from llvmlite import ir  # pyright: ignore[reportMissingTypeStubs] - it has none, see above
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

_WIDE = ir.IntType(128)
_WORD = ir.IntType(64)
_Operands = ParamSpec("_Operands")


def _instruction(emit: Callable[Concatenate[Any, _Operands], Any]) -> Callable[_Operands, Any]:
    """Make a compiled function of its emitter; callers pass the operands, the compiler the context before them."""
    return cast("Callable[_Operands, Any]", intrinsic(emit))


@_instruction
def high_product(typing_context: Any, left: Any, right: Any) -> Any:  # noqa: ARG001 - the compiler passes it
    """Return the high 64 bits of the 128-bit product of two uint64: `left * right // 2**64`.

    With `left` uniform over all words, the result is uniform over 0..right-1 but for a bias below right / 2**64
    (Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019).
    """

    def multiply(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        wide = builder.mul(builder.zext(arguments[0], _WIDE), builder.zext(arguments[1], _WIDE))
        return builder.trunc(builder.lshr(wide, ir.Constant(_WIDE, 64)), _WORD)

    return types.uint64(types.uint64, types.uint64), multiply


@_instruction
def trailing_zeros(typing_context: Any, word: Any) -> Any:  # noqa: ARG001 - the compiler passes it
    """Return the position of the lowest set bit of a uint64, 64 if none is set."""

    def count(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), count


@_instruction
def prefetch(typing_context: Any, array: Any, index: Any) -> Any:  # noqa: ARG001 - the compiler passes it
    """Have the memory line of `array[index]` fetched while other work goes on; nothing is read, nothing can fail.

    Main memory answers a hundred times slower than the first cache, but to a dozen questions at once.
    """

    def fetch(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = make_array(signature.args[0])(context, builder, value=arguments[0])
        (stride,) = cgutils.unpack_tuple(builder, view.strides, 1)
        address = builder.add(builder.ptrtoint(view.data, _WORD), builder.mul(arguments[1], stride))
        pointer = builder.inttoptr(address, ir.IntType(8).as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [ir.IntType(8).as_pointer(), *[ir.IntType(32)] * 3])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(function, [pointer, *(ir.Constant(ir.IntType(32), value) for value in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(array, types.int64), fetch
