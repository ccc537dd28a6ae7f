"""Mediators answer as often, and as fast, as the scenario says, in working time and before the deadline."""

from datetime import datetime, timedelta, timezone

import numpy as np
from scipy import stats

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US, working_before
from engine.calendar.day import instant_us
from sim.laws.answer import ACCEPT, DECLINE, LAPSE, answer, answer_law
from sim.scenario.handling import Offers

OFFERS = Offers(
    accept_share=0.92,
    lapse_share=0.03,
    deadline_working_days=3,
    response_mean_working_hours=4.0,
    decline_penalty_milli=500,
    lapse_penalty_milli=1000,
)
CALENDAR = WorkCalendar.china(2020, 2020)
FRIDAY_NIGHT = instant_us(datetime(2020, 8, 21, 23, 0, tzinfo=timezone(timedelta(hours=8))))
COUNT = 20_000


def _answers():
    law = answer_law(OFFERS)
    return [answer(law, CALENDAR.arrays, 1, 0, case, 1, FRIDAY_NIGHT) for case in range(COUNT)]


def test_answers_come_in_the_shares_asked_for():
    """Acceptances, lapses and declines agree with their shares (chi-square, p above 1e-4)."""
    kinds = np.array([kind for kind, _, _ in _answers()])

    observed = [int((kinds == kind).sum()) for kind in (ACCEPT, LAPSE, DECLINE)]

    assert stats.chisquare(observed, [0.92 * COUNT, 0.03 * COUNT, 0.05 * COUNT]).pvalue > 1e-4


def test_the_deadline_is_the_end_of_the_third_working_day():
    """An offer of Friday night ends at the midnight after the following Wednesday."""
    wednesday_midnight = instant_us(datetime(2020, 8, 27, 0, 0, tzinfo=timezone(timedelta(hours=8))))

    assert {deadline for _, _, deadline in _answers()} == {wednesday_midnight}


def test_answers_fall_in_working_time_and_lapses_on_the_deadline():
    """Nobody answers at night; an offer nobody answered ends exactly at its deadline."""
    for kind, at, deadline in _answers():
        if kind == LAPSE:
            assert at == deadline
        else:
            # The last working microsecond before an instant tells whether the instant is inside or at an edge.
            assert CALENDAR.is_working(at - 1)
            assert FRIDAY_NIGHT < at < deadline


def test_delays_follow_the_truncated_exponential():
    """Working time to an answer is exponential, cut at three working days (Kolmogorov-Smirnov, p above 1e-4)."""
    clock = CALENDAR.arrays
    start = working_before(clock, FRIDAY_NIGHT)
    delays = [working_before(clock, at) - start for kind, at, _ in _answers() if kind != LAPSE]
    mean_us = 4 * 3_600_000_000

    law = stats.truncexpon(3 * WORKING_DAY_US / mean_us, scale=mean_us)

    assert stats.kstest(delays, law.cdf).pvalue > 1e-4
