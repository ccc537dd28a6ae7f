"""Course: the flows and the stock of the period, one calendar unit after another.

Formula
    Filed, accepted, closed: events of each kind in the part of the unit that lies in the period, start included
    and end excluded. Settled: of the closed, those with closing code 1 or 2. Pending at the end: counted just
    before the unit's end as in `analytics.measures.stock`, so that pending at its start + entered - left is
    pending at its end. Entered: accepted, and not closed before that; left: closed, and accepted by then.
    Success: settled / concluded of the cases closed in the unit, with its Wilson score interval.
Units
    Day for periods up to 31 days, ISO week (Monday first) up to 25 weeks, calendar month beyond; local time.
Denominators
    None is taken here. Each unit has the calendar days and the workdays of it that lie in the period: months
    differ by a tenth in days and by a third in workdays, and the first and the last unit may be cut.
Source
    The way courts publish case statistics, month by month, with the stock carried over.
What it is not
    Not a cohort. Closed less accepted is not what the stock lost where cases are closed that nobody accepted.
Small cells
    Settled and success are hidden in a unit with closings and fewer than 5 concluded cases; if that is a single
    unit, in the smallest other as well, or the total would give it away.
"""

from typing import Any, Literal, TypeAlias

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from analytics.measures.observed import ObservedCases
from analytics.measures.small_cells import hidden_groups
from analytics.measures.success import proportion
from analytics.measures.units import LOCAL_OFFSET_MICROSECONDS, MICROSECONDS_A_DAY
from analytics.records import Course, CourseUnit, Period, Proportion
from engine.calendar.calendar import WorkCalendar
from engine.calendar.errors import CalendarRangeError

Unit: TypeAlias = Literal["day", "week", "month"]
_Days: TypeAlias = NDArray[np.datetime64]

_DAYS_BY_DAY = 31
"""Longest period that is told by the day, calendar days."""
_DAYS_BY_WEEK = 25 * 7
"""Longest period that is told by the week: shorter than any half of a year, so that both halves have months."""
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
"""The days that have a date; nothing is told of periods that leave them."""
_MONDAY = np.datetime64("1969-12-29")
_FLOWS = ("filed", "accepted", "closed", "concluded", "settled", "entered", "departed")

# Local time is UTC+8 all year. A grouping for each kind of event takes a sixth less time than one over
# all events together.
_BY_DAY = """
WITH by_kind AS (
    SELECT make_timestamp(filed_us + 28800000000)::DATE AS day, count(*) AS filed,
        0 AS accepted, 0 AS entered, 0 AS closed, 0 AS concluded, 0 AS settled, 0 AS departed
    FROM cases WHERE in_period(filed_us) GROUP BY day
    UNION ALL
    SELECT make_timestamp(accepted_us + 28800000000)::DATE AS day, 0, count(*),
        count(*) FILTER (closed_us IS NULL OR closed_us >= accepted_us), 0, 0, 0, 0
    FROM cases WHERE in_period(accepted_us) GROUP BY day
    UNION ALL
    SELECT make_timestamp(closed_us + 28800000000)::DATE AS day, 0, 0, 0, count(*), count(outcome),
        count(*) FILTER (outcome = 'settled'), count(*) FILTER (accepted_us <= closed_us)
    FROM cases WHERE in_period(closed_us) GROUP BY day
)
SELECT day, sum(filed)::BIGINT AS filed, sum(accepted)::BIGINT AS accepted, sum(closed)::BIGINT AS closed,
    sum(concluded)::BIGINT AS concluded, sum(settled)::BIGINT AS settled,
    sum(entered)::BIGINT AS entered, sum(departed)::BIGINT AS departed
FROM by_kind GROUP BY day
"""


def course(
    observed: ObservedCases, period: Period, calendar: WorkCalendar, *, pending_at_start: int, confidence: float
) -> Course | None:
    """Count filings, acceptances, closings and the stock unit by unit.

    Parameters
    ----------
    observed
        The cases.
    period
        Its length settles the unit.
    calendar
        Counts the workdays; None for a unit that leaves its years.
    pending_at_start
        Cases accepted and not closed just before the period, as `stock` counts them.
    confidence
        Level of the intervals of success, between 0 and 1.

    Returns
    -------
    Course or None
        At least one unit, without a gap; None where the period leaves the years 1 to 9999.
    """
    first, last = _local_day(observed.starts_at), _local_day(observed.ends_at - 1)
    if first < _FIRST_DAY or last > _LAST_DAY:
        return None
    unit = course_unit(period.calendar_days)
    opens = _opens(unit, first, last)
    flows = _sums(observed.columns(_BY_DAY), opens[:-1])
    pending = pending_at_start + np.cumsum(flows["entered"] - flows["departed"])
    outcomes = _outcomes(flows, confidence)
    return Course(
        unit=unit,
        units=[
            _unit(_spell(opens[index], opens[index + 1], period, calendar), flows, index, int(pending[index]), share)
            for index, share in enumerate(outcomes)
        ],
    )


def _unit(
    spell: dict[str, Any], flows: dict[str, NDArray[np.int64]], index: int, pending: int, share: Proportion | None
) -> CourseUnit:
    closed = int(flows["closed"][index])
    return CourseUnit(
        **spell,
        filed=int(flows["filed"][index]),
        accepted=int(flows["accepted"][index]),
        closed=closed,
        # Of no closing none is settled; where closings have no outcome nobody knows.
        settled=share.numerator if share is not None else None if closed else 0,
        pending_at_end=pending,
        success=None if share is None else structs.replace(share, label=spell["starts_on"].isoformat()),
    )


def course_unit(calendar_days: float) -> Unit:
    """Choose the unit that a period is told by.

    Parameters
    ----------
    calendar_days
        Length of the period, days of 24 hours.

    Returns
    -------
    str
        `day`, `week` or `month`: at most 32, 26 and as many as there are.

    Examples
    --------
    >>> course_unit(7.0), course_unit(31.0), course_unit(31.5), course_unit(175.0), course_unit(181.0)
    ('day', 'day', 'week', 'week', 'month')
    """
    if calendar_days <= _DAYS_BY_DAY:
        return "day"
    return "week" if calendar_days <= _DAYS_BY_WEEK else "month"


def _local_day(at_us: int) -> np.datetime64:
    return np.datetime64((at_us + LOCAL_OFFSET_MICROSECONDS) // MICROSECONDS_A_DAY, "D")


def _opens(unit: Unit, first: np.datetime64, last: np.datetime64) -> _Days:
    """First day of each unit from the one that holds `first` to the one after that which holds `last`."""
    if unit == "day":
        return np.arange(first, last + 2)
    if unit == "week":
        monday = first - (first - _MONDAY) % np.timedelta64(7, "D")
        return np.arange(monday, last + 8, np.timedelta64(7, "D"))
    month = np.timedelta64(1, "M")
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 2 * month, dtype="datetime64[M]")
    return months.astype("datetime64[D]")


def _sums(by_day: dict[str, NDArray[Any]], opens: _Days) -> dict[str, NDArray[np.int64]]:
    """Add the counts of the days of each unit."""
    unit = np.searchsorted(opens, by_day["day"].astype("datetime64[D]"), side="right") - 1
    sums = {name: np.zeros(opens.size, np.int64) for name in _FLOWS}
    for name, total in sums.items():
        np.add.at(total, unit, by_day[name])
    return sums


def _outcomes(flows: dict[str, NDArray[np.int64]], confidence: float) -> list[Proportion | None]:
    """Settled of concluded in each unit; None where none was concluded."""
    sizes, settled = (flows[name].tolist() for name in ("concluded", "settled"))
    some = [index for index, size in enumerate(sizes) if size]
    hidden = hidden_groups([sizes[index] for index in some])
    shares = {
        index: proportion("", settled[index], sizes[index], confidence, hidden=is_hidden)
        for index, is_hidden in zip(some, hidden, strict=True)
    }
    return [shares.get(index) for index in range(len(sizes))]


def _spell(opens: np.datetime64, next_opens: np.datetime64, period: Period, calendar: WorkCalendar) -> dict[str, Any]:
    """What of one unit lies in the period."""
    whole = [int(day.astype(np.int64)) * MICROSECONDS_A_DAY - LOCAL_OFFSET_MICROSECONDS for day in (opens, next_opens)]
    starts_at, ends_at = max(whole[0], period.starts_at), min(whole[1], period.ends_at)
    try:
        workdays = calendar.workdays(starts_at, ends_at)
    except CalendarRangeError:
        workdays = None
    return {
        "starts_on": _local_day(starts_at).item(),
        "calendar_days": (ends_at - starts_at) / MICROSECONDS_A_DAY,
        "workdays": workdays,
        "is_whole": [starts_at, ends_at] == whole,
    }
