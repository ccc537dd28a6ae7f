"""A run of the fast loop over a window of days, one day after the other, from the steady state at its beginning."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US
from engine.core.build import new_state
from engine.core.policy import Policy
from engine.core.state import CoreState
from sim.errors import BackendError
from sim.fast.agenda import Agenda, new_agenda
from sim.fast.ahead import drawn_ahead
from sim.fast.changes import DayChanges
from sim.fast.desk import Desk, new_desk
from sim.fast.history import Filings, OpenCases
from sim.fast.loop import run_day
from sim.fast.opening import open_cases
from sim.fast.rows import EventRows, clear, new_rows, written
from sim.model.laws import CaseLaws, case_laws
from sim.model.planned import planned_changes
from sim.model.rules import ladder_of, policy_settings
from sim.model.seating import seated
from sim.model.simulate import window_of
from sim.population.population import Population
from sim.scenario.scenario import Scenario

_ROWS: Final = 65_536
_SLOTS_MIN: Final = 4_096


TakeRows = Callable[[NDArray[np.int64]], None]
"""Takes the rows of a day, int64[n, WIDTH], in order; they are written over afterwards."""


@dataclass(frozen=True, kw_only=True)
class FastRun:
    """What a run of the loop simulated, and how long it took."""

    starts_at: int
    ends_at: int
    filed: int
    """Cases filed in the window."""
    opened_in_progress: int
    loop_seconds: float
    """Wall time of everything but what took the rows."""
    taking_seconds: float
    """Wall time of what took the rows."""


def run_fast(
    scenario: Scenario,
    population: Population,
    calendar: WorkCalendar,
    take_rows: TakeRows,
    *,
    seed: int,
    replication: int = 0,
    on_progress: Callable[[float], None] | None = None,
) -> FastRun:
    """Simulate a scenario's window with the compiled loop.

    The events are those of the SimPy model, in the same order.

    Parameters
    ----------
    scenario, population
        What to simulate, under any policy but `batch_optimal`; its courts and mediators.
    calendar
        Must know the window, the days before it and the reference year.
    take_rows
        Called with the cases met in progress and then with each day's events, as rows of `sim.fast.rows`.
    seed, replication
        Key of all random words.
    on_progress
        Called daily with the share of the window that has passed.

    Raises
    ------
    BackendError
        If the scenario needs what only the SimPy model can do.
    CalendarRangeError, ScenarioError
        If the calendar does not know a day that is needed, or an outage is of a court that the population lacks.
    """
    check_fast(scenario)
    started, taking, filed = time.perf_counter(), 0.0, 0
    starts_at, ends_at = window_of(scenario)
    calendar.check_period(starts_at, ends_at)
    changes = DayChanges(planned_changes(scenario, population.roster, seed=seed, replication=replication))
    laws = case_laws(scenario, calendar, seed=seed, replication=replication)
    filings = Filings(scenario, population, calendar, seed=seed, replication=replication)
    met = filings.begin(laws, starts_at)
    state, desk, agenda, rows, opened = _begin(scenario, population, laws, met, starts_at, ends_at)
    for day, drawn in enumerate(drawn_ahead(filings, laws, scenario.window.days)):
        taking += _take(rows, take_rows)
        changes.happen(state, laws, agenda, rows, starts_at + day * DAY_US)
        run_day(state, laws, desk, agenda, rows, day, drawn)
        filed += len(drawn)
        if on_progress is not None:
            on_progress((day + 1) / scenario.window.days)
    taking += _take(rows, take_rows)
    return FastRun(
        starts_at=starts_at,
        ends_at=ends_at,
        filed=filed,
        opened_in_progress=opened,
        loop_seconds=time.perf_counter() - started - taking,
        taking_seconds=taking,
    )


class _Begun(NamedTuple):
    """The loop's state at the beginning of the window, the cases met in progress written as rows."""

    state: CoreState
    desk: Desk
    agenda: Agenda
    rows: EventRows
    opened: int


def _begin(
    scenario: Scenario,
    population: Population,
    laws: CaseLaws,
    met: OpenCases,
    starts_at: int,
    ends_at: int,
) -> _Begun:
    room = len(met.cases.case_id) * 3 // 2 + _SLOTS_MIN
    state = new_state(population.roster, policy_settings(scenario), ladder_of(scenario), slots=room)
    desk, rows = new_desk(scenario, slots=room), new_rows(_ROWS)
    agenda = new_agenda(starts_at, ends_at, blocks=room // 4)
    opened = seated(state, laws, *met, starts_at)
    open_cases(state, laws, desk, agenda, rows, *opened, starts_at)
    return _Begun(state, desk, agenda, rows, len(opened.cases.case_id))


def check_fast(scenario: Scenario) -> None:
    """Refuse what the loop cannot do.

    Raises
    ------
    BackendError
        Naming what it is.
    """
    if policy_settings(scenario).policy is Policy.BATCH_OPTIMAL:
        raise BackendError(
            "policy.name = batch_optimal: must be another policy for the fast backend, which has no matching "
            "solver; the simpy backend runs it"
        )


def _take(rows: EventRows, take_rows: TakeRows) -> float:
    """Hand the rows over, forget them, and return how long it took."""
    started = time.perf_counter()
    take_rows(written(rows))
    clear(rows)
    return time.perf_counter() - started
