"""The section `[population]`: courts and mediators, made up or the user's own."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, Strict

from sim.scenario.provinces import Province, china_provinces
from sim.scenario.section import Section, Share, Shares

COURTS_MAX: Final = 100_000
"""Courts of all tiers: thirty times China's, so that a slip of the keyboard is refused before memory runs out."""
MEDIATORS_MAX: Final = 2_000_000
"""Mediators: twelve times China's, about 100 MB of roster."""
CAPACITY_MAX: Final = 1_000
"""Live cases of one mediator: more than a year's output of any, and well inside the roster file's int16."""


class TierLoadShare(Section):
    """Shares of all cases that go to each tier of courts; must sum to 1. A tier with 0 has no courts."""

    high: Share
    """Fraction of cases at high courts, of which each province has one."""
    intermediate: Share
    """Fraction of cases at intermediate courts."""
    basic: Annotated[float, Field(gt=0, le=1)]
    """Fraction of cases at basic courts; above 0."""


class SyntheticPopulation(Section):
    """Courts and mediators made up from totals."""

    kind: Literal["synthetic"]
    """Made up from the totals below."""
    provinces: Literal["china"] | None = None
    """`china` for its 32 high-court jurisdictions; leave out to list [[population.province]] instead."""
    province: Annotated[tuple[Province, ...], Strict(strict=False), Field(max_length=1_000)] = ()
    """Own jurisdictions, instead of `provinces`."""
    courts: Annotated[int, Field(ge=1, le=COURTS_MAX)]
    """Courts of all tiers; unit: courts."""
    intermediate_courts: Annotated[int, Field(ge=0, le=COURTS_MAX)]
    """Of them intermediate courts, each with a region of basic courts; unit: courts."""
    organisations: Annotated[int, Field(ge=1, le=MEDIATORS_MAX)]
    """Mediation organisations, each invited by one court; unit: organisations."""
    mediators: Annotated[int, Field(ge=1, le=MEDIATORS_MAX)]
    """Mediators on all rosters; unit: mediators."""
    court_load_sigma: Annotated[float, Field(ge=0, le=3)]
    """Standard deviation of the natural logarithm of the load of courts of one tier; no unit."""
    tier_load_share: TierLoadShare
    """Shares of all cases by tier of court."""
    mediator_load_exponent: Annotated[float, Field(ge=0, le=2)]
    """A court's mediators grow as its load to this power: 1 equal load a head, 0 equal rosters; no unit."""
    capacities: Annotated[
        tuple[Annotated[int, Field(ge=1, le=CAPACITY_MAX)], ...],
        Strict(strict=False),
        Field(min_length=1, max_length=100),
    ]
    """Capacities that occur: cases one mediator holds or is offered at once; unit: cases."""
    capacity_shares: Annotated[Shares, Strict(strict=False), Field(min_length=1, max_length=100)]
    """Fraction of mediators with each of the `capacities`; must sum to 1."""
    dispute_types_mean: Annotated[float, Field(ge=1, le=100)]
    """Mean number of dispute types a mediator takes, at least one each; unit: dispute types."""
    minority_language_share: Share
    """Fraction of mediators who speak one of the minority languages beside Mandarin."""
    minority_language_away_ratio: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Chance that a mediator speaks one where none is at home, relative to where one is; no unit."""

    @property
    def jurisdictions(self) -> tuple[Province, ...]:
        """The provinces meant, in order."""
        return china_provinces() if self.provinces == "china" else self.province

    @property
    def high_courts(self) -> int:
        """Number of high courts: one a province, or none where the tier has no cases."""
        return len(self.jurisdictions) if self.tier_load_share.high > 0 else 0

    @property
    def basic_courts(self) -> int:
        """Number of basic courts: what the tiers above leave."""
        return self.courts - self.high_courts - self.intermediate_courts


class CsvPopulation(Section):
    """Courts and mediators from two CSV files of the user's."""

    kind: Literal["csv"]
    """Read from the two files below."""
    courts_file: Annotated[Path, Strict(strict=False)]
    """CSV of courts; a path relative to the scenario's own folder."""
    mediators_file: Annotated[Path, Strict(strict=False)]
    """CSV of mediators; a path relative to the scenario's own folder."""


PopulationSection = Annotated[SyntheticPopulation | CsvPopulation, Field(discriminator="kind")]
"""Either way of saying who there is."""
