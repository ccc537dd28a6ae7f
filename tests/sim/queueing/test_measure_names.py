"""What a queue measures is known before it runs."""

import pytest

from sim.queueing.load import load_queue
from sim.queueing.measure_names import measure_names
from sim.queueing.run import run_queue


@pytest.mark.parametrize(
    "name", ["textbook/deterministic", "textbook/jackson", "textbook/mm1-transient", "textbook/n-model"]
)
def test_the_names_are_those_of_a_run(name):
    """One station or several, classes and pools, numbers at instants and between: a run gives just these, in order."""
    scenario = load_queue(name)

    assert list(measure_names(scenario)) == list(run_queue(scenario, seed=1).measures)
