"""Disputes at rest: what the books keep of one that nobody is asking about, as bytes, and back.

The form is canonical: disputes that the same events have led to have the same bytes. It lies in standings as it is
here, field by field.
"""

from typing import Final, NamedTuple

import msgspec

from engine.events.enums import Channel, DisputeType, EntryRoute
from engine.events.lifecycle_words import Clock, Impact, Procedure, Reach, State, Track
from engine.lifecycle.counted import Counted
from engine.lifecycle.dispute import Dispute, Process


class Matter(NamedTuple):
    """What the opening of a dispute said and its processes do not ask about."""

    dispute_type: DisputeType
    channel: Channel


class RestingProcess(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Fields of `engine.lifecycle.dispute.Process`."""

    case_id: int
    track: Track
    state: State
    opened_at: int
    entered_at: int
    clocks: dict[Clock, int]
    paused: dict[Clock, tuple[int, int]]
    facts: dict[str, int]
    marks: dict[str, int]
    amounts: dict[str, int]
    mediator_id: int | None
    organisation_id: int | None
    attempt: int
    step: int
    counted: dict[Clock, Counted] | None


class Resting(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Fields of `engine.lifecycle.dispute.Dispute` but its number, and its matter."""

    dispute_type: DisputeType
    channel: Channel
    court_id: int
    parties: int
    applicants: int
    entry_route: EntryRoute
    procedure: Procedure
    amount_fen: int
    reach: Reach
    impact: Impact
    last_at: int
    facts: dict[str, int]
    processes: tuple[RestingProcess, ...]
    """In the order they were opened."""


_ENCODER: Final = msgspec.msgpack.Encoder(order="deterministic")
_DECODER: Final = msgspec.msgpack.Decoder(Resting)


def packed(resting: Resting) -> bytes:
    """Return the bytes of a dispute at rest."""
    return _ENCODER.encode(resting)


def unpacked(content: bytes) -> Resting:
    """Return the dispute that the bytes are of.

    Raises
    ------
    msgspec.MsgspecError
        If they are of none.
    """
    return _DECODER.decode(content)


def resting(dispute: Dispute, matter: Matter) -> Resting:
    """Return what has to be kept of a dispute; its dictionaries are shared, so it is to be packed at once."""
    return Resting(
        dispute_type=matter.dispute_type,
        channel=matter.channel,
        court_id=dispute.court_id,
        parties=dispute.parties,
        applicants=dispute.applicants,
        entry_route=dispute.entry_route,
        procedure=dispute.procedure,
        amount_fen=dispute.amount_fen,
        reach=dispute.reach,
        impact=dispute.impact,
        last_at=dispute.last_at,
        facts=dispute.facts,
        processes=tuple(map(_resting_process, dispute.processes.values())),
    )


def woken(dispute_id: int, found: Resting) -> tuple[Dispute, Matter]:
    """Return a dispute that was unpacked; it takes over the dictionaries."""
    dispute = Dispute(
        dispute_id=dispute_id,
        court_id=found.court_id,
        parties=found.parties,
        applicants=found.applicants,
        entry_route=found.entry_route,
        procedure=found.procedure,
        amount_fen=found.amount_fen,
        reach=found.reach,
        impact=found.impact,
        last_at=found.last_at,
        facts=found.facts,
        processes={process.case_id: _woken_process(process) for process in found.processes},
    )
    return dispute, Matter(found.dispute_type, found.channel)


def _resting_process(process: Process) -> RestingProcess:
    return RestingProcess(
        case_id=process.case_id,
        track=process.track,
        state=process.state,
        opened_at=process.opened_at,
        entered_at=process.entered_at,
        clocks=process.clocks,
        paused=process.paused,
        facts=process.facts,
        marks=process.marks,
        amounts=process.amounts,
        mediator_id=process.mediator_id,
        organisation_id=process.organisation_id,
        attempt=process.attempt,
        step=process.step,
        counted=process.counted,
    )


def _woken_process(found: RestingProcess) -> Process:
    return Process(
        case_id=found.case_id,
        track=found.track,
        state=found.state,
        opened_at=found.opened_at,
        entered_at=found.entered_at,
        clocks=found.clocks,
        paused=found.paused,
        facts=found.facts,
        marks=found.marks,
        amounts=found.amounts,
        mediator_id=found.mediator_id,
        organisation_id=found.organisation_id,
        attempt=found.attempt,
        step=found.step,
        counted=found.counted,
    )
