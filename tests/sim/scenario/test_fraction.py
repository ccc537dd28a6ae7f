"""A share of a scenario has the shape of the whole."""

from datetime import date

import pytest

from sim.errors import ScenarioError
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of, fraction_of_the_nation
from sim.scenario.load import load_scenario, scenario_from


def counts(scenario):
    """Courts, of them intermediate, organisations, mediators, and cases a year."""
    people = scenario.population
    return (
        people.courts,
        people.intermediate_courts,
        people.organisations,
        people.mediators,
        scenario.arrivals.cases_per_year,
    )


def test_a_tenth_has_a_tenth_of_everything():
    """Every count is a tenth, and nothing else changes but what is asked for."""
    whole, tenth = load_scenario("national-2020"), fraction_of_the_nation(0.1, **{"window.days": 3})

    assert counts(tenth) == (350, 41, 3294, 16533, 799_300)
    assert tenth.window.days == 3
    assert (tenth.offers, tenth.durations, tenth.cases) == (whole.offers, whole.durations, whole.cases)


def test_a_thousandth_keeps_every_tier_of_every_province():
    """Where the counts would be too small for the ladder, courts stay, each with an organisation and a mediator."""
    small = fraction_of_the_nation(0.0001)

    assert counts(small) == (100, 34, 100, 100, 799)
    assert build_population(small, seed=1).roster.courts == 100


@pytest.mark.parametrize("name", ["national-2020", "one-court"])
@pytest.mark.parametrize("share", [1.0, 0.5, 0.01])
def test_any_share_of_a_preset_is_a_scenario(name, share):
    """Shares of every preset keep the rules between keys, and all of it is the preset itself."""
    whole = load_scenario(name)
    part = fraction_of(whole, share)

    assert all(some <= every for some, every in zip(counts(part), counts(whole), strict=True))
    assert (part == whole) == (share == 1.0)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1, float("nan")])
def test_no_share_is_refused(share):
    """Nothing, and more than everything, is no share."""
    with pytest.raises(ScenarioError, match=r"share = .*: must be above 0 and at most 1"):
        fraction_of_the_nation(share)


def test_own_rosters_are_taken_whole_or_not_at_all(tmp_path):
    """A user's own courts cannot be scaled; all of them pass, other keys changed."""
    for name in ("c.csv", "m.csv"):
        (tmp_path / name).touch()
    values = load_scenario("one-court").model_dump()
    values["population"] = {"kind": "csv", "courts_file": "c.csv", "mediators_file": "m.csv"}
    own = scenario_from(values, file="own.toml", folder=tmp_path)

    assert fraction_of(own, 1.0, {"window.starts_on": date(2020, 9, 7)}).window.starts_on == date(2020, 9, 7)
    with pytest.raises(ScenarioError, match=r"population\.kind"):
        fraction_of(own, 0.5)
