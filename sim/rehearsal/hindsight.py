"""Events from before a run: nobody recorded them, and no file will hold them; a revived dispute is led through them."""

from typing import Any

from engine.events.enums import Language
from engine.events.lifecycle_words import Clock, State
from engine.events.moves import DisputeOpened
from engine.events.records import Accepted, Event, Filed, Offered, OpenedInProgress
from engine.lifecycle.course import Course
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.invariants import Checker

_ORDINARY_WEIGHT_MILLI = 1_000


def filed(opening: DisputeOpened) -> Filed:
    """Return the filing, at the instant of the opening."""
    return Filed(
        **_about(opening, opening.occurred_at),
        dispute_type=opening.dispute_type,
        channel=opening.channel,
        entry_route=opening.entry_route,
        language=Language.MANDARIN,
        weight_milli=_ORDINARY_WEIGHT_MILLI,
    )


def offered(met: OpenedInProgress, at: int) -> Offered:
    """Return the offer of a case that is offered or held."""
    return Offered(
        **_about(met, at),
        **_seat(met),
        deadline=at,
        pool_size=0,
        band_size=0,
        word=0,
        ticket_total=0,
    )


def accepted(met: OpenedInProgress, at: int) -> Accepted:
    """Return the acceptance of a case that is held."""
    return Accepted(**_about(met, at), **_seat(met), weight_milli=met.weight_milli)


def checker_of(opening: DisputeOpened, dispute: Dispute, process: Process) -> Checker:
    """Return what judges events alone, as if it had seen those that led a mediation to where it stands.

    Parameters
    ----------
    opening
        The event that opened the dispute.
    dispute, process
        The dispute and its mediation, which somebody is offered or holds.
    """
    checker = Checker()
    checker.follow(opening)
    marks, course = process.marks, Course()
    checker.cases[process.case_id] = course
    course.consented, course.signed = marks.get("consented", 0), marks.get("signed", 0)
    if process.mediator_id is not None:
        course.seats[0] = process.mediator_id
    if process.state is not State.OFFERED and process.mediator_id is not None:
        course.is_held = True
        checker.mediators.add(process.mediator_id)
    course.period = process.clocks.get(Clock.PERIOD)
    course.stood_still = process.paused.get(Clock.PERIOD)
    if course.signed == dispute.everybody:
        checker.agreed = course
    return checker


def _seat(met: OpenedInProgress) -> dict[str, Any]:
    return {
        "mediator_id": met.mediator_id,
        "organisation_id": met.organisation_id,
        "attempt": met.attempt,
        "step": met.step,
    }


def _about(event: Event, at: int) -> dict[str, Any]:
    return _about_numbers(event.dispute_id, event.case_id, event.court_id, at)


def _about_numbers(dispute_id: int, case_id: int, court_id: int, at: int) -> dict[str, Any]:
    return {
        "occurred_at": at,
        "recorded_at": at,
        "dispute_id": dispute_id,
        "case_id": case_id,
        "court_id": court_id,
    }
