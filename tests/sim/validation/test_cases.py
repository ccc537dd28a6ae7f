"""The cases of the validation: exact values from the scenario itself, and agreement with both backends."""

import dataclasses

import pytest

from sim.experiments.runner import Runner
from sim.queueing.load import with_changes
from sim.validation.case import Horizon
from sim.validation.catalogue import CASES, chosen
from sim.validation.errors import ValidationError
from sim.validation.validate import jobs_of, validate

PUBLISHED = {
    # simulation.md's table: values of textbooks and other simulators' documentation
    ("mm1", "wait_mean"): 4.0,
    ("erlang-c", "wait_probability"): 0.183889,
    ("erlang-c", "service_level_offered"): 0.899080,
    ("erlang-a", "abandonment_share"): 0.029679,
    ("erlang-a", "service_level_patient"): 0.967872,
    ("mm2-3", "blocked_share"): 0.049360,
    ("erlang-b-10", "blocked_share"): 0.214582,
    ("mm14", "wait_probability"): 0.174132,
    ("mm13", "wait_mean"): 26.557 / 60,
    ("md1", "wait_mean"): 2.0,
    ("me21", "wait_mean"): 3.0,
    ("mln1", "wait_mean"): 10.0,
    ("priority-mm1", "time_in_system_mean:second"): 6.0,
    ("jackson", "time_in_system_mean"): 2.068897,
    ("x-model", "wait_mean"): 0.323363,
    ("i-model", "wait_mean:a"): 0.509434,
    ("mm1-transient", "in_system_between:0:1000"): 3.9,
    ("mt-m-inf", "in_system_at:6"): 495.392 / 5,
    ("busy-day", "arrived"): 1_660.0,
    ("deterministic", "served"): 50.0,
    ("deterministic", "last_departure"): 100.5,
}


def case_of(name):
    """The case of a name."""
    return next(case for case in CASES if case.name == name)


def shortened(case, share):
    """The same case with shorter runs."""
    fast = Horizon(runs=min(case.fast.runs, 20), length=case.fast.length * share)
    return dataclasses.replace(case, fast=fast)


@pytest.mark.parametrize(("name", "measure"), PUBLISHED)
def test_exact_values_are_the_published_ones(name, measure):
    """The formulas, fed from the scenario, give what textbooks and other tools print."""
    exact = case_of(name).exact(case_of(name).scenario("fast"))[measure]

    assert exact == pytest.approx(PUBLISHED[name, measure], rel=2e-4)


def test_there_are_enough_cases():
    """At least 40 measures over at least 20 scenarios, each name only once, each backend with enough runs."""
    measures = {(case.name, name) for case in CASES for name in case.exact(case.scenario("fast"))}

    assert len(measures) >= 40
    assert len(CASES) >= 20
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(case.horizon(each).runs >= 8 for case in CASES if case.random for each in ("fast", "simpy"))


def test_exact_values_follow_the_scenario():
    """Another rate in the scenario is another exact value, with nothing else changed."""
    case = case_of("mm1")
    slower = with_changes(case.scenario("fast"), {"class.customers.arrivals.rate": 0.5})

    assert case.exact(slower)["wait_mean"] == pytest.approx(1.0)


def test_backends_have_random_numbers_of_their_own():
    """No replication of one backend shares its words with one of the other."""
    fast, simpy = (
        {(job.seed, job.replication) for job in jobs_of(case_of("erlang-c"), backend, 1)}
        for backend in ("fast", "simpy")
    )

    assert not fast & simpy


@pytest.mark.parametrize("name", ["erlang-c", "md1", "mm2-3", "erlang-b-10", "priority-mm3", "w-model", "tandem"])
def test_the_compiled_loop_agrees_in_short_runs(name):
    """A fiftieth of the full run lies within four standard errors of theory."""
    with Runner() as runner:
        scores = validate([shortened(case_of(name), 0.02)], seed=11, runner=runner, backends=["fast"])

    assert max(abs(score.z) for score in scores) < 4, scores


def test_the_simpy_model_agrees_in_short_runs():
    """The readable model lies within four standard errors of theory."""
    with Runner() as runner:
        scores = validate(chosen(["mm2-3", "erlang-b-10"]), seed=11, runner=runner, backends=["simpy"])

    assert {score.verdict for score in scores} == {"agrees"}, scores


@pytest.mark.parametrize("backend", ["fast", "simpy"])
def test_without_chance_the_numbers_are_equal(backend):
    """Clockwork scenarios give exactly what counting gives."""
    with Runner() as runner:
        scores = validate(chosen(["No chance"]), seed=3, runner=runner, backends=[backend])

    assert len(scores) == 15
    assert all(score.estimate == score.exact and score.z == 0 for score in scores), scores


def test_a_wrong_scenario_is_found_out():
    """Services a tenth longer than the formula thinks are judged to differ."""
    case = dataclasses.replace(
        shortened(case_of("mm1"), 0.02), changes={"class.customers.service": {"kind": "exponential", "mean": 1.1}}
    )
    right = case_of("mm1").exact
    wrong = dataclasses.replace(
        case, exact=lambda s: right(with_changes(s, {"class.customers.service.mean": 1.0})), name="wrong"
    )
    with Runner() as runner:
        scores = validate([wrong], seed=5, runner=runner, backends=["fast"])

    assert {score.measure: score.verdict for score in scores}["utilisation"] == "differs"


def test_an_unknown_case_is_refused():
    """A name that is neither case nor family is one clear error that lists them."""
    with pytest.raises(ValidationError, match="case = nowhere: must be one of"):
        chosen(["nowhere"])


@pytest.mark.full
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_agrees_in_full(case):
    """Every measure of every case agrees with theory on both backends, with a seed of its own."""
    with Runner() as runner:
        scores = validate([case], seed=2, runner=runner)

    assert {score.verdict for score in scores} == {"agrees"}, [each for each in scores if each.verdict == "differs"]
