"""The closed vocabularies of an event: every word that may stand in one of its coded fields.

A member's value is what is stored, so a value is never renamed or reused; a word that falls out of use stays
here for the logs that hold it.
"""

from enum import IntEnum, StrEnum


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
    MOBILE_COURT = "mobile_court"
    """The Mobile Micro Court, on a phone."""
    LAWYERS_SITE = "lawyers_site"
    """The lawyers' service site."""
    HOTLINE = "hotline"
    """The courts' line 12368."""


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
    JUDGE = "judge"
    ORGANISATION = "organisation"
    INSTITUTION = "institution"
    EXPERT = "expert"


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
    CHOOSING = "choosing"
    """The parties were choosing a mediator together (ONL 10): in no queue."""


class Gender(StrEnum):
    """Gender of a mediator, where a party may lawfully ask for one (family matters, ONL 17)."""

    FEMALE = "female"
    MALE = "male"


class Origin(StrEnum):
    """Where a party or a mediator is from: mediators from abroad join only disputes with such a party (ONL 6)."""

    MAINLAND = "mainland"
    FOREIGN = "foreign"
    HONG_KONG = "hong_kong"
    MACAO = "macao"
    TAIWAN = "taiwan"


class PolicyName(StrEnum):
    """The rules by which one of several eligible mediators is chosen; see `engine.core.policies`."""

    BAND_DRAW = "band_draw"
    LEAST_LOADED = "least_loaded"
    LONGEST_IDLE = "longest_idle"
    RANDOM = "random"
    DECK = "deck"
    WEIGHTED_DRAW = "weighted_draw"
    RANKED_LIST = "ranked_list"
    POWER_OF_D = "power_of_d"
    BATCH_OPTIMAL = "batch_optimal"


class OfferBasis(StrEnum):
    """Why an offer went to this mediator."""

    DRAWN = "drawn"
    """The policy drew among the pool."""
    FREED = "freed"
    """A mediator with new room was given the oldest case that waited for somebody like him: nothing to draw."""
    CHOSEN = "chosen"
    """The parties chose together (ONL 10)."""
    SHORTLISTED = "shortlisted"
    """The highest left on the list that the parties struck and ranked."""
    MATCHED = "matched"
    """Part of a matching of several cases at once."""
    OVERRIDE = "override"
    """A human put the case out of sequence, with a code."""


class OverrideCode(StrEnum):
    """Why a human put a case out of sequence; each use is counted and published."""

    RELATED_CASE = "related_case"
    URGENT = "urgent"
    EXPERTISE = "expertise"
    TECHNICAL_FAULT = "technical_fault"
    OTHER = "other"


class DeclineReason(StrEnum):
    """Why a mediator declined (ONL 12 asks for a reason)."""

    WORKLOAD = "workload"
    EXPERTISE = "expertise"
    UNAVAILABLE = "unavailable"
    RELATION = "relation"
    OTHER = "other"
    NOT_RECORDED = "not_recorded"
    """Stands in logs older than the field, and in simulated ones."""


class EscalationReason(StrEnum):
    """Why a case left a ladder step."""

    TIMED_OUT = "timed_out"
    NOBODY_ELIGIBLE = "nobody_eligible"
    """Nobody on the step's roster could ever take it: skipped at once."""
    NOBODY_FREE = "nobody_free"
    """The step says to skip it when nobody has room."""


class ConflictGround(StrEnum):
    """What stands between a mediator and a case (ONL 13; SIM 15)."""

    KINSHIP = "kinship"
    INTEREST = "interest"
    EMPLOYMENT = "employment"
    FORMER_COUNSEL = "former_counsel"
    PRIOR_CASE = "prior_case"
    SAME_ORGANISATION = "same_organisation"
    OTHER_RELATION = "other_relation"
    REPLACED = "replaced"
    """A party asked for another mediator (ONL 14): not a conflict in law, but as lasting; no consent lifts it."""


class ConflictSource(StrEnum):
    """Who said so."""

    DISCLOSED = "disclosed"
    """The mediator (ONL 13)."""
    PARTY = "party"
    COURT = "court"
    RECORD = "record"
    """The register of earlier cases, employers and relatives."""


class ReleaseGround(StrEnum):
    """Why a mediator lost a case that he had been offered or held."""

    CONFLICT = "conflict"
    REPLACED = "replaced"
    ABSENT = "absent"
    """Suspended, removed from the roster or gone for good."""
    RESCINDED = "rescinded"
    """The court took the offer back."""


class AbsenceCause(StrEnum):
    """Why a mediator is offered nothing; whoever has no cause left is present."""

    MANUAL = "manual"
    """He said so himself."""
    LEASE = "lease"
    """He did not renew his presence in time."""
    CALENDAR = "calendar"
    """Leave, entered beforehand."""
    SUSPENDED = "suspended"
    """By the court (ONL 29)."""
    OFF_ROSTER = "off_roster"
    """Not admitted, or removed (ONL 27)."""
