"""The state that is used, made of the one that owns."""

import numpy as np
from numba import njit

from engine.core.lent import lent
from engine.core.owned import OwnedState
from engine.core.state import CoreState


@njit(cache=True)
def lend(owned: OwnedState) -> CoreState:
    """Return the state whose arrays are lent by `owned`, which it keeps alive. One line a field, in their order."""
    slots, slot_words = owned.slots, owned.slots.view(np.uint64)
    mediators, mediator_words = owned.mediators, owned.mediators.view(np.uint64)
    return CoreState(
        lent(mediator_words[:, 8]),
        lent(mediator_words[:, 9]),
        lent(mediators[:, 10]),
        lent(mediators[:, 11]),
        lent(mediators[:, 12]),
        lent(owned.unit_of_court),
        lent(owned.unit_first_court),
        lent(owned.unit_last_court),
        lent(owned.first_mediator),
        lent(owned.members_by_type),
        lent(owned.type_start),
        lent(owned.members_of_any_origin),
        lent(owned.any_start),
        lent(owned.members_by_language),
        lent(owned.language_start),
        lent(mediators[:, 13]),
        lent(mediators[:, 14]),
        lent(owned.positions),
        lent(owned.step_circle),
        lent(owned.step_policy),
        lent(owned.program_start),
        lent(owned.program),
        lent(owned.policy),
        lent(owned.policy_version),
        lent(owned.band_width_milli),
        lent(owned.sample_size),
        lent(owned.by_weight),
        lent(mediators[:, 5]),
        lent(mediators[:, 1]),
        lent(mediators[:, 2]),
        lent(mediators[:, 0]),
        lent(mediators[:, 3]),
        lent(mediators[:, 4]),
        lent(mediators[:, 6]),
        lent(mediators[:, 7]),
        lent(owned.room_at),
        lent(owned.charge_at),
        lent(owned.free_count),
        lent(slots[:, 0]),
        lent(slots[:, 1]),
        lent(slots[:, 8]),
        lent(slots[:, 2]),
        lent(slots[:, 3]),
        lent(slots[:, 17]),
        lent(slot_words[:, 16]),
        lent(slot_words[:, 15]),
        lent(slots[:, 4]),
        lent(slots[:, 5]),
        lent(slots[:, 6]),
        lent(slots[:, 7]),
        lent(slots[:, 18]),
        lent(slots[:, 11]),
        lent(slots[:, 12]),
        lent(slots[:, 14]),
        lent(slots[:, 19]),
        lent(slots[:, 9]),
        lent(slots[:, 10]),
        lent(slots[:, 13]),
        owned.slot_chain,
        lent(owned.barred),
        lent(owned.barred_for),
        lent(owned.next_barred),
        owned.barred_chain,
        lent(owned.queue_oldest),
        lent(owned.queue_youngest),
        owned,
    )


@njit(cache=True)
def lend_slots(state: CoreState) -> None:
    """Lend the columns of the slots again, after the owner was given more; they lie as `SLOT_COLUMNS` says."""
    slots, slot_words = state.owner.slots, state.owner.slots.view(np.uint64)
    state.status = lent(slots[:, 0])
    state.case_id = lent(slots[:, 1])
    state.court = lent(slots[:, 2])
    state.dispute_type = lent(slots[:, 3])
    state.weight_milli = lent(slots[:, 4])
    state.step = lent(slots[:, 5])
    state.attempt = lent(slots[:, 6])
    state.mediator = lent(slots[:, 7])
    state.aged_at = lent(slots[:, 8])
    state.next_slot = lent(slots[:, 9])
    state.previous_slot = lent(slots[:, 10])
    state.head = lent(slots[:, 11])
    state.next_seat = lent(slots[:, 12])
    state.first_barred = lent(slots[:, 13])
    state.is_ordinary = lent(slots[:, 14])
    state.bars = lent(slot_words[:, 15])
    state.needs = lent(slot_words[:, 16])
    state.language = lent(slots[:, 17])
    state.seat = lent(slots[:, 18])
    state.lead = lent(slots[:, 19])
