"""Sensitive actions: somebody proposes with a reason, somebody else confirms the very same command, in time.

Nothing is kept here. A service keeps the two records in its log, and open proposals until they are confirmed or expire.
"""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from engine.access.errors import SecondPersonError
from engine.access.matrix import WITH_A_SECOND_PERSON, ObjectFacts, may
from engine.access.principal import Principal
from engine.access.words import Action, Verdict

OPEN_US: Final = 24 * 3600 * 1_000_000
"""How long a proposal waits for its second person: one day, an assumption."""

Reference = Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9/-]{0,39}\Z")]
"""Number of the file that shows the reason; capitals and digits, so that no name gets into the log."""


class Reason(StrEnum):
    """Why a sensitive action is needed. Closed words, because a log is never erased and free text names people."""

    COURT_ORDER = "court_order"
    PARTY_REQUEST = "party_request"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    NOBODY_ELIGIBLE = "nobody_eligible"
    CORRECTION = "correction"
    RETENTION_OVER = "retention_over"
    """The time for which the data may be kept is over."""
    SUPERVISION = "supervision"
    CAPACITY_PLANNING = "capacity_planning"
    EMERGENCY = "emergency"


class Proposed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="proposed"):
    """Somebody proposes a sensitive action."""

    at: int
    """Microseconds since the epoch."""
    number: int
    """Given by the service; never used twice."""
    tenant: str
    action: Action
    command_hash: bytes
    """BLAKE2b-256 of the command's canonical bytes: what exactly is proposed."""
    reason: Reason
    reference: Reference
    issuer: str
    subject: str
    """The proposer, with `issuer`."""
    expires_at: int


class Confirmed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="confirmed"):
    """Somebody else confirms it: it may be done now."""

    at: int
    number: int
    """Of the proposal."""
    issuer: str
    subject: str


def propose(
    principal: Principal,
    action: Action,
    facts: ObjectFacts,
    *,
    command: bytes,
    reason: Reason,
    reference: str,
    number: int,
    at: int,
) -> Proposed:
    """Propose a sensitive action.

    Parameters
    ----------
    principal
        Who proposes; must be allowed to do it himself.
    action
        One of `WITH_A_SECOND_PERSON`.
    facts
        Of the object.
    command
        Canonical bytes of the whole command.
    reason
        Why.
    reference
        Number of the file that shows it; see `Reference`.
    number
        The proposal's.
    at
        Now.

    Raises
    ------
    SecondPersonError
        If the action is not a sensitive one, the proposer may not do it, or the reference is none.
    """
    if action not in WITH_A_SECOND_PERSON:
        raise SecondPersonError(f"action = {action}: must be one that needs a second person")
    _check_allowed(principal, action, facts)
    proposal = Proposed(
        at=at,
        number=number,
        tenant=principal.tenant,
        action=action,
        command_hash=_hash(command),
        reason=reason,
        reference=reference,
        issuer=principal.issuer,
        subject=principal.subject,
        expires_at=at + OPEN_US,
    )
    try:
        return msgspec.convert(msgspec.to_builtins(proposal, builtin_types=(bytes,)), Proposed)
    except msgspec.ValidationError:
        raise SecondPersonError("reference: must be 1 to 40 of A-Z, 0-9, / and -") from None


def confirm(proposal: Proposed, principal: Principal, facts: ObjectFacts, *, command: bytes, at: int) -> Confirmed:
    """Confirm a proposal.

    Parameters
    ----------
    proposal
        As it was kept.
    principal
        Who confirms: not the proposer, and somebody who may do it himself.
    facts
        Of the object, as they are now.
    command
        The command that will be done if this returns.
    at
        Now.

    Raises
    ------
    SecondPersonError
        If it is the same person, another command, too late, or not for him to confirm.

    Examples
    --------
    >>> from engine.access.example import principal_of
    >>> from engine.access.words import Role
    >>> one, other = (principal_of(Role.ADMINISTRATOR, subject=name) for name in ("a-1", "a-2"))
    >>> whole = ObjectFacts(tenant="north")
    >>> proposal = propose(one, Action.EXPORT_ROSTER, whole, command=b"all", reason=Reason.SUPERVISION,
    ...                    reference="2026-17", number=1, at=0)
    >>> confirm(proposal, other, whole, command=b"all", at=60_000_000).subject
    'a-2'
    >>> confirm(proposal, one, whole, command=b"all", at=60_000_000)
    Traceback (most recent call last):
    engine.access.errors.SecondPersonError: subject: must be another person than the proposer
    """
    if principal.identity == (proposal.issuer, proposal.subject):
        raise SecondPersonError("subject: must be another person than the proposer")
    if principal.tenant != proposal.tenant:
        raise SecondPersonError(f"number = {proposal.number}: must be a proposal of the same tenant")
    _check_allowed(principal, proposal.action, facts)
    if not proposal.at <= at < proposal.expires_at:
        raise SecondPersonError(f"at = {at}: must be within [{proposal.at}, {proposal.expires_at}) of the proposal")
    if _hash(command) != proposal.command_hash:
        raise SecondPersonError("command: must be the one that was proposed")
    return Confirmed(at=at, number=proposal.number, issuer=principal.issuer, subject=principal.subject)


def _check_allowed(principal: Principal, action: Action, facts: ObjectFacts) -> None:
    if may(principal, action, facts) is not Verdict.ALLOWED:
        raise SecondPersonError(f"action = {action}: must be one that the person may do to this object")


def _hash(command: bytes) -> bytes:
    return blake2b(command, digest_size=32, person=b"onestop 2 person").digest()
