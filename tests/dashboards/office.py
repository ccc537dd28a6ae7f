"""A report such as one office's imported log gives: no acceptances, outcomes, roster or run."""

from datetime import date
from typing import Any

import msgspec

from analytics.records import Clearance, GroupDuration, Measures, Period, Stock, Timeliness, Volume
from tests.dashboards.builders import DAY_US, by_hour, course, rates, survival

STARTS_AT = 1_285_862_400_000_000  # 2010-10-01 00:00 at UTC+8
DAYS, WORKDAYS = 480, 328
CASES, CLOSED = 1_200, 1_110


def office_measures() -> Measures:
    """Some sixteen months of one office."""
    return Measures(
        period=Period(
            starts_at=STARTS_AT,
            ends_at=STARTS_AT + DAYS * DAY_US,
            calendar_days=float(DAYS),
            workdays=WORKDAYS,
            working_minutes=WORKDAYS * 480,
        ),
        cases=CASES,
        cases_filed=CASES,
        open_at_end=CASES - CLOSED,
        volume=_volume(),
        success=None,
        time_to_acceptance=None,
        time_to_close=survival(
            "filed", "closed", [(day * 2.0, max(0.06, 1 - day / 55)) for day in range(1, 121)], CASES, band=0.04
        ),
        stock=_stock(),
        clearance=Clearance(
            incoming=CASES,
            resolved=CLOSED,
            unresolved_at_end=CASES - CLOSED,
            clearance_rate=CLOSED / CASES,
            disposition_days=(CASES - CLOSED) / CLOSED * DAYS,
        ),
        utilisation=None,
        timeliness=_timeliness(),
        unrecorded=["accepted_at", "outcome"],
        course=course(
            "month",
            [date(2010 + month // 12, month % 12 + 1, 1) for month in range(9, 25)],
            date(2012, 1, 24),
            totals=(CASES, 0, CLOSED),
            settled_share=None,
            pending=(0, 0),
        ),
    )


def office_report() -> dict[str, Any]:
    """The measures alone, as plain dicts and lists."""
    return {"measures": msgspec.to_builtins(office_measures())}


def _volume() -> Volume:
    return Volume(
        filed=rates(CASES, workdays=WORKDAYS, days=DAYS),
        accepted=rates(0, workdays=WORKDAYS, days=DAYS),
        closed=rates(CLOSED, workdays=WORKDAYS, days=DAYS),
        filed_by_hour_of_week=by_hour(CASES, 0.35),
        closed_by_hour_of_week=by_hour(CLOSED, 0.05),
        off_hours_share=0.351,
        off_day_share=0.121,
    )


def _stock() -> Stock:
    """Nothing was ever accepted, so nothing is pending and all that is open waits."""
    return Stock(
        pending_at_start=0,
        pending_at_end=0,
        pending_mean=0.0,
        waiting_at_start=0,
        waiting_at_end=CASES - CLOSED,
        waiting_mean=130.4,
        accepted_per_calendar_day=0.0,
        mean_duration_days=None,
        little_pending=None,
        little_relative_error=None,
    )


def _timeliness() -> Timeliness:
    """Three rows end before they start; one channel is unnamed in the catalogue and has no deadline."""
    return Timeliness(
        with_flagged=[
            _group("all", CLOSED, 58.2, 310),
            _group("Internet", 970, 57.5, 270),
            _group("Counter", 139, 63.0, 40),
            _group("Intern", 1, None, None),
        ],
        without_flagged=[
            _group("all", CLOSED - 3, 58.4, 310),
            _group("Internet", 967, 57.7, 270),
            _group("Counter", 139, 63.0, 40),
            _group("Intern", 1, None, None),
        ],
        flagged=3,
    )


def _group(label: str, closed: int, mean_days: float | None, past: int | None) -> GroupDuration:
    return GroupDuration(
        label=label,
        closed=closed,
        mean_days=mean_days,
        past_deadline=past,
        with_deadline=closed if past is not None else 0,
        past_deadline_share=None if past is None else past / closed,
        suppressed=closed < 5,
    )
