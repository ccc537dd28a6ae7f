"""The closed vocabularies of an event: every word that may stand in one of its coded fields.

A member's value is what is stored, so a value is never renamed or reused; a word that falls out of use stays
here for the logs that hold it.
"""

from enum import IntEnum, StrEnum


class Track(StrEnum):
    """The door a dispute is going through."""

    MEDIATION = "mediation"


class EntryRoute(StrEnum):
    """How a case came to mediation; the duties at its end hang on it (ONL 1, 7, 21; SIM 11)."""

    PARTY_APPLICATION = "party_application"
    DELEGATED = "delegated"
    """Sent out by the court before filing (weipai)."""
    ENTRUSTED = "entrusted"
    """Sent out by the court after filing (weituo)."""
    JUDGE_LED = "judge_led"

    @property
    def is_pre_filing(self) -> bool:
        """Whether the dispute has not been registered as a lawsuit."""
        return self in (EntryRoute.PARTY_APPLICATION, EntryRoute.DELEGATED)


class Channel(StrEnum):
    """The counter, site or line through which a case was handed in."""

    ONLINE_FILING = "online_filing"
    COURT_WINDOW = "court_window"


class DisputeType(StrEnum):
    """What a dispute is about; a mediator's roster entry lists the types he or she takes (ONL 5)."""

    PRIVATE_LENDING = "private_lending"
    FINANCE = "finance"
    FAMILY = "family"
    SALES = "sales"
    TRAFFIC = "traffic"
    PROPERTY_MANAGEMENT = "property_management"
    HOUSE_AND_LEASE = "house_and_lease"
    LABOUR = "labour"
    SERVICES = "services"
    INJURY = "injury"
    CONSUMER_AND_INTERNET = "consumer_and_internet"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    OTHER = "other"
    FOREIGN_COMMERCIAL = "foreign_commercial"


class Language(StrEnum):
    """The language the parties speak in sessions."""

    MANDARIN = "mandarin"
    MONGOLIAN = "mongolian"
    TIBETAN = "tibetan"
    UYGHUR = "uyghur"
    ZHUANG = "zhuang"
    KOREAN = "korean"
    KAZAKH = "kazakh"


class ActorRole(StrEnum):
    """Who moved the case."""

    PARTY = "party"
    MEDIATOR = "mediator"
    COURT = "court"
    PLATFORM = "platform"


class ClosingCode(IntEnum):
    """Why a mediation ended, numbered as in ONL 25."""

    AGREEMENT = 1
    SELF_SETTLED = 2
    PARTY_UNREACHABLE = 3
    PARTY_UNWILLING = 4
    WIDE_GAP = 5
    PERIOD_EXPIRED = 6
    SIGNATURE_REFUSED = 7
    OTHER = 8

    @property
    def outcome(self) -> "Outcome":
        """Settled for an agreement and for a dispute the parties settled themselves, else not settled."""
        settled = self in (ClosingCode.AGREEMENT, ClosingCode.SELF_SETTLED)
        return Outcome.SETTLED if settled else Outcome.NOT_SETTLED


class Outcome(StrEnum):
    """What a concluded mediation came to."""

    SETTLED = "settled"
    NOT_SETTLED = "not_settled"


class Stage(StrEnum):
    """How far a case had come when observation of it began."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
