"""Windows at whose end the waiting cases are matched to mediators all at once, under the policy `batch_optimal`."""

from functools import partial
from typing import Final

from scipy.optimize import linear_sum_assignment

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import HOUR_US
from engine.core.assignment import AssignmentCore
from engine.core.matching import Solver, match_waiting
from sim.model.platform import Platform
from sim.order import Rank

SOLVER: Final[Solver] = linear_sum_assignment
"""Shortest augmenting paths, O(n**3); Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions
on Aerospace and Electronic Systems 52(4), 2016."""
_NO_CASE: Final = 0
"""Case number of a moment that is about none: no two matchings fall on one instant."""


def match_in_windows(
    platform: Platform, core: AssignmentCore, calendar: WorkCalendar, *, window_working_hours: int, starts_at: int
) -> None:
    """Have the waiting cases matched at the end of every window, one after the other from the beginning on.

    A window counts working time only, so its end falls in office hours or at their edge. At an instant that ends both a
    window and a case's wait at a step of the ladder, the case is matched first.

    Parameters
    ----------
    platform
        Makes the offers.
    core
        Says who waits and who may be asked.
    calendar
        The courts' working calendar.
    window_working_hours
        Length of a window; unit: working hours.
    starts_at
        Beginning of the first, microseconds.
    """

    def begin(at: int) -> None:
        ends_at = calendar.add_working_us(at, window_working_hours * HOUR_US)
        platform.at(ends_at, Rank.MATCHING, _NO_CASE, partial(end, ends_at))

    def end(at: int) -> None:
        match_all(platform, core)
        begin(at)

    begin(starts_at)


def match_all(platform: Platform, core: AssignmentCore) -> None:
    """Make the offers of one matching: rounds that are due first, and again until nothing is left to match."""
    found = match_waiting(core, SOLVER)
    while found.rounds or found.matches:
        for case_id in found.rounds:
            platform.open_round(case_id)
        for match in found.matches:
            platform.offer_matched(match)
        found = match_waiting(core, SOLVER)
