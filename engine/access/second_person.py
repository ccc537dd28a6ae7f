"""Sensitive actions: somebody proposes with a reason, somebody else confirms the very same command, in time.

Nothing is kept here: a service keeps proposals in its log. Whether the two persons may do such a thing at all, the
matrix says (`engine.access.matrix.may`); these are the rules that hold beside it.
"""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from engine.access.errors import SecondPersonError
from engine.access.matrix import WITH_A_SECOND_PERSON
from engine.access.principal import Principal
from engine.access.words import Action

OPEN_US: Final = 24 * 3600 * 1_000_000
"""How long a proposal waits for its second person: one day, an assumption."""
COMMAND_CHARACTERS_MAX: Final = 2_000
"""Of a command: each has a few numbers and closed words."""

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


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has proposed."""

    number: int
    """Given by the service; never used twice."""
    tenant: str
    action: Action
    command: str
    """Canonical text of the whole command: what exactly is proposed. Numbers and closed words, nothing about people."""
    reason: Reason
    reference: Reference
    proposer: str
    """See `person_of`."""
    expires_at: int
    """First instant at which nobody can confirm it any more, microseconds since the epoch."""


def person_of(principal: Principal) -> str:
    """Return what stands for somebody in a log, which names nobody: the same for all his tokens, 32 hex digits.

    It is a pseudonym: whoever knows the issuer and all subjects can find out whose it is.
    """
    name = f"{principal.issuer} {principal.subject}".encode()
    return blake2b(name, digest_size=16, person=b"onestop approver").hexdigest()


def propose(
    person: str, tenant: str, action: Action, *, command: str, reason: Reason, reference: str, number: int, at: int
) -> Proposal:
    """Propose a sensitive action.

    Parameters
    ----------
    person, tenant
        Who proposes (see `person_of`), and his tenant.
    action
        One of `WITH_A_SECOND_PERSON`.
    command
        Canonical text of the whole command.
    reason
        Why.
    reference
        Number of the file that shows it; see `Reference`.
    number
        The proposal's.
    at
        Now, microseconds since the epoch.

    Raises
    ------
    SecondPersonError
        If the action is not a sensitive one, the command is too long, or the reference is none.
    """
    if action not in WITH_A_SECOND_PERSON:
        raise SecondPersonError(f"action = {action}: must be one that needs a second person")
    if len(command) > COMMAND_CHARACTERS_MAX:
        raise SecondPersonError(f"command = {len(command)} characters: must be at most {COMMAND_CHARACTERS_MAX}")
    proposal = Proposal(
        number=number,
        tenant=tenant,
        action=action,
        command=command,
        reason=reason,
        reference=reference,
        proposer=person,
        expires_at=at + OPEN_US,
    )
    try:
        return msgspec.convert(msgspec.to_builtins(proposal), Proposal)
    except msgspec.ValidationError:
        raise SecondPersonError("reference: must be 1 to 40 of A-Z, 0-9, / and -") from None


def check_confirmation(proposal: Proposal, person: str, tenant: str, *, command: str, at: int) -> None:
    """Refuse a confirmation that does not fit its proposal.

    Parameters
    ----------
    proposal
        As it was kept.
    person, tenant
        Who confirms: not the proposer, and of his tenant.
    command
        The command that will be done if this returns.
    at
        Now, microseconds since the epoch.

    Raises
    ------
    SecondPersonError
        If it is the same person, another tenant's, another command, or too late.

    Examples
    --------
    >>> proposal = propose("a1", "north", Action.EXPORT_ROSTER, command="all", reason=Reason.SUPERVISION,
    ...                    reference="2026-17", number=1, at=0)
    >>> check_confirmation(proposal, "a2", "north", command="all", at=60_000_000)
    >>> check_confirmation(proposal, "a1", "north", command="all", at=60_000_000)
    Traceback (most recent call last):
    engine.access.errors.SecondPersonError: subject: must be another person than the proposer
    """
    if person == proposal.proposer:
        raise SecondPersonError("subject: must be another person than the proposer")
    if tenant != proposal.tenant:
        raise SecondPersonError(f"number = {proposal.number}: must be a proposal of the same tenant")
    if at >= proposal.expires_at:
        raise SecondPersonError(f"at = {at}: must be before {proposal.expires_at}, when the proposal expires")
    if command != proposal.command:
        raise SecondPersonError("command: must be the one that was proposed")


def check_withdrawal(proposal: Proposal, person: str) -> None:
    """Refuse to withdraw what somebody else has proposed.

    Raises
    ------
    SecondPersonError
        If so.
    """
    if person != proposal.proposer:
        raise SecondPersonError("subject: must be the proposer; a proposal that nobody confirms expires by itself")
