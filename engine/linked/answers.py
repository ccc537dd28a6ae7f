"""What a linked system answers to each kind of request: a number of its own, or a finding.

Numbers are the other system's; the platform only keeps them to name a case there.
"""

import msgspec

from engine.linked.words import IdentityResult


class Answer(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="answer", tag=True):
    """What every answer is: made of integers and words of closed vocabularies, without party data."""


class IdentityVerified(Answer, frozen=True, kw_only=True, gc=False, tag="identity_verified"):
    """Identity authentication has compared a party with its register."""

    result: IdentityResult
    """What it found."""


class MediationRegistered(Answer, frozen=True, kw_only=True, gc=False, tag="mediation_registered"):
    """The mediation platform has taken the case over."""

    mediation_number: int
    """Its number for the mediation."""


class OutcomeReceived(Answer, frozen=True, kw_only=True, gc=False, tag="outcome_received"):
    """The mediation platform has entered how a mediation ended."""

    receipt_number: int
    """Its number for the report."""


class CaseFiled(Answer, frozen=True, kw_only=True, gc=False, tag="case_filed"):
    """The Litigation Service Network has taken a filing."""

    filing_number: int
    """Its number for the filing."""


class DocumentDelivered(Answer, frozen=True, kw_only=True, gc=False, tag="document_delivered"):
    """The Litigation Service Network has served a document."""

    receipt_number: int
    """Its number for the proof of service."""


class CaseRegistered(Answer, frozen=True, kw_only=True, gc=False, tag="case_registered"):
    """The case-handling platform has registered a case."""

    case_number: int
    """The court's number for it."""


class TrialResumed(Answer, frozen=True, kw_only=True, gc=False, tag="trial_resumed"):
    """The case-handling platform lets a trial go on."""

    case_number: int
    """The court's number for the case."""


class ConfirmationOpened(Answer, frozen=True, kw_only=True, gc=False, tag="confirmation_opened"):
    """The case-handling platform has opened a judicial confirmation."""

    confirmation_number: int
    """The court's number for it."""


class PreservationOpened(Answer, frozen=True, kw_only=True, gc=False, tag="preservation_opened"):
    """The preservation system has opened a preservation case."""

    preservation_number: int
    """Its number for the case."""


class LetterReceived(Answer, frozen=True, kw_only=True, gc=False, tag="letter_received"):
    """The International Commercial Court has received an institution's preservation letter."""

    receipt_number: int
    """Its number for the receipt."""


class EvaluationOpened(Answer, frozen=True, kw_only=True, gc=False, tag="evaluation_opened"):
    """The International Commercial Court has passed a dispute to its experts for neutral evaluation."""

    evaluation_number: int
    """Its number for the evaluation."""


AnyAnswer = (
    IdentityVerified
    | MediationRegistered
    | OutcomeReceived
    | CaseFiled
    | DocumentDelivered
    | CaseRegistered
    | TrialResumed
    | ConfirmationOpened
    | PreservationOpened
    | LetterReceived
    | EvaluationOpened
)
"""Every kind of answer, for a decoder to tell apart."""
