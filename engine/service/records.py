"""What the service itself notes in its log, beside what happens to disputes."""

import msgspec

from engine.access.second_person import Proposal
from engine.registry.rest import Resting


class ServiceRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind"):
    """What every note has."""

    at: int
    """Logged time, microseconds since the epoch: never less than that of the entry before."""


class Started(ServiceRecord, frozen=True, kw_only=True, gc=False, tag="started"):
    """A writer took over. What it is built of decides what the entries after it mean."""

    epoch: int
    """Ordinal of the writer, from 1: every later writer's is higher."""
    release: str
    """Version of the program."""
    roster_digest: str
    """Of courts and mediators, hex; a log belongs to one roster."""


class Executed(ServiceRecord, frozen=True, kw_only=True, gc=False, tag="executed"):
    """Commands that came under one idempotency key were carried out; the entries before this one are what they caused.

    Answers to a repetition are made of it, so it is stored with the entries, in one batch.
    """

    key: bytes
    """Of the sender and his key, 16 bytes; see `engine.service.keys`."""
    request_digest: bytes
    """Of the request's body, 16 bytes: the same key with another body is refused."""
    counts: tuple[int, ...]
    """Entries that each command caused, in order; -1 for one that was refused."""
    refusals: tuple[tuple[str, str], ...] = ()
    """Of each refused command, in order: class of the error and its message."""


class ProposalRecord(ServiceRecord, frozen=True, kw_only=True, gc=False):
    """What decides which proposals wait for a second person."""


class ProposalMade(ProposalRecord, frozen=True, kw_only=True, gc=False, tag="proposal_made"):
    """Somebody proposed a sensitive action, and it waits for a second person."""

    proposal: Proposal


class ProposalConfirmed(ProposalRecord, frozen=True, kw_only=True, gc=False, tag="proposal_confirmed"):
    """Somebody else confirmed it; what it set off follows in the same batch."""

    number: int
    """Of the proposal."""
    confirmer: str
    """See `engine.access.second_person.person_of`."""
    is_owed: bool
    """Whether what was proposed has effect outside the log, and must still be done."""


class ProposalWithdrawn(ProposalRecord, frozen=True, kw_only=True, gc=False, tag="proposal_withdrawn"):
    """Who had proposed it wants it no longer."""

    number: int
    """Of the proposal."""


class ProposalFulfilled(ProposalRecord, frozen=True, kw_only=True, gc=False, tag="proposal_fulfilled"):
    """What was confirmed has been done outside the log."""

    number: int
    """Of the proposal."""


class Predecessor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The log that another one continues, as far as it was carried over: the two heads leave no gap."""

    store_id: str
    seq: int
    """Position of its last entry."""
    head: str
    """Hash of its last batch, 64 hex characters."""
    last_at: int
    """Its logged time, microseconds since the epoch."""
    last_number: int
    """Largest number that a dispute or a case of it ever had."""


class Imported(ServiceRecord, frozen=True, kw_only=True, gc=False, tag="imported"):
    """Cases that were open elsewhere were taken over; the entries of the same writer that follow are theirs."""

    cases: int
    """How many."""
    file_digest: str
    """BLAKE2b of the file that they were taken from, 64 hex characters."""
    last_number: int
    """Up to here numbers are taken; the next dispute gets a larger one."""
    continues: Predecessor | None = None
    """The log in which they stood before; None if it was none of a service's."""


class DisputeMet(ServiceRecord, frozen=True, kw_only=True, gc=False, tag="dispute_met"):
    """A dispute that had begun before this log did, as it stood when it was taken over."""

    dispute_id: int
    dispute: Resting
    mediated: tuple[int, ...] = ()
    """Mediators of the roster who have ever mediated it."""


AnyProposalRecord = ProposalMade | ProposalConfirmed | ProposalWithdrawn | ProposalFulfilled
"""What decides which proposals wait."""
AnyServiceRecord = Started | Executed | AnyProposalRecord | Imported | DisputeMet
"""What a decoder tells apart."""
