"""What-ifs at a date: what a file may say about them, and what it is told when it says something impossible."""

from datetime import date

import pytest

from sim.assumptions import assumptions_used
from sim.scenario.load import load_scenario, with_changes
from tests.sim.scenario.broken import lines_for, lines_of_file

WINDOW = "2020-08-24 to 2020-08-30"
TEXT = """
base = "national-2020"
name = "what-if"
title = { en = "What if", zh = "假设" }

[[arrivals.surge]]
starts_on = 2020-08-26
ends_on = 2020-08-28
factor = 2

[[change]]
on = 2020-08-27
kind = "outage"
share = 0.5
until = 2020-08-29
court = 17

[[change]]
on = 2020-08-28
kind = "policy"
name = "least_loaded"
"""


def day(number: int) -> date:
    """A day of August 2020; the window is the 24th to the 30th."""
    return date(2020, 8, number)


def outage(on: int, until: int | None = None, **more: object) -> dict[str, object]:
    """An outage of everybody."""
    ends = {} if until is None else {"until": day(until)}
    return {"kind": "outage", "on": day(on), "share": 1.0, **ends, **more}


def surge(first: int, last: int) -> dict[str, object]:
    """A surge of those days."""
    return {"starts_on": day(first), "ends_on": day(last), "factor": 2.0}


def adopts(on: int, name: str) -> dict[str, object]:
    """A change of policy."""
    return {"kind": "policy", "on": day(on), "name": name}


@pytest.fixture
def file(tmp_path):
    """A file with a surge, an outage of a court and a change of policy."""
    path = tmp_path / "own.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_file_says_what_changes_and_when(file):
    """Everything in the file arrives, numbers as numbers and what is left out as nothing."""
    scenario = load_scenario(str(file))
    (rise,) = scenario.arrivals.surge
    away, adopted = scenario.change

    assert (rise.starts_on, rise.ends_on, rise.factor) == (day(26), day(28), 2.0)
    assert away.model_dump() == {"on": day(27), "kind": "outage", "share": 0.5, "until": day(29), "court": 17}
    adoption = {"on": day(28), "kind": "policy", "name": "least_loaded"}
    assert adopted.model_dump(exclude_none=True) == adoption


def test_every_number_of_it_is_documented(file):
    """Pages that list what a run rests on name the numbers of surges and changes by their place."""
    keys = {used.key: used.value for used in assumptions_used(load_scenario(str(file)))}

    assert {key: value for key, value in keys.items() if "surge" in key or "change" in key} == {
        "arrivals.surge.1.factor": 2.0,
        "change.1.share": 0.5,
        "change.1.court": 17,
    }


def test_a_change_of_policy_has_the_numbers_of_a_policy():
    """All settings of an adopted policy are documented as those of `[policy]` are."""
    settings = {"band_width_milli": 500, "sample_size": 3, "by_weight": True}
    scenario = with_changes(load_scenario("one-court"), {"change": [adopts(25, "power_of_d") | settings]})
    used = {each.key: each.value for each in assumptions_used(scenario) if each.key.startswith("change")}

    assert used == {f"change.1.{name}": value for name, value in settings.items()}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ([outage(31)], f"change #1.on = 2020-08-31: must be a day of the window, {WINDOW}"),
        ([adopts(23, "deck")], f"change #1.on = 2020-08-23: must be a day of the window, {WINDOW}"),
        ([outage(26, 26)], "change #1.until = 2020-08-26: must be later than on = 2020-08-26"),
        (
            [outage(24), outage(26, 27, court=2)],
            "change #2.on = 2020-08-26: must not fall into the outage #1 of the whole nation, 2020-08-24 to 2020-08-30",
        ),
        (
            [outage(26, 28, court=2), outage(25, 27, court=2)],
            "change #2.on = 2020-08-25: must not fall into the outage #1 of court 2, 2020-08-26 to 2020-08-27",
        ),
        ([outage(24, court=3502)], "change #1.court = 3502: must be below population.courts = 3502: they count from 0"),
        (
            [adopts(25, "batch_optimal")],
            'change #1.name = "batch_optimal": must be a policy that draws: matching goes by windows that begin with',
        ),
        ([outage(24, share=0.0)], "change #1.share = 0.0: must be above 0"),
        ([outage(24, share=1.5)], "change #1.share = 1.5: must be at most 1"),
        ([outage(24, duration=3)], "change #1.duration = 3: must be a known key"),
        ([{"on": day(24), "kind": "strike"}], 'change #1.kind = "strike": must be one of outage, policy'),
        ([adopts(25, "decks")], 'change #1.name = "decks": must be one of'),
    ],
)
def test_an_impossible_change_is_named_with_its_bound(changes, line):
    """One line with key, value and bound, and no other line beside it."""
    (found,) = lines_for("national-2020", {"change": changes})

    assert found.startswith(line)


def test_a_return_after_the_window_is_refused_with_the_way_out():
    """They may be back on the day after the window; a later day is left out, not written down."""
    (late,) = lines_for("national-2020", {"change": [{**outage(26), "until": date(2020, 9, 1)}]})

    assert lines_for("national-2020", {"change": [outage(26, 31)]}) == []
    assert late == (
        "change #1.until = 2020-09-01: must be at most 2020-08-31, the day after the window; leave it out if they are "
        "away to its end"
    )


def test_matching_and_a_change_of_policy_exclude_each_other():
    """A scenario whose cases wait for the end of a window keeps its policy."""
    (found,) = lines_for("national-2020", {"policy.name": "batch_optimal", "change": [adopts(25, "deck")]})

    assert found.startswith('change #1.kind = "policy": must be no change of policy where policy.name = batch_optimal')


@pytest.mark.parametrize(
    ("surges", "line"),
    [
        ([surge(23, 25)], f"arrivals.surge #1.starts_on = 2020-08-23: must be a day of the window, {WINDOW}"),
        ([surge(25, 31)], f"arrivals.surge #1.ends_on = 2020-08-31: must be a day of the window, {WINDOW}"),
        (
            [surge(27, 26)],
            "arrivals.surge #1.ends_on = 2020-08-26: must be no earlier than starts_on = 2020-08-27",
        ),
        (
            [surge(24, 26), surge(26, 27)],
            "arrivals.surge #2.starts_on = 2020-08-26: must share no day with surge #1, 2020-08-24 to 2020-08-26",
        ),
        ([surge(24, 25) | {"factor": 101}], "arrivals.surge #1.factor = 101: must be at most 100"),
        ([surge(24, 25) | {"factor": 0}], "arrivals.surge #1.factor = 0: must be above 0"),
    ],
)
def test_an_impossible_surge_is_named_with_its_bound(surges, line):
    """One line with key, value and bound, and no other line beside it."""
    assert lines_for("national-2020", {"arrivals.surge": surges}) == [line]


def test_outages_of_other_courts_and_of_other_days_may_stand_together():
    """Two courts at once, and one outage that begins on the day another ends, are allowed."""
    changes = [outage(24, 26, court=1), outage(25, 27, court=2), outage(27, 28), outage(28)]

    assert lines_for("national-2020", {"change": changes}) == []


def test_all_mistakes_are_told_at_once(file):
    """Wrong changes do not hide one another, nor the mistakes of other sections."""
    text = TEXT.replace("2020-08-26", "2020-08-20").replace("17", "4000").replace("least_loaded", "batch_optimal")
    file.write_text(f"{text}\n[cases]\nsettled_share = 2.0\n", encoding="utf-8")

    assert [line.split(" = ")[0] for line in lines_of_file(file)] == [
        "cases.settled_share",
        "arrivals.surge #1.starts_on",
        "change #1.court",
        "change #2.name",
    ]
