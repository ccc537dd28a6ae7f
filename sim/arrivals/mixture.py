"""All filings as a mixture of the channels: what comes through which channel in which hour.

The filings of all channels together are one Poisson process; a filing at an instant belongs to a channel with the
probability that the channel's rate is of the sum of all rates then. That is the same in law as a process for each
channel (superposition and colouring; Kingman, Poisson Processes, 1993, sections 2.2 and 5.1).
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from engine.events.enums import Channel
from sim.scenario.demand import Arrivals
from sim.scenario.profile import ChannelProfile, Spread, spread, spread_together

HOURS: Final = 24
_HALF_HOUR_US: Final = DAY_US // 48


def hour_shares(arrivals: Arrivals, shares: Mapping[Channel, float], *, worked: bool) -> NDArray[np.float64]:
    """Return how a day's filings fall on its hours.

    Parameters
    ----------
    arrivals
        Section `[arrivals]` of a scenario.
    shares
        Fraction of cases by channel.
    worked
        Whether it is a workday.

    Returns
    -------
    NDArray[np.float64]
        float64[24], summing to 1; where such days have no filings, a shape all the same.
    """
    if _profiled(arrivals, shares):
        by_hour = _filings_by_hour(arrivals, shares)[int(worked)].sum(axis=1)
        if by_hour.sum() > 0.0:
            return by_hour / by_hour.sum()
    if not worked:
        weights = np.array(arrivals.off_day_hour_weights)
        return weights / weights.sum()
    outside_share = (arrivals.off_hours_share - arrivals.off_day_share) / (1.0 - arrivals.off_day_share)
    return _workday(arrivals.workday_hour_weights, 1.0 - outside_share, outside_share)


def channel_shares_by_hour(arrivals: Arrivals, shares: Mapping[Channel, float]) -> NDArray[np.float64]:
    """Return through which channels the filings of an hour come.

    Parameters
    ----------
    arrivals
        Section `[arrivals]` of a scenario.
    shares
        Fraction of cases by channel.

    Returns
    -------
    NDArray[np.float64]
        float64[2, 24, channels]: first days off, then workdays; channels in the order of `Channel`, summing to 1. An
        hour in which nothing is filed has the shares of all filings.
    """
    overall = np.array([shares.get(channel, 0.0) for channel in Channel])
    overall = np.broadcast_to(overall / overall.sum(), (2, HOURS, len(overall))).copy()
    if not _profiled(arrivals, shares):
        return overall
    filings = _filings_by_hour(arrivals, shares)
    total = filings.sum(axis=2, keepdims=True)
    np.divide(filings, total, out=overall, where=total > 0.0)
    return overall


def _profiled(arrivals: Arrivals, shares: Mapping[Channel, float]) -> dict[Channel, tuple[float, ChannelProfile]]:
    """Share and profile of each channel that has both."""
    profiles = {channel: (share, arrivals.profile.own(channel)) for channel, share in shares.items() if share > 0.0}
    return {channel: (share, profile) for channel, (share, profile) in profiles.items() if profile is not None}


def _filings_by_hour(arrivals: Arrivals, shares: Mapping[Channel, float]) -> NDArray[np.float64]:
    """float64[2, 24, channels]: fraction of a year's filings by kind of day, hour and channel."""
    own = _profiled(arrivals, shares)
    parts = {channel: (share, spread(p.off_hours_share, p.off_day_share)) for channel, (share, p) in own.items()}
    whole, taken = spread(arrivals.off_hours_share, arrivals.off_day_share), spread_together(parts.values())
    # The rules let rounding alone take anything below 0.
    left = Spread(*(max(amount - gone, 0.0) for amount, gone in zip(whole, taken, strict=True)))
    rest = {channel: share for channel, share in shares.items() if channel not in own and share > 0.0}
    filings = np.zeros((2, HOURS, len(Channel)))
    for place, channel in enumerate(Channel):
        if channel in own:
            share, part = parts[channel]
            filings[:, :, place] = share * _by_hour(arrivals, own[channel][1], part)
        elif channel in rest:
            filings[:, :, place] = rest[channel] / sum(rest.values()) * _by_hour(arrivals, None, left)
    return filings


def _by_hour(arrivals: Arrivals, profile: ChannelProfile | None, amounts: Spread) -> NDArray[np.float64]:
    """float64[2, 24]: amounts spread over the hours of a day off and of a workday, by the profile's shape or all's."""
    workday = profile.workday_hour_weights if profile else None
    off_day = profile.off_day_hour_weights if profile else None
    weights = np.array(off_day or arrivals.off_day_hour_weights)
    return np.stack(
        [
            _part(weights, amounts.off_days),
            _workday(workday or arrivals.workday_hour_weights, amounts.working, amounts.off_hours),
        ]
    )


def _workday(hour_weights: tuple[float, ...], inside: float, outside: float) -> NDArray[np.float64]:
    """float64[24]: one amount spread over the working hours, another over the others."""
    weights, working = np.array(hour_weights), _working_hours()
    return _part(np.where(working, weights, 0.0), inside) + _part(np.where(working, 0.0, weights), outside)


def _part(weights: NDArray[np.float64], amount: float) -> NDArray[np.float64]:
    return amount * weights / weights.sum() if amount > 0.0 else np.zeros(len(weights))


def _working_hours() -> NDArray[np.bool_]:
    """bool[24]: the hours of a workday that are working hours, as the calendar of a known workday has them."""
    workday = date(2020, 8, 24)
    calendar = WorkCalendar.china(workday.year, workday.year)
    middles = local_midnight_us(workday) + _HALF_HOUR_US + 2 * _HALF_HOUR_US * np.arange(HOURS)
    return calendar.is_working_many(middles)
