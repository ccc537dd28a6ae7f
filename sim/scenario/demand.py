"""The sections `[window]`, `[arrivals]` and `[cases]`: when cases come, how many, and of what kind."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, Field, Strict, WithJsonSchema

from engine.events.enums import Channel, DisputeType, EntryRoute
from sim.scenario.profile import HourWeights, Profiles
from sim.scenario.section import InnerShare, Section, Share, shares_sum_to_one


class Window(Section):
    """The days that are simulated and measured."""

    starts_on: date
    """First day, as YYYY-MM-DD without quotes; local time, UTC+8."""
    days: Annotated[int, Field(ge=1, le=3_660)]
    """Length; unit: calendar days."""
    history_days: Annotated[int, Field(ge=0, le=3_660)]
    """Arrivals drawn before the window, to find the cases already open at its start; unit: calendar days."""


GROWTH_MAX: Final = 100
"""Years of one scenario that have a count of their own."""
SURGES_MAX: Final = 1_000
"""Surges of one scenario."""


class Surge(Section):
    """More filings for a while, or fewer."""

    starts_on: date
    """First day, as YYYY-MM-DD without quotes; in the window."""
    ends_on: date
    """Last day, included; in the window."""
    factor: Annotated[float, Field(gt=0, le=100)]
    """What the expected filings of these days are multiplied by, above the yearly count; no unit."""


class Growth(Section):
    """How many cases are filed in one calendar year."""

    year: Annotated[int, Field(ge=1, le=9_999)]
    """Calendar year."""
    factor: Annotated[float, Field(gt=0, le=100)]
    """Filings of the year as a multiple of `arrivals.cases_per_year`; no unit."""
    starts_on: date | None = None
    """First day of the year on which cases are filed, as where a platform was opened; left out: 1 January."""


SeasonFactor = Annotated[float, Field(gt=0, le=10)]


class Arrivals(Section):
    """How many cases are filed, and when."""

    cases_per_year: Annotated[int, Field(ge=1, le=1_000_000_000)]
    """Cases filed in the reference year by all courts together; unit: cases a year."""
    year: Annotated[int, Field(ge=1, le=9_999)]
    """Reference year: its workdays and days off turn the yearly count into rates; unit: calendar year."""
    off_hours_share: Annotated[float, Field(ge=0, lt=1)]
    """Fraction of filings outside working hours, days off included."""
    off_day_share: Annotated[float, Field(ge=0, lt=1)]
    """Fraction of filings on days off; part of `off_hours_share`."""
    court_day_variation: Annotated[float, Field(ge=0, le=5)]
    """Coefficient of variation of each court's own gamma-distributed factor of the day; no unit."""
    national_day_variation: Annotated[float, Field(ge=0, le=5)]
    """Coefficient of variation of the factor of the day that all courts share; no unit."""
    season: Annotated[tuple[SeasonFactor, ...], Strict(strict=False), Field(min_length=12, max_length=12)]
    """Factor of each month, January first, on the mean rate; no unit."""
    workday_hour_weights: HourWeights
    """Shape over the 24 hours of a workday, within working hours and within the rest; no unit."""
    off_day_hour_weights: HourWeights
    """Shape over the 24 hours of a day off; no unit."""
    profile: Profiles = Profiles()
    """When the filings of a channel come; channels without a profile share what the others leave of all filings."""
    growth: Annotated[tuple[Growth, ...], Strict(strict=False), Field(max_length=GROWTH_MAX)] = ()
    """Filings of single calendar years; left out, every year files at the reference year's rates."""
    surge: Annotated[tuple[Surge, ...], Strict(strict=False), Field(max_length=SURGES_MAX)] = ()
    """Days with more filings than usual, or fewer; no two surges share a day."""


class DisputeTypeShare(Section):
    """One kind of dispute in the case mix."""

    name: Annotated[DisputeType, Strict(strict=False)]
    """The dispute type."""
    share: Share
    """Fraction of cases."""
    settled_share: InnerShare
    """Fraction of concluded cases that settle, before re-centring on `cases.settled_share`."""


_share_schema = {"type": "number", "minimum": 0, "maximum": 1}
EntryRouteShares = Annotated[
    Mapping[Annotated[EntryRoute, Strict(strict=False)], Share],
    AfterValidator(shares_sum_to_one),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {route.value: _share_schema for route in EntryRoute},
            "additionalProperties": False,
        }
    ),
]
ChannelShares = Annotated[
    Mapping[Annotated[Channel, Strict(strict=False)], Share],
    AfterValidator(shares_sum_to_one),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {channel.value: _share_schema for channel in Channel},
            "additionalProperties": False,
        }
    ),
]


class Cases(Section):
    """What the cases are like."""

    settled_share: InnerShare
    """Fraction of concluded cases that settle, over all dispute types."""
    minority_language_share: Share
    """Fraction of cases whose parties need one of the minority languages."""
    weight_milli: Annotated[int, Field(ge=1, le=1_000_000)]
    """Work that a case adds to its mediator's weight, on average; unit: thousandths of an ordinary case."""
    weight_spread: Annotated[float, Field(ge=0, le=2)] = 0.0
    """Standard deviation of the natural logarithm of a case's weight; 0 for equal weights; no unit."""
    dispute_type: Annotated[
        tuple[DisputeTypeShare, ...],
        Strict(strict=False),
        Field(min_length=1, max_length=len(DisputeType)),
    ]
    """Case mix; shares must sum to 1, each type at most once."""
    entry_route: EntryRouteShares
    """Fraction of cases by way into mediation; must sum to 1."""
    channel: ChannelShares
    """Fraction of cases by counter or site of filing; must sum to 1."""
