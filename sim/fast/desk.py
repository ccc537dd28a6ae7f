"""What the loop notes of the cases in hand, and the waits and penalties it goes by."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit
from numba.experimental import structref
from numpy.typing import NDArray

from engine.calendar.clock import WORKING_DAY_US
from engine.core.lent import LentStruct, lent, register_lent
from engine.core.lines import whole_lines
from sim.scenario.scenario import Scenario

_FIELDS: Final = (
    "step_wait_us", "decline_penalty_milli", "lapse_penalty_milli", "step_ends_at", "round",
    "closing_code", "closes_at", "owned_waits", "owned_notes",
)  # fmt: skip
_COLUMNS: Final = 4


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
        closes_at: NDArray[np.int64]
        """int64[slots]: when it will close if its first offer is accepted, 0 where that is not known yet."""
        owned_waits: NDArray[np.int64]
        owned_notes: NDArray[np.int64]
        """int64[slots, 4]: the notes side by side, half a line a case."""


register_lent(DeskType, Desk, _FIELDS)


def new_desk(scenario: Scenario, *, slots: int) -> Desk:
    """Return a desk without cases, with room for so many, for the ladder and the penalties of a scenario."""
    waits = np.array(scenario.ladder.step_working_days, np.int64) * WORKING_DAY_US
    offers, notes = scenario.offers, whole_lines(slots, _COLUMNS)
    return _construct(notes, waits, offers.decline_penalty_milli, offers.lapse_penalty_milli)


@njit(cache=True)
def _construct(
    notes: NDArray[np.int64], step_wait_us: NDArray[np.int64], decline_penalty_milli: int, lapse_penalty_milli: int
) -> Any:
    return Desk(
        lent(step_wait_us), decline_penalty_milli, lapse_penalty_milli,
        lent(notes[:, 0]), lent(notes[:, 1]), lent(notes[:, 2]), lent(notes[:, 3]),
        step_wait_us, notes,
    )  # fmt: skip


@njit(cache=True)
def open_notes(desk: Desk, slot: int, step_ends_at: int, closing_code: int) -> None:
    """Note a case that takes a slot; twice the room if there is none."""
    while slot >= len(desk.round):
        desk.owned_notes = np.concatenate((desk.owned_notes, np.empty_like(desk.owned_notes)))
        desk.step_ends_at = lent(desk.owned_notes[:, 0])
        desk.round = lent(desk.owned_notes[:, 1])
        desk.closing_code = lent(desk.owned_notes[:, 2])
        desk.closes_at = lent(desk.owned_notes[:, 3])
    desk.step_ends_at[slot] = step_ends_at
    desk.round[slot] = 0
    desk.closing_code[slot] = closing_code
    desk.closes_at[slot] = 0
