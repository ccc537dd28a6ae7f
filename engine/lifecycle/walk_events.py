"""What the assignment of mediators reports to a process, made up for a walk."""

from collections.abc import Iterator
from typing import Any, Final

from engine.calendar.day import DAY_US
from engine.events.enums import Channel, DisputeType, Language, ReleaseGround
from engine.events.moves import DisputeOpened
from engine.events.records import Accepted, Closed, Declined, Event, Filed, Lapsed, Offered, Released, Withdrawn
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.machine import TransitionEntry

_STANDARD_MILLI: Final = 1000
_MEDIATORS: Final = 2
"""Offers go to one and the other in turn."""


def reported(dispute: Dispute, process: Process, entry: TransitionEntry, at: int) -> Iterator[Event]:
    """Yield the events that may record a transition of the assignment.

    Parameters
    ----------
    dispute, process
        As they stand.
    entry
        A transition of a kind other than `moved`.
    at
        When, microseconds since the epoch.
    """
    head: dict[str, Any] = {
        "occurred_at": at,
        "recorded_at": at,
        "dispute_id": dispute.dispute_id,
        "case_id": process.case_id,
        "court_id": dispute.court_id,
        "track": process.track,
    }
    if entry.kind == "filed":
        yield Filed(
            **head,
            dispute_type=DisputeType.SALES,
            channel=Channel.ONLINE_FILING,
            entry_route=dispute.entry_route,
            language=Language.MANDARIN,
            weight_milli=_STANDARD_MILLI,
        )
    elif entry.kind == "offered":
        attempt = process.attempt + 1
        seat: dict[str, Any] = {
            "mediator_id": attempt % _MEDIATORS,
            "organisation_id": 0,
            "attempt": attempt,
            "step": 0,
        }
        draw: dict[str, Any] = {"pool_size": 2, "band_size": 2, "word": 0, "ticket_total": 2}
        yield Offered(**head, **seat, **draw, deadline=at + 3 * DAY_US)
    else:
        yield from _answers(head, process, entry)


def _answers(head: dict[str, Any], process: Process, entry: TransitionEntry) -> Iterator[Event]:
    seat: dict[str, Any] = {
        "mediator_id": process.mediator_id,
        "organisation_id": process.organisation_id,
        "attempt": process.attempt,
        "step": process.step,
    }
    if entry.kind == "accepted":
        yield Accepted(**head, **seat, weight_milli=_STANDARD_MILLI)
    elif entry.kind == "declined":
        yield Declined(**head, **seat, penalty_milli=0)
    elif entry.kind == "lapsed":
        yield Lapsed(**head, **seat, penalty_milli=0)
    elif entry.kind == "released":
        yield Released(**head, **seat, ground=ReleaseGround.ABSENT)
        yield Released(**head, **seat, ground=ReleaseGround.REPLACED)
    elif entry.kind == "withdrawn":
        yield Withdrawn(**head, **seat)
    else:
        yield from (Closed(**head, **seat, closing_code=code) for code in entry.closing_codes)


def opening_of(dispute: Dispute) -> DisputeOpened:
    """Return the event that opens such a dispute."""
    return DisputeOpened(
        occurred_at=dispute.last_at,
        recorded_at=dispute.last_at,
        dispute_id=dispute.dispute_id,
        case_id=1,
        court_id=dispute.court_id,
        parties=dispute.parties,
        applicants=dispute.applicants,
        dispute_type=DisputeType.SALES,
        channel=Channel.ONLINE_FILING,
        entry_route=dispute.entry_route,
        procedure=dispute.procedure,
        amount_fen=dispute.amount_fen,
        reach=dispute.reach,
        impact=dispute.impact,
    )
