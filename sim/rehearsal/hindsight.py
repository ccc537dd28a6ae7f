"""Events from before a run: nobody recorded them, and no file will hold them; a revived dispute is led through them."""

from typing import Any

from engine.events.enums import Language
from engine.events.lifecycle_words import Clock, State
from engine.events.moves import DisputeOpened
from engine.events.records import Accepted, Filed, Offered
from engine.lifecycle.course import WINDOW_MAX_US, Course
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


def offered(
    opening: DisputeOpened, mediator_id: int, organisation_id: int, attempt: int, step: int, at: int
) -> Offered:
    """Return the offer of a case that is offered or held."""
    return Offered(
        **_about(opening, at),
        mediator_id=mediator_id,
        organisation_id=organisation_id,
        attempt=attempt,
        step=step,
        deadline=at,
        pool_size=0,
        band_size=0,
        word=0,
        ticket_total=0,
    )


def accepted(
    opening: DisputeOpened, mediator_id: int, organisation_id: int, attempt: int, step: int, at: int
) -> Accepted:
    """Return the acceptance of a case that is held."""
    return Accepted(
        **_about(opening, at),
        mediator_id=mediator_id,
        organisation_id=organisation_id,
        attempt=attempt,
        step=step,
        weight_milli=_ORDINARY_WEIGHT_MILLI,
    )


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
        course.window_ends_at = process.facts["agreed_at"] + WINDOW_MAX_US
        checker.agreed = course


def _about(opening: DisputeOpened, at: int) -> dict[str, Any]:
    return {
        "occurred_at": at,
        "recorded_at": at,
        "dispute_id": opening.dispute_id,
        "case_id": opening.case_id,
        "court_id": opening.court_id,
    }
