"""The results of measuring: one frozen record a measure, each naming its denominator.

Counts are integers, rates and days floats. A record is what `measures.json` holds and what the report reads.
"""

from datetime import date
from typing import Literal

import msgspec


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen and keyword-only, like every record here."""


class Period(_Record, frozen=True, kw_only=True):
    """The time a run or a log was observed, and what it holds to divide by."""

    starts_at: int
    """Microseconds since the epoch, UTC; included."""
    ends_at: int
    """Microseconds since the epoch, UTC; excluded."""
    calendar_days: float
    workdays: int | None
    """None where the period leaves the years the working calendar knows."""
    working_minutes: int | None
    """Eight hours a workday; None as above."""


class Rates(_Record, frozen=True, kw_only=True):
    """One count over the period, by each denominator that is in use."""

    count: int
    per_workday: float | None
    per_working_minute: float | None
    per_calendar_day: float


class Volume(_Record, frozen=True, kw_only=True):
    """How much came in, was taken into mediation, and was concluded."""

    filed: Rates
    accepted: Rates
    closed: Rates
    filed_by_hour_of_week: list[int]
    """168 counts, Monday 00:00 first, court local time."""
    closed_by_hour_of_week: list[int]
    off_hours_share: float | None
    """Filings outside working hours / filings with a time of day; None where none has one."""
    off_day_share: float | None
    """Filings on days off / filings."""
    filed_without_time: int = 0
    """Dates alone, without an hour of the week."""
    closed_without_time: int = 0


class Proportion(_Record, frozen=True, kw_only=True):
    """A share with its Wilson score interval; `label` names the group, `all` the whole."""

    label: str
    numerator: int | None
    """None, as are rate and bounds, where the group is too small to show."""
    denominator: int
    rate: float | None
    low: float | None
    high: float | None
    confidence: float
    suppressed: bool


class CourseUnit(_Record, frozen=True, kw_only=True):
    """What a day, week or month holds; the first and the last may lie in the period only in part."""

    starts_on: date
    """First day inside the period, court local time."""
    calendar_days: float
    """Of the part inside the period, as are all counts here."""
    workdays: int | None
    """None outside the working calendar's years."""
    is_whole: bool
    """Whether the whole unit lies in the period."""
    filed: int
    accepted: int
    closed: int
    settled: int | None
    """Closed with code 1 or 2; None where too few were concluded to show."""
    pending_at_end: int
    success: Proportion | None = None
    """Settled over concluded; None where nothing was concluded, and in records of earlier versions."""


class Course(_Record, frozen=True, kw_only=True):
    """Flows and stock by calendar unit, in order of time and without a gap."""

    unit: Literal["day", "week", "month"]
    """Day up to 31 days, ISO week up to 25 weeks, month beyond."""
    units: list[CourseUnit]


class Success(_Record, frozen=True, kw_only=True):
    """Settled (codes 1 and 2) over concluded (codes 1 to 8), cases closed in the period."""

    overall: Proportion
    by_dispute_type: list[Proportion]
    by_channel: list[Proportion]
    by_closing_code: list[Proportion]
    """Cases with that code over concluded; label is the code's number."""
    pre_filing: Rates | None
    """Settled cases that had not been registered as lawsuits; None where no entry route is recorded."""
    seconds_between_pre_filing: float | None
    """Working seconds of the period / pre-filing settlements."""


class CurvePoint(_Record, frozen=True, kw_only=True):
    """One step of a survival curve."""

    days: float
    survival: float
    low: float
    high: float
    at_risk: int
    band_low: float | None = None
    """Bounds of the band (Hall and Wellner) that holds the whole curve at once; None where none was computed."""
    band_high: float | None = None


class Survival(_Record, frozen=True, kw_only=True):
    """Kaplan-Meier estimate of a time in calendar days, with delayed entry and censoring."""

    starts: str
    """The event the clock starts at: `filed` or `accepted`."""
    ends: str
    """The event it ends at: `accepted` or `closed`."""
    cases: int
    """Cases at risk at some time."""
    events: int
    censored: int
    mean_days: float | None
    """Area under the curve, restricted to `mean_limit_days`."""
    mean_limit_days: float | None
    quantile_days: dict[str, float | None]
    """Keys "0.25", "0.5", "0.75", "0.9"; None where the curve does not come down so far."""
    confidence: float
    curve: list[CurvePoint]
    """At most 400 points, enough to draw."""
    left_out: int = 0
    """Rows that end in the period and before they start: they have no duration."""


class Stock(_Record, frozen=True, kw_only=True):
    """What is open, and whether it agrees with Little's law."""

    pending_at_start: int
    """Accepted and not closed."""
    pending_at_end: int
    pending_mean: float
    """Time average over the period."""
    waiting_at_start: int
    """Filed and not accepted; includes open offers."""
    waiting_at_end: int
    waiting_mean: float
    accepted_per_calendar_day: float
    mean_duration_days: float | None
    """Mean time from acceptance to close of the cases closed in the period."""
    little_pending: float | None
    """Acceptances a calendar day times mean duration."""
    little_relative_error: float | None
    """`pending_mean` / `little_pending` - 1."""
    left_out: int = 0
    """Cases closed in the period before they were accepted: not in the mean duration."""


class Clearance(_Record, frozen=True, kw_only=True):
    """CEPEJ ratios of flow and stock: incoming are the cases filed in the period, resolved those closed."""

    incoming: int
    resolved: int
    unresolved_at_end: int
    """Filed and not closed."""
    clearance_rate: float | None
    """Resolved / incoming; may exceed 1."""
    disposition_days: float | None
    """Unresolved at end / resolved x calendar days of the period: a ratio, not an age."""


class Utilisation(_Record, frozen=True, kw_only=True):
    """How much of the mediators' capacity was in use; needs a roster."""

    mediators: int
    capacity: int
    """Cases all mediators together may hold."""
    pending_mean: float
    utilisation: float
    """Mean pending / capacity."""
    mediators_by_load: list[int]
    """Index: cases held at the end of the period; value: mediators who held as many."""
    mediators_full: int
    """Mediators who held as many cases as they may, at the end."""
    mean_load_by_decile: list[float]
    """Mediators in order of load at the end, cut into ten equal groups: mean cases held in each."""


class GroupDuration(_Record, frozen=True, kw_only=True):
    """Plain mean over closed cases of one group, open cases left out: what many offices print."""

    label: str
    closed: int
    mean_days: float | None
    past_deadline: int | None
    """Closed after their deadline; None where no case has one."""
    with_deadline: int
    past_deadline_share: float | None
    suppressed: bool = False
    """Whether the group is too small to show more than its size."""


class Timeliness(_Record, frozen=True, kw_only=True):
    """Mean start to end and share past the deadline, with and without the rows that were flagged."""

    with_flagged: list[GroupDuration]
    """First row is `all`, then one a channel."""
    without_flagged: list[GroupDuration]
    flagged: int


class Measures(_Record, frozen=True, kw_only=True):
    """Everything measured from one case table."""

    period: Period
    cases: int
    """Cases of the table that were open in the period, or filed or closed in it."""
    cases_filed: int
    """Of those, filed in the period."""
    open_at_end: int
    volume: Volume
    success: Success | None
    """None where no case has an outcome."""
    time_to_acceptance: Survival | None
    """None where the table has no acceptances."""
    time_to_close: Survival | None
    """From acceptance; from filing where the table has no acceptances."""
    stock: Stock
    clearance: Clearance
    utilisation: Utilisation | None
    """None without a roster."""
    timeliness: Timeliness
    unrecorded: list[str] = []
    """Columns of the case table without a value in any row; what rests on one of them says nothing."""
    course: Course | None = None
    """None in records of earlier versions, and where the period leaves the years 1 to 9999."""
