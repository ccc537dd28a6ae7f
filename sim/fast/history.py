"""The filings of a run, drawn day by day, and the cases that those before the window leave open at its beginning."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from sim.arrivals.draw import Cursor, Variation, draw_days, first_cursor
from sim.arrivals.intensity import Intensity, intensity
from sim.fast.filings import filings_of
from sim.fast.kept_days import Demand, KeptDays
from sim.model.course import Features, features
from sim.model.laws import CaseLaws, laws_digest
from sim.model.survivors import Survivors, survivors
from sim.population.population import Population
from sim.scenario.scenario import Scenario

_DAYS_AT_ONCE: Final = 30
_KEPT_MAX: Final = 6
"""Beginnings kept, of the last runs; a national one takes 60 MB."""


class OpenCases(NamedTuple):
    """Cases that are open at the beginning of the window, in order of filing, and what they are like."""

    cases: Survivors
    like: Features


class Beginning(NamedTuple):
    """What the history of a demand comes to, the same for every staff and policy that meets it."""

    met: OpenCases
    ordinal: NDArray[np.int64]
    """Where each court's process of filings then stands; see `Cursor`."""
    gap: NDArray[np.float64]


_KEPT: Final[dict[Demand, Beginning]] = {}
_DAYS: Final = KeptDays()


class Filings:
    """The filings of a scenario in one replication, to be drawn in order of days.

    Parameters
    ----------
    scenario, population, calendar
        When and where cases are filed.
    seed, replication
        Key of the random words.
    """

    def __init__(
        self, scenario: Scenario, population: Population, calendar: WorkCalendar, *, seed: int, replication: int
    ) -> None:
        window, arrivals = scenario.window, scenario.arrivals
        self._seed, self._replication = seed, replication
        self._history_days: Final = window.history_days
        self._court_share: Final[NDArray[np.float64]] = population.court_share
        self._intensity: Final[Intensity] = intensity(
            arrivals,
            scenario.cases.channel,
            calendar,
            starts_on=window.starts_on - timedelta(days=window.history_days),
            days=window.history_days + window.days,
        )
        self._variation: Final = Variation(arrivals.court_day_variation, arrivals.national_day_variation)
        self._cursor: Cursor = first_cursor(seed, replication, len(population.court_share))
        filed = (window.starts_on.isoformat(), window.history_days, scenario.calendar, arrivals, scenario.cases.channel)
        texts = "\n".join(str(section) for section in filed)
        laws = laws_digest(scenario, calendar)
        self._demand: Final[Demand] = (texts, laws, population.court_share.tobytes(), seed, replication)

    def begin(self, laws: CaseLaws, starts_at: int) -> OpenCases:
        """Draw the days before the window and return the cases still open at its beginning.

        Comparisons and staffing run the same demand again and again: the last few beginnings are kept.
        """
        _DAYS.meet(self._demand)
        kept = _KEPT.pop(self._demand, None)
        if kept is None:
            met = self._followed(laws, starts_at)
            kept = Beginning(met, self._cursor.ordinal.copy(), self._cursor.gap.copy())
        while len(_KEPT) >= _KEPT_MAX:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[self._demand] = kept
        self._cursor = Cursor(kept.ordinal.copy(), kept.gap.copy())
        return kept.met

    def rows_of_day(self, laws: CaseLaws, day: int) -> NDArray[np.int64]:
        """Return a day of the window as rows of `sim.fast.filings`, in order of instant, then case."""
        kept = _DAYS.find(self._demand, day)
        if kept is not None:
            rows, self._cursor = kept
            return rows
        rows = filings_of(laws, *self.draw_day(day))
        _DAYS.keep(self._demand, day, rows, self._cursor)
        return rows

    def draw_day(self, day: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return case numbers and instants of a day of the window, in order of instant, then case."""
        case_ids, filed_at = self._drawn(self._history_days + day, 1)
        # Drawn court by court, so in order of case: a stable sort keeps that among equal instants.
        order = np.argsort(filed_at, kind="stable")
        return case_ids[order], filed_at[order]

    def _followed(self, laws: CaseLaws, starts_at: int) -> OpenCases:
        firsts = range(0, self._history_days, _DAYS_AT_ONCE)
        spans = [(first, min(_DAYS_AT_ONCE, self._history_days - first)) for first in firsts]
        nobody = np.empty(0, np.int64)
        # Some days are followed while the next are drawn.
        with ThreadPoolExecutor(1, thread_name_prefix="history") as thread:
            following = [thread.submit(_open_of, laws, nobody, nobody, starts_at)]
            following += [thread.submit(_open_of, laws, *self._drawn(*span), starts_at) for span in spans]
        parts = [followed.result() for followed in following]
        return OpenCases(
            Survivors(*(np.concatenate(columns) for columns in zip(*(part.cases for part in parts), strict=True))),
            Features(*(np.concatenate(columns) for columns in zip(*(part.like for part in parts), strict=True))),
        )

    def _drawn(self, first_day: int, days: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Case numbers and instants of some days, court by court."""
        return draw_days(
            self._seed, self._replication, self._court_share, self._intensity, self._variation, self._cursor,
            first_day, first_day + days,
        )  # fmt: skip


def _open_of(laws: CaseLaws, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], starts_at: int) -> OpenCases:
    """Follow filings drawn court by court and return who is still open; those of one instant stay in order of case."""
    found = survivors(laws, case_ids, filed_at, starts_at)
    order = np.argsort(found.filed_at, kind="stable")
    cases = Survivors(*(column[order] for column in found))
    return OpenCases(cases, features(laws, cases.case_id, cases.filed_at))
