"""The one table of which error of the engine is which problem, by the name of its class.

The service keeps a refusal as the name of its class and its message, so names are all there is to go by. A name that
several packages use for different things stands here once, for the one that a request can meet.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.errors import EngineError

PROBLEM_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        # who asks
        "TokenFormError": "unauthorised",
        "TokenKeyError": "unauthorised",
        "TokenClaimError": "unauthorised",
        "TokenTimeError": "unauthorised",
        "TokenDeniedError": "unauthorised",
        "KeySourceError": "keys-unavailable",
        "SecondPersonError": "refused",
        "JsonLimitError": "bad-request",
        "RateError": "too-many-requests",
        # the service
        "QueueFullError": "busy",
        "StorageFullError": "storage-full",
        "ReadOnlyError": "read-only",
        "StoppingError": "stopping",
        "ChangedError": "changed",
        "UnknownOutcomeError": "outcome-unknown",
        "KeyReuseError": "key-reused",
        "PoisonError": "failed",
        "UnknownProposalError": "not-found",
        "ProposalsFullError": "busy",
        # the registry
        "UnknownDisputeError": "not-found",
        "NumberTakenError": "number-taken",
        "RequestError": "refused",
        "RegistryClockError": "conflict",
        # the rules
        "NotOpenError": "not-open",
        "NotEntitledError": "not-entitled",
        "ConditionError": "condition",
        "UnknownProcessError": "not-open",
        "DateError": "conflict",
        # the desk and the core
        "DeskCaseError": "conflict",
        "StaleOfferError": "stale-offer",
        "ReasonError": "refused",
        "ChoiceError": "refused",
        "ConsentError": "refused",
        "ConflictEntryError": "refused",
        "PresenceError": "refused",
        "AppointmentError": "refused",
        "RulesError": "refused",
        "UnknownCaseError": "conflict",
        "CaseStateError": "conflict",
        "UnknownMediatorError": "not-found",
        "VacancyError": "conflict",
        "CapacityError": "conflict",
        "AbsentError": "conflict",
        "ConflictError": "conflict",
        "PolicyVersionError": "conflict",
        "CoreError": "refused",
        # times
        "NoCommonTimeError": "time-taken",
        "BusyError": "time-taken",
        "NoticeError": "refused",
        "OutsideHoursError": "refused",
        "StatutoryDeadlineError": "refused",
        "BookingStateError": "conflict",
        "ResettingsError": "refused",
        "OrderError": "refused",
        "CalendarRangeError": "refused",
        # people
        "PartyDataError": "invalid",
        "DisputeHeldError": "conflict",
        "UnknownPartiesError": "not-found",
        "ErasedError": "not-found",
        "PartyStoreFullError": "storage-full",
        "PartyStoreError": "read-only",
        "DamagedRecordError": "read-only",
        "DenyListError": "conflict",
        # draws
        "NoSuchDrawError": "not-found",
        "MissingKeyError": "read-only",
    }
)
_BY_DEFAULT: Final = "refused"
"""A refusal of another name is still a refusal: nothing has happened."""


def problem_of(error: str) -> str:
    """Return the kind of problem that a class of errors stands for, by its name."""
    return PROBLEM_OF.get(error, _BY_DEFAULT)


def problem_of_error(error: EngineError) -> str:
    """Return the kind of problem that an error stands for: its class's, or that of the nearest base in the table."""
    for base in type(error).__mro__:
        if base.__name__ in PROBLEM_OF:
            return PROBLEM_OF[base.__name__]
    return _BY_DEFAULT
