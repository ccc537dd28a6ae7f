"""A year with a count of its own has that count."""

from datetime import date

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.arrivals.draw import Variation, draw_filings
from sim.arrivals.intensity import Intensity, intensity
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario

CALENDAR = WorkCalendar.china()
LIFE = load_scenario("national-2018-20")
SHARES_OF_PRE_FILING_SUCCESSES = (0.568 / 2.023, 1.455 / 2.023)


def expected(scenario: Scenario, starts_on: date, ends_on: date) -> Intensity:
    """The intensity from one day to another, both included."""
    days = (ends_on - starts_on).days + 1
    return intensity(scenario.arrivals, scenario.cases.channel, CALENDAR, starts_on=starts_on, days=days)


def test_the_life_of_the_platform_has_the_published_total():
    """From 28 February 2018 to the end of 2020 there are 13.6 million, 7.993 of them in 2020, within a hundred."""
    years = [expected(LIFE, date(year, 1, 1), date(year, 12, 31)).day_mean.sum() for year in (2018, 2019, 2020)]
    before = 13_600_000 - LIFE.arrivals.cases_per_year

    assert sum(years) == pytest.approx(13_600_000, abs=100)
    assert years[2] == pytest.approx(7_993_000, abs=1)
    assert years[:2] == pytest.approx([before * share for share in SHARES_OF_PRE_FILING_SUCCESSES], rel=1e-4)


def test_the_window_of_the_preset_is_the_life_of_the_platform():
    """Its 1,038 days begin with the opening and end with 2020, and hold every filing."""
    window = LIFE.window
    whole = intensity(
        LIFE.arrivals, LIFE.cases.channel, CALENDAR, starts_on=window.starts_on, days=window.days
    ).day_mean

    assert (window.starts_on, window.days, window.history_days) == (date(2018, 2, 28), 1038, 0)
    assert date.fromordinal(window.starts_on.toordinal() + window.days - 1) == date(2020, 12, 31)
    assert whole.sum() == pytest.approx(13_600_000, abs=100)


def test_nothing_is_filed_before_the_first_day():
    """The days of the first year before its first day are empty, and the day itself is not."""
    year = expected(LIFE, date(2018, 1, 1), date(2018, 12, 31)).day_mean
    opening = (date(2018, 2, 28) - date(2018, 1, 1)).days

    assert (year[:opening] == 0.0).all()
    assert (year[opening:] > 0.0).all()


def test_every_year_keeps_off_hours_and_season():
    """Days off have their share of each year, and a whole year's months the season's proportions on workdays."""
    for year in (2018, 2019, 2020):
        first = date(2018, 2, 28) if year == 2018 else date(year, 1, 1)
        filings = expected(LIFE, first, date(year, 12, 31))
        midnights = filings.first_midnight + 86_400_000_000 * np.arange(len(filings.day_mean))
        worked = CALENDAR.is_workday_many(midnights)
        months = np.array([date.fromordinal(first.toordinal() + day).month for day in range(len(worked))])
        december, june = (filings.day_mean[worked & (months == month)] for month in (12, 6))

        assert filings.day_mean[~worked].sum() / filings.day_mean.sum() == pytest.approx(0.1, rel=1e-9)
        assert december / june[0] == pytest.approx(np.full(len(december), 1.13), rel=1e-9)


def test_a_year_of_factor_one_is_the_reference_year():
    """Naming the reference year with factor 1 changes no day of it."""
    plain = load_scenario("national-2020")
    named = with_changes(plain, {"arrivals.growth": [{"year": 2020, "factor": 1.0}]})
    year = (date(2020, 1, 1), date(2020, 12, 31))

    assert (expected(plain, *year).day_mean == expected(named, *year).day_mean).all()


def test_filings_drawn_over_the_years_are_as_many_as_expected():
    """Drawn counts of each year, a thousandth of the nation's, are Poisson of the year's count (|z| below 4)."""
    small = with_changes(LIFE, {"arrivals.cases_per_year": 7_993})
    plan = expected(small, date(2018, 1, 1), date(2020, 12, 31))
    _, filed_at = draw_filings(5, 0, np.full(4, 0.25), plan, Variation(0.0, 0.0))
    day = (filed_at - plan.first_midnight) // 86_400_000_000
    edges = np.cumsum([0, 365, 365, 366])
    counts = np.histogram(day, bins=edges)[0]
    means = np.array([growth.factor * 7_993 for growth in small.arrivals.growth])

    assert (np.abs(counts - means) / np.sqrt(means) < 4.0).all()
