"""When a channel takes filings, where it differs from what is said of all filings together."""

from collections.abc import Iterable
from math import fsum
from typing import Annotated, NamedTuple

from pydantic import Field, Strict

from engine.events.enums import Channel
from sim.scenario.section import Section, Share, Weight

HourWeights = Annotated[tuple[Weight, ...], Strict(strict=False), Field(min_length=24, max_length=24)]
"""A shape over the 24 hours of a day, without unit."""


class ChannelProfile(Section):
    """When the filings of one channel come."""

    off_hours_share: Share
    """Fraction of the channel's filings outside working hours, days off included; 0: it closes with the courts."""
    off_day_share: Share
    """Fraction of the channel's filings on days off; part of `off_hours_share`."""
    workday_hour_weights: HourWeights | None = None
    """Shape over the 24 hours of a workday, within working hours and within the rest; left out: that of all filings."""
    off_day_hour_weights: HourWeights | None = None
    """Shape over the 24 hours of a day off; left out: that of all filings."""


class Profiles(Section):
    """The channels that have a profile of their own; the others share what those leave of all filings."""

    online_filing: ChannelProfile | None = None
    """When online filings come."""
    court_window: ChannelProfile | None = None
    """When filings at the court's window come."""
    mobile_court: ChannelProfile | None = None
    """When filings by the Mobile Micro Court come."""
    lawyers_site: ChannelProfile | None = None
    """When filings on the lawyers' site come."""
    hotline: ChannelProfile | None = None
    """When filings by the hotline 12368 come."""

    def own(self, channel: Channel) -> ChannelProfile | None:
        """Return the channel's own profile, None if it has none."""
        return getattr(self, channel)


class Spread(NamedTuple):
    """Fractions of a year's filings by when they come."""

    working: float
    """In working hours."""
    off_hours: float
    """Outside working hours, on workdays."""
    off_days: float
    """On days off."""


def spread(off_hours_share: float, off_day_share: float) -> Spread:
    """Return the fractions of a channel, or of all filings.

    Examples
    --------
    >>> spread(0.75, 0.5)
    Spread(working=0.25, off_hours=0.25, off_days=0.5)
    """
    return Spread(1.0 - off_hours_share, off_hours_share - off_day_share, off_day_share)


def spread_together(parts: Iterable[tuple[float, Spread]]) -> Spread:
    """Return what some channels make of all filings.

    Parameters
    ----------
    parts
        Share of all filings and spread of each channel.

    Returns
    -------
    Spread
        Fractions of all filings, which sum to those channels' share.

    Examples
    --------
    >>> spread_together([(0.5, spread(0.0, 0.0)), (0.25, spread(0.5, 0.25))])
    Spread(working=0.625, off_hours=0.0625, off_days=0.0625)
    """
    together = list(parts)
    return Spread(*(fsum(share * part[place] for share, part in together) for place in range(len(Spread._fields))))
