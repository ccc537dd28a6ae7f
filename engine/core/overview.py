"""Questions about all mediators or all cases at once: each looks through the state's arrays and changes nothing."""

import numpy as np
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.errors import UnknownMediatorError
from engine.core.refusals import check_number
from engine.core.standing_kernels import held_cases, mediator_rows, waiting_seats
from engine.core.state import MEDIATOR_COLUMNS


def loads(core: AssignmentCore) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return weight (thousandths) and number of the cases that each mediator is offered or holds, as copies.

    Examples
    --------
    >>> from engine.core.example import filed, one_court_roster
    >>> from engine.core.policy import PolicySettings
    >>> core = AssignmentCore(one_court_roster(), PolicySettings())
    >>> core.apply(filed(case_id=7))
    >>> [column.tolist() for column in loads(core)], waiting_cases(core)
    ([[0, 0], [0, 0]], [7])
    """
    rows = mediator_rows(core.state)
    weight, number = (rows[:, MEDIATOR_COLUMNS.index(name)].copy() for name in ("load_milli", "held"))
    return weight, number


def cases_of(core: AssignmentCore, mediator: int) -> list[int]:
    """Return the cases that a mediator is offered or holds, in order of number.

    Raises
    ------
    UnknownMediatorError
        If he is not on the roster.
    """
    check_number("mediator", mediator, core.roster.mediators - 1, error=UnknownMediatorError)
    return sorted(held_cases(core.state, mediator).tolist())


def waiting_cases(core: AssignmentCore) -> list[int]:
    """Return the cases with a seat that waits, in order of number."""
    return np.unique(waiting_seats(core.state)).tolist()
