"""Filings are a Poisson process of the intensity asked for, court by court."""

from datetime import date

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_midnight_us
from sim.arrivals.draw import Variation, draw_filings
from sim.arrivals.intensity import Intensity, intensity
from sim.scenario.load import load_scenario

CALENDAR = WorkCalendar.china(2019, 2021)
NATION = load_scenario("national-2020")
ARRIVALS, CHANNELS = NATION.arrivals, NATION.cases.channel
NO_VARIATION = Variation(0.0, 0.0)
COURTS = np.full(20, 0.05)


def steps(rates, days=40):
    """Return an intensity with the same rates an hour on each of some days."""
    rates = np.array(rates, float)
    return Intensity(
        local_midnight_us(date(2020, 6, 1)),
        18_414,
        np.full(days, rates.sum()),
        np.tile(rates / rates.sum(), (days, 1)),
    )


def test_the_reference_year_has_the_yearly_count():
    """Summed over its reference year, the intensity is the scenario's yearly number of cases."""
    year = intensity(ARRIVALS, CHANNELS, CALENDAR, starts_on=date(2020, 1, 1), days=366)

    assert year.day_mean.sum() == pytest.approx(ARRIVALS.cases_per_year, rel=1e-12)
    assert year.hour_share.sum(axis=1) == pytest.approx(1.0, rel=1e-12)


def test_off_hours_and_days_off_have_their_shares():
    """Of the reference year's filings, 20 % fall outside working hours and half of those on days off."""
    year = intensity(ARRIVALS, CHANNELS, CALENDAR, starts_on=date(2020, 1, 1), days=366)
    midnights = local_midnight_us(date(2020, 1, 1)) + DAY_US * np.arange(366)
    worked = CALENDAR.is_workday_many(midnights)
    middles = midnights[:, None] + HOUR_US * np.arange(24)[None, :] + HOUR_US // 2
    working = CALENDAR.is_working_many(middles.ravel()).reshape(366, 24)

    by_hour = year.day_mean[:, None] * year.hour_share

    assert by_hour[~working].sum() / by_hour.sum() == pytest.approx(0.20, rel=1e-9)
    assert by_hour[~worked].sum() / by_hour.sum() == pytest.approx(0.10, rel=1e-9)


def test_counts_follow_a_rate_that_jumps_tenfold():
    """Counts on both sides of a jump agree with the integral of the rate, and vary as Poisson counts do (z below 4)."""
    rates = [30.0] * 12 + [300.0] * 12
    _, filed_at = draw_filings(1, 0, COURTS, steps(rates), NO_VARIATION)
    hour = (filed_at - steps(rates).first_midnight) // HOUR_US % 24

    for inside, expected in ((hour < 12, 40 * 360.0), (hour >= 12, 40 * 3_600.0)):
        assert abs(inside.sum() - expected) / np.sqrt(expected) < 4.0
    by_day = np.bincount((filed_at - steps(rates).first_midnight) // DAY_US, minlength=40)
    dispersion = by_day.var(ddof=1) / by_day.mean()
    assert abs(dispersion - 1.0) < 4.0 * np.sqrt(2.0 / 39.0)


def test_a_day_effect_makes_counts_vary_more():
    """With a gamma day effect of variation v, a court's daily counts have variance m + (v m)^2 (within 15 %)."""
    mean, variation = 50.0, 0.5
    shares = np.full(400, 1.0 / 400)
    plan = steps([mean * 400 / 24] * 24)
    case_ids, filed_at = draw_filings(1, 0, shares, plan, Variation(variation, 0.0))
    cell = (case_ids >> 32) * 40 + (filed_at - plan.first_midnight) // DAY_US

    counts = np.bincount(cell, minlength=400 * 40)

    assert counts.mean() == pytest.approx(mean, rel=0.02)
    assert counts.var() == pytest.approx(mean + (variation * mean) ** 2, rel=0.15)


def test_a_national_factor_moves_all_courts_together():
    """With a national day effect, the daily counts of two halves of the courts rise and fall together."""
    plan = steps([400.0] * 24)
    case_ids, filed_at = draw_filings(1, 0, COURTS, plan, Variation(0.0, 0.4))
    day = (filed_at - plan.first_midnight) // DAY_US
    first = (case_ids >> 32) < 10

    left, right = (np.bincount(day[half], minlength=40) for half in (first, ~first))

    assert np.corrcoef(left, right)[0, 1] > 0.9


def test_another_court_shifts_nobody():
    """Doubling one court's share leaves every other court's filings as they were, to the microsecond."""
    plan = steps([40.0] * 24)
    changed = COURTS.copy()
    changed[7] *= 2

    before = draw_filings(1, 0, COURTS, plan, Variation(0.3, 0.0))
    after = draw_filings(1, 0, changed, plan, Variation(0.3, 0.0))

    for court in set(range(20)) - {7}:
        was, is_now = (filed[numbers >> 32 == court] for numbers, filed in (before, after))
        assert np.array_equal(was, is_now)
    assert (after[0] >> 32 == 7).sum() > 1.5 * (before[0] >> 32 == 7).sum()


def test_numbers_count_each_courts_filings_in_order_of_time():
    """The n-th case of a court has ordinal n and is filed no earlier than the one before it."""
    case_ids, filed_at = draw_filings(3, 0, COURTS, steps([40.0] * 24), Variation(0.3, 0.1))

    for court in range(20):
        own = case_ids >> 32 == court
        assert np.array_equal(case_ids[own] & 0xFFFFFFFF, np.arange(own.sum()))
        assert (np.diff(filed_at[own]) >= 0).all()


def test_a_rate_of_nothing_files_nothing():
    """Hours of rate zero are crossed without a filing."""
    rates = [0.0] * 23 + [100.0]
    _, filed_at = draw_filings(1, 0, COURTS, steps(rates), NO_VARIATION)

    assert set(((filed_at - steps(rates).first_midnight) // HOUR_US % 24).tolist()) == {23}
