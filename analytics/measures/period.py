"""The period of a measure and the rates over it.

A rate says what it divides by. Workdays and working minutes (eight hours a workday) are what court statistics
print as "a day" and "a minute"; calendar days are what Little's law needs. The three differ by factors of 1.5
and 4.4, so a rate without its denominator means nothing.
"""

from analytics.measures.units import MICROSECONDS_A_DAY, MICROSECONDS_A_MINUTE
from analytics.records import Period, Rates
from engine.calendar.calendar import WorkCalendar
from engine.calendar.errors import CalendarRangeError


def measure_period(starts_at: int, ends_at: int, calendar: WorkCalendar) -> Period:
    """Count what a period holds to divide by.

    Parameters
    ----------
    starts_at, ends_at
        Microseconds since the epoch, UTC; start included, end excluded.
    calendar
        Answers for the workdays; where the period leaves its years, both working denominators are None.

    Returns
    -------
    Period
        Calendar days, workdays that begin in the period, and its working minutes.
    """
    try:
        workdays = calendar.workdays(starts_at, ends_at)
        working_minutes = calendar.working_us(starts_at, ends_at) // MICROSECONDS_A_MINUTE
    except CalendarRangeError:
        workdays, working_minutes = None, None
    return Period(
        starts_at=starts_at,
        ends_at=ends_at,
        calendar_days=(ends_at - starts_at) / MICROSECONDS_A_DAY,
        workdays=workdays,
        working_minutes=working_minutes,
    )


def rates(count: int, period: Period) -> Rates:
    """Divide a count by each denominator of the period.

    Parameters
    ----------
    count
        Events in the period.
    period
        The period; a denominator that is None or 0 gives no rate.

    Returns
    -------
    Rates
        The count and its rates.

    Examples
    --------
    >>> week = Period(starts_at=0, ends_at=604_800_000_000, calendar_days=7.0, workdays=5, working_minutes=2400)
    >>> rates(120, week)
    Rates(count=120, per_workday=24.0, per_working_minute=0.05, per_calendar_day=17.142857142857142)
    """
    return Rates(
        count=count,
        per_workday=count / period.workdays if period.workdays else None,
        per_working_minute=count / period.working_minutes if period.working_minutes else None,
        per_calendar_day=count / period.calendar_days,
    )
