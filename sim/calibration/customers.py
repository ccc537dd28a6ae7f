"""Customers of a log, or of a simulation: the same arrays, so that one is measured like the other."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

DAY_SECONDS: Final = 86_400.0
WEEK_DAYS: Final = 7


@dataclass(frozen=True, kw_only=True, eq=False)
class Customers:
    """Who came to the queue, in order of coming."""

    monday: date
    """The Monday on or before the first day: its midnight is time 0."""
    days: tuple[int, ...]
    """Days that are covered, counted from that Monday; rising."""
    arrival: NDArray[np.float64]
    """float64[n]: when the queue was joined; seconds."""
    wait: NDArray[np.float64]
    """float64[n]: until service or until leaving; seconds."""
    service: NDArray[np.float64]
    """float64[n]: seconds; NaN for whoever left."""
    served: NDArray[np.bool_]
    """bool[n]: whether the wait ended in service."""
    kind: NDArray[np.int64]
    """int64[n]: number of the class."""
    server: NDArray[np.int64]
    """int64[n]: number of the server; -1 where unknown."""
    classes: tuple[str, ...]
    """Names of the classes."""

    @property
    def day(self) -> NDArray[np.int64]:
        """int64[n]: day on which each came."""
        return (self.arrival // DAY_SECONDS).astype(np.int64)

    def on_days(self, days: tuple[int, ...]) -> "Customers":
        """Return those who came on given days.

        Parameters
        ----------
        days
            Counted from the Monday.

        """
        return replace(self.chosen(np.isin(self.day, days)), days=days)

    def chosen(self, which: NDArray[np.bool_]) -> "Customers":
        """Return some of the customers; the days covered stay.

        Parameters
        ----------
        which
            bool[n].

        """
        names = ("arrival", "wait", "service", "served", "kind", "server")
        return replace(self, **{name: getattr(self, name)[which] for name in names})

    def date_of(self, day: int) -> date:
        """Return the date of a day."""
        return self.monday + timedelta(days=day)
