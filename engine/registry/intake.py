"""What requests say, as the records that desk and disputes take."""

from engine.desk.filing import Filing
from engine.events.event import NO_CASE
from engine.events.moves import DisputeOpened
from engine.lifecycle.dispute import Dispute
from engine.registry.requests import FileCase, OpenDispute
from engine.registry.rest import Matter


def opening(request: OpenDispute, at: int) -> DisputeOpened:
    """Return the event that opens a dispute; its processes are opened later."""
    return DisputeOpened(
        occurred_at=at,
        recorded_at=at,
        case_id=NO_CASE,
        dispute_id=request.dispute_id,
        court_id=request.court_id,
        parties=request.parties,
        applicants=request.applicants,
        dispute_type=request.dispute_type,
        channel=request.channel,
        entry_route=request.entry_route,
        procedure=request.procedure,
        amount_fen=request.amount_fen,
        reach=request.reach,
        impact=request.impact,
    )


def filing_of(request: FileCase, dispute: Dispute, opened: Matter) -> Filing:
    """Return what a desk is told of a case.

    Parameters
    ----------
    request
        What is asked.
    dispute, opened
        The case's dispute, and what its opening said beside.
    """
    return Filing(
        case_id=request.case_id,
        dispute_id=request.dispute_id,
        court_id=dispute.court_id if request.court_id is None else request.court_id,
        dispute_type=opened.dispute_type,
        channel=opened.channel,
        entry_route=dispute.entry_route,
        language=request.language,
        weight_milli=request.weight_milli,
        boost_us=request.boost_us,
        origin=request.origin,
        mediator_gender=request.mediator_gender,
        panel_size=request.panel_size,
        parties=request.parties,
    )
