"""The cases that are open when the window begins, as rows: what announces them without a record for each."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.core.state import NONE
from sim.fast.rows import NOTHING, OPENED, WIDTH, pack_traits
from sim.model.course import Features
from sim.model.seating import Seats
from sim.model.survivors import OPEN_ACCEPTED, Survivors


def opening_rows(cases: Survivors, like: Features, seats: Seats, starts_at: int) -> NDArray[np.int64]:
    """Return the row that announces each case, as the fast loop would write it.

    Parameters
    ----------
    cases, like, seats
        The cases, what they are like, and where they sit.
    starts_at
        When observation begins, microseconds.

    Returns
    -------
    NDArray[np.int64]
        int64[n, WIDTH], see `sim.fast.rows`.
    """
    waits, accepted = seats.mediator == NONE, cases.stage == OPEN_ACCEPTED
    rows = np.empty((len(waits), WIDTH), np.int64)
    columns = (
        OPENED,
        starts_at,
        cases.case_id,
        seats.slot,
        seats.mediator,
        cases.attempt - waits,
        seats.step,
        np.where(waits | accepted, NOTHING, cases.deadline),
        _traits(like),
        like.weight_milli,
        cases.filed_at,
        np.where(~waits & accepted, cases.moved_at, NOTHING),
        NOTHING,
    )
    for place, column in enumerate(columns):
        rows[:, place] = column
    return rows


def _traits(like: Features) -> NDArray[np.int64]:
    """Pack the traits of all cases at once: what is compiled for one case means the same of columns."""
    packed: Any = pack_traits
    return packed.py_func(like.dispute_type, like.language, like.entry_route, like.channel, like.closing_code)
