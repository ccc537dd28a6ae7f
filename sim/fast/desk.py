"""What the loop notes of the cases in hand, and the waits and penalties it goes by."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit
from numba.experimental import structref
from numpy.typing import NDArray

from engine.calendar.clock import WORKING_DAY_US
from engine.core.lent import LentStruct, lent, register_lent
from sim.scenario.scenario import Scenario

_FIELDS: Final = (
    "step_wait_us", "decline_penalty_milli", "lapse_penalty_milli", "step_ends_at", "round", "closing_code",
    "owned_waits", "owned_ends", "owned_round", "owned_code",
)  # fmt: skip


class DeskType(LentStruct):
    """The compiler's type of the desk."""


class Desk(structref.StructRefProxy):
    """Notes by slot of the assignment state, beside what that state holds itself; and the rules of the scenario."""

    if TYPE_CHECKING:
        step_wait_us: NDArray[np.int64]
        """int64[steps - 1]: working time that a case waits at each step but the last."""
        decline_penalty_milli: int
        lapse_penalty_milli: int
        step_ends_at: NDArray[np.int64]
        """int64[slots]: when a case leaves its ladder step if it still waits; `NEVER` at the last step."""
        round: NDArray[np.int64]
        """int64[slots]: times everybody had declined the case."""
        closing_code: NDArray[np.int64]
        """int64[slots]: ONL 25 code under which it will close."""
        owned_waits: NDArray[np.int64]
        owned_ends: NDArray[np.int64]
        owned_round: NDArray[np.int64]
        owned_code: NDArray[np.int64]


register_lent(DeskType, Desk, _FIELDS)


def new_desk(scenario: Scenario, *, slots: int) -> Desk:
    """Return a desk without cases, with room for so many, for the ladder and the penalties of a scenario."""
    waits = np.array(scenario.ladder.step_working_days, np.int64) * WORKING_DAY_US
    return _construct(slots, waits, scenario.offers.decline_penalty_milli, scenario.offers.lapse_penalty_milli)


@njit(cache=True)
def _construct(
    slots: int, step_wait_us: NDArray[np.int64], decline_penalty_milli: int, lapse_penalty_milli: int
) -> Any:
    ends, rounds, codes = np.zeros(slots, np.int64), np.zeros(slots, np.int64), np.zeros(slots, np.int64)
    return Desk(
        lent(step_wait_us), decline_penalty_milli, lapse_penalty_milli, lent(ends), lent(rounds), lent(codes),
        step_wait_us, ends, rounds, codes,
    )  # fmt: skip


@njit(cache=True)
def open_notes(desk: Desk, slot: int, step_ends_at: int, closing_code: int) -> None:
    """Note a case that takes a slot; twice the room if there is none."""
    while slot >= len(desk.round):
        desk.owned_ends = np.concatenate((desk.step_ends_at, np.zeros_like(desk.step_ends_at)))
        desk.owned_round = np.concatenate((desk.round, np.zeros_like(desk.round)))
        desk.owned_code = np.concatenate((desk.closing_code, np.zeros_like(desk.closing_code)))
        desk.step_ends_at, desk.round = lent(desk.owned_ends), lent(desk.owned_round)
        desk.closing_code = lent(desk.owned_code)
    desk.step_ends_at[slot] = step_ends_at
    desk.round[slot] = 0
    desk.closing_code[slot] = closing_code
