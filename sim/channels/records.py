"""What a filings scenario comes to: counts by channel and hour, each rate with its denominator."""

from datetime import date

import msgspec

from analytics.records import Rates


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen and keyword-only, like every record here."""


class ChannelMeasures(_Record, frozen=True, kw_only=True):
    """What came through one channel, of one sort."""

    channel: str
    """A channel of `engine.events.enums.Channel`."""
    sort: str
    """`civil` or `other` of registered filings, a service of the mobile court, `case` on the lawyers' site."""
    starts_on: date
    """First day, local."""
    days: int
    """Calendar days."""
    workdays: int
    """Workdays among them; each has 480 working minutes."""
    rates: Rates
    """Count, and the count by each denominator."""
    off_hours_share: float
    """Outside working hours / all."""
    off_day_share: float
    """On days off / all."""
    by_hour_of_week: list[int]
    """168 counts, Monday 00:00 first, court local time."""


class LawyersMeasures(_Record, frozen=True, kw_only=True):
    """The lawyers' site in its span."""

    lawyers: int
    """Who had joined by the end."""
    lawyers_mean: float
    """Mean over the calendar days of those who had joined."""
    cases: int
    cases_per_lawyer: float
    """Cases / lawyers who had joined by the end."""
    cases_per_workday: float
    """Cases, those of days off included / workdays."""
    cases_per_calendar_day: float
    workdays: int


class FilingsMeasures(_Record, frozen=True, kw_only=True):
    """Everything counted of one filings scenario."""

    scenario: str
    seed: int
    channels: list[ChannelMeasures]
    registered: int
    """Filings of all channels that are open to registration."""
    civil: int
    """Of those, first-instance civil ones."""
    online: int
    """Of those registered, through any channel but the court's window."""
    online_share: float
    """Online / registered."""
    online_share_of_civil: float
    """Online filings of any kind / civil filings alone: a reading that mixes two bases."""
    online_off_hours_share: float
    """Online filings outside working hours / online filings."""
    online_off_day_share: float
    """Online filings on days off / online filings."""
    lawyers: LawyersMeasures
    mobile_courts: int
    """Courts on the mobile court, as the scenario has them."""
    platform_courts: int
    """Courts on the mediation platform, as the scenario has them."""


def ratio(above: int, below: int) -> float:
    """Divide; nothing of nothing is 0, for an empty count has no share.

    Examples
    --------
    >>> ratio(1, 4), ratio(0, 0)
    (0.25, 0.0)

    """
    return above / below if below else 0.0
