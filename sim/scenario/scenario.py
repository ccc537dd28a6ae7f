"""The whole scenario: one frozen record whose attributes are the keys of its TOML file."""

from typing import Annotated, Self

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from sim.scenario.changes import CHANGES_MAX, Change
from sim.scenario.demand import Arrivals, Cases, Window
from sim.scenario.handling import Closing, Durations, Ladder, Offers, Policy, Withdrawal
from sim.scenario.lifecycle import Lifecycle
from sim.scenario.population import PopulationSection
from sim.scenario.rules import broken_rules
from sim.scenario.section import Section
from sim.scenario.years import Years


class Title(Section):
    """What the scenario is called where people read it."""

    en: Annotated[str, Field(min_length=1, max_length=120)]
    """Title in English."""
    zh: Annotated[str, Field(min_length=1, max_length=120)]
    """Title in Chinese."""


class Scenario(Section):
    """What is to be simulated.

    Built by `sim.scenario.load`, which names the file in every mistake; building it directly checks the same.

    Raises
    ------
    pydantic.ValidationError
        Where a key is missing, unknown or out of bounds, or keys contradict each other.

    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=80)]
    """Name: lower-case letters, digits and hyphens; it names the run's folder."""
    title: Title
    """Title in English and Chinese."""
    window: Window
    """The days simulated."""
    population: PopulationSection
    """Courts, organisations and mediators."""
    arrivals: Arrivals
    """How many cases are filed, and when."""
    cases: Cases
    """What the cases are like."""
    offers: Offers
    """How mediators answer."""
    ladder: Ladder
    """When a case may look further afield."""
    policy: Policy
    """Who is offered a case."""
    durations: Durations
    """How long a mediation takes."""
    closing: Closing
    """How it ends."""
    withdrawal: Withdrawal = Withdrawal()
    """Whether parties give up waiting."""
    change: Annotated[tuple[Change, ...], Strict(strict=False), Field(max_length=CHANGES_MAX)] = ()
    """What becomes different at midnights of the window."""

    calendar: Years = Years()
    """Years that the working calendar does not know by itself, as the next."""
    lifecycle: Lifecycle | None = None
    """What people do beside the assignment, for rehearsals of the whole lifecycle; left out, its defaults."""

    @model_validator(mode="after")
    def _keep_the_rules(self) -> Self:
        broken = broken_rules(self.model_dump())
        if broken:
            raise PydanticCustomError(
                "scenario_rules",
                "{text}",
                {"text": "; ".join(f"{b.key} must {b.must}" for b in broken), "broken": broken},
            )
        return self

    def to_toml(self) -> str:
        """Write the scenario as TOML that loads to an equal one.

        Returns
        -------
        str
            The whole file, every key written out, also those that were left to their defaults.

        """
        from sim.scenario.toml_text import toml_text  # noqa: PLC0415 - keeps reading free of writing

        return toml_text(self.model_dump(mode="python", exclude_none=True))
