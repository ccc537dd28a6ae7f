"""The order of things that happen at one instant: by kind, then by case.

A working calendar puts thousands of events on one instant (every deadline of a day falls on midnight), so ties are the
normal case and their order is part of the model. What changes at midnight changes first of all, so that everything of
the day finds it changed; then room is given back before anybody asks for it.
"""

from enum import IntEnum
from typing import Final

RANK_SHIFT: Final = 52
"""Case numbers stay below 2**52: 2**20 courts of 2**32 cases."""


class Rank(IntEnum):
    """Kinds in the order in which they happen at one instant; those below 0 only in a rehearsal."""

    PERIOD_END = -2
    """A period of a lifecycle is over: nobody acts at that instant as if it were not."""
    ACTION = -1
    """Somebody acts in a lifecycle: who signs has signed before the case closes, who applies, before it is filed."""
    CHANGE = 0
    CLOSING = 1
    ANSWER = 2
    WITHDRAWAL = 3
    """After the answers, so that an acceptance at the last instant counts; it gives room back, so before all below."""
    MATCHING = 4
    STEP_END = 5
    FILING = 6


def priority(rank: Rank, case_id: int) -> int:
    """Return one integer that sorts by kind, then by case number; of a change, by its place among the changes.

    SimPy's own priorities, 0 and 1, are those of the ends of its runs here, where nothing hangs on the order.

    Examples
    --------
    >>> priority(Rank.CLOSING, 2**40) < priority(Rank.FILING, 0)
    True
    """
    return (rank << RANK_SHIFT) | case_id
