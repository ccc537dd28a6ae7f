"""A report such as a national week gives, computed from a few round inputs; no run is behind it."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from itertools import pairwise
from math import exp
from typing import Any

import msgspec

from analytics.records import (
    Clearance,
    GroupDuration,
    Measures,
    Period,
    Stock,
    Success,
    Survival,
    Timeliness,
    Utilisation,
    Volume,
)
from engine.events.enums import Channel, ClosingCode, DisputeType
from tests.dashboards.builders import DAY_US, by_hour, course, proportion, rates, survival
from tests.dashboards.inputs import ASSUMPTIONS, PUBLISHED

STARTS_AT = 1_598_198_400_000_000  # 2020-08-24 00:00 at UTC+8
FILED, ACCEPTED, CLOSED = 160_400, 160_100, 158_900
MEDIATORS_BY_LOAD = [9_400, 21_000, 32_000, 36_000, 30_000, 20_500, 11_200, 4_100, 1_133]
PENDING = sum(cases * mediators for cases, mediators in enumerate(MEDIATORS_BY_LOAD))
PENDING_MEAN = PENDING - 610.4
WAITING = 21_000
CAPACITY = 826_665

_TYPE_SHARES = (17.2, 13.0, 12.0, 11.0, 9.0, 8.0, 8.0, 5.0, 5.0, 3.0, 3.0, 2.5, 3.3, 0.002)
_TYPE_RATES = (0.62, 0.55, 0.66, 0.63, 0.77, 0.70, 0.63, 0.68, 0.63, 0.66, 0.68, 0.55, 0.62, 0.4)
_CODE_SHARES = (0.63, 0.0204, 0.09, 0.1296, 0.075, 0.035, 0.008, 0.012)


def national_measures() -> Measures:
    """Five workdays of the nation, every measure present; one dispute type is too small to show."""
    return Measures(
        period=Period(
            starts_at=STARTS_AT,
            ends_at=STARTS_AT + 7 * DAY_US,
            calendar_days=7.0,
            workdays=5,
            working_minutes=2400,
        ),
        cases=700_000,
        cases_filed=FILED,
        open_at_end=PENDING + WAITING,
        volume=_volume(),
        success=_success(),
        time_to_acceptance=_time_to_acceptance(),
        time_to_close=_time_to_close(),
        stock=_stock(),
        clearance=_clearance(),
        utilisation=_utilisation(),
        timeliness=Timeliness(
            with_flagged=[
                _group("all", CLOSED, 23.3),
                _group("online_filing", 85_800, 23.2),
                _group("court_window", 73_100, 23.4),
            ],
            without_flagged=[],
            flagged=0,
        ),
        course=course(
            "day",
            [date(2020, 8, day) for day in range(24, 31)],
            date(2020, 8, 31),
            totals=(FILED, ACCEPTED, CLOSED),
            settled_share=0.6504,
            pending=(PENDING - 1_200, PENDING),
        ),
    )


def national_report() -> dict[str, Any]:
    """The whole report, as plain dicts and lists."""
    return {
        "measures": msgspec.to_builtins(national_measures()),
        "run": {
            "scenario": "national-2020",
            "title": {"en": "The national platform, an ordinary week of 2020", "zh": "全国调解平台：2020 年普通一周"},
            "backend": "simpy",
            "seed": 1,
            "cases": 700_000,
            "events": 1_204_551,
            "wall_seconds": 41.7,
            "version": "0.1.0",
            "scenario_hash": "5d0c1be2a94f7733",
            "content_hash": "0b7fd1c6a2" * 6,
            "window": {"starts_on": "2020-08-24", "days": 7},
            "courts": 3502,
            "organisations": 32_937,
            "mediators": sum(MEDIATORS_BY_LOAD),
        },
        "published": deepcopy(PUBLISHED),
        "assumptions": deepcopy(ASSUMPTIONS),
    }


def _volume() -> Volume:
    return Volume(
        filed=rates(FILED),
        accepted=rates(ACCEPTED),
        closed=rates(CLOSED),
        filed_by_hour_of_week=by_hour(FILED, 0.2),
        closed_by_hour_of_week=by_hour(CLOSED, 0.0),
        off_hours_share=0.2004,
        off_day_share=0.0993,
    )


def _success() -> Success:
    settled = round(CLOSED * 0.6504)
    pre_filing = round(settled * 0.8156)
    return Success(
        overall=proportion("all", settled, CLOSED),
        by_dispute_type=[
            proportion(kind.value, round(CLOSED * share / 100 * rate), round(CLOSED * share / 100))
            for kind, share, rate in zip(DisputeType, _TYPE_SHARES, _TYPE_RATES, strict=True)
        ],
        by_channel=[
            proportion(Channel.ONLINE_FILING.value, round(settled * 0.532), round(CLOSED * 0.54)),
            proportion(Channel.COURT_WINDOW.value, round(settled * 0.468), round(CLOSED * 0.46)),
        ],
        by_closing_code=[
            proportion(str(code.value), round(CLOSED * share), CLOSED)
            for code, share in zip(ClosingCode, _CODE_SHARES, strict=True)
        ],
        pre_filing=rates(pre_filing),
        seconds_between_pre_filing=28_800 * 5 / pre_filing,
    )


def _time_to_acceptance() -> Survival:
    return survival("filed", "accepted", [(day / 20, exp(-day / 20 * 1.4)) for day in range(161)], FILED)


def _time_to_close() -> Survival:
    return survival("accepted", "closed", [(day / 4, _still_open(day / 4)) for day in range(400)], PENDING)


def _still_open(days: float) -> float:
    """Most end inside thirty days, towards their end; the rest trail off."""
    within, mode, period = 0.82, 25.8, 30.0
    if days <= mode:
        return 1 - within * days * days / (period * mode)
    if days < period:
        return 1 - within * (1 - (period - days) ** 2 / (period * (period - mode)))
    return (1 - within) * exp(-(days - period) / 14.9)


def _stock() -> Stock:
    little = ACCEPTED / 7 * 23.31
    return Stock(
        pending_at_start=PENDING - 1_200,
        pending_at_end=PENDING,
        pending_mean=PENDING_MEAN,
        waiting_at_start=WAITING - 600,
        waiting_at_end=WAITING,
        waiting_mean=WAITING - 177.5,
        accepted_per_calendar_day=ACCEPTED / 7,
        mean_duration_days=23.31,
        little_pending=little,
        little_relative_error=PENDING_MEAN / little - 1,
        left_out=2,
    )


def _clearance() -> Clearance:
    return Clearance(
        incoming=FILED,
        resolved=CLOSED,
        unresolved_at_end=PENDING + WAITING,
        clearance_rate=CLOSED / FILED,
        disposition_days=(PENDING + WAITING) / CLOSED * 7,
    )


def _utilisation() -> Utilisation:
    return Utilisation(
        mediators=sum(MEDIATORS_BY_LOAD),
        capacity=CAPACITY,
        pending_mean=PENDING_MEAN,
        utilisation=PENDING_MEAN / CAPACITY,
        mediators_by_load=MEDIATORS_BY_LOAD,
        mediators_full=14_210,
        mean_load_by_decile=_by_decile(MEDIATORS_BY_LOAD),
    )


def _by_decile(loads: Sequence[int]) -> list[float]:
    held = [cases for cases, mediators in enumerate(loads) for _ in range(mediators)]
    cuts = [len(held) * tenth // 10 for tenth in range(11)]
    return [sum(held[low:high]) / (high - low) for low, high in pairwise(cuts)]


def _group(label: str, closed: int, mean_days: float) -> GroupDuration:
    past = closed // 6
    return GroupDuration(
        label=label,
        closed=closed,
        mean_days=mean_days,
        past_deadline=past,
        with_deadline=closed,
        past_deadline_share=past / closed,
    )
