"""What the model did to the assignment core is all in its events."""

import pytest

from engine.core.assignment import AssignmentCore
from sim.model import simulate as simulation
from sim.scenario.fraction import fraction_of_the_nation
from tests.engine.core.invariants import check_invariants
from tests.engine.core.reading import fingerprint
from tests.sim.model.conftest import simulated


@pytest.mark.parametrize("mediators", [1_650, 1_000, 500])
def test_replaying_the_events_gives_the_same_state(calendar, monkeypatch, mediators):
    """A fresh core fed with the events is equal to the one that was simulated with, byte for byte, crowded or not."""
    cores = []

    class Kept(AssignmentCore):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            cores.append(self)

    monkeypatch.setattr(simulation, "AssignmentCore", Kept)
    scenario = fraction_of_the_nation(0.01, **{"population.mediators": mediators})
    run = simulated(scenario, calendar)
    (used,) = cores
    fresh = AssignmentCore(run.population.roster, used.settings)

    fresh.replay(run.events)

    assert fingerprint(fresh) == fingerprint(used)
    check_invariants(used)
