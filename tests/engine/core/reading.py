"""Look into a core's arrays, which Python cannot see otherwise."""

from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.state import FIELDS, CoreState

POLICY_FIELDS: Final = ("policy", "band_width_milli")
"""The only fields in which two cores with different settings differ."""


@njit(cache=True)
def _fields(state: CoreState) -> Any:
    return (
        state.capacity,
        state.dispute_types,
        state.languages,
        state.mediator_court,
        state.unit_of_court,
        state.unit_first_court,
        state.unit_last_court,
        state.members_by_type,
        state.type_start,
        state.members_by_language,
        state.language_start,
        state.policy,
        state.band_width_milli,
        state.load,
        state.cumulative_milli,
        state.idle_since,
        state.free_count,
        state.status,
        state.case_id,
        state.filed_at,
        state.court,
        state.dispute_type,
        state.language,
        state.weight_milli,
        state.step,
        state.attempt,
        state.mediator,
        state.next_slot,
        state.previous_slot,
        state.first_decliner,
        state.slot_chain,
        state.decliner,
        state.next_decliner,
        state.decliner_chain,
        state.queue_oldest,
        state.queue_youngest,
    )


def read(core: AssignmentCore) -> dict[str, NDArray[Any]]:
    """Every field of the state by name; numbers as arrays without dimensions. Not copies: copy what must last."""
    names = (name for name, _ in FIELDS)
    return {name: np.asarray(value) for name, value in zip(names, _fields(core.state), strict=True)}


def fingerprint(core: AssignmentCore) -> dict[str, bytes]:
    """Every byte of the state, but for the policy."""
    return {name: value.tobytes() for name, value in read(core).items() if name not in POLICY_FIELDS}
