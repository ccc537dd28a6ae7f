"""The next day's filings, drawn by a second thread while the loop runs the day before."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.fast.history import Filings
from sim.model.course import Features, features
from sim.model.laws import CaseLaws


class DayFilings(NamedTuple):
    """What is filed in a day, in order of instant, then case."""

    case_ids: NDArray[np.int64]
    """int64[n]"""
    filed_at: NDArray[np.int64]
    """int64[n], microseconds."""
    like: Features


def drawn_ahead(filings: Filings, laws: CaseLaws, days: int) -> Generator[DayFilings]:
    """Yield the filings of each day of the window, the next one always in the making.

    Parameters
    ----------
    filings
        Drawn from here alone while the generator runs.
    laws
        What cases are like.
    days
        Days of the window.
    """

    def draw(day: int) -> DayFilings:
        case_ids, filed_at = filings.draw_day(day)
        return DayFilings(case_ids, filed_at, features(laws, case_ids, filed_at))

    with ThreadPoolExecutor(1, thread_name_prefix="filings") as thread:
        coming = thread.submit(draw, 0)
        for day in range(1, days + 1):
            drawn = coming.result()
            if day < days:
                coming = thread.submit(draw, day)
            yield drawn
