"""The numbers by which the steps of a lifecycle are drawn, for compiled functions."""

from math import log
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from numba import njit
from numba.experimental import structref

from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US
from engine.core.lent import LentStruct, register_lent
from engine.events.enums import ActorRole, EntryRoute
from engine.events.lifecycle_words import Clock, Impact, Medium, Procedure, Reach, State, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.errors import MachineError
from engine.lifecycle.machine import Length
from engine.lifecycle.rulebook import Era
from sim.laws.traits import ENTRY_ROUTES
from sim.scenario.lifecycle import Lifecycle

MEDIA: Final = (Medium.VIDEO, Medium.VIDEO_AT_TURNS, Medium.ON_SITE)
"""By the numbers that compiled functions use."""
PROCEDURES: Final = tuple(Procedure)
"""The same."""
_FEN_A_YUAN: Final = 100
_CALENDAR_DAYS: Final = "calendar_days"


class LifecycleLaw(NamedTuple):
    """Section `[lifecycle]`, and the periods of the rules; times in microseconds."""

    lead_mean_us: float
    returned_share: float
    third_party_share: float
    summary_share: float
    amount_log_fen: float
    """Natural logarithm of the median amount, hundredths of a yuan."""
    amount_spread: float
    contact_mean_us: float
    further_sessions_mean: float
    no_show_share: float
    video_share: float
    at_turns_share: float
    appraisal_share: float
    appraisal_days: int
    """Working days."""
    partial_share: float
    performed_share: float
    performance_mean_us: float
    registration_mean_us: float
    filing_share: float
    filing_mean_us: float
    judge_mean_us: float
    paper_share: float
    identity_us: int
    period_days: tuple[int, ...]
    """Calendar days of the mediation's period by the rules in force: by entry route, and within it by procedure."""
    contact_days: int
    """Working days after which a mediator is reminded of parties not yet reached."""
    sealing_days: int
    """Working days after which the organisation is reminded of its seal."""


class HeldLawType(LentStruct):
    """The compiler's type of a law held as one reference."""


class HeldLaw(structref.StructRefProxy):
    """A law as one reference: to hand its numbers to a compiled function one by one costs more than a whole course."""

    if TYPE_CHECKING:
        law: LifecycleLaw


register_lent(HeldLawType, HeldLaw, ("law",))


@njit(cache=True)
def held(law: LifecycleLaw) -> Any:
    """Return the law as one reference, for compiled functions that Python calls for one case at a time."""
    return HeldLaw(law)


def lifecycle_law(section: Lifecycle, era: Era) -> LifecycleLaw:
    """Return the law of a section under the rules of an era.

    Raises
    ------
    MachineError
        If the rules count the period of a mediation in anything but calendar days, or reminders but in working days.

    Examples
    --------
    >>> from engine.lifecycle.rulebook import Rulebook
    >>> lifecycle_law(Lifecycle(), Rulebook.shipped().at(0)).period_days
    (30, 30, 30, 30, 15, 7, 15, 7)
    """
    days = tuple(_period_days(era, route, procedure) for route in ENTRY_ROUTES for procedure in PROCEDURES)
    return LifecycleLaw(
        section.lead_mean_hours * HOUR_US,
        section.returned_share,
        section.third_party_share,
        section.summary_share,
        log(section.amount_median_yuan * _FEN_A_YUAN),
        section.amount_spread,
        section.contact_mean_days * DAY_US,
        section.further_sessions_mean,
        section.no_show_share,
        section.video_share,
        section.video_at_turns_share,
        section.appraisal_share,
        section.appraisal_working_days,
        section.partial_share,
        section.performed_share,
        section.performance_mean_days * DAY_US,
        section.registration_mean_days * DAY_US,
        section.filing_share,
        section.filing_mean_days * DAY_US,
        section.judge_mean_days * DAY_US,
        section.paper_share,
        section.identity_minutes * MINUTE_US,
        days,
        _working_days(era, Clock.CONTACT),
        _working_days(era, Clock.SEALING),
    )


def period_length(era: Era, route: EntryRoute, procedure: Procedure) -> Length:
    """Ask the rules themselves how long the mediation of such a dispute may take.

    Raises
    ------
    MachineError
        If no length is in force.
    """
    dispute = Dispute(
        dispute_id=0,
        court_id=0,
        parties=2,
        applicants=1,
        entry_route=route,
        procedure=procedure,
        amount_fen=0,
        reach=Reach.DOMESTIC,
        impact=Impact.ORDINARY,
        last_at=0,
    )
    process = Process(case_id=0, track=Track.MEDIATION, state=State.CONTACTING, opened_at=0, entered_at=0)
    command = Command(case_id=0, transition=Transition.BEGIN, actor=ActorRole.PLATFORM)
    for period in era.periods[Track.MEDIATION, Clock.PERIOD]:
        if all(condition(dispute, process, command, 0) is None for condition in period.conditions):
            return period.entry
    raise MachineError(f"clock period: no length is in force for {route.value}, {procedure.value}")


def _period_days(era: Era, route: EntryRoute, procedure: Procedure) -> int:
    entry = period_length(era, route, procedure)
    if entry.days is None or entry.unit != _CALENDAR_DAYS:
        raise MachineError("clock period: a rehearsal can count it in calendar days only")
    return entry.days


def _working_days(era: Era, clock: Clock) -> int:
    entry = era.periods[Track.MEDIATION, clock][0].entry
    if entry.days is None or entry.unit == _CALENDAR_DAYS:
        raise MachineError(f"clock {clock.value}: a rehearsal can count it in working days only")
    return entry.days
