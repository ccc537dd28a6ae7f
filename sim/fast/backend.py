"""The fast loop as a backend: the same call as the SimPy model's, its events written while the loop runs on."""

import time
from collections.abc import Callable, Sequence
from queue import Queue
from threading import Thread
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.events.sink import EventSink
from sim.errors import BackendError
from sim.fast.columns import RowColumns
from sim.fast.records import RowEvents
from sim.fast.simulate import TakeRows, check_fast, run_fast
from sim.model.simulate import Pace, SimulationSummary
from sim.model.words import SealedWords
from sim.population.build import build_population
from sim.population.population import Population
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario

_DAYS_WAITING: Final = 4
"""Days of rows that may wait to be written: the loop is held up beyond, so memory does not follow the run's length."""


def simulate_fast(
    scenario: Scenario,
    population: Population,
    calendar: WorkCalendar,
    sink: EventSink | None,
    *,
    seed: int,
    replication: int = 0,
    sealed: SealedWords | None = None,
    on_progress: Callable[[float], None] | None = None,
    also: TakeRows | None = None,
) -> SimulationSummary:
    """Simulate a scenario's window with the compiled loop.

    Parameters
    ----------
    scenario, population, calendar, seed, replication, sealed, on_progress
        As of `sim.model.simulate.simulate`.
    sink
        Takes the events; None for a run whose events nobody wants, which saves the time of making them.
    also
        Takes the rows that the events are made of.

    Raises
    ------
    BackendError
        If the scenario or the call needs what only the SimPy model can do: matching, keyed draws.
    """
    if sealed is not None:
        raise BackendError(
            "verifiable = true: must be false for the fast backend, which cannot key its draws; use simpy"
        )
    check_fast(scenario)
    compile_seconds = load_compiled(calendar)
    takers = [] if sink is None else [_taker(sink, population, replication)]
    with _Writing(takers if also is None else [*takers, also]) as writing:
        run = run_fast(
            scenario, population, calendar, writing.put, seed=seed, replication=replication, on_progress=on_progress
        )
    pace = Pace(compile_seconds=compile_seconds, loop_seconds=run.loop_seconds, write_seconds=writing.busy_seconds)
    return SimulationSummary(
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        filed=run.filed,
        opened_in_progress=run.opened_in_progress,
        pace=pace,
    )


def load_compiled(calendar: WorkCalendar) -> float:
    """Have everything compiled that the loop needs, or loaded if it has been, and return how many seconds that took."""
    started = time.perf_counter()
    court = with_changes(load_scenario("one-court"), {"window.days": 1})
    run_fast(court, build_population(court, seed=1), calendar, lambda _: None, seed=1)
    return time.perf_counter() - started


def _taker(sink: Any, population: Population, replication: int) -> TakeRows:
    """Return what hands rows to a sink: as columns where it takes them, else as events."""
    organisations = population.mediator_organisation
    if hasattr(sink, "append_rows"):
        columns = RowColumns(organisations, population.roster.court_province, replication=replication)
        return lambda rows: sink.append_rows(columns.batch(rows))
    events = RowEvents(organisations)
    return lambda rows: sink.append(list(events.events(rows)))


class _Writing:
    """A second thread that takes rows in order, a few days behind; an error of its own comes out at the next day."""

    def __init__(self, takers: Sequence[TakeRows]) -> None:
        self.busy_seconds = 0.0
        self._takers: Final = takers
        self._waiting: Final[Queue[NDArray[np.int64] | None]] = Queue(_DAYS_WAITING)
        self._error: BaseException | None = None
        self._thread: Final = Thread(target=self._run, name="rows", daemon=True)

    def put(self, rows: NDArray[np.int64]) -> None:
        """Hand over a copy of some rows."""
        if self._error is not None:
            raise self._error
        if len(rows) and self._takers:
            self._waiting.put(rows.copy())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._waiting.put(None)
        self._thread.join()
        if error is None and self._error is not None:
            raise self._error

    def _run(self) -> None:
        while (rows := self._waiting.get()) is not None:
            if self._error is None:
                started = time.perf_counter()
                try:
                    for take in self._takers:
                        take(rows)
                except BaseException as error:  # noqa: BLE001 - carried to the thread that can act on it
                    self._error = error
                self.busy_seconds += time.perf_counter() - started
