"""A filings scenario: what comes to the courts through each channel, as a frozen record of its TOML file."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from engine.events.enums import Channel
from sim.scenario.demand import SeasonFactor
from sim.scenario.profile import HourWeights
from sim.scenario.scenario import Title
from sim.scenario.section import InnerShare, Section, Share

OffHoursReading = Literal["days", "hours"]
"""What a published share of filings "in non-working hours" counts: days off, or all time outside working hours."""
Count = Annotated[int, Field(ge=1, le=10_000_000_000)]


class Span(Section):
    """The days whose filings are drawn."""

    starts_on: date
    """First day, as YYYY-MM-DD without quotes; local time, UTC+8."""
    days: Annotated[int, Field(ge=1, le=3_660)]
    """Length; unit: calendar days."""


class Registered(Section):
    """All filings that courts register in the window, by whatever channel."""

    civil: Count
    """First-instance civil filings; unit: filings."""
    all_per_civil: Annotated[float, Field(ge=1, le=100)]
    """Registered filings of all kinds over the civil ones; no unit."""

    @property
    def filings(self) -> float:
        """Registered filings of all kinds."""
        return self.civil * self.all_per_civil


class OffHours(Section):
    """How many filings come outside working hours, where a channel is always open."""

    reading: OffHoursReading
    """What `share` is a share of: filings on days off ("days"), or all outside working hours ("hours")."""
    share: InnerShare
    """Published fraction of filings in non-working time."""
    days_off_part: InnerShare
    """Of the filings outside working hours, the fraction that falls on days off."""

    @property
    def outside(self) -> float:
        """Fraction of filings outside working hours, days off included."""
        return self.share / self.days_off_part if self.reading == "days" else self.share

    @property
    def on_days_off(self) -> float:
        """Fraction of filings on days off."""
        return self.share if self.reading == "days" else self.share * self.days_off_part

    @model_validator(mode="after")
    def _is_a_part(self) -> Self:
        if self.outside >= 1:
            raise ValueError(f"have share / days_off_part below 1 (has {self.outside:g})")
        return self


class Hours(Section):
    """Shape of a day and of a year, the same for all channels."""

    workday: HourWeights
    """Shape over the 24 hours of a workday, within working hours and within the rest; no unit."""
    day_off: HourWeights
    """Shape over the 24 hours of a day off; no unit."""
    season: Annotated[tuple[SeasonFactor, ...], Strict(strict=False), Field(min_length=12, max_length=12)]
    """Factor of each month, January first; no unit."""


class FilingChannel(Section):
    """A way by which filings reach the court."""

    name: Annotated[Channel, Strict(strict=False)]
    """Which way."""
    filings: Count | None = None
    """Expected filings of the window; left out for the one channel that takes all others."""
    always_open: bool
    """Whether it takes filings at night and on days off; if not, in working hours alone."""


class Service(Section):
    """One thing that the mobile court is asked for."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=40)]
    """Name: lower-case letters, digits and underscores."""
    share: Share
    """Fraction of the visits."""


class MobileCourt(Section):
    """The mobile micro court: service requests at any hour, not filings."""

    courts: Count
    """Courts that take part; another number than the mediation platform's, which is another system."""
    visits_a_day: Count
    """Visits a calendar day, each for one service."""
    off_hours_share: Share
    """Fraction of visits outside working hours, days off included."""
    off_day_share: Share
    """Fraction of visits on days off; part of `off_hours_share`."""
    service: Annotated[tuple[Service, ...], Strict(strict=False), Field(min_length=1, max_length=100)]
    """What is asked for; shares must sum to 1."""

    @model_validator(mode="after")
    def _shares_are_whole(self) -> Self:
        if self.off_day_share > self.off_hours_share:
            raise ValueError(f"have off_day_share at most off_hours_share (has {self.off_day_share:g})")
        if abs(sum(entry.share for entry in self.service) - 1) > 1e-6:
            raise ValueError(f"have service shares that sum to 1 (sum {sum(e.share for e in self.service):g})")
        return self


class LawyersSite(Section):
    """The lawyers' site in its first weeks: lawyers join one by one, and file from then on."""

    starts_on: date
    """Day of the opening, as YYYY-MM-DD without quotes."""
    days: Annotated[int, Field(ge=1, le=3_660)]
    """Length; unit: calendar days."""
    lawyers: Count
    """Lawyers who have joined by the end; unit: lawyers."""
    at_opening_share: Share
    """Fraction of them who join on the first day; the others join evenly over the days."""
    cases_a_workday: Annotated[float, Field(gt=0, le=1_000)]
    """Cases of a lawyer who is there all the time / workdays, those of days off included; unit: cases a workday."""


class MediationPlatform(Section):
    """What the mediation platform has where another system has another number."""

    courts: Count
    """Courts on the mediation platform."""


class FilingsScenario(Section):
    """What comes to the courts beside mediation.

    Built by `sim.channels.load`, which lists every mistake; building it directly checks single tables and channels.

    Raises
    ------
    pydantic.ValidationError
        Where a key is missing, unknown or out of bounds, or the channels do not add up.

    """

    kind: Literal["filings"]
    """Always "filings": it tells these scenarios from those of the platform and of queues."""
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=80)]
    """Name: lower-case letters, digits and hyphens."""
    title: Title
    """Title in English and Chinese."""
    window: Span
    """The days whose filings are drawn."""
    registered: Registered
    """All registered filings of the window."""
    off_hours: OffHours
    """Filings outside working hours."""
    hours: Hours
    """Shape of the day and the year."""
    channel: Annotated[tuple[FilingChannel, ...], Strict(strict=False), Field(min_length=1, max_length=100)]
    """Ways in; their filings add up to the registered ones."""
    mobile_court: MobileCourt
    """The mobile micro court."""
    mediation_platform: MediationPlatform
    """The mediation platform, for comparison."""
    lawyers_site: LawyersSite
    """The lawyers' site."""

    @model_validator(mode="after")
    def _channels_add_up(self) -> Self:
        names = [channel.name for channel in self.channel]
        if len(set(names)) < len(names):
            raise ValueError("name each channel once")
        if sum(channel.filings is None for channel in self.channel) != 1:
            raise ValueError("have exactly one channel without filings, which takes all others")
        known = sum(channel.filings or 0 for channel in self.channel)
        if known > self.registered.filings:
            raise ValueError(f"have channels of at most {self.registered.filings:,.0f} registered filings ({known:,})")
        return self

    def filings_of(self, channel: FilingChannel) -> float:
        """Return a channel's expected filings of the window, those of the rest channel being what is left."""
        if channel.filings is not None:
            return float(channel.filings)
        return self.registered.filings - sum(other.filings or 0 for other in self.channel)
