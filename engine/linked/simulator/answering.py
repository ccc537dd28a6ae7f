"""What a simulated system answers when all goes well: its number for the work, or that the party was matched."""

from collections.abc import Callable, Mapping
from typing import Final

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
from engine.linked.requests import (
    DeliverDocument,
    FileCase,
    OpenConfirmation,
    OpenEvaluation,
    OpenPreservation,
    RegisterCase,
    RegisterMediation,
    ReportOutcome,
    Request,
    ResumeTrial,
    TransmitPreservationLetter,
    VerifyIdentity,
)
from engine.linked.words import IdentityResult

_ANSWERS: Final[Mapping[type[Request], Callable[[int], Answer]]] = {
    VerifyIdentity: lambda _number: IdentityVerified(result=IdentityResult.MATCHED),
    RegisterMediation: lambda number: MediationRegistered(mediation_number=number),
    ReportOutcome: lambda number: OutcomeReceived(receipt_number=number),
    FileCase: lambda number: CaseFiled(filing_number=number),
    DeliverDocument: lambda number: DocumentDelivered(receipt_number=number),
    OpenPreservation: lambda number: PreservationOpened(preservation_number=number),
    RegisterCase: lambda number: CaseRegistered(case_number=number),
    ResumeTrial: lambda number: TrialResumed(case_number=number),
    OpenConfirmation: lambda number: ConfirmationOpened(confirmation_number=number),
    TransmitPreservationLetter: lambda number: LetterReceived(receipt_number=number),
    OpenEvaluation: lambda number: EvaluationOpened(evaluation_number=number),
}


def usual_answer(request: Request, number: int) -> Answer:
    """Return the answer to a request whose work went well.

    Parameters
    ----------
    request
        What was asked.
    number
        The system's number for the work.

    Examples
    --------
    >>> usual_answer(OpenEvaluation(dispute_id=7, amount_yuan=400_000_000), 3)
    EvaluationOpened(evaluation_number=3)
    """
    return _ANSWERS[type(request)](number)
