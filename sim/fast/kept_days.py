"""The filings of the demand met last, kept: scenarios that are compared meet the same ones, one after the other.

What is kept takes memory that a run by itself has no use for. So a process keeps what it draws only once its work has
shown to come in pairs or more: where the demand before was met again, or this one is.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.draw import Cursor
from sim.fast import filings as f

Demand = tuple[str | int | bytes, ...]
"""Everything that filings depend on; see `sim.fast.history`."""
FILINGS_MAX: Final = 9_000_000
"""Filings kept at once, 600 MB: a national year."""
_WIDE: Final = (f.CASE_ID, f.FILED_AT, f.WEIGHT, f.WORD, f.ANSWERS_AT, f.DEADLINE, f.CLOSES_AT)
_NARROW: Final = (f.DISPUTE_TYPE, f.LANGUAGE, f.ENTRY_ROUTE, f.CHANNEL, f.CLOSING_CODE, f.ANSWER)
"""Numbers of words."""


class _Day(NamedTuple):
    wide: NDArray[np.int64]
    narrow: NDArray[np.int16]
    then: Cursor
    """Where the processes of filings stand at its end."""


class KeptDays:
    """Days of one demand at a time.

    Parameters
    ----------
    filings_max
        Most filings; days beyond are drawn anew each time.

    Examples
    --------
    >>> days, rows = KeptDays(), np.zeros((1, f.FILING_WIDTH), np.int64)
    >>> then = Cursor(np.zeros(1, np.int64), np.zeros(1))
    >>> for _ in range(2):
    ...     days.meet(("a",))
    ...     days.keep(("a",), 0, rows, then)
    ...     days.find(("a",), 0) is None
    True
    False
    """

    def __init__(self, *, filings_max: int = FILINGS_MAX) -> None:
        self._filings_max: Final = filings_max
        self._demand: Demand = ()
        self._met = 0
        self._filings = 0
        self._is_worth_it = False
        self._days: Final[dict[int, _Day]] = {}

    def meet(self, demand: Demand) -> None:
        """Note that a run of a demand begins; what another left is forgotten."""
        if demand != self._demand:
            self._is_worth_it = self._met > 1
            self._demand, self._met, self._filings = demand, 0, 0
            self._days.clear()
        self._met += 1
        self._is_worth_it |= self._met > 1

    def keep(self, demand: Demand, day: int, rows: NDArray[np.int64], then: Cursor) -> None:
        """Keep a day, where it will probably be asked for again.

        Parameters
        ----------
        demand
            Whose; another than the one met last is not kept.
        day
            Its number in the window.
        rows
            int64[n, FILING_WIDTH]: its filings, as `sim.fast.filings` has them.
        then
            Where the processes of filings stand at its end.
        """
        if not self._is_worth_it or demand != self._demand or self._filings + len(rows) > self._filings_max:
            return
        self._filings += len(rows)
        narrow = rows[:, _NARROW].astype(np.int16)
        self._days[day] = _Day(rows[:, _WIDE], narrow, Cursor(then.ordinal.copy(), then.gap.copy()))

    def find(self, demand: Demand, day: int) -> tuple[NDArray[np.int64], Cursor] | None:
        """Return a day's filings and where the processes stand at its end; None if it is not kept."""
        kept = self._days.get(day) if demand == self._demand else None
        if kept is None:
            return None
        rows = np.zeros((len(kept.wide), f.FILING_WIDTH), np.int64)
        rows[:, _WIDE] = kept.wide
        rows[:, _NARROW] = kept.narrow
        return rows, Cursor(kept.then.ordinal.copy(), kept.then.gap.copy())
