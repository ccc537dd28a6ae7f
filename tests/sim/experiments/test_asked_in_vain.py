"""What cannot be answered is refused before anything runs: a national run takes half a minute, and many may follow."""

import pytest

from sim.experiments.compare import compare
from sim.experiments.errors import ExperimentError
from sim.experiments.job import Job
from sim.experiments.marginal import marginal_worth
from sim.experiments.objective import check_objective, default_objective, read_objective
from sim.experiments.replicate import replicate
from sim.experiments.runner import Runner
from sim.experiments.select import check_selection, select_best
from sim.experiments.sensitivity import sensitivity
from sim.experiments.staff import staff_needed
from sim.experiments.staff_courts import by_court
from sim.experiments.staff_report import by_type
from sim.experiments.sweep import sweep
from sim.scenario.load import load_scenario, with_changes
from tests.sim.experiments.queues import mmc

COURT = load_scenario("one-court")
LARGER = with_changes(COURT, {"population.mediators": 13})
KEY = "population.mediators"
FEW, MANY = mmc(12, name="few"), mmc(13, name="many")


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
    ("measure", "ask"),
    [
        ("wait_men", lambda runner, measure: compare([FEW, MANY], seed=1, measure=measure, runner=runner)),
        ("wait_mean:nobody", lambda runner, measure: replicate(FEW, seed=1, measure=measure, runner=runner)),
        (
            "utilisation:callers",
            lambda runner, measure: sensitivity(
                FEW, {"run.target_wait": (0.1, 0.5)}, method="morris", seed=1, measure=measure, runner=runner
            ),
        ),
        (
            "wait_p99",
            lambda runner, measure: select_best(
                [FEW, MANY], ["a", "b"], method="ocba", seed=1, measure=measure, runner=runner
            ),
        ),
    ],
    ids=["compare", "replicate", "sensitivity", "select"],
)
def test_a_measure_that_a_queue_does_not_have_costs_no_run(measure, ask):
    """Classes and pools say before any run what a queue measures; nobody's class, or a pool's name for one, is none."""
    with Runner(run=never) as runner, pytest.raises(ExperimentError, match=rf"measure = {measure}: must be "):
        ask(runner, measure)


ASKS = {
    "compare": lambda runner, wish: compare([FEW, MANY], seed=1, runner=runner, **wish),
    "replicate": lambda runner, wish: replicate(FEW, seed=1, runner=runner, **wish),
    "sweep": lambda runner, wish: sweep(FEW, [{}], design="factorial", seed=1, runner=runner, **wish),
    "sensitivity": lambda runner, wish: sensitivity(
        COURT, {KEY: (10, 14)}, method="tornado", seed=1, runner=runner, **wish
    ),
    "by court": lambda runner, wish: by_court(COURT, default_objective(COURT), seed=1, runner=runner, **wish),
    "by type": lambda runner, wish: by_type(COURT, default_objective(COURT), seed=1, runner=runner, **wish),
    "marginal": lambda runner, wish: marginal_worth(COURT, seed=1, runner=runner, **wish),
}
MORE_ASKS = {
    "staff": lambda runner, wish: staff_needed(FEW, read_objective("wait_mean <= 1"), seed=1, runner=runner, **wish),
    "select": lambda runner, wish: select_best(
        [FEW, MANY], ["a", "b"], method="ocba", measure="wait_mean", seed=1, runner=runner, **wish
    ),
}


@pytest.mark.parametrize("confidence", [float("nan"), float("inf"), 0.0, 0.49, 0.99991, 1.0])
@pytest.mark.parametrize("ask", [*ASKS.values(), *MORE_ASKS.values()], ids=[*ASKS, *MORE_ASKS])
def test_a_confidence_out_of_bounds_costs_no_run(ask, confidence):
    """Whoever takes a confidence refuses what no interval can have, with the value and both bounds."""
    message = f"confidence = {confidence:g}: must be from 0.5 to 0.9999"
    with Runner(run=never) as runner, pytest.raises(ExperimentError, match=f"^{message}$"):
        ask(runner, {"confidence": confidence})


@pytest.mark.parametrize("replications", [-1, 0, 100_001, 10**20])
@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_runs_without_end_cost_no_run(ask, replications):
    """A number of runs that is none, or that no life is long enough for, is refused with both bounds."""
    message = r"replications = -?\d+: must be from \d to 100000"
    with Runner(run=never) as runner, pytest.raises(ExperimentError, match=message):
        ask(runner, {"replications": replications})


def test_as_many_runs_on_the_way_to_a_staff():
    """The search of a staff has the same bounds."""
    goal = read_objective("wait_mean <= 1")
    with Runner(run=never) as runner, pytest.raises(ExperimentError, match="replications = 100001: must be from 1 to"):
        staff_needed(FEW, goal, seed=1, search_replications=100_001, runner=runner)


@pytest.mark.parametrize(
    ("scenario", "text", "message"),
    [
        (FEW, "wait_men <= 1", "objective = wait_men <= 1: must be on one of arrived, served"),
        (FEW, "wait_mean@lobby <= 1", "must be on one of arrived"),
        (COURT, "service_level_offered >= 0.8", "must be on one of accepted_in_time_share"),
        (FEW, "arrived:callers >= 5", "must be on a measure that staff changes, not on what comes in"),
        (FEW, "wait_mean >= 5", "objective = wait_mean >= 5: must be <= a number, since lower is better"),
        (COURT, "accepted_in_time_share <= 0.5", "must be >= a number, since higher is better"),
    ],
)
def test_an_objective_that_staff_cannot_be_searched_by_costs_no_run(scenario, text, message):
    """A measure with a slip, one that staff does not change and a bound on the wrong side are named at once."""
    with Runner(run=never) as runner, pytest.raises(ExperimentError, match=message):
        staff_needed(scenario, read_objective(text), seed=1, runner=runner)


def test_a_type_is_staffed_by_a_measure_there_is():
    """By type, too, a slip in the objective costs no run."""
    with (
        Runner(run=never) as runner,
        pytest.raises(ExperimentError, match=r"objective = wait_men <= 1: must be on one of"),
    ):
        by_type(COURT, read_objective("wait_men <= 1"), seed=1, runner=runner)


def test_utilisation_may_be_held_on_either_side():
    """Neither way of a measure that is better neither low nor high is the wrong one."""
    for text in ("utilisation <= 0.8", "utilisation:agents >= 0.6"):
        check_objective(read_objective(text), FEW)


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
