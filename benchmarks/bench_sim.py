"""A simulated day of a tenth of the nation, in its steady state.

There is no rival: the model drives the compiled core event by event, and the core's plain-Python reference, which
counts every case of the nation anew for each question, was written to be obviously right and would lose by any
margin one likes.
"""

import gc

import pytest

from benchmarks.label import Label, Timing, attach
from benchmarks.second_day import DAYS, SecondDay, World, checksum, filings
from benchmarks.sizes import SIMULATED_SHARE
from engine.calendar.calendar import WorkCalendar
from sim.model.simulate import SimulationSummary
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation

_SEED = 1
_ROUNDS = 5


@pytest.fixture(scope="module")
def world(share: float) -> World:
    """A tenth of the nation; its second day is an ordinary Tuesday."""
    scenario = fraction_of_the_nation(SIMULATED_SHARE * share, **{"window.days": DAYS})
    population = build_population(scenario, seed=_SEED)
    return World(scenario=scenario, population=population, calendar=WorkCalendar.china(), seed=_SEED)


def test_simulated_day(benchmark: Timing, world: World) -> None:
    """From midnight to midnight: filings, offers, answers, closings; events made and handed over, not written."""
    days: list[SecondDay] = []

    def begin() -> None:
        days.clear()
        gc.collect()  # or the last round's garbage is cleared away in this one
        days.append(SecondDay(world))

    def finish() -> SimulationSummary:
        return days[0].finish()

    summary = benchmark.pedantic(finish, setup=begin, rounds=_ROUNDS)

    events, roster = days[0].events, world.population.roster
    label = Label(
        name="simulated day",
        subject="sim",
        size=f"{roster.mediators:,} mediators, {roster.courts:,} courts, "
        f"{summary.opened_in_progress:,} cases open before, {len(events):,} events",
        checksum=checksum(events),
        items=filings(events),
        item="cases",
    )
    attach(label, benchmark)
