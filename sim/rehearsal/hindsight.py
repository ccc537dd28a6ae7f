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


def inform(checker: Checker, dispute: Dispute, process: Process) -> None:
    """Let what judges events alone know what it would know from those that led a mediation to where it stands.

    Parameters
    ----------
    checker
        Has seen the event that opened the dispute.
    dispute, process
        The dispute and its mediation, which somebody is offered or holds.
    """
    marks, mediator = process.marks, process.mediator_id
    is_held = process.state is not State.OFFERED and mediator is not None
    course = checker.cases[process.case_id] = Course(
        seats={} if mediator is None else {0: mediator},
        is_held=is_held,
        consented=marks.get("consented", 0),
        signed=marks.get("signed", 0),
        period=process.clocks.get(Clock.PERIOD),
        stood_still=process.paused.get(Clock.PERIOD),
    )
    if is_held and mediator is not None:
        checker.mediators.add(mediator)
    if course.signed == dispute.everybody:
        checker.agreed = course


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
