"""The closed vocabularies of requests and of what becomes of them.

A member's value is what is stored, so a value is never renamed or reused.
"""

from enum import StrEnum


class System(StrEnum):
    """A court system the platform is linked to; their order is the order of what happens at one instant."""

    IDENTITY_AUTHENTICATION = "identity_authentication"
    """Unified identity authentication."""
    MEDIATION_PLATFORM = "mediation_platform"
    """People's Court mediation platform."""
    LITIGATION_SERVICE = "litigation_service"
    """Litigation Service Network: online filing and service of documents."""
    PRESERVATION = "preservation"
    """Online preservation system (baoquan)."""
    CASE_HANDLING = "case_handling"
    """Case-handling platform, in which a court keeps its registered cases."""
    COMMERCIAL_COURT = "commercial_court"
    """Site of the International Commercial Court."""


class FailureReason(StrEnum):
    """Why an attempt brought no answer."""

    TIMED_OUT = "timed_out"
    """Nothing came in time; the work may have been done."""
    UNREACHABLE = "unreachable"
    """The system did not take the request."""
    SYSTEM_ERROR = "system_error"
    """The system took the request and failed over it."""
    MALFORMED = "malformed"
    """What came is no answer to this kind of request."""
    REJECTED = "rejected"
    """The system works, and says that this request can never be carried out; trying again is of no use."""


class GiveUpReason(StrEnum):
    """Why a request became a dead letter."""

    ATTEMPTS_SPENT = "attempts_spent"
    REJECTED = "rejected"


class BreakerState(StrEnum):
    """Whether requests to a system are let through."""

    CLOSED = "closed"
    """All of them."""
    OPEN = "open"
    """None: the system has just failed several times running."""
    HALF_OPEN = "half_open"
    """One at a time, to find out whether the system is back."""


class IdentityResult(StrEnum):
    """What identity authentication found."""

    MATCHED = "matched"
    NOT_MATCHED = "not_matched"


class FilingMatter(StrEnum):
    """What is filed online."""

    SUIT = "suit"
    SET_ASIDE_AWARD = "set_aside_award"
    """Setting aside a mainland award (Arbitration Law 2017, art. 58)."""
    RECOGNISE_AWARD = "recognise_award"
    """Recognition and enforcement of an overseas award (CPL 304)."""


class DocumentKind(StrEnum):
    """What is served on a party."""

    MEDIATION_AGREEMENT = "mediation_agreement"
    MEDIATION_PAPER = "mediation_paper"
    CONFIRMATION_RULING = "confirmation_ruling"
    PRESERVATION_RULING = "preservation_ruling"
    NOTICE = "notice"


class Urgency(StrEnum):
    """How fast a preservation has to be decided."""

    ORDINARY = "ordinary"
    """In five days (SPC preservation Provisions 2020, art. 4)."""
    URGENT = "urgent"
    """In 48 hours (CPL 103, 104)."""
