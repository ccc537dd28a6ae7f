"""Survival: how long it takes until a case is accepted, and until it is closed.

Formula
    Kaplan-Meier estimate of the time between two events of a case, in calendar days (86,400 s). A case counts
    from when it came under observation in the period (delayed entry) to its end or, if that was not seen, to
    the last sight of it: the end of the period, or its close if it was closed without the event (censored).
Denominator
    At each duration, the cases that had reached it under observation and were still going.
Interval
    Greenwood's variance on the log-log scale at one time; band of Hall and Wellner for the whole curve. Mean:
    area under the curve up to the longest duration observed. Quantiles: first time at or below 1 - share.
Source
    Kaplan and Meier (1958); Tsai, Jewell and Wang (1987) for delayed entry.
What it is not
    Not the mean of the closed cases, which leaves the long ones out (`analytics.measures.timeliness` has that),
    and in a short period not about the cases filed in it alone: long durations are those of older cases.
Left out
    A row that ends before it starts has no duration; such rows are counted in `left_out`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.measures.observed import ObservedCases
from analytics.measures.units import MICROSECONDS_A_DAY, in_days
from analytics.records import CurvePoint, Survival
from analytics.statistics.hall_wellner import hall_wellner_band
from analytics.statistics.kaplan_meier import SurvivalCurve, kaplan_meier
from analytics.statistics.log_log import log_log_interval

QUANTILES = (0.25, 0.5, 0.75, 0.9)
CURVE_POINTS_MAX = 400

# A case is open just before its entry, so an end at that very instant is one it was at risk of: entry - 1 us.
_SPELLS = """
SELECT
    {group} AS place,
    greatest(start_us, observed_us, period_starts()) - start_us - 1 AS entries,
    least(coalesce(end_us, period_ends()), coalesce(closed_us, period_ends()), period_ends()) - start_us AS exits,
    coalesce(end_us < period_ends() AND end_us <= coalesce(closed_us, end_us), false) AS ended
FROM spells
WHERE start_us < period_ends() AND observed_us < period_ends() AND exits > entries
"""
_LEFT_OUT = "SELECT count(*) FROM spells WHERE end_us < start_us AND in_period(end_us)"

_FILED_TO_ACCEPTED = """
CREATE OR REPLACE TEMP VIEW spells AS
SELECT filed_us AS start_us, accepted_us AS end_us, observed_us, closed_us FROM cases
"""
_ACCEPTED_TO_CLOSED = """
CREATE OR REPLACE TEMP VIEW spells AS
SELECT accepted_us AS start_us, closed_us AS end_us, observed_us, closed_us FROM cases WHERE accepted_us IS NOT NULL
"""
_FILED_TO_CLOSED = """
CREATE OR REPLACE TEMP VIEW spells AS
SELECT filed_us AS start_us, closed_us AS end_us, observed_us, closed_us FROM cases
"""


def time_to_acceptance(observed: ObservedCases, *, confidence: float) -> Survival | None:
    """Estimate the time from filing to acceptance.

    Parameters
    ----------
    observed
        The cases.
    confidence
        Level of the interval and of the band.

    Returns
    -------
    Survival or None
        None if the table has no acceptances, or no case was waiting in the period.
    """
    if "accepted_at" in observed.unrecorded:
        return None
    observed.connection.execute(_FILED_TO_ACCEPTED)
    return _survival(observed, starts="filed", ends="accepted", confidence=confidence)


def time_to_close(observed: ObservedCases, *, confidence: float) -> Survival | None:
    """Estimate the time from acceptance to close; from filing where the table has no acceptances.

    Parameters
    ----------
    observed
        The cases.
    confidence
        Level of the interval and of the band.

    Returns
    -------
    Survival or None
        None if the table has no closings, or no case was open in the period.
    """
    if "closed_at" in observed.unrecorded:
        return None
    from_filing = "accepted_at" in observed.unrecorded
    observed.connection.execute(_FILED_TO_CLOSED if from_filing else _ACCEPTED_TO_CLOSED)
    starts = "filed" if from_filing else "accepted"
    return _survival(observed, starts=starts, ends="closed", confidence=confidence)


def spells(observed: ObservedCases, *, group: str = "0") -> dict[str, NDArray[Any]]:
    """Give the times of view `spells` as what a survival curve is estimated from.

    Parameters
    ----------
    observed
        The cases; the view has `start_us`, `end_us`, `observed_us` and `closed_us`.
    group
        Column of the view that tells the groups apart, whole numbers.

    Returns
    -------
    dict of str to array
        `place` (of the group), `entries` and `exits` in microseconds since the start, and `ended`, whether it was seen.
    """
    return observed.columns(_SPELLS.format(group=group))


def _survival(observed: ObservedCases, *, starts: str, ends: str, confidence: float) -> Survival | None:
    found = spells(observed)
    if found["exits"].size == 0:
        return None
    curve = kaplan_meier(found["exits"], found["ended"], entries=found["entries"])
    (left_out,) = observed.row(_LEFT_OUT)
    ended = int(np.sum(curve.ended))
    return Survival(
        starts=starts,
        ends=ends,
        cases=curve.subjects,
        events=ended,
        censored=curve.subjects - ended,
        mean_days=curve.restricted_mean(curve.last_time) / MICROSECONDS_A_DAY,
        mean_limit_days=curve.last_time / MICROSECONDS_A_DAY,
        quantile_days={str(share): in_days(curve.quantile(share)) for share in QUANTILES},
        confidence=confidence,
        curve=_points(curve, confidence),
        left_out=left_out,
    )


def _points(curve: SurvivalCurve, confidence: float) -> list[CurvePoint]:
    low, high = log_log_interval(curve, confidence=confidence)
    band_low, band_high = hall_wellner_band(curve, confidence=confidence)
    start = CurvePoint(days=0.0, survival=1.0, low=1.0, high=1.0, at_risk=curve.subjects, band_low=1.0, band_high=1.0)
    return [start] + [
        CurvePoint(
            days=float(curve.times[index]) / MICROSECONDS_A_DAY,
            survival=float(curve.survival[index]),
            low=float(low[index]),
            high=float(high[index]),
            at_risk=int(curve.at_risk[index]),
            band_low=float(band_low[index]),
            band_high=float(band_high[index]),
        )
        for index in _drawn(curve.times)
    ]


def _drawn(times: NDArray[np.float64]) -> NDArray[np.int64]:
    # Half of the points even in rank, where the curve falls, half even in time, so that no stretch stays empty.
    if times.size < CURVE_POINTS_MAX:
        return np.arange(times.size)
    half = (CURVE_POINTS_MAX - 1) // 2
    by_rank = np.linspace(0, times.size - 1, half).astype(np.int64)
    by_time = np.searchsorted(times, np.linspace(float(times[0]), float(times[-1]), half))
    return np.union1d(by_rank, by_time)
