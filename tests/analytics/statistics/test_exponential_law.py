"""The survival curve against a law that is known: unbiased, with intervals and bands that hold their level.

Each test draws a few hundred samples and compares a count or a mean with what chance allows: four standard errors,
so that a right estimator fails once in 16,000 seeds. The seeds only make a failure repeatable.
"""

from math import exp, sqrt

import numpy as np
import pytest
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from analytics.statistics.hall_wellner import hall_wellner_band
from analytics.statistics.kaplan_meier import SurvivalCurve, kaplan_meier
from analytics.statistics.log_log import log_log_interval

MEAN_DAYS = 20.0
SAMPLES = 400
SUBJECTS = 300
CHANCE = 4.0
"""Standard errors allowed."""


def censored(random: Generator) -> SurvivalCurve:
    """Exponential times, each cut off by an independent exponential time twice as long on average."""
    times = random.exponential(MEAN_DAYS, SUBJECTS)
    limits = random.exponential(2 * MEAN_DAYS, SUBJECTS)
    return kaplan_meier(np.minimum(times, limits), times <= limits)


def window(random: Generator) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Cases of a steady state that are seen for 7 days: exits, whether ended, entries; all since their start."""
    starts = random.uniform(-15 * MEAN_DAYS, 7, 60 * SUBJECTS)
    times = random.exponential(MEAN_DAYS, starts.size)
    seen = starts + times > 0
    starts, times = starts[seen], times[seen]
    limits = 7 - starts
    return np.minimum(times, limits), times < limits, np.where(starts < 0, -starts, -1e-9)


def delayed(random: Generator) -> SurvivalCurve:
    """Estimate from what a window of 7 days shows."""
    exits, ended, entries = window(random)
    return kaplan_meier(exits, ended, entries=entries)


def band_covers(curve: SurvivalCurve) -> bool:
    """Whether the band holds the law from 0 to the last event, just before each step too."""
    low, high = hall_wellner_band(curve)
    law = np.exp(-curve.times / MEAN_DAYS)
    before_low, before_high = np.concatenate(([0.0], low[:-1])), np.concatenate(([1.0], high[:-1]))
    return bool(np.all((low <= law) & (law <= high) & (before_low <= law) & (law <= before_high)))


@pytest.mark.parametrize("observe", [censored, delayed])
def test_unbiased_with_greenwoods_variance(observe):
    """(estimate - law) / Greenwood's standard error has mean 0 and variance 1 at 10 and at 30 days."""
    random = Generator(Philox(11))
    scores = {10.0: [], 30.0: []}
    for _ in range(SAMPLES):
        curve = observe(random)
        for days, drawn in scores.items():
            step = int(np.searchsorted(curve.times, days, side="right")) - 1
            error = curve.survival[step] * sqrt(curve.variance[step])
            drawn.append((curve.survival[step] - exp(-days / MEAN_DAYS)) / error)

    for drawn in scores.values():
        assert abs(np.mean(drawn)) < CHANCE / sqrt(SAMPLES) + 0.1  # 0.1: the ratio is skewed in a finite sample
        assert abs(np.var(drawn) - 1) < CHANCE * sqrt(2 / SAMPLES) + 0.05


@pytest.mark.parametrize("observe", [censored, delayed])
def test_the_interval_holds_its_level_at_one_time(observe):
    """The 90 % interval at 15 days holds the law in 90 % of the samples."""
    random = Generator(Philox(12))
    held = 0
    for _ in range(SAMPLES):
        curve = observe(random)
        low, high = log_log_interval(curve, confidence=0.9)
        step = int(np.searchsorted(curve.times, 15.0, side="right")) - 1
        held += low[step] <= exp(-15 / MEAN_DAYS) <= high[step]

    assert abs(held / SAMPLES - 0.9) < CHANCE * sqrt(0.9 * 0.1 / SAMPLES)


@pytest.mark.parametrize("observe", [censored, delayed])
def test_the_band_holds_the_whole_law(observe):
    """The 95 % band holds the law at all times at once in at least 95 % of the samples, less chance."""
    random = Generator(Philox(13))
    held = sum(band_covers(observe(random)) for _ in range(SAMPLES))

    assert held / SAMPLES > 0.95 - CHANCE * sqrt(0.95 * 0.05 / SAMPLES)


def test_the_pointwise_interval_is_no_band():
    """The pointwise intervals together hold the whole law far less often than their level: why there is a band."""
    random = Generator(Philox(14))
    held = 0
    for _ in range(SAMPLES // 4):
        curve = censored(random)
        low, high = log_log_interval(curve)
        law = np.exp(-curve.times / MEAN_DAYS)
        held += bool(np.all((low <= law) & (law <= high)))

    assert held / (SAMPLES // 4) < 0.85


def test_ignoring_late_entry_is_biased():
    """The median from a window is right with late entry; taken as watched from the start, it is far too long."""
    exits, ended, entries = window(Generator(Philox(15)))
    right = kaplan_meier(exits, ended, entries=entries)
    naive = kaplan_meier(exits, ended)
    median = MEAN_DAYS * np.log(2)

    step = int(np.searchsorted(right.times, median))
    error = right.survival[step] * sqrt(right.variance[step]) * MEAN_DAYS / 0.5  # by the law's slope there
    assert abs(right.quantile(0.5) - median) < CHANCE * error
    assert naive.quantile(0.5) > 1.5 * median


def test_closed_cases_alone_are_biased():
    """Followed for 20 days, closed cases alone have a mean far below the law's; the curve does not."""
    random = Generator(Philox(16))
    times = random.exponential(MEAN_DAYS, 100 * SUBJECTS)
    curve = kaplan_meier(np.minimum(times, 20.0), times < 20)

    law = MEAN_DAYS * (1 - exp(-1))  # mean of the smaller of the time and 20 days
    spread = 20 * sqrt(1 / times.size)
    assert abs(curve.restricted_mean(20) - law) < CHANCE * spread
    assert np.mean(times[times < 20]) < 0.7 * law
