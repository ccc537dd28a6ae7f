"""Proposals that wait for a second person: commands of the service itself, entries of its log, part of its state.

A confirmation and what it sets off are one command, so they are stored in one batch or not at all. What cannot be done
within the log - erasing party data - is *owed* from the confirmation on until it is noted that it was done; whoever
serves does what is owed again after a crash.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from engine.access.errors import SecondPersonError
from engine.access.second_person import Proposal, Reason, check_confirmation, check_withdrawal, propose
from engine.access.words import Action
from engine.registry.onestop import OneStop, PlatformRequest
from engine.service.entries import Entry
from engine.service.errors import ProposalsFullError, StandingError, UnknownProposalError
from engine.service.records import (
    ProposalConfirmed,
    ProposalFulfilled,
    ProposalMade,
    ProposalRecord,
    ProposalWithdrawn,
)

OPEN_MAX: Final = 1_000
"""Proposals that may wait."""


class ProposalRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What can be asked about proposals."""


class Propose(ProposalRequest, frozen=True, kw_only=True):
    """Let a sensitive action wait for a second person."""

    person: str
    """Who proposes; see `engine.access.second_person.person_of`."""
    tenant: str
    action: Action
    command: str
    """Canonical text of the whole command."""
    reason: Reason
    reference: str
    """Number of the file that shows the reason."""


class ConfirmProposal(ProposalRequest, frozen=True, kw_only=True):
    """Let what was proposed be done now."""

    number: int
    person: str
    tenant: str
    action: Action
    command: str
    """Canonical text of what is to be done."""
    request: PlatformRequest | None
    """The same for the platform; None if it is done outside the log, and owed until then."""


class WithdrawProposal(ProposalRequest, frozen=True, kw_only=True):
    """Take back what one has proposed oneself."""

    number: int
    person: str
    tenant: str
    action: Action


class FulfilProposal(ProposalRequest, frozen=True, kw_only=True):
    """Note that what was owed has been done."""

    number: int


class Proposals:
    """Those that wait for a second person, and those that are confirmed and owed; by number.

    Examples
    --------
    >>> proposals = Proposals()
    >>> asked = Propose(person="a1", tenant="north", action=Action.ERASE_PARTY_DATA, command="7",
    ...                 reason=Reason.RETENTION_OVER, reference="2026-17")
    >>> proposals.follow(proposals.made_of(asked, at=0))
    >>> proposals.follow(ProposalConfirmed(at=60_000_000, number=1, confirmer="a2", is_owed=True))
    >>> list(proposals.waiting), list(proposals.owed)
    ([], [1])
    """

    def __init__(self) -> None:
        self._waiting: Final[dict[int, ProposalMade]] = {}
        self._owed: Final[dict[int, ProposalMade]] = {}
        self._last = 0

    @property
    def waiting(self) -> Mapping[int, ProposalMade]:
        """Those that nobody has confirmed, in the order in which they were made; the last may just have expired."""
        return self._waiting

    @property
    def owed(self) -> Mapping[int, ProposalMade]:
        """Those that are confirmed and must still be done outside the log."""
        return self._owed

    def made_of(self, asked: Propose, at: int) -> ProposalMade:
        """Return the record that lets an action wait; nothing is changed.

        Raises
        ------
        SecondPersonError
            If it cannot be proposed, or the same person has proposed just that before and it still waits.
        ProposalsFullError
            If too many wait.
        """
        waiting = [one.proposal for one in self._waiting.values() if one.proposal.expires_at > at]
        if len(waiting) >= OPEN_MAX:
            raise ProposalsFullError(f"proposals = {len(waiting)}: at most {OPEN_MAX} can wait")
        fields = {name: getattr(asked, name) for name in asked.__struct_fields__}
        proposal = propose(**fields, number=self._last + 1, at=at)
        for one in waiting:
            if (one.proposer, one.action, one.command) == (proposal.proposer, proposal.action, proposal.command):
                raise SecondPersonError(f"command: waits already, as number {one.number}")
        return ProposalMade(at=at, proposal=proposal)

    def find(self, number: int, tenant: str, action: Action) -> Proposal:
        """Return a proposal that waits; it may just have expired.

        Raises
        ------
        UnknownProposalError
            If there is none of this number, tenant and action.
        """
        made = self._waiting.get(number)
        if made is None or (made.proposal.tenant, made.proposal.action) != (tenant, action):
            raise UnknownProposalError(f"number = {number}: must be that of a proposal that waits")
        return made.proposal

    def check_owed(self, number: int) -> None:
        """Refuse to note as done what is not owed.

        Raises
        ------
        UnknownProposalError
            If so.
        """
        if number not in self._owed:
            raise UnknownProposalError(f"number = {number}: must be that of a proposal that is confirmed and owed")

    def follow(self, record: ProposalRecord) -> None:
        """Take in what the log says."""
        match record:
            case ProposalMade():
                self._last = record.proposal.number
                self._waiting[record.proposal.number] = record
            case ProposalConfirmed():
                made = self._waiting.pop(record.number)
                if record.is_owed:
                    self._owed[record.number] = made
            case ProposalWithdrawn():
                del self._waiting[record.number]
            case ProposalFulfilled():
                del self._owed[record.number]
            case _:
                raise AssertionError(f"{record!r}: is no record of a proposal")

    def expire(self, now: int) -> None:
        """Forget what nobody can confirm any more, seen from a logged time."""
        while self._waiting:
            number, first = next(iter(self._waiting.items()))
            if first.proposal.expires_at > now:
                return
            del self._waiting[number]

    def standing(self) -> bytes:
        """Return all that waits and is owed; equal proposals give equal bytes."""
        owed = [self._owed[number] for number in sorted(self._owed)]
        return msgspec.msgpack.encode((self._last, list(self._waiting.values()), owed))

    def restore(self, standing: bytes) -> None:
        """Take over those of another one.

        Raises
        ------
        StandingError
            If the bytes are not of proposals.
        """
        try:
            self._last, waiting, owed = _STANDING.decode(standing)
        except msgspec.DecodeError as error:
            raise StandingError(f"proposals of a snapshot: {error}") from error
        self._waiting.update((one.proposal.number, one) for one in waiting)
        self._owed.update((one.proposal.number, one) for one in owed)


_STANDING: Final = msgspec.msgpack.Decoder(tuple[int, list[ProposalMade], list[ProposalMade]])


def carry_out(asked: ProposalRequest, proposals: Proposals, platform: OneStop, at: int) -> list[Entry]:
    """Do what is asked about a proposal.

    Parameters
    ----------
    asked
        What.
    proposals
        As they stand.
    platform
        Has been advanced to the instant; does what is confirmed.
    at
        Logged time, microseconds since the epoch.

    Returns
    -------
    list of Entry
        What has happened, in order.

    Raises
    ------
    EngineError
        If it is refused, or what is confirmed is: nothing has changed then.
    """
    happened: list[Entry] = []
    match asked:
        case Propose():
            record = proposals.made_of(asked, at)
        case ConfirmProposal():
            proposal = proposals.find(asked.number, asked.tenant, asked.action)
            check_confirmation(proposal, asked.person, asked.tenant, command=asked.command, at=at)
            if asked.request is not None:
                happened += platform.execute(asked.request, at)
            is_owed = asked.request is None
            record = ProposalConfirmed(at=at, number=asked.number, confirmer=asked.person, is_owed=is_owed)
        case WithdrawProposal():
            check_withdrawal(proposals.find(asked.number, asked.tenant, asked.action), asked.person)
            record = ProposalWithdrawn(at=at, number=asked.number)
        case FulfilProposal():
            proposals.check_owed(asked.number)
            record = ProposalFulfilled(at=at, number=asked.number)
        case _:
            raise AssertionError(f"{asked!r}: is no request about a proposal")
    proposals.follow(record)
    return [record, *happened]
