"""What the platform asks of each linked system.

A request names its dispute, what it is for and which of the dispute's requests of that purpose it is. These three are
its idempotency key: they stay the same however often it is sent, so the system can do the work once. Parties appear as
subject numbers only.
"""

from typing import ClassVar

import msgspec

from engine.events.enums import ClosingCode
from engine.linked.answers import (
    Answer,
    CaseFiled,
    CaseRegistered,
    ConfirmationOpened,
    DocumentDelivered,
    EvaluationOpened,
    IdentityVerified,
    LetterReceived,
    MediationRegistered,
    OutcomeReceived,
    PreservationOpened,
    TrialResumed,
)
from engine.linked.words import DocumentKind, FilingMatter, System, Urgency


class Key(msgspec.Struct, frozen=True, gc=False):
    """The idempotency key of a request: one key, one effect."""

    dispute_id: int
    purpose: str
    """Tag of the request's kind."""
    ordinal: int


class Request(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="purpose", tag=True):
    """What every request has.

    Examples
    --------
    >>> CaseFiling = FileCase(dispute_id=7, subject=1, matter=FilingMatter.SUIT)
    >>> CaseFiling.key
    Key(dispute_id=7, purpose='file_case', ordinal=1)
    """

    system: ClassVar[System]
    """Whom it is for."""
    answer_type: ClassVar[type[Answer]]
    """What the system answers to it."""
    purpose: ClassVar[str]
    """What it is for: the tag of its kind."""

    dispute_id: int
    """The dispute, which keeps its number through every track."""
    ordinal: int = 1
    """Which of the dispute's requests of this purpose it is, counted from 1 by whoever asks."""

    @property
    def key(self) -> Key:
        """The idempotency key."""
        return Key(self.dispute_id, self.purpose, self.ordinal)


class VerifyIdentity(Request, frozen=True, kw_only=True, gc=False, tag="verify_identity"):
    """Compare a party with the register, as before each session (ONL 17)."""

    system = System.IDENTITY_AUTHENTICATION
    answer_type = IdentityVerified
    purpose = "verify_identity"

    subject: int
    """Number of the party."""


class RegisterMediation(Request, frozen=True, kw_only=True, gc=False, tag="register_mediation"):
    """Hand a dispute to the mediation platform."""

    system = System.MEDIATION_PLATFORM
    answer_type = MediationRegistered
    purpose = "register_mediation"

    court_id: int
    """The inviting court, an index of the roster."""


class ReportOutcome(Request, frozen=True, kw_only=True, gc=False, tag="report_outcome"):
    """Tell the mediation platform how a mediation ended (ONL 25)."""

    system = System.MEDIATION_PLATFORM
    answer_type = OutcomeReceived
    purpose = "report_outcome"

    closing_code: ClosingCode
    """Why it ended."""


class FileCase(Request, frozen=True, kw_only=True, gc=False, tag="file_case"):
    """File a case online for a party."""

    system = System.LITIGATION_SERVICE
    answer_type = CaseFiled
    purpose = "file_case"

    subject: int
    """Number of the party who files."""
    matter: FilingMatter
    """What is filed."""


class DeliverDocument(Request, frozen=True, kw_only=True, gc=False, tag="deliver_document"):
    """Serve a document on a party (ONL 19)."""

    system = System.LITIGATION_SERVICE
    answer_type = DocumentDelivered
    purpose = "deliver_document"

    subject: int
    """Number of the party who is served."""
    document: DocumentKind
    """What is served."""
    document_number: int
    """The platform's number for it; the text stays where it is kept."""


class OpenPreservation(Request, frozen=True, kw_only=True, gc=False, tag="open_preservation"):
    """Open a property-preservation case (CPL 103, 104)."""

    system = System.PRESERVATION
    answer_type = PreservationOpened
    purpose = "open_preservation"

    subject: int
    """Number of the party who applies."""
    amount_yuan: int
    """What is to be preserved, yuan."""
    urgency: Urgency
    """How fast it has to be decided."""


class RegisterCase(Request, frozen=True, kw_only=True, gc=False, tag="register_case"):
    """Register a case after a delegated mediation failed; the court must (ONL 21)."""

    system = System.CASE_HANDLING
    answer_type = CaseRegistered
    purpose = "register_case"

    court_id: int
    """The court that registers, an index of the roster."""


class ResumeTrial(Request, frozen=True, kw_only=True, gc=False, tag="resume_trial"):
    """Let the trial go on after an entrusted mediation failed; the court must (ONL 21)."""

    system = System.CASE_HANDLING
    answer_type = TrialResumed
    purpose = "resume_trial"

    court_id: int
    """The court that tries the case, an index of the roster."""


class OpenConfirmation(Request, frozen=True, kw_only=True, gc=False, tag="open_confirmation"):
    """Open the judicial confirmation of an agreement for which both parties have applied (CPL 205)."""

    system = System.CASE_HANDLING
    answer_type = ConfirmationOpened
    purpose = "open_confirmation"

    court_id: int
    """The court that confirms, an index of the roster."""


class TransmitPreservationLetter(Request, frozen=True, kw_only=True, gc=False, tag="transmit_preservation_letter"):
    """Send the letter by which an arbitral institution passes an application for preservation on."""

    system = System.COMMERCIAL_COURT
    answer_type = LetterReceived
    purpose = "transmit_preservation_letter"

    institution_id: int
    """Number of the institution that has reviewed the application."""
    letter_number: int
    """The institution's number for the letter."""


class OpenEvaluation(Request, frozen=True, kw_only=True, gc=False, tag="open_evaluation"):
    """Ask for a neutral evaluation by the Expert Committee."""

    system = System.COMMERCIAL_COURT
    answer_type = EvaluationOpened
    purpose = "open_evaluation"

    amount_yuan: int
    """Amount in dispute, yuan."""


AnyRequest = (
    VerifyIdentity
    | RegisterMediation
    | ReportOutcome
    | FileCase
    | DeliverDocument
    | OpenPreservation
    | RegisterCase
    | ResumeTrial
    | OpenConfirmation
    | TransmitPreservationLetter
    | OpenEvaluation
)
"""Every kind of request, for a decoder to tell apart."""
