"""Records computed from a few round numbers, so that the fixtures hang together and follow the records."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import exp, sqrt
from typing import Literal

from analytics.records import Course, CourseUnit, CurvePoint, Proportion, Rates, Survival
from dashboards.figures.week import is_nominally_working

DAY_US = 86_400_000_000
CONFIDENCE = 0.95


def rates(count: int, *, workdays: int = 5, days: int = 7) -> Rates:
    """One count by each denominator."""
    return Rates(
        count=count,
        per_workday=count / workdays,
        per_working_minute=count / (480 * workdays),
        per_calendar_day=count / days,
    )


def proportion(label: str, numerator: int, denominator: int) -> Proportion:
    """A share with its Wilson interval, suppressed below five."""
    if denominator < 5:
        nothing = {"numerator": None, "rate": None, "low": None, "high": None}
        return Proportion(label=label, denominator=denominator, confidence=CONFIDENCE, suppressed=True, **nothing)
    rate, z = numerator / denominator, 1.959964
    centre = (rate + z * z / (2 * denominator)) / (1 + z * z / denominator)
    half = z / (1 + z * z / denominator) * sqrt(rate * (1 - rate) / denominator + (z / (2 * denominator)) ** 2)
    return Proportion(
        label=label,
        numerator=numerator,
        denominator=denominator,
        rate=rate,
        low=max(0.0, centre - half),
        high=min(1.0, centre + half),
        confidence=CONFIDENCE,
        suppressed=False,
    )


def survival(
    starts: str, ends: str, points: Sequence[tuple[float, float]], cases: int, *, band: float | None = None
) -> Survival:
    """A curve through `points` of days and share left, with Greenwood-sized bounds and a band of half-width `band`."""

    def half_width(share: float) -> float:
        return 1.96 * sqrt(max(share * (1 - share), 0.0) / cases)

    curve = [
        CurvePoint(
            days=days,
            survival=share,
            low=max(0.0, share - half_width(share)),
            high=min(1.0, share + half_width(share)),
            at_risk=int(cases * share),
            band_low=None if band is None else max(0.0, share - band),
            band_high=None if band is None else min(1.0, share + band),
        )
        for days, share in points
    ]

    def quantile(part: float) -> float | None:
        return next((days for days, share in points if share <= 1 - part), None)

    return Survival(
        starts=starts,
        ends=ends,
        cases=cases,
        events=int(cases * (1 - points[-1][1])),
        censored=cases - int(cases * (1 - points[-1][1])),
        mean_days=sum((right[0] - left[0]) * left[1] for left, right in pairwise(points)),
        mean_limit_days=points[-1][0],
        quantile_days={key: quantile(float(key)) for key in ("0.25", "0.5", "0.75", "0.9")},
        confidence=CONFIDENCE,
        curve=curve,
    )


def by_hour(total: int, off_hours_share: float) -> list[int]:
    """A week with an early and a late hump each working day, and little at night."""
    inside = [exp(-(((hour % 24) - 10.2) ** 2) / 8) + 0.8 * exp(-(((hour % 24) - 15) ** 2) / 5) for hour in range(168)]
    outside = [
        0.15 + exp(-(((hour % 24) - 20) ** 2) / 14) + (0.5 if hour >= 120 and 8 < hour % 24 < 21 else 0)
        for hour in range(168)
    ]
    weights = [
        (inside[hour] if is_nominally_working(hour) else 0.0, 0.0 if is_nominally_working(hour) else outside[hour])
        for hour in range(168)
    ]
    within, beyond = (sum(pair[side] for pair in weights) for side in (0, 1))
    return [
        int(total * ((1 - off_hours_share) * work / within + off_hours_share * off / beyond)) for work, off in weights
    ]


def course(
    unit: Literal["day", "week", "month"],
    opens: Sequence[date],
    ends_on: date,
    *,
    totals: tuple[int, int, int],
    settled_share: float | None,
    pending: tuple[int, int],
) -> Course:
    """Units that open on these days; flows in proportion to workdays, with a little at weekends."""
    edges = pairwise([*opens, ends_on])
    spans = [[start + timedelta(day) for day in range((end - start).days)] for start, end in edges]
    weights = [sum(9 if day.weekday() < 5 else 2 for day in days) for days in spans]
    reached = [sum(weights[: index + 1]) / sum(weights) for index in range(len(spans))]
    steps = list(pairwise([0.0, *reached]))
    flow = [[round(total * high) - round(total * low) for low, high in steps] for total in totals]
    return Course(
        unit=unit,
        units=[
            CourseUnit(
                starts_on=days[0],
                calendar_days=float(len(days)),
                workdays=sum(day.weekday() < 5 for day in days),
                is_whole=unit == "day" or len(days) >= {"week": 7, "month": 28}[unit],
                filed=flow[0][index],
                accepted=flow[1][index],
                closed=flow[2][index],
                settled=None if settled_share is None else round(flow[2][index] * settled_share),
                pending_at_end=round(pending[0] + (pending[1] - pending[0]) * reached[index]),
                success=_success(days[0], flow[2][index], settled_share),
            )
            for index, days in enumerate(spans)
        ],
    )


def _success(starts_on: date, closed: int, settled_share: float | None) -> Proportion | None:
    if settled_share is None or not closed:
        return None
    return proportion(starts_on.isoformat(), round(closed * settled_share), closed)
