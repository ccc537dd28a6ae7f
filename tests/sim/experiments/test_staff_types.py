"""The staff of each dispute type by itself."""

from math import isclose

import pytest

from sim.experiments.errors import ExperimentError
from sim.experiments.job import change_any, load_any
from sim.experiments.objective import default_objective
from sim.experiments.runner import Runner
from sim.experiments.staff_report import by_type
from sim.experiments.staff_types import _only
from sim.scenario.population import SyntheticPopulation
from sim.scenario.scenario import Scenario


def platform(preset: str, **changes: object) -> Scenario:
    """A preset of the platform, changed."""
    found = change_any(load_any(preset), {key.replace("__", "."): value for key, value in changes.items()})
    assert isinstance(found, Scenario)
    return found


def test_each_type_of_a_preset_is_staffed():
    """Every type with cases has a staff, though its cases settle more or less often than all cases do."""
    plan = platform("one-court", window__days=14)
    with Runner() as runner:
        report = by_type(plan, default_objective(plan), seed=1, replications=2, runner=runner)

    assert [need.unit for need in report.needs] == [entry.name.value for entry in plan.cases.dispute_type]
    assert all(need.required >= 1 and need.value is not None and need.value.high <= 1.0 for need in report.needs)


def test_a_window_without_cases_of_a_type_is_said_to_be_short():
    """Where a run has no case of a type, the refusal says so instead of naming a number that is none."""
    plan = platform("one-court", window__days=5)
    with Runner() as runner, pytest.raises(ExperimentError, match=r"^objective = .* a longer window has more$"):
        by_type(plan, default_objective(plan), seed=1, replications=2, runner=runner)


@pytest.mark.parametrize("preset", ["one-court", "national-2020", "literal-seed", "international-commercial"])
def test_a_type_alone_keeps_how_its_cases_end(preset):
    """Closing codes settle what the type settles; codes of one side keep their proportions."""
    plan = platform(preset)
    assert isinstance(plan.population, SyntheticPopulation)
    before = plan.closing.code_shares
    for entry in plan.cases.dispute_type:
        alone = _only(plan, plan.population, entry.name.value, entry.share, 100_000)
        assert isinstance(alone, Scenario)
        after = alone.closing.code_shares

        assert isclose(sum(after[:2]), entry.settled_share)
        assert isclose(sum(after), 1.0)
        assert isclose(after[0] * before[1], after[1] * before[0])
        assert isclose(after[2] * before[7], after[7] * before[2])
