"""A whole run: population, simulation, case table, measures and published figures, as files of one folder."""

import time
from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any, Final

import msgspec
import numpy as np

from analytics.measure import measure
from analytics.records import Measures
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US
from engine.core.roster import DISPUTE_TYPES
from engine.events.parquet import EventWriter
from sim.arrivals.intensity import intensity
from sim.assumptions import assumptions_used
from sim.backends import CASES_FILE, Order, default_backend, write_tables
from sim.errors import RunDirectoryError
from sim.fast.speedup import speedup_vs_simpy
from sim.model.simulate import SimulationSummary
from sim.population.build import build_population
from sim.population.files import write_roster
from sim.population.population import Population, population_hash
from sim.rehearsal.rehearsal import Rehearsal, with_lifecycle
from sim.reproduce.figures import Figure
from sim.reproduce.platform import PUBLISHED_PRESETS, Achievements, published_figures
from sim.run_directory import MARKER
from sim.scenario.identity import scenario_hash
from sim.scenario.scenario import Scenario
from sim.scenario.years import provisional_years

_KIBIBYTE: Final = 1024

MEDIATORS_FILE: Final = "mediators.parquet"


@dataclass(frozen=True, kw_only=True)
class RunResult:
    """What a run left in its folder, for whoever goes on with it."""

    summary: dict[str, Any]
    """What `run.json` holds."""
    measures: Measures
    figures: list[Figure]
    assumptions: list[dict[str, Any]]
    """Records of `sim.assumptions.Assumption`."""


def run_scenario(
    scenario: Scenario,
    folder: Path,
    *,
    seed: int,
    calendar: WorkCalendar,
    backend: str | None = None,
    verifiable: bool = False,
    events: bool | None = None,
    against_simpy: bool = False,
    full_lifecycle: bool = False,
    on_progress: Callable[[float], None] | None = None,
) -> RunResult:
    """Simulate a scenario, measure it and hold it against the published figures; return what the files hold.

    Parameters
    ----------
    scenario, calendar
        What to simulate, and the courts' working calendar.
    folder
        Existing folder for the run's files; see `sim.run_directory.staged`.
    seed
        Key of every random word: the same seed gives the same events.
    verifiable
        Whether draws take their words from keys of the days, which `engine.audit` can check, instead of from streams.
    backend, events
        As `sim.backends.write_tables` takes them; by default the fastest backend that can run it.
    against_simpy
        Whether to time both backends on the first week besides.
    full_lifecycle
        Whether the SimPy model drives every dispute through the statutory lifecycle, see `sim.rehearsal`.
    on_progress
        Called with the share of the simulated window that has passed.

    Raises
    ------
    SimError, EngineError, AnalyticsError
        With one clear message, from whatever step failed.
    """
    started = time.perf_counter()
    scenario = with_lifecycle(scenario) if full_lifecycle else scenario
    chosen = backend or ("simpy" if full_lifecycle else default_backend(scenario, verifiable=verifiable))
    population = build_population(scenario, seed=seed)
    write_roster(population, folder)
    order = Order(scenario, population, calendar, folder, seed, on_progress)
    rehearsal = _rehearsal(order) if full_lifecycle else None
    simulated, file = write_tables(order, chosen, events=events, verifiable=verifiable, companion=rehearsal)
    measures = measure(folder / CASES_FILE, calendar=calendar, mediators=folder / MEDIATORS_FILE)
    figures = _figures(scenario, population, calendar, measures)
    summary = _summary(scenario, population, simulated, measures, seed) | {
        "provisional_years": provisional_years(calendar, simulated.starts_at, simulated.ends_at),
        "backend": chosen,
        "wall_seconds": round(time.perf_counter() - started, 3),
        **_about_events(file),
        **_speed(simulated),
        **(rehearsal.summary() if rehearsal is not None else {}),
        "speedup_vs_simpy": _speedup(order) if against_simpy else None,
        "figures": msgspec.to_builtins(figures),
    }
    return _kept(summary, measures, figures, scenario, folder)


def _rehearsal(order: Order) -> Rehearsal:
    return Rehearsal(order.scenario, order.population, order.calendar, seed=order.seed, clock=time.perf_counter)


def _kept(
    summary: dict[str, Any], measures: Measures, figures: list[Figure], scenario: Scenario, folder: Path
) -> RunResult:
    """Write what came out of a run, with what it rests on, and return it."""
    used = msgspec.to_builtins(assumptions_used(scenario))
    result = RunResult(summary=summary, measures=measures, figures=figures, assumptions=used)
    _write(result, scenario, folder)
    return result


def _about_events(file: EventWriter | None) -> dict[str, Any]:
    """Return what is known of the event file, None throughout if there is none."""
    return {
        "events": None if file is None else file.count,
        "content_hash": None if file is None else file.content_hash,
        "chain_head": None if file is None else file.head.hex(),
    }


def _speedup(order: Order) -> float:
    return round(speedup_vs_simpy(order.scenario, order.population, order.calendar, seed=order.seed), 2)


def _speed(simulated: SimulationSummary) -> dict[str, float | int | None]:
    """Return how quick the loop was, None throughout for the SimPy model, and what memory the process ever took."""
    pace = simulated.pace
    return {
        "cases_per_second": None if pace is None else round(simulated.filed / pace.loop_seconds),
        "compile_seconds": None if pace is None else round(pace.compile_seconds, 3),
        "loop_seconds": None if pace is None else round(pace.loop_seconds, 3),
        "write_seconds": None if pace is None else round(pace.write_seconds, 3),
        "peak_memory_bytes": getrusage(RUSAGE_SELF).ru_maxrss * _KIBIBYTE,
    }


def _figures(scenario: Scenario, population: Population, calendar: WorkCalendar, measures: Measures) -> list[Figure]:
    """Return the figures of the presets they speak of; of any other scenario, none."""
    if scenario.name not in PUBLISHED_PRESETS:
        return []
    window, arrivals = scenario.window, scenario.arrivals
    expected = intensity(arrivals, scenario.cases.channel, calendar, starts_on=window.starts_on, days=window.days)
    yearly_mean = arrivals.cases_per_year / (366 if isleap(arrivals.year) else 365)
    return published_figures(
        Achievements(
            measures=measures,
            courts=population.roster.courts,
            calendar=calendar,
            preset=scenario.name,
            ordinary_week_excess=float(expected.day_mean.mean()) / yearly_mean - 1.0,
        )
    )


def _nobody_takes(scenario: Scenario, population: Population) -> list[str]:
    """Dispute types that cases have and no mediator takes: such cases wait for ever."""
    taken = int(np.bitwise_or.reduce(population.roster.dispute_types, initial=0))
    filed = {entry.name for entry in scenario.cases.dispute_type if entry.share > 0.0}
    return [name.value for bit, name in enumerate(DISPUTE_TYPES) if name in filed and not taken >> bit & 1]


def _summary(
    scenario: Scenario, population: Population, simulated: SimulationSummary, measures: Measures, seed: int
) -> dict[str, Any]:
    success = measures.success
    rate = None if success is None else success.overall
    return {
        "scenario": scenario.name,
        "title": scenario.title.model_dump(),
        "scenario_hash": scenario_hash(scenario),
        "population_hash": population_hash(population),
        "version": version("onestop"),
        "seed": seed,
        "window": {
            "starts_on": scenario.window.starts_on.isoformat(),
            "days": (simulated.ends_at - simulated.starts_at) // DAY_US,
        },
        "courts": population.roster.courts,
        "organisations": population.organisation_count,
        "mediators": population.roster.mediators,
        "cases": simulated.filed,
        "cases_opened_in_progress": simulated.opened_in_progress,
        "success_rate": None if rate is None else rate.rate,
        "success_rate_interval": None if rate is None else [rate.low, rate.high],
        "pending_mean": measures.stock.pending_mean,
        "waiting_at_start": measures.stock.waiting_at_start,
        "waiting_at_end": measures.stock.waiting_at_end,
        "dispute_types_nobody_takes": _nobody_takes(scenario, population),
        "little_relative_error": measures.stock.little_relative_error,
    }


def write_summary(summary: dict[str, Any], folder: Path) -> None:
    """Write `run.json`, the file by which a folder is known to be a run's."""
    _write_json(folder / MARKER, summary)


def read_summary(folder: Path) -> dict[str, Any]:
    """Read the `run.json` of an earlier run.

    Raises
    ------
    RunDirectoryError
        If the folder is not a run's.
    """
    try:
        return msgspec.json.decode((folder / MARKER).read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.MsgspecError) as error:
        raise RunDirectoryError(f"run = {folder}: must be a run's folder, with a readable {MARKER}") from error


def _write(result: RunResult, scenario: Scenario, folder: Path) -> None:
    (folder / "scenario.toml").write_text(scenario.to_toml(), encoding="utf-8")
    for name, content in (
        ("measures.json", result.measures),
        ("published.json", result.figures),
        ("assumptions.json", result.assumptions),
    ):
        _write_json(folder / name, content)
    write_summary(result.summary, folder)


def _write_json(path: Path, content: object) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")
