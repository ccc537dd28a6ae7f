"""The owner of the state's arrays: what keeps them alive while compiled code uses them without counting."""

from typing import TYPE_CHECKING, Any, Final, cast

from numba import types
from numba.experimental import structref

from engine.core.state import FIELDS, MEDIATOR_COLUMNS, SLOT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


class OwnedStateType(types.StructRef):
    """The compiler's type of the owner."""

    def preprocess_fields(self, fields: Any) -> Any:
        """Drop literal types, as the state's own type does."""
        unliteral = cast("Callable[[Any], Any]", types.unliteral)
        return tuple((name, unliteral(type_)) for name, type_ in fields)


class OwnedState(structref.StructRefProxy):
    """The state's arrays as their owner: read by nothing but what gives the state more room."""

    if TYPE_CHECKING:
        slots: NDArray[np.int64]
        """int64[slots, 24]: a row a seat, in the order of `SLOT_COLUMNS`."""
        mediators: NDArray[np.int64]
        """int64[mediators, 16]: a row a mediator, in the order of `MEDIATOR_COLUMNS`."""
        unit_of_court: NDArray[np.int32]
        unit_first_court: NDArray[np.int32]
        unit_last_court: NDArray[np.int32]
        first_mediator: NDArray[np.int64]
        members_by_type: NDArray[np.int32]
        type_start: NDArray[np.int64]
        members_of_any_origin: NDArray[np.int32]
        any_start: NDArray[np.int64]
        members_by_language: NDArray[np.int32]
        language_start: NDArray[np.int64]
        positions: NDArray[np.int32]
        step_circle: NDArray[np.int64]
        step_policy: NDArray[np.int64]
        program_start: NDArray[np.int64]
        program: NDArray[np.int32]
        policy: NDArray[np.int64]
        policy_version: NDArray[np.int64]
        band_width_milli: NDArray[np.int64]
        sample_size: NDArray[np.int64]
        by_weight: NDArray[np.uint8]
        room_at: NDArray[np.int64]
        charge_at: NDArray[np.int64]
        free_count: NDArray[np.int32]
        slot_chain: int
        barred: NDArray[np.int32]
        barred_for: NDArray[np.uint8]
        next_barred: NDArray[np.int32]
        barred_chain: int
        queue_oldest: NDArray[np.int32]
        queue_youngest: NDArray[np.int32]


_IN_ROWS: Final = frozenset((*SLOT_COLUMNS, *MEDIATOR_COLUMNS))
OWNED_FIELDS: Final = ("slots", "mediators", *(name for name, _ in FIELDS if name not in _IN_ROWS))


structref.register(OwnedStateType)
structref.define_boxing(OwnedStateType, OwnedState)
structref.define_constructor(OwnedState, OwnedStateType, list(OWNED_FIELDS))
