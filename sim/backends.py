"""The two backends, and what a run of either leaves in its folder: the case table, and the events if wanted."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from analytics.case_table import build_case_table
from engine.calendar.calendar import WorkCalendar
from engine.events.parquet import EventWriter
from sim.errors import BackendError
from sim.event_file import EVENTS_FILE, origin, write_events
from sim.fast.backend import simulate_fast
from sim.fast.case_file import case_file
from sim.model.companion import Companion
from sim.model.simulate import SimulationSummary, simulate, window_of
from sim.population.population import Population
from sim.scenario.scenario import Scenario

CASES_FILE: Final = "cases.parquet"
EVENT_DAYS_MAX: Final = 31
"""Longest window whose events are written unasked."""


def default_backend(scenario: Scenario, *, verifiable: bool) -> str:
    """Return the fast loop, unless the run needs what only the SimPy model can do: matching, or keyed draws."""
    return "simpy" if verifiable or scenario.policy.name == "batch_optimal" else "fast"


class Order(NamedTuple):
    """What is to be simulated, and where to."""

    scenario: Scenario
    population: Population
    calendar: WorkCalendar
    folder: Path
    seed: int
    on_progress: Callable[[float], None] | None


def write_tables(
    order: Order, backend: str, *, events: bool | None, verifiable: bool, companion: Companion | None = None
) -> tuple[SimulationSummary, EventWriter | None]:
    """Simulate, and leave the case table and the events in the folder.

    Parameters
    ----------
    order
        What and where to.
    backend
        `fast` or `simpy`.
    events
        Whether to write every event, which takes the loop longer than all else; by default if the window is at most
        `EVENT_DAYS_MAX` days. The SimPy model always does: its cases are counted from them.
    verifiable
        Whether draws take their words from keys of the days.
    companion
        Goes along with the SimPy model, which alone can take one; its events go into the same file.

    Returns
    -------
    tuple[SimulationSummary, EventWriter | None]
        What was simulated, and the event file, if any.

    Raises
    ------
    BackendError
        If the backend cannot do it, or there is none of this name.
    """
    if companion is not None and (backend != "simpy" or verifiable):
        # The keyed words of draws hang on how the events were gathered into batches.
        asked = "verifiable = true" if backend == "simpy" else f"backend = {backend}"
        raise BackendError(f"{asked}: a full lifecycle must run on the simpy backend, without keyed draws")
    if backend == "fast":
        wanted = order.scenario.window.days <= EVENT_DAYS_MAX if events is None else events
        return _by_loop(order, events=wanted, verifiable=verifiable)
    if backend != "simpy":
        raise BackendError(f"backend = {backend}: must be fast or simpy")
    if events is False:
        raise BackendError("events = false: must be true for the simpy backend, whose cases are counted from events")
    return _by_model(order, verifiable=verifiable, companion=companion)


def _by_loop(order: Order, *, events: bool, verifiable: bool) -> tuple[SimulationSummary, EventWriter | None]:
    """Simulate with the loop, which writes the case table as it goes, and events if they are wanted."""
    scenario, population, calendar, folder, seed, on_progress = order
    starts_at, ends_at = window_of(scenario)
    with case_file(
        folder / CASES_FILE,
        population,
        period_starts_at=starts_at,
        period_ends_at=ends_at,
        metadata=origin(scenario, seed),
    ) as cases:
        simulate_too = partial(simulate_fast, also=cases.take)
        if not events:
            return simulate_too(scenario, population, calendar, None, seed=seed, on_progress=on_progress), None
        return write_events(
            simulate_too, scenario, population, calendar, folder, seed, verifiable=verifiable, on_progress=on_progress
        )


def _by_model(order: Order, *, verifiable: bool, companion: Companion | None) -> tuple[SimulationSummary, EventWriter]:
    """Simulate into an event file, and make the case table of that."""
    scenario, population, calendar, folder, seed, on_progress = order
    simulate_too = partial(simulate, companion=companion)
    simulated, file = write_events(
        simulate_too, scenario, population, calendar, folder, seed, verifiable=verifiable, on_progress=on_progress
    )
    period = {"period_starts_at": simulated.starts_at, "period_ends_at": simulated.ends_at}
    build_case_table(folder / EVENTS_FILE, folder / CASES_FILE, **period)
    return simulated, file
