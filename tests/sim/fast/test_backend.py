"""What the fast backend refuses, and what happens to an error on the way out."""

import pytest

from engine.calendar.calendar import WorkCalendar
from sim.backends import default_backend
from sim.errors import BackendError
from sim.event_file import write_events
from sim.fast.backend import simulate_fast
from sim.population.build import build_population
from sim.scenario.load import load_scenario, with_changes


class FullDisk:
    """A sink that fails at its second batch."""

    def __init__(self) -> None:
        self.batches = 0

    def append(self, events):  # noqa: ARG002 - what a sink is handed
        self.batches += 1
        if self.batches == 2:
            raise OSError("no space left")


def test_an_error_of_the_sink_stops_the_run():
    """A sink that cannot take more events ends the simulation with its own error, though another thread met it."""
    court = load_scenario("one-court")
    with pytest.raises(OSError, match="no space left"):
        simulate_fast(court, build_population(court, seed=1), WorkCalendar.china(), FullDisk(), seed=1)


def test_matching_is_refused_with_its_name():
    """The declared gap of the loop is named before anything runs, with the backend that has it."""
    court = with_changes(load_scenario("one-court"), {"policy.name": "batch_optimal"})
    with pytest.raises(BackendError, match=r"policy\.name = batch_optimal.*simpy"):
        simulate_fast(court, build_population(court, seed=1), WorkCalendar.china(), FullDisk(), seed=1)


def test_keyed_draws_are_refused(tmp_path):
    """Draws that can be verified are the SimPy model's."""
    court = load_scenario("one-court")
    people, calendar = build_population(court, seed=1), WorkCalendar.china()
    with pytest.raises(BackendError, match="verifiable"):
        write_events(simulate_fast, court, people, calendar, tmp_path, 1, verifiable=True, on_progress=None)


def test_the_default_backend_is_the_fastest_that_can():
    """The loop, but for matching and keyed draws."""
    court = load_scenario("one-court")
    matching = with_changes(court, {"policy.name": "batch_optimal"})
    assert default_backend(court, verifiable=False) == "fast"
    assert default_backend(court, verifiable=True) == "simpy"
    assert default_backend(matching, verifiable=False) == "simpy"
