"""Draw the filings: each court's unit-rate Poisson process, run through its own expected count.

The gap before the n-th filing of a court is the n-th exponential of that court, whatever the rates are; the rates only
say how long it takes to use it up. So a change at one court, or of the rates, moves filings in time but never gives a
case another random number (Cinlar, Introduction to Stochastic Processes, 1975, section 4.7: time change).
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.lent import lent
from sim.arrivals.intensity import Intensity
from sim.randomness.purpose import Purpose
from sim.randomness.words import gamma_with_mean_one, subject_of, uniform

_ARRIVAL_GAP = int(Purpose.ARRIVAL_GAP)
_COURT_DAY = int(Purpose.COURT_DAY)
_NATIONAL_DAY = int(Purpose.NATIONAL_DAY)
_HOURS = 24
_HOUR_US = 3_600_000_000
_DAY_US = 24 * _HOUR_US


class Variation(NamedTuple):
    """Coefficients of variation of the gamma factors, 0 for none."""

    court_day: float
    """Of each court's day, drawn for every court apart."""
    national_day: float
    """Of each day, shared by all courts."""


class Cursor(NamedTuple):
    """How far each court's process has come: what draws the next day needs from the days before."""

    ordinal: NDArray[np.int64]
    """int64[courts]: filings so far."""
    gap: NDArray[np.float64]
    """float64[courts]: expected count that must still pass before the next one."""


@njit(cache=True)
def first_cursor(seed: int, replication: int, courts: int) -> Cursor:
    """Return where every court's process begins."""
    gaps = np.empty(courts, np.float64)
    for court in range(courts):
        gaps[court] = _gap(seed, replication, court, 0)
    return Cursor(np.zeros(courts, np.int64), gaps)


@njit(cache=True)
def draw_filings(
    seed: int, replication: int, court_share: NDArray[np.float64], intensity: Intensity, variation: Variation
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw every filing of a span of days.

    Parameters
    ----------
    seed, replication
        Key of the random words.
    court_share
        float64[courts], summing to 1: each court's share of the nation's filings.
    intensity
        Expected filings of the nation by day and hour.
    variation
        How much days vary.

    Returns
    -------
    tuple[NDArray[np.int64], NDArray[np.int64]]
        Case numbers and filing instants (microseconds), int64[filings], court by court and in order of time within
        each. The n-th case of a court has number `subject_of(court, n)`.
    """
    cursor = first_cursor(seed, replication, len(court_share))
    days = len(intensity.day_mean)
    return draw_days(seed, replication, court_share, intensity, variation, cursor, 0, days)


@njit(cache=True, nogil=True)
def draw_days(
    seed: int,
    replication: int,
    court_share: NDArray[np.float64],
    intensity: Intensity,
    variation: Variation,
    cursor: Cursor,
    first_day: int,
    last_day: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw the filings of some days of a span, as `draw_filings` does; the days must be taken in order.

    Parameters
    ----------
    seed, replication, court_share, intensity, variation
        As for `draw_filings`.
    cursor
        Where the courts' processes stand before these days; changed.
    first_day, last_day
        Places in the span, the last excluded.
    """
    national = intensity.day_mean[first_day:last_day].copy()
    for place in range(len(national)):
        day = intensity.first_day + first_day + place
        national[place] *= _factor(seed, replication, _NATIONAL_DAY, day, variation.national_day)
    size = np.int64(national.sum() * 1.05) + 1024
    case_ids, filed_at = np.empty(size, np.int64), np.empty(size, np.int64)
    count, court = 0, 0
    while court < len(court_share):
        means = court_share[court] * national
        after, ordinal, gap = _draw_court(
            seed, replication, court, means, intensity,
            variation.court_day, cursor.ordinal[court], cursor.gap[court], first_day, case_ids, filed_at, count,
        )  # fmt: skip
        if after > len(case_ids):
            case_ids = np.concatenate((case_ids, np.empty(after, np.int64)))
            filed_at = np.concatenate((filed_at, np.empty(after, np.int64)))
            continue
        cursor.ordinal[court], cursor.gap[court] = ordinal, gap
        count, court = after, court + 1
    return case_ids[:count], filed_at[:count]


@njit(cache=True)
def _draw_court(
    seed: int,
    replication: int,
    court: int,
    means: NDArray[np.float64],
    intensity: Intensity,
    variation: float,
    ordinal: int,
    gap: float,
    first_day: int,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    count: int,
) -> tuple[int, int, float]:
    """Draw one court's filings of some days into arrays from place `count`; return the place after, ordinal and gap.

    What finds no room is counted and not written. (Arrays that may grow would be counted as references every hour.)
    """
    used_means, hour_share, used_ids, instants = lent(means), lent(intensity.hour_share), lent(case_ids), lent(filed_at)
    for day in range(first_day, first_day + len(means)):
        subject = subject_of(court, intensity.first_day + day)
        mean = used_means[day - first_day] * _factor(seed, replication, _COURT_DAY, subject, variation)
        for hour in range(_HOURS):
            expected = mean * hour_share[day, hour]
            used = 0.0
            while gap < expected - used:
                used += gap
                if count < len(used_ids):
                    hour_starts = intensity.first_midnight + day * _DAY_US + hour * _HOUR_US
                    used_ids[count] = subject_of(court, ordinal)
                    instants[count] = hour_starts + np.int64(used / expected * _HOUR_US)
                count += 1
                ordinal += 1
                gap = _gap(seed, replication, court, ordinal)
            gap -= expected - used
    return count, ordinal, gap


@njit(cache=True)
def _gap(seed: int, replication: int, court: int, ordinal: int) -> float:
    """Return the expected count that passes before the court's next filing: exponential with mean 1."""
    return -math.log1p(-uniform(seed, replication, _ARRIVAL_GAP, subject_of(court, ordinal), 0))


@njit(cache=True)
def _factor(seed: int, replication: int, purpose: int, subject: int, variation: float) -> float:
    if variation == 0.0:
        return 1.0
    return gamma_with_mean_one(seed, replication, purpose, subject, variation)
