"""Every verdict follows from the numbers beside it."""

import msgspec
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.reproduce.figures import Achievements, missed_figures, published_figures
from tests.sim.reproduce.measured import measures_of_a_week

CALENDAR = WorkCalendar.china(2018, 2021)


def figures(**changes):
    """Return the figures of a week, by id."""
    run = Achievements(
        measures=measures_of_a_week(**changes),
        courts=3_502,
        calendar=CALENDAR,
        preset="national-2020",
        ordinary_week_excess=0.034,
    )
    return {figure.id: figure for figure in published_figures(run)}


def test_there_is_a_record_for_each_figure_from_a_to_o():
    """Fifteen figures, in order, each with a reading in both languages and a source."""
    found = figures()

    assert "".join(found) == "abcdefghijklmno"
    for figure in found.values():
        assert figure.reading["en"]
        assert figure.reading["zh"]
        assert figure.source


def test_a_week_at_the_published_rates_reproduces_them():
    """A week at 66 a minute, 17,000 pre-filing settlements a workday and 65.04 % success reproduces a, b, c, d, m."""
    found = figures()

    assert [found[name].verdict for name in "abcdm"] == ["reproduced"] * 5
    assert found["a"].relative_error == pytest.approx(0.0, abs=1e-3)
    assert found["c"].achieved == pytest.approx(28_800 / 17_000, rel=1e-3)


def test_the_contradictory_readings_contradict():
    """The six readings of f to j come out as contradictions of the figure each is inconsistent with."""
    found = figures()

    assert {name: found[name].verdict for name in "fghij"} == {
        "f": "contradicts e",
        "g": "contradicts a",
        "h": "contradicts b",
        "i": "contradicts c",
        "j": "contradicts c",
    }
    assert found["f"].achieved == pytest.approx(66 * 480 * 711, rel=1e-3)
    assert found["g"].achieved == pytest.approx(66 * 1_440 * 366, rel=1e-3)
    assert found["h"].achieved == pytest.approx(66 * 480, rel=1e-3)
    assert found["i"].achieved == pytest.approx(28_800 / (17_000 * 0.6504), rel=1e-3)


def test_what_is_not_simulated_says_so():
    """Figures the preset does not simulate have no achieved value and claim nothing."""
    found = figures()

    for name in "eklno":
        assert (found[name].achieved, found[name].verdict) == (None, "not modelled yet")


@pytest.mark.parametrize(("name", "changes"), [("a", {"accepted": 150_000}), ("d", {"settled": 60_000})])
def test_a_figure_that_is_missed_says_so(name, changes):
    """A rate outside its tolerance contradicts the published figure, and counts as missed."""
    found = figures(**changes)

    assert found[name].verdict == f"contradicts {name}"
    assert name in missed_figures(msgspec.to_builtins(list(found.values())))


def test_a_bound_is_met_from_below():
    """One settlement in more than two seconds misses `at most 2 s`; any faster pace meets it."""
    assert figures(pre_filing=70_000)["c"].verdict == "contradicts c"
    assert figures(pre_filing=140_000)["c"].verdict == "reproduced"


def test_one_court_missing_is_noticed():
    """The count of courts is exact: 3,501 is not 3,502."""
    run = Achievements(
        measures=measures_of_a_week(), courts=3_501, calendar=CALENDAR, preset="national-2020", ordinary_week_excess=0.0
    )

    assert {figure.id: figure.verdict for figure in published_figures(run)}["m"] == "contradicts m"
