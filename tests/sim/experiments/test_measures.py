"""What a run measures is known before it runs: a wish for another measure costs no run."""

import pytest

from sim.experiments.job import Job, change_any, load_any
from sim.experiments.measures import measured_by
from sim.experiments.runner import Runner


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("one-court", {"window.days": 2}),
        ("textbook/deterministic", {}),
        ("textbook/jackson", {}),
        ("textbook/mm1-transient", {}),
        ("textbook/n-model", {}),
    ],
)
def test_the_names_are_those_of_a_run(name, changes):
    """The platform, one station or several, classes, pools, numbers at instants and between: a run has just these."""
    scenario = change_any(load_any(name), changes)
    with Runner() as runner:
        (measures,) = runner.run([Job(scenario=scenario, seed=1, replication=0)])

    assert sorted(measured_by(scenario)) == sorted(measures)
