"""What the desk refuses.

::

    EngineError
    +-- DeskError
        +-- RulesError          rules of the procedure that contradict themselves or the law
        +-- DeskClockError      a command is dated before the last one, or before something that is due first
        +-- DeskCaseError       a case is not where a command needs it
        +-- StaleOfferError     an answer to an offer that is no longer, or never was, open
        +-- ReasonError         a decline without a reason
        +-- ChoiceError         a choice of the parties that the rules do not allow
        +-- ConsentError        not everybody who has to consent did
        +-- ConflictEntryError  a conflict that cannot be entered, or one that cannot be lifted
        +-- PresenceError       a lease or an absence that begins after its end, or has ended already
        +-- AppointmentError    somebody whom no roster could have, or a name that is another's
        +-- WeightsError        weights that cannot be used, with every mistake
        +-- DeskStandingError   a standing is damaged, of other rules, or given to a desk that has begun

What the core refuses (`engine.core.errors`) passes through unchanged. After any of these errors everything is as it
was before the command.
"""

from engine.errors import EngineError


class DeskError(EngineError):
    """The desk refused a command; nothing has changed."""


class RulesError(DeskError):
    """Rules of the procedure contradict themselves or the law."""


class DeskClockError(DeskError):
    """A command is dated before the last one, or before something that is due first: `advance` to its date."""


class DeskCaseError(DeskError):
    """A case is not where a command needs it."""


class StaleOfferError(DeskError):
    """An answer came too late, came twice, or came from somebody who was not asked.

    Parameters
    ----------
    case_id, mediator, attempt
        What was answered.
    reason
        Why the offer is not open to this answer.
    """

    def __init__(self, case_id: int, mediator: int, attempt: int, reason: str) -> None:
        # All arguments are the error's own, so it survives the way back from a worker process.
        super().__init__(case_id, mediator, attempt, reason)
        self.case_id = case_id
        self.mediator = mediator
        self.attempt = attempt
        self.reason = reason

    def __str__(self) -> str:
        return f"case_id = {self.case_id}: offer {self.attempt} to mediator {self.mediator} {self.reason}"


class ReasonError(DeskError):
    """A decline without a reason (ONL 12)."""


class ChoiceError(DeskError):
    """A choice of the parties that the rules do not allow (ONL 10)."""


class ConsentError(DeskError):
    """Not everybody who has to consent did."""


class ConflictEntryError(DeskError):
    """A conflict that cannot be entered, or one that cannot be lifted."""


class PresenceError(DeskError):
    """A lease or an absence that begins after its end, or has ended already."""


class AppointmentError(DeskError):
    """Somebody was to be appointed or qualified whom no roster could have, or under a name that is another's."""


class DeskStandingError(DeskError):
    """A standing is damaged, of other rules, another door or another secret, or given to a desk that has begun."""


class WeightsError(DeskError):
    """Weights that cannot be used; one line a mistake: field, value, bound.

    Parameters
    ----------
    mistakes
        Every mistake found.
    """

    def __init__(self, *mistakes: str) -> None:
        # The mistakes are the arguments, so the error survives the way back from a worker process.
        super().__init__(*mistakes)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(self.mistakes)
