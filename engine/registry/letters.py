"""What the platform asks of linked systems because something has happened, and what their answers set off."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Track, Transition
from engine.events.moves import Moved
from engine.events.records import Closed, Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.linked.answers import IdentityVerified
from engine.linked.records import Answered, Asked
from engine.linked.requests import (
    AnyRequest,
    DeliverDocument,
    FileCase,
    OpenConfirmation,
    OpenEvaluation,
    OpenPreservation,
    RegisterCase,
    RegisterMediation,
    ReportOutcome,
    ResumeTrial,
    TransmitPreservationLetter,
    VerifyIdentity,
)
from engine.linked.words import DocumentKind, FilingMatter, IdentityResult, Urgency
from engine.registry.errors import RequestError
from engine.registry.meetings import subject
from engine.registry.requests import PARTIES_MAX, Move

_FEN_A_YUAN: Final = 100
_UNNAMED: Final = 0
"""Number of an institution that a transmittal does not name."""
_Letters = Callable[[Moved, Dispute], tuple[AnyRequest, ...]]


class VerifyParties(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="verify_parties"):
    """Identity authentication shall compare parties of a dispute with its register (ONL 17)."""

    dispute_id: int
    parties: int
    """One bit each."""


class Letters:
    """The letters of every dispute: each has its ordinal among those of its purpose, so each is another request."""

    def __init__(self) -> None:
        self._written: Final[Counter[tuple[int, str]]] = Counter()
        self._verifying: Final[dict[int, VerifyIdentity]] = {}

    def of(self, event: Event, dispute: Dispute) -> list[AnyRequest]:
        """Return what an event makes the platform ask."""
        if isinstance(event, Closed):
            return [self._numbered(ReportOutcome(dispute_id=event.dispute_id, closing_code=event.closing_code))]
        if isinstance(event, Moved) and (write := WRITTEN.get((event.track, event.transition))) is not None:
            return [self._numbered(letter) for letter in write(event, dispute)]
        return []

    def identity(self, parties: int, dispute: Dispute) -> list[AnyRequest]:
        """Return what is asked of identity authentication for some parties of a dispute.

        Raises
        ------
        RequestError
            If none is named, or one that the dispute does not have.
        """
        if not parties or parties & ~dispute.everybody:
            raise RequestError(f"parties = {parties:#b}: must name at least one of {dispute.parties}, and no other")
        return [
            self._numbered(VerifyIdentity(dispute_id=dispute.dispute_id, subject=subject(dispute, party)))
            for party in range(dispute.parties)
            if parties >> party & 1
        ]

    def asked(self, record: Asked) -> None:
        """Take note of a request that was entered: its ordinal is taken, and its answer may set something off."""
        request = record.request
        key = (request.dispute_id, request.purpose)
        self._written[key] = max(self._written[key], request.ordinal)
        if isinstance(request, VerifyIdentity):
            self._verifying[record.number] = request

    def answered(self, record: Answered) -> VerifyIdentity | None:
        """Take note of an answer; return the verification that it ends, None if it is to another request."""
        return self._verifying.pop(record.number, None)

    def _numbered(self, letter: AnyRequest) -> AnyRequest:
        key = (letter.dispute_id, letter.purpose)
        self._written[key] += 1
        return msgspec.structs.replace(letter, ordinal=self._written[key])


def moves(record: Answered, request: VerifyIdentity, dispute: Dispute) -> list[Move]:
    """Return the commands that an answer sets off, one for each process of the dispute that it may be about.

    A verified identity is a person's, whichever door he goes through; a process that has no use for it refuses.
    """
    if not isinstance(record.answer, IdentityVerified) or record.answer.result is not IdentityResult.MATCHED:
        return []
    party = 1 << request.subject % PARTIES_MAX
    return [
        Move(
            dispute_id=dispute.dispute_id,
            command=Command(
                case_id=process.case_id,
                track=process.track,
                transition=Transition.IDENTIFY,
                actor=ActorRole.PLATFORM,
                parties=party,
            ),
        )
        for process in dispute.processes.values()
    ]


def _to_every_party(document: DocumentKind) -> _Letters:
    def write(event: Moved, dispute: Dispute) -> tuple[AnyRequest, ...]:
        return tuple(
            DeliverDocument(
                dispute_id=event.dispute_id,
                subject=subject(dispute, party),
                document=document,
                document_number=event.case_id,
            )
            for party in range(dispute.parties)
        )

    return write


def _filing(matter: FilingMatter) -> _Letters:
    return lambda event, dispute: (FileCase(dispute_id=event.dispute_id, subject=_who(event, dispute), matter=matter),)


def _who(event: Moved, dispute: Dispute) -> int:
    """The first of the parties who act; the first applicant where nobody is named."""
    party = (event.parties & -event.parties).bit_length() - 1 if event.parties else 0
    return subject(dispute, party)


def _open_preservation(event: Moved, dispute: Dispute) -> tuple[AnyRequest, ...]:
    process = dispute.processes[event.case_id]
    requested_fen = process.amounts.get("requested", dispute.amount_fen)
    urgency = Urgency.URGENT if {"urgent", "before_suit"} & process.facts.keys() else Urgency.ORDINARY
    return (
        OpenPreservation(
            dispute_id=event.dispute_id,
            subject=_who(event, dispute),
            amount_yuan=requested_fen // _FEN_A_YUAN,
            urgency=urgency,
        ),
    )


WRITTEN: Final[Mapping[tuple[Track, Transition], _Letters]] = {
    (Track.MEDIATION, Transition.SUBMIT): lambda event, _: (
        RegisterMediation(dispute_id=event.dispute_id, court_id=event.court_id),
    ),
    (Track.MEDIATION, Transition.SETTLE): _to_every_party(DocumentKind.MEDIATION_AGREEMENT),
    (Track.MEDIATION, Transition.ISSUE_PAPER): _to_every_party(DocumentKind.MEDIATION_PAPER),
    (Track.MEDIATION, Transition.REGISTER): lambda event, _: (
        RegisterCase(dispute_id=event.dispute_id, court_id=event.court_id),
    ),
    (Track.MEDIATION, Transition.RESUME_TRIAL): lambda event, _: (
        ResumeTrial(dispute_id=event.dispute_id, court_id=event.court_id),
    ),
    (Track.MEDIATION, Transition.FILE_ONLINE): _filing(FilingMatter.SUIT),
    (Track.CONFIRMATION, Transition.APPLY): lambda event, _: (
        OpenConfirmation(dispute_id=event.dispute_id, court_id=event.court_id),
    ),
    (Track.CONFIRMATION, Transition.CONFIRM): _to_every_party(DocumentKind.CONFIRMATION_RULING),
    (Track.EVALUATION, Transition.ACCEPT): lambda event, dispute: (
        OpenEvaluation(dispute_id=event.dispute_id, amount_yuan=dispute.amount_fen // _FEN_A_YUAN),
    ),
    (Track.PRESERVATION, Transition.TRANSMIT): lambda event, _: (
        TransmitPreservationLetter(
            dispute_id=event.dispute_id,
            institution_id=event.number or _UNNAMED,
            letter_number=event.case_id,
        ),
    ),
    (Track.PRESERVATION, Transition.OPEN_CASE): _open_preservation,
    (Track.PRESERVATION, Transition.SERVE): _to_every_party(DocumentKind.PRESERVATION_RULING),
    (Track.LITIGATION, Transition.SUE): _filing(FilingMatter.SUIT),
    (Track.LITIGATION, Transition.APPLY_TO_SET_ASIDE): _filing(FilingMatter.SET_ASIDE_AWARD),
    (Track.LITIGATION, Transition.APPLY_FOR_RECOGNITION): _filing(FilingMatter.RECOGNISE_AWARD),
}
"""Who is told what when a process moves."""
