"""The next day's filings, drawn by a second thread while the loop runs the day before."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from sim.fast.history import Filings
from sim.model.laws import CaseLaws


def drawn_ahead(filings: Filings, laws: CaseLaws, days: int) -> Generator[NDArray[np.int64]]:
    """Yield the filings of each day of the window, the next one always in the making.

    Parameters
    ----------
    filings
        Drawn from here alone while the generator runs.
    laws
        What cases are like.
    days
        Days of the window.

    Yields
    ------
    NDArray[np.int64]
        Rows of `sim.fast.filings`, in order of instant, then case.
    """

    def draw(day: int) -> NDArray[np.int64]:
        return filings.rows_of_day(laws, day)

    with ThreadPoolExecutor(1, thread_name_prefix="filings") as thread:
        coming = thread.submit(draw, 0)
        for day in range(1, days + 1):
            drawn = coming.result()
            if day < days:
                coming = thread.submit(draw, day)
            yield drawn
