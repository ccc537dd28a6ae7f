"""One run of the fast loop as a few numbers: what a planner compares, without a file in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import ClockArrays
from engine.calendar.day import DAY_US, HOUR_US
from sim.fast import tally as t
from sim.fast.rows import SLOT
from sim.fast.simulate import run_fast
from sim.model.simulate import window_of
from sim.population.build import build_population
from sim.population.population import Population
from sim.scenario.population import CsvPopulation
from sim.scenario.scenario import Scenario
from sim.scenario.years import working_calendar

_MILLI: Final = 1000.0
_KEPT: Final[dict[tuple[object, ...], Population]] = {}


@dataclass(frozen=True, kw_only=True)
class PlatformOutcome:
    """What one run of the platform came to."""

    measures: dict[str, float]
    """By name, see `docs/fast.md`; NaN where nothing was there to measure."""
    waiting_mean_by_court: NDArray[np.float64]
    """float64[courts]: cases of the court that wait, time average."""
    utilisation_by_court: NDArray[np.float64]
    """float64[courts]: weight held or offered over capacity of the court's mediators, time average."""
    accepted_in_time_by_court: NDArray[np.float64]
    """float64[courts]: share of the court's filings accepted within a working day; NaN without filings."""


def run_measures(
    scenario: Scenario,
    *,
    seed: int,
    replication: int = 0,
    population: Population | None = None,
    calendar: WorkCalendar | None = None,
) -> PlatformOutcome:
    """Simulate a scenario with the fast loop and measure it.

    Parameters
    ----------
    scenario
        What to simulate.
    seed, replication
        Key of all random words. The population is made from the seed alone, so all replications share it.
    population, calendar
        By default made from scenario and seed, and that of China.

    Raises
    ------
    SimError
        If the scenario cannot be run by the loop.

    Examples
    --------
    >>> from sim.scenario.load import load_scenario
    >>> outcome = run_measures(load_scenario("one-court"), seed=1)
    >>> outcome.measures["offers_per_case"] >= 0.9
    True
    """
    people = _population(scenario, seed) if population is None else population
    calendar = working_calendar(scenario.calendar) if calendar is None else calendar
    starts_at, ends_at = window_of(scenario)
    tally = _Tally(people, calendar.arrays, ends_at=ends_at)
    run_fast(scenario, people, calendar, tally.take, seed=seed, replication=replication)
    return tally.outcome(people, ends_at - starts_at)


def _population(scenario: Scenario, seed: int) -> Population:
    """Replications and comparisons ask for the same people again and again: the last two are kept."""
    key = (
        *_rosters_as_they_are(scenario),
        scenario.population.model_dump_json(),
        scenario.cases.model_dump_json(),
        scenario.arrivals.cases_per_year,
        seed,
    )
    if key not in _KEPT:
        while len(_KEPT) > 1:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[key] = build_population(scenario, seed=seed)
    return _KEPT[key]


def _rosters_as_they_are(scenario: Scenario) -> Sequence[object]:
    """Return what tells a user's own rosters from what the same files held before; nothing where there are none."""
    section = scenario.population
    if not isinstance(section, CsvPopulation):
        return ()
    # A file that is gone is for whoever reads it to refuse.
    files = [Path(file) for file in (section.courts_file, section.mediators_file)]
    found = [file.stat() for file in files if file.is_file()]
    return [(file.st_ino, file.st_mtime_ns, file.st_size) for file in found]


class _Tally:
    """Keeps the tallies between one day's rows and the next."""

    def __init__(self, population: Population, clock: ClockArrays, *, ends_at: int) -> None:
        self._clock: Final = clock
        self._ends_at: Final = ends_at
        self._courts: Final[NDArray[np.int32]] = population.roster.mediator_court
        self._notes: NDArray[np.int64] = np.zeros((1024, t.NOTES), np.int64)
        self._sums: Final[NDArray[np.float64]] = np.zeros(t.SUMS)
        self._by_court: Final[NDArray[np.float64]] = np.zeros((population.roster.courts, t.COURT_SUMS))
        self._weight: Final[NDArray[np.float64]] = np.zeros(population.roster.mediators)
        self._waits: Final[NDArray[np.int64]] = np.zeros(t.BINS, np.int64)

    def take(self, rows: NDArray[np.int64]) -> None:
        """Fold some rows in."""
        if not len(rows):
            return
        slots = int(rows[:, SLOT].max()) + 1
        if slots > len(self._notes):
            grown = np.zeros((max(slots, 2 * len(self._notes)), t.NOTES), np.int64)
            grown[: len(self._notes)] = self._notes
            self._notes = grown
        t.tally_rows(
            rows, self._notes, self._sums, self._by_court, self._courts, self._weight, self._waits,
            self._clock, self._ends_at,
        )  # fmt: skip

    def outcome(self, population: Population, span_us: int) -> PlatformOutcome:
        """Return what the rows came to."""
        capacity = population.roster.capacity.astype(float) * _MILLI
        of_court = np.bincount(self._courts, capacity, minlength=population.roster.courts)
        with np.errstate(invalid="ignore", divide="ignore"):
            in_time = self._by_court[:, t.COURT_IN_TIME] / self._by_court[:, t.COURT_DUE]
            used = self._by_court[:, t.COURT_LOAD] / (of_court * span_us)
        return PlatformOutcome(
            measures=self._measures(span_us, float(capacity.sum())),
            waiting_mean_by_court=self._by_court[:, t.COURT_WAITING] / span_us,
            utilisation_by_court=used,
            accepted_in_time_by_court=in_time,
        )

    def _measures(self, span_us: int, capacity_milli: float) -> dict[str, float]:
        sums = self._sums
        filed, accepted, closed = sums[t.N_FILED], sums[t.N_ACCEPTED], sums[t.N_CLOSED]
        measures: dict[str, Any] = {
            "cases": filed,
            "accepted": accepted,
            "closed": closed,
            "withdrawn": sums[t.N_WITHDRAWN],
            "pending_mean": sums[t.PENDING_US] / span_us,
            "waiting_mean": sums[t.WAITING_US] / span_us,
            "wait_mean_hours": _ratio(sums[t.WAIT_US], accepted * HOUR_US),
            "wait_p50_hours": t.quantile_us(self._waits, 0.5) / HOUR_US,
            "wait_p90_hours": t.quantile_us(self._waits, 0.9) / HOUR_US,
            "wait_p95_hours": t.quantile_us(self._waits, 0.95) / HOUR_US,
            "accepted_in_time_share": _ratio(sums[t.N_IN_TIME], sums[t.N_DUE]),
            "offers_per_case": _ratio(sums[t.N_OFFERED], filed),
            "escalated_share": _ratio(sums[t.N_CLIMBED], filed),
            "withdrawn_share": _ratio(sums[t.N_GIVEN_UP], filed),
            "settled_share": _ratio(sums[t.N_SETTLED], closed),
            "duration_mean_days": _ratio(sums[t.DURATION_US], closed * DAY_US),
            "utilisation": _ratio(sums[t.LOAD_US], span_us * capacity_milli),
            "load_gini": _gini(self._weight),
        }
        return {name: float(value) for name, value in measures.items()}


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")


def _gini(weight: NDArray[np.float64]) -> float:
    """Return the Gini index of the weight accepted in the window, over all mediators of the scenario."""
    total = float(weight.sum())
    if total == 0.0:
        return float("nan")
    count = len(weight)
    ranks = np.arange(1, count + 1)
    return float((2 * ranks - count - 1) @ np.sort(weight) / (count * total))
