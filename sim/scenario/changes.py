"""The list `[[change]]`: what becomes different at local midnight at the beginning of a day of the window."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from sim.scenario.handling import BandWidthMilli, PolicyWord, SampleSize
from sim.scenario.population import COURTS_MAX
from sim.scenario.section import Section

CHANGES_MAX: Final = 1_000
"""Changes of one scenario: three a day for a year, each of which may touch every mediator."""


class Outage(Section):
    """A share of the mediators is away: they are offered nothing and finish what they hold."""

    on: date
    """Day at whose beginning they go, as YYYY-MM-DD without quotes."""
    kind: Literal["outage"]
    """A share of the mediators is away."""
    share: Annotated[float, Field(gt=0, le=1)]
    """Fraction of the mediators who go, rounded to whole people, halves up."""
    until: date | None = None
    """Day at whose beginning they are back; left out, they stay away to the end of the window."""
    court: Annotated[int, Field(ge=0, lt=COURTS_MAX)] | None = None
    """Number of the court, from 0, whose mediators alone are meant; left out, those of the whole nation."""


class PolicyChange(Section):
    """Every court adopts another policy; what is left out stays as `[policy]` has it."""

    on: date
    """Day from whose beginning all draws go by it, as YYYY-MM-DD without quotes."""
    kind: Literal["policy"]
    """Every court adopts another policy."""
    name: PolicyWord
    """The rule, as in `[policy]`; any but `batch_optimal`."""
    band_width_milli: BandWidthMilli | None = None
    """Width of the band above the least loaded; unit: thousandths of an ordinary case."""
    sample_size: SampleSize | None = None
    """Mediators that `power_of_d` looks at; unit: mediators."""
    by_weight: bool | None = None
    """Whether `least_loaded` and `power_of_d` count load in weight instead of cases."""


Change = Annotated[Outage | PolicyChange, Field(discriminator="kind")]
"""One of the things that can change."""
