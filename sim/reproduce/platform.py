"""What a run of the platform says to the published figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from analytics.records import Measures, Period
from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import DAY_US, MINUTE_US, local_midnight_us
from sim.reproduce.claims import claiming_presets, claims_of
from sim.reproduce.figures import Figure, figures_of

LAUNCH: Final = date(2018, 2, 28)
YEAR_END: Final = date(2020, 12, 31)
"""Last day the published cumulative counts include."""
DAYS_SINCE_LAUNCH: Final = (YEAR_END - LAUNCH).days + 1
_MINUTES_A_WORKDAY: Final = WORKING_DAY_US / MINUTE_US
_SECONDS_A_WORKDAY: Final = WORKING_DAY_US / 1e6
_MINUTES_A_DAY: Final = DAY_US / MINUTE_US
_EXCESS_SHOWN: Final = 0.0005
"""Below this a note would say +0.0%."""


@dataclass(frozen=True, kw_only=True)
class Achievements:
    """What a run has to show."""

    measures: Measures
    courts: int
    """Courts of its roster."""
    calendar: WorkCalendar
    """Knows the years from the launch on."""
    preset: str
    """Which scenario was run."""
    ordinary_week_excess: float
    """Expected filings a calendar day in the window over the reference year's mean, minus 1."""


PUBLISHED_PRESETS: Final = frozenset(claiming_presets())
"""Scenarios that published figures speak of; a run of any other has none to be held against."""


def published_figures(run: Achievements) -> list[Figure]:
    """Return one record for each figure that a run speaks to, in order of id.

    Parameters
    ----------
    run
        What the run has to show.

    Returns
    -------
    list[Figure]
        Every verdict follows from the numbers beside it.

    """
    return figures_of(claims_of(run.preset), platform_quantities(run))


def platform_quantities(run: Achievements) -> dict[str, float]:
    """Return what a run achieved, by name; what it says nothing of is left out.

    Parameters
    ----------
    run
        What the run has to show.

    """
    volume, period = run.measures.volume, run.measures.period
    found: dict[str, float | None] = {
        "accepted_per_working_minute": volume.accepted.per_working_minute,
        "accepted_per_workday": volume.accepted.per_workday,
        "courts": float(run.courts),
    }
    if volume.accepted.per_working_minute is not None:
        found |= _at_the_rate(volume.accepted.per_working_minute, run.calendar)
    found |= _successes(run.measures, period)
    if period.starts_at == local_midnight_us(LAUNCH) and period.ends_at == _end():
        found |= since_launch(volume.filed.count, run.calendar)
    if abs(run.ordinary_week_excess) >= _EXCESS_SHOWN:
        found["ordinary_week_excess"] = run.ordinary_week_excess
    return {name: value for name, value in found.items() if value is not None}


def since_launch(cases: int, calendar: WorkCalendar) -> dict[str, float]:
    """Return what a count of all cases since the launch comes to, by each denominator.

    Parameters
    ----------
    cases
        Filed from the launch to the end of 2020.
    calendar
        Must know those years.

    """
    workdays = _workdays_since_launch(calendar)
    return {
        "cases_since_launch": float(cases),
        "cases_per_calendar_day": cases / DAYS_SINCE_LAUNCH,
        "days_since_launch": float(DAYS_SINCE_LAUNCH),
        "workdays_since_launch": float(workdays),
        "mean_minute_rate": cases / (workdays * _MINUTES_A_WORKDAY),
    }


def _at_the_rate(per_minute: float, calendar: WorkCalendar) -> Mapping[str, float]:
    """What the rate a working minute comes to if it is held for longer than it was."""
    days = (YEAR_END - date(YEAR_END.year, 1, 1)).days + 1
    return {
        "minute_rate_since_launch": per_minute * _MINUTES_A_WORKDAY * _workdays_since_launch(calendar),
        "minute_rate_round_the_clock": per_minute * _MINUTES_A_DAY * days,
    }


def _successes(measures: Measures, period: Period) -> Mapping[str, float | None]:
    success = measures.success
    if success is None or success.pre_filing is None:
        return {}
    per_workday, rate = success.pre_filing.per_workday, success.overall.rate
    seconds, count = period.calendar_days * (DAY_US / 1e6), success.pre_filing.count
    return {
        "pre_filing_settled_per_workday": per_workday,
        "seconds_between_pre_filing": success.seconds_between_pre_filing,
        "success_rate": rate,
        "discounted_seconds": _SECONDS_A_WORKDAY / (per_workday * rate) if per_workday and rate else None,
        "round_the_clock_seconds": seconds / count if count else None,
    }


def _workdays_since_launch(calendar: WorkCalendar) -> int:
    return calendar.workdays(local_midnight_us(LAUNCH), _end())


def _end() -> int:
    return local_midnight_us(YEAR_END + timedelta(days=1))
