"""The sections on what happens to a case: from `[offers]` to `[closing]`."""

from typing import Annotated, Literal

from pydantic import Field, Strict

from sim.scenario.section import Section, Share, Shares

WorkingDays = Annotated[int, Field(ge=1, le=250)]


class Offers(Section):
    """How mediators answer an offer."""

    accept_share: Annotated[float, Field(gt=0, le=1)]
    """Fraction of offers accepted."""
    lapse_share: Share
    """Fraction of offers never answered; what accepting and lapsing leave is declined."""
    deadline_working_days: WorkingDays
    """Time to answer before the offer lapses; unit: working days."""
    response_mean_working_hours: Annotated[float, Field(gt=0, le=2_000)]
    """Mean time to an answer; unit: working hours."""
    decline_penalty_milli: Annotated[int, Field(ge=0, le=1_000_000)]
    """Weight added to a mediator for declining; unit: thousandths of an ordinary case."""
    lapse_penalty_milli: Annotated[int, Field(ge=0, le=1_000_000)]
    """Weight added to a mediator for letting an offer lapse; unit: thousandths of an ordinary case."""


class Ladder(Section):
    """How long a case waits in one jurisdiction before it may look in the next larger one."""

    step_working_days: Annotated[tuple[WorkingDays, ...], Strict(strict=False), Field(min_length=3, max_length=3)]
    """Waits at the court, in its region and in its province; in the nation it waits on. Unit: working days."""


PolicyWord = Literal[
    "band_draw",
    "least_loaded",
    "longest_idle",
    "random",
    "deck",
    "weighted_draw",
    "ranked_list",
    "power_of_d",
    "batch_optimal",
]
BandWidthMilli = Annotated[int, Field(ge=0, le=1_000_000_000)]
SampleSize = Annotated[int, Field(ge=2, le=3)]


class Policy(Section):
    """The rule that picks a mediator among those who may take the case."""

    name: PolicyWord
    """The rule: `band_draw` draws among the least loaded within a band."""
    band_width_milli: BandWidthMilli
    """Width of the band above the least loaded; unit: thousandths of an ordinary case."""
    sample_size: SampleSize = 2
    """Mediators that `power_of_d` looks at; unit: mediators."""
    by_weight: bool = False
    """Whether `least_loaded` and `power_of_d` count load in weight instead of cases."""
    window_working_hours: Annotated[int, Field(ge=1, le=8)] = 8
    """How long `batch_optimal` gathers cases: no longer than the shortest wait at a step; unit: working hours."""


class Durations(Section):
    """Time from acceptance to the end: triangular within the period, beyond it a shifted exponential."""

    mean_days: Annotated[float, Field(gt=0, le=3_660)]
    """Mean over all cases; unit: calendar days."""
    period_days: Annotated[int, Field(ge=1, le=3_660)]
    """Pre-filing period after which a mediation needs an extension; unit: calendar days."""
    within_period_share: Annotated[float, Field(gt=0, le=1)]
    """Fraction of cases that end within the period."""
    within_period_mean_days: Annotated[float, Field(gt=0, le=3_660)]
    """Mean of those that do; unit: calendar days."""

    @property
    def triangular_mode_days(self) -> float:
        """Most frequent duration within the period, in days: a triangle on (0, b) has its mean at (mode + b) / 3."""
        return 3 * self.within_period_mean_days - self.period_days

    @property
    def extended_mean_days(self) -> float | None:
        """Mean of the cases that outlast the period, in days, such that all keep `mean_days`; None if none do."""
        beyond = 1 - self.within_period_share
        if beyond <= 0:
            return None
        return (self.mean_days - self.within_period_share * self.within_period_mean_days) / beyond


class Withdrawal(Section):
    """When parties take a case back that no mediator has accepted."""

    share: Share = 0.0
    """Fraction of filed cases whose parties' patience is limited; 0: every case waits until it is accepted."""
    patience_mean_days: Annotated[float, Field(gt=0, le=3_660)] = 30.0
    """Mean of their exponential patience from the filing on; unit: calendar days."""


class Closing(Section):
    """How mediations end."""

    code_shares: Annotated[Shares, Strict(strict=False), Field(min_length=8, max_length=8)]
    """Fraction of concluded cases by closing code 1 to 8 of ONL 25; must sum to 1, codes 1 and 2 settle."""
