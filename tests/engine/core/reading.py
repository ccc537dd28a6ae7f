"""Look into a core's arrays, which Python cannot see otherwise."""

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.state import FIELDS, CoreState

if TYPE_CHECKING:
    from collections.abc import Callable

Fields = dict[str, NDArray[Any]]
POLICY_FIELDS: Final = ("policy", "band_width_milli", "sample_size", "by_weight", "cards")
"""The only fields in which two cores with different settings differ; cards are left in the deck of one policy."""


def _every_field(_typing_context: Any, state: Any) -> Any:
    """Gather every field into a tuple, whatever they are called, as the compiler goes over the state's own list."""
    names = [name for name in state.field_dict if name != "owner"]
    result = types.Tuple([state.field_dict[name] for name in names])

    def gather(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        getters = [(name, context.get_getattr(state, name)) for name in names]
        return context.make_tuple(
            builder, result, [get(context, builder, state, *arguments, name) for name, get in getters]
        )

    return result(state), gather


_all_fields: Final = cast("Callable[[CoreState], tuple[Any, ...]]", intrinsic(_every_field))


@njit(cache=True)
def _fields(state: CoreState) -> tuple[Any, ...]:
    return _all_fields(state)


def read(core: AssignmentCore) -> Fields:
    """Every field of the state by name; numbers as arrays without dimensions. Not copies: copy what must last."""
    names = (name for name, _ in FIELDS)
    return {name: np.asarray(value) for name, value in zip(names, _fields(core.state), strict=True)}


def contents(core: AssignmentCore) -> dict[str, bytes]:
    """Every byte of the state."""
    return {name: value.tobytes() for name, value in read(core).items()}


def fingerprint(core: AssignmentCore) -> dict[str, bytes]:
    """Every byte of the state, but for the policies and their deck."""
    return {name: value for name, value in contents(core).items() if name not in POLICY_FIELDS}
