"""What cannot be answered is refused before anything runs: a national run takes half a minute, and many may follow."""

import pytest

from sim.experiments.compare import compare
from sim.experiments.errors import ExperimentError
from sim.experiments.job import Job
from sim.experiments.replicate import replicate
from sim.experiments.runner import Runner
from sim.experiments.select import check_selection, select_best
from sim.experiments.sensitivity import sensitivity
from sim.scenario.load import load_scenario, with_changes

COURT = load_scenario("one-court")
LARGER = with_changes(COURT, {"population.mediators": 13})
KEY = "population.mediators"


def never(job: Job) -> dict[str, float]:
    """A simulation that must not be asked for."""
    raise AssertionError(f"{job.scenario.name} was run")


@pytest.mark.parametrize(
    "ask",
    [
        lambda runner: compare([COURT, LARGER], names=["a", "b"], seed=1, measure="wait_men", runner=runner),
        lambda runner: replicate(COURT, seed=1, measure="wait_men", runner=runner),
        lambda runner: sensitivity(COURT, {KEY: (10, 14)}, method="tornado", seed=1, measure="wait_men", runner=runner),
    ],
    ids=["compare", "replicate", "sensitivity"],
)
def test_a_measure_with_a_slip_costs_no_run(ask):
    """A measure that no run of the platform has is named, with those that there are, and nothing was simulated."""
    with (
        Runner(run=never) as runner,
        pytest.raises(ExperimentError, match=r"measure = wait_men: must be of accepted_in"),
    ):
        ask(runner)


@pytest.mark.parametrize(
    ("method", "wish", "message"),
    [
        ("kn", {}, "indifference: must be given for kn"),
        ("kn", {"indifference": 0.0}, "indifference = 0.0: must be above 0"),
        ("kn", {"indifference": float("nan")}, "indifference = nan: must be above 0"),
        ("kn", {"indifference": float("inf")}, "indifference = inf: must be above 0 and finite"),
        ("kn", {"indifference": 0.1, "budget": 50}, "budget = 50: must be left out for kn"),
        ("ocba", {"measure": "cases"}, "measure = cases: must be one that is better low or high"),
        ("ocba", {"budget": 19}, "budget = 19: must be at least 20, 10 first runs of each of 2 scenarios"),
        ("ocba", {"budget": 50, "indifference": 0.1}, "indifference = 0.1: must be left out for ocba"),
    ],
)
def test_a_selection_that_cannot_be_made_costs_no_run(method, wish, message):
    """An indifference or a budget that is missing, out of its bounds or the other method's is refused at once."""
    with Runner(run=never) as runner, pytest.raises(ExperimentError, match=message):
        select_best(
            [COURT, LARGER], ["a", "b"], method=method, seed=1, runner=runner, **{"measure": "wait_mean_hours", **wish},
        )  # fmt: skip


def test_the_smallest_budget_is_enough():
    """So many runs as each scenario has at first may be asked for, and no indifference is too small."""
    check_selection("ocba", 3, measure=None, indifference=None, budget=30)
    check_selection("ocba", 3, measure=None, indifference=None, budget=None)
    check_selection("kn", 3, measure="wait_mean", indifference=1e-9, budget=None)
