"""The fast loop as a backend: the same call as the SimPy model's, its events written while the loop runs on."""

from collections.abc import Callable
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
from sim.fast.simulate import run_fast
from sim.model.simulate import SimulationSummary
from sim.model.words import SealedWords
from sim.population.population import Population
from sim.scenario.scenario import Scenario

_DAYS_WAITING: Final = 4
"""Days of rows that may wait to be written: the loop is held up beyond, so memory does not follow the run's length."""


def simulate_fast(
    scenario: Scenario,
    population: Population,
    calendar: WorkCalendar,
    sink: EventSink,
    *,
    seed: int,
    replication: int = 0,
    sealed: SealedWords | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> SimulationSummary:
    """Simulate a scenario's window with the compiled loop; parameters as of `sim.model.simulate.simulate`.

    Raises
    ------
    BackendError
        If the scenario or the call needs what only the SimPy model can do: matching, keyed draws.
    """
    if sealed is not None:
        raise BackendError(
            "verifiable = true: must be false for the fast backend, which cannot key its draws; use simpy"
        )
    take = _taker(sink, population, replication)
    with _Writing(take) as writing:
        run = run_fast(
            scenario, population, calendar, writing.put, seed=seed, replication=replication, on_progress=on_progress
        )
    return SimulationSummary(
        starts_at=run.starts_at, ends_at=run.ends_at, filed=run.filed, opened_in_progress=run.opened_in_progress
    )


def _taker(sink: Any, population: Population, replication: int) -> Callable[[NDArray[np.int64]], None]:
    """Return what hands rows to a sink: as columns where it takes them, else as events."""
    organisations = population.mediator_organisation
    if hasattr(sink, "append_rows"):
        columns = RowColumns(organisations, population.roster.court_province, replication=replication)
        return lambda rows: sink.append_rows(columns.batch(rows))
    events = RowEvents(organisations)
    return lambda rows: sink.append(list(events.events(rows)))


class _Writing:
    """A second thread that takes rows in order, a few days behind; an error of its own comes out at the next day."""

    def __init__(self, take: Callable[[NDArray[np.int64]], None]) -> None:
        self._take: Final = take
        self._waiting: Final[Queue[NDArray[np.int64] | None]] = Queue(_DAYS_WAITING)
        self._error: BaseException | None = None
        self._thread: Final = Thread(target=self._run, name="rows", daemon=True)

    def put(self, rows: NDArray[np.int64]) -> None:
        """Hand over a copy of some rows."""
        if self._error is not None:
            raise self._error
        if len(rows):
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
                try:
                    self._take(rows)
                except BaseException as error:  # noqa: BLE001 - carried to the thread that can act on it
                    self._error = error
