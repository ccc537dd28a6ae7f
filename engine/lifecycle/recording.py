"""The event that records a transition."""

from engine.events.moves import Moved
from engine.events.records import Closed, Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.ruling import Ruling


def recorded(dispute: Dispute, command: Command, ruling: Ruling, at: int) -> Event | None:
    """Return the event of a command that the rules allow; None where only the assignment can record it.

    Parameters
    ----------
    dispute, command, ruling
        As `rule_on` took and returned them.
    at
        When it happens, microseconds since the epoch.
    """
    entry = ruling.move.entry
    if entry.kind == "moved":
        return Moved(
            occurred_at=at,
            recorded_at=at,
            dispute_id=dispute.dispute_id,
            case_id=command.case_id,
            court_id=dispute.court_id,
            track=command.track,
            transition=command.transition,
            state=ruling.state,
            actor=command.actor,
            article=ruling.move.article,
            clock=None if ruling.deadline is None else ruling.move.sets,
            deadline=ruling.deadline,
            parties=command.parties,
            ground=command.ground,
            medium=command.medium,
            amount_fen=command.amount_fen,
            number=command.number,
        )
    if entry.kind == "closed":
        return _closed(dispute, ruling, at)
    return None


def _closed(dispute: Dispute, ruling: Ruling, at: int) -> Closed | None:
    process = ruling.process
    if process.mediator_id is None or process.organisation_id is None:
        return None
    return Closed(
        occurred_at=at,
        recorded_at=at,
        dispute_id=dispute.dispute_id,
        case_id=process.case_id,
        court_id=dispute.court_id,
        mediator_id=process.mediator_id,
        organisation_id=process.organisation_id,
        attempt=process.attempt,
        step=process.step,
        closing_code=ruling.move.entry.closing_codes[0],
    )
