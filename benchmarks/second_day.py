"""A simulation stopped after its first day, so that the second can be timed alone.

`sim.model.simulate.simulate` is one call, and most of what it does for a short window is to find and seat the cases
that are open when the window begins. It therefore runs in a thread of its own that waits where a day is over; only
one of the two threads is ever at work.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Event as Signal
from threading import Thread

import msgspec

from benchmarks.label import digest
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from engine.events.records import Event, Filed
from sim.model.simulate import SimulationSummary, simulate
from sim.population.population import Population
from sim.scenario.scenario import Scenario

DAYS = 2
"""Length of a window with one day to be waited out and one to be timed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class World:
    """What is simulated."""

    scenario: Scenario
    """With a window of `DAYS` days."""
    population: Population
    calendar: WorkCalendar
    seed: int


@dataclass(kw_only=True)
class Kept:
    """An event sink that keeps batches as they come, at next to no cost."""

    batches: list[Sequence[Event]] = field(default_factory=list[Sequence[Event]])

    def append(self, events: Sequence[Event]) -> None:
        """Keep a batch."""
        self.batches.append(events)

    def since(self, at_us: int) -> list[Event]:
        """Return the events recorded at an instant or later."""
        return [event for batch in self.batches for event in batch if event.recorded_at >= at_us]


class SecondDay:
    """A simulation that has come to the end of its first day and waits.

    Parameters
    ----------
    world
        What to simulate.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._sink = Kept()
        self._arrived, self._released = Signal(), Signal()
        self._summary: Future[SimulationSummary] = Future()
        # A daemon, because a benchmark that fails before `finish` must not keep the interpreter from ending.
        Thread(target=self._simulate, daemon=True).start()
        self._arrived.wait()

    def finish(self) -> SimulationSummary:
        """Simulate the second day.

        Raises
        ------
        SimError, EngineError
            Whatever the simulation raised, on its first day or now.
        """
        self._released.set()
        return self._summary.result()

    @property
    def events(self) -> list[Event]:
        """The second day's events, once it is finished."""
        window = self._world.scenario.window
        return self._sink.since(local_midnight_us(window.starts_on) + (DAYS - 1) * DAY_US)

    def _simulate(self) -> None:
        world = self._world
        try:
            summary = simulate(
                world.scenario,
                world.population,
                world.calendar,
                self._sink,
                seed=world.seed,
                on_progress=self._wait_after_first_day,
            )
            self._summary.set_result(summary)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the result
            self._summary.set_exception(error)
        finally:
            self._arrived.set()

    def _wait_after_first_day(self, share: float) -> None:
        if share >= 1 / DAYS and not self._arrived.is_set():
            self._sink.batches.clear()
            self._arrived.set()
            self._released.wait()


def filings(events: Sequence[Event]) -> int:
    """Return how many of the events are filings."""
    return sum(isinstance(event, Filed) for event in events)


def checksum(events: Sequence[Event]) -> str:
    """Return a digest of events and their order."""
    return digest(msgspec.msgpack.encode(events))
