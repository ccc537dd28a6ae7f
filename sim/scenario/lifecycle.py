"""The section `[lifecycle]`: what people do in a mediation beside its assignment, for rehearsals of all of it.

The instants of filings, offers, answers and closings are the other sections' business; this one fills in what lies
between them.
"""

from datetime import datetime
from itertools import pairwise
from typing import Annotated, Final, Self

from pydantic import Field, Strict, model_validator

from engine.linked.words import System
from sim.scenario.doors import Doors
from sim.scenario.section import Section, Share

OUTAGES_MAX: Final = 1_000
"""Outages of one scenario."""

MeanDays = Annotated[float, Field(gt=0, le=3_660)]


class LinkedOutage(Section):
    """A linked system takes no request, and no answer leaves it."""

    system: Annotated[System, Strict(strict=False)]
    """Which system."""
    starts_at: datetime
    """Its first instant, local time, as YYYY-MM-DD HH:MM:SS without quotes."""
    ends_at: datetime
    """The first instant after it."""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.starts_at.tzinfo is not None or self.ends_at.tzinfo is not None:
            raise ValueError("be given in local time, without an offset")
        if self.ends_at <= self.starts_at:
            raise ValueError(f"end after it starts, {self.starts_at} (ends {self.ends_at})")
        return self


class Lifecycle(Section):
    """What the parties, the court and the mediator of a case do; every number may be left to its default."""

    lead_mean_hours: Annotated[float, Field(gt=0, le=10_000)] = 24.0
    """Mean time from the draft to the filing; unit: hours."""
    returned_share: Share = 0.03
    """Fraction of filed cases whose first application the court had returned (ONL 9)."""
    third_party_share: Share = 0.10
    """Fraction of disputes with a third party; the others have two."""
    summary_share: Share = 0.60
    """Fraction of disputes that the court would try by the summary procedure."""
    amount_median_yuan: Annotated[float, Field(ge=1, le=1e9)] = 30_000.0
    """Median of the lognormal amount in dispute; unit: yuan."""
    amount_spread: Annotated[float, Field(ge=0, le=4)] = 1.8
    """Standard deviation of the natural logarithm of that amount; no unit."""
    contact_mean_days: MeanDays = 1.0
    """Mean time from the acceptance until the other parties are reached; unit: calendar days."""
    further_sessions_mean: Annotated[float, Field(ge=0, le=5)] = 0.8
    """Mean number of sessions beyond the first; unit: sessions a case."""
    no_show_share: Annotated[float, Field(ge=0, le=0.9)] = 0.12
    """Fraction of sessions that somebody misses at first, so that another time is set."""
    video_share: Share = 0.127
    """Fraction of cases whose sessions are held by video, all at once."""
    video_at_turns_share: Share = 0.35
    """Fraction of cases whose parties meet at turns, to which all agree; the rest meet on site."""
    appraisal_share: Share = 0.03
    """Fraction of cases with an appraisal, where it fits between the first session and the close (ONL 26)."""
    appraisal_working_days: Annotated[int, Field(ge=1, le=60)] = 21
    """How long an appraisal takes; unit: working days."""
    partial_share: Share = 0.05
    """Fraction of agreements that leave a part of the dispute open (ONL 19)."""
    performed_share: Share = 0.93
    """Fraction of agreements before filing that the parties perform of their own accord."""
    performance_mean_days: MeanDays = 10.0
    """Mean time until they have; unit: calendar days."""
    registration_mean_days: MeanDays = 2.0
    """Mean time until the court registers a case whose delegated mediation failed; unit: calendar days."""
    filing_share: Share = 0.70
    """Fraction of parties who file online after their own application failed."""
    filing_mean_days: MeanDays = 7.0
    """Mean time until they do; unit: calendar days."""
    judge_mean_days: MeanDays = 3.0
    """Mean time until the judge deals with an agreement after filing; unit: calendar days."""
    paper_share: Share = 0.60
    """Fraction of those agreements that become a mediation paper; in the rest the suit is withdrawn."""
    identity_minutes: Annotated[int, Field(ge=1, le=1_440)] = 30
    """How long before a session the parties' identities are asked for; unit: minutes."""
    diary_share: Share = 0.1
    """Fraction of mediators whose sessions are booked in the diary."""
    rescheduled_share: Share = 0.1
    """Fraction of booked sessions for which a party asks for another time."""
    rooms_a_court: Annotated[int, Field(ge=1, le=1_000)] = 5
    """Rooms for sessions on site, and as many video lines; unit: rooms a court."""
    doors: Doors = Doors()
    """What comes after an agreement, and what goes through the other doors."""
    outage: Annotated[tuple[LinkedOutage, ...], Strict(strict=False), Field(max_length=OUTAGES_MAX)] = ()
    """When linked systems are out; those of one system follow each other."""

    @model_validator(mode="after")
    def _shares_and_outages_fit(self) -> Self:
        if self.video_share + self.video_at_turns_share > 1:
            raise ValueError("give video_share and video_at_turns_share together at most 1")
        for system in System:
            ends = [outage for outage in self.outage if outage.system is system]
            for earlier, later in pairwise(ends):
                if later.starts_at < earlier.ends_at:
                    raise ValueError(f"list the outages of {system.value} in order and apart from one another")
        return self
