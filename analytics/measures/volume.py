"""Volume: how much came in, was taken into mediation and was concluded.

Formula
    Events of each kind whose time lies in the period: start included, end excluded.
Denominators
    Workdays, working minutes and calendar days of the period (`analytics.measures.period`).
Off-hours and off-day shares
    Filings outside working hours over the filings with a time of day; filings on days off over all filings.
    Off-hours hold the days off.
Without a time of day
    A stamp at the first instant of a local day is a date whose time nobody wrote down: it is counted, it has no
    hour, and it is in no off-hours share. Where no filing has a time, there is no such share.
Source
    Court practice of stating online volumes a minute of working time and a workday, and the shares of filings
    outside working hours and on days off (the Supreme People's Court's information centre, August 2021).
What it is not
    Not a cohort: the cases closed in a period are mostly not those filed in it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.measures.observed import ObservedCases
from analytics.measures.period import rates
from analytics.records import Period, Volume
from engine.calendar.calendar import WorkCalendar
from engine.calendar.errors import CalendarRangeError

_HOURS_A_WEEK = 168

# Local time is UTC+8 all year.
_HAS_TIME = "CREATE OR REPLACE TEMP MACRO has_time(at_us) AS (at_us + 28800000000) % 86400000000 <> 0"
_COUNTS = """
SELECT
    count(*) FILTER (in_period(filed_us)),
    count(*) FILTER (in_period(accepted_us)),
    count(*) FILTER (in_period(closed_us)),
    count(*) FILTER (in_period(filed_us) AND NOT has_time(filed_us)),
    count(*) FILTER (in_period(closed_us) AND NOT has_time(closed_us))
FROM cases
"""

# isodow counts from Monday = 1.
_BY_HOUR_OF_WEEK = """
WITH events AS (
    SELECT make_timestamp(filed_us + 28800000000) AS local, 1 AS filed, 0 AS closed
    FROM cases WHERE in_period(filed_us) AND has_time(filed_us)
    UNION ALL
    SELECT make_timestamp(closed_us + 28800000000), 0, 1
    FROM cases WHERE in_period(closed_us) AND has_time(closed_us)
)
SELECT (isodow(local) - 1) * 24 + hour(local) AS hour_of_week, sum(filed), sum(closed)
FROM events GROUP BY hour_of_week ORDER BY hour_of_week
"""

# Working hours begin and end on whole minutes, so a minute is wholly inside them or wholly outside.
_FILED_BY_MINUTE = """
SELECT epoch_us(time_bucket(INTERVAL 1 MINUTE, make_timestamp(filed_us))) AS minute_us, count(*) AS filed,
    count(*) FILTER (has_time(filed_us)) AS timed
FROM cases WHERE in_period(filed_us) GROUP BY minute_us
"""


def volume(observed: ObservedCases, period: Period, calendar: WorkCalendar) -> Volume:
    """Count filings, acceptances and closings.

    Parameters
    ----------
    observed
        The cases.
    period
        What to divide by.
    calendar
        Tells working hours and days off; the two shares are None where a filing leaves its years, that of off-hours
        where no filing has a time of day, too.

    Returns
    -------
    Volume
        Counts, rates, and counts by hour of the local week.
    """
    observed.connection.execute(_HAS_TIME)
    filed, accepted, closed, filed_without_time, closed_without_time = observed.row(_COUNTS)
    filed_by_hour, closed_by_hour = [0] * _HOURS_A_WEEK, [0] * _HOURS_A_WEEK
    for hour, filed_then, closed_then in observed.rows(_BY_HOUR_OF_WEEK):
        filed_by_hour[hour] = int(filed_then)
        closed_by_hour[hour] = int(closed_then)
    off_hours_share, off_day_share = _off_shares(observed.columns(_FILED_BY_MINUTE), calendar)
    return Volume(
        filed=rates(filed, period),
        accepted=rates(accepted, period),
        closed=rates(closed, period),
        filed_by_hour_of_week=filed_by_hour,
        closed_by_hour_of_week=closed_by_hour,
        off_hours_share=off_hours_share,
        off_day_share=off_day_share,
        filed_without_time=filed_without_time,
        closed_without_time=closed_without_time,
    )


def _off_shares(by_minute: dict[str, NDArray[Any]], calendar: WorkCalendar) -> tuple[float | None, float | None]:
    minutes, filed, timed = by_minute["minute_us"], by_minute["filed"], by_minute["timed"]
    total, total_timed = int(np.sum(filed)), int(np.sum(timed))
    if total == 0:
        return None, None
    try:
        working = calendar.is_working_many(minutes)
        workday = calendar.is_workday_many(minutes)
    except CalendarRangeError:
        return None, None
    off_hours_share = int(np.sum(timed[~working])) / total_timed if total_timed else None
    return off_hours_share, int(np.sum(filed[~workday])) / total
