"""What a run of the platform says to the published figures."""

from datetime import date

import pytest
from msgspec.structs import replace

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_midnight_us
from sim.reproduce.platform import LAUNCH, PUBLISHED_PRESETS, Achievements, published_figures, since_launch
from tests.sim.reproduce.measured import measures_of_a_week

CALENDAR = WorkCalendar.china(2018, 2021)


def achieved(preset="national-2020", courts=3_502, excess=0.034, measures=None, **changes):
    """What an imagined week has to show."""
    return Achievements(
        measures=measures or measures_of_a_week(**changes),
        courts=courts,
        calendar=CALENDAR,
        preset=preset,
        ordinary_week_excess=excess,
    )


def figures(**changes):
    """Return the figures of a week, by id."""
    return {figure.id: figure for figure in published_figures(achieved(**changes))}


def test_a_run_shows_the_figures_it_speaks_to_and_no_others():
    """The national week has a record of a to d, f to j and m, each with a number."""
    assert "".join(figures()) == "abcdfghijm"
    assert figures(preset="one-court") == {}
    assert {"national-2020", "national-2020-year", "literal-seed", "flat-24x7"} <= PUBLISHED_PRESETS


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


@pytest.mark.parametrize(
    ("name", "changes"), [("a", {"accepted": 150_000}), ("c", {"pre_filing": 70_000}), ("d", {"settled": 60_000})]
)
def test_a_figure_that_is_missed_says_so(name, changes):
    """A rate outside its tolerance contradicts the published figure itself."""
    assert figures(**changes)[name].verdict == f"contradicts {name}"


def test_one_court_missing_is_noticed():
    """The count of courts is exact: 3,501 is not 3,502; the record names the other system's count."""
    found = figures(courts=3_501)["m"]

    assert found.verdict == "contradicts m"
    assert found.note is not None
    assert "3,501" in found.note["en"]


def test_an_ordinary_window_needs_no_note():
    """The week's excess over the year is told only where there is one."""
    assert figures()["a"].note is not None
    assert figures(excess=0.0)["a"].note is None


def test_only_a_window_from_the_launch_to_the_end_of_2020_has_a_count_since_then():
    """A run of all 1,038 days is held against the 13.6 million; a run of a week is not."""
    week = measures_of_a_week()
    period = replace(
        week.period, starts_at=local_midnight_us(LAUNCH), ends_at=local_midnight_us(date(2021, 1, 1)), workdays=711
    )
    filed = replace(week.volume.filed, count=13_500_000)
    whole = replace(week, period=period, volume=replace(week.volume, filed=filed))

    assert figures(preset="national-2018-20") == {}
    found = figures(preset="national-2018-20", measures=whole)
    assert (found["e"].verdict, found["e"].achieved) == ("reproduced", 13_500_000.0)
    assert found["a-mean"].verdict == "contradicts a"


def test_the_denominators_since_the_launch():
    """13.6 million are 13,102 a calendar day of 1,038 and 39.85 a working minute of 711 workdays."""
    found = since_launch(13_600_000, CALENDAR)

    assert (found["days_since_launch"], found["workdays_since_launch"]) == (1_038, 711)
    assert found["cases_per_calendar_day"] == pytest.approx(13_600_000 / 1_038)
    assert found["mean_minute_rate"] == pytest.approx(13_600_000 / (711 * 480))
