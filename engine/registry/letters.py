"""What the platform asks of linked systems because something has happened, and what their answers set off."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

import msgspec

from engine.events.enums import ActorRole
from engine.events.event import NO_CASE
from engine.events.lifecycle_words import Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Closed, Event
from engine.events.whole import Whole
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
from engine.linked.words import DocumentKind, FilingMatter, IdentityResult, System, Urgency
from engine.registry.errors import RegistryStandingError, RequestError
from engine.registry.meetings import subject
from engine.registry.ordinals import Counted, Ordinals
from engine.registry.requests import PARTIES_MAX, Move, PlatformAsked

_FEN_A_YUAN: Final = 100
_UNNAMED: Final = 0
"""Number of an institution that a transmittal does not name."""
_Letters = Callable[[Moved, Dispute], tuple[AnyRequest, ...]]


class VerifyParties(PlatformAsked, frozen=True, kw_only=True, gc=False, tag="verify_parties"):
    """Identity authentication shall compare parties of a dispute with its register (ONL 17)."""

    dispute_id: Whole
    parties: Whole
    """One bit each."""


class _Standing(msgspec.Struct, frozen=True, array_like=True):
    written: Counted
    verifying: list[tuple[int, VerifyIdentity]]
    """By number, in its order."""


class Letters:
    """The letters of every dispute: each has its ordinal among those of its purpose, so each is another request.

    Parameters
    ----------
    linked
        Systems that exist; nothing is asked of the others.
    """

    def __init__(self, linked: Collection[System] = tuple(System)) -> None:
        self._linked: Final = frozenset(linked)
        self._written: Final = Ordinals()
        self._verifying: Final[dict[int, VerifyIdentity]] = {}

    @property
    def are_written_of_lodgings(self) -> bool:
        """Whether anybody is told of disputes that are handed in complete."""
        return System.MEDIATION_PLATFORM in self._linked

    def has(self, event: Event) -> bool:
        """Tell whether an event may make the platform ask something."""
        return _is_outcome(event) or (isinstance(event, Moved) and (event.track, event.transition) in WRITTEN)

    def lodged(self, event: DisputeOpened) -> list[AnyRequest]:
        """Return what is asked because a dispute was handed in complete; nothing where it was only given a number."""
        if event.case_id == NO_CASE or not self.are_written_of_lodgings:
            return []
        return [self._numbered(RegisterMediation(dispute_id=event.dispute_id, court_id=event.court_id))]

    def of(self, event: Event, dispute: Dispute) -> list[AnyRequest]:
        """Return what an event makes the platform ask."""
        letters: tuple[AnyRequest, ...] = ()
        if isinstance(event, Closed) and _is_outcome(event):
            letters = (ReportOutcome(dispute_id=event.dispute_id, closing_code=event.closing_code),)
        elif isinstance(event, Moved) and (write := WRITTEN.get((event.track, event.transition))) is not None:
            letters = write(event, dispute)
        return [self._numbered(letter) for letter in letters if letter.system in self._linked]

    def identity(self, parties: int, dispute: Dispute) -> list[AnyRequest]:
        """Return what is asked of identity authentication for some parties of a dispute.

        Raises
        ------
        RequestError
            If it is not linked, none is named, or one that the dispute does not have.
        """
        if System.IDENTITY_AUTHENTICATION not in self._linked:
            raise RequestError("identity_authentication: must be linked to verify anybody")
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
        self._written.take(request.dispute_id, request.purpose, request.ordinal)
        if isinstance(request, VerifyIdentity):
            self._verifying[record.number] = request

    def answered(self, record: Answered) -> VerifyIdentity | None:
        """Take note of an answer; return the verification that it ends, None if it is to another request."""
        return self._verifying.pop(record.number, None)

    def standing(self) -> bytes:
        """Return all of it: equal letters give equal bytes."""
        return msgspec.msgpack.encode(_Standing(self._written.counted(), sorted(self._verifying.items())))

    def restore(self, standing: bytes) -> None:
        """Take over a standing, where nothing was written yet.

        Raises
        ------
        RegistryStandingError
            If the bytes are not that of letters.
        """
        try:
            found = msgspec.msgpack.decode(standing, type=_Standing)
        except msgspec.MsgspecError as error:
            raise RegistryStandingError(f"standing of {len(standing)} bytes: must be of letters: {error}") from error
        self._written.restore(found.written)
        self._verifying.update(found.verifying)

    def _numbered(self, letter: AnyRequest) -> AnyRequest:
        ordinal = self._written.next(letter.dispute_id, letter.purpose)
        return msgspec.structs.replace(letter, ordinal=ordinal)


def _is_outcome(event: Event) -> bool:
    """Tell whether a mediation has ended; panels of other doors are let go by the same kind of event."""
    return isinstance(event, Closed) and event.track is Track.MEDIATION


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
