"""The closed vocabularies of the statutory lifecycle: doors, states, transitions, clocks, grounds and articles.

Which transition leads from which state to which is data (`engine/lifecycle/rules`); these are the words it may use. A
member's value is what is stored, so a value is never renamed or reused.
"""

from enum import StrEnum

from engine.events.articles import Article
from engine.events.track import Track
from engine.events.transitions import Transition

__all__ = ["Article", "Clock", "Ground", "Impact", "Medium", "Procedure", "Reach", "State", "Track", "Transition"]


class Procedure(StrEnum):
    """The procedure by which a court tries the dispute; periods of mediation after filing hang on it (ONL 24)."""

    ORDINARY = "ordinary"
    SUMMARY = "summary"


class Reach(StrEnum):
    """Whether a dispute is international: foreign party, residence, subject matter or legal fact (CICC 3)."""

    DOMESTIC = "domestic"
    INTERNATIONAL = "international"


class Impact(StrEnum):
    """Whether a human has flagged a dispute as of significant impact."""

    ORDINARY = "ordinary"
    SIGNIFICANT = "significant"


class Medium(StrEnum):
    """How the parties of a session meet (ONL 16)."""

    VIDEO = "video"
    """All at the same time, each at a device of his own."""
    VIDEO_AT_TURNS = "video_at_turns"
    """Not at the same time; all parties must agree."""
    ASSISTED_VENUE = "assisted_venue"
    """At a court or an organisation that lends the equipment."""
    ON_SITE = "on_site"


class State(StrEnum):
    """Where a process stands. One word may stand in the machines of several doors."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"
    UNMEDIATED = "unmediated"
    SELECTING = "selecting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONTACTING = "contacting"
    IN_SESSION = "in_session"
    REPLACING = "replacing"
    SUSPENDED = "suspended"
    UNDER_SUSPICION = "under_suspicion"
    SIGNING = "signing"
    IN_EFFECT = "in_effect"
    AGREED = "agreed"
    TERMINATED = "terminated"
    SETTLED = "settled"
    BEFORE_JUDGE = "before_judge"
    AWAITING_CHOICE = "awaiting_choice"
    TO_REGISTER = "to_register"
    CLOSED_OUT_OF_COURT = "closed_out_of_court"
    MEDIATION_PAPER = "mediation_paper"
    WITHDRAWN_BY_RULING = "withdrawn_by_ruling"
    ONLINE_FILING = "online_filing"
    NOT_PURSUED = "not_pursued"
    REGISTERED = "registered"
    TRIAL_RESUMED = "trial_resumed"
    APPOINTING = "appointing"
    EVALUATING = "evaluating"
    EVALUATED = "evaluated"
    COMPLETED = "completed"
    DECLINED = "declined"
    MEDIATING = "mediating"
    FAILED = "failed"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    EXAMINING = "examining"
    CONFIRMED = "confirmed"
    UNDER_OBJECTION = "under_objection"
    REJECTED = "rejected"
    REVOKED = "revoked"
    PERFORMED = "performed"
    LAPSED = "lapsed"
    CONSTITUTED = "constituted"
    HEARING = "hearing"
    AWARDED = "awarded"
    REHEARING = "rehearing"
    DISMISSED = "dismissed"
    SET_ASIDE = "set_aside"
    NOT_ENFORCED = "not_enforced"
    TRANSMITTED = "transmitted"
    RECEIVED = "received"
    AWAITING_SECURITY = "awaiting_security"
    GRANTED = "granted"
    PRESERVED = "preserved"
    REFUSED = "refused"
    RELEASED = "released"
    EXPIRED = "expired"
    CONVERTED = "converted"
    FILED = "filed"
    ON_TRIAL = "on_trial"
    IN_MEDIATION = "in_mediation"
    JUDGED = "judged"
    APPEALED = "appealed"
    IN_FORCE = "in_force"
    SET_ASIDE_FILED = "set_aside_filed"
    REVIEWING_AWARD = "reviewing_award"
    REMITTED = "remitted"
    RECOGNITION_FILED = "recognition_filed"
    REVIEWING_RECOGNITION = "reviewing_recognition"
    REPORTED_UP = "reported_up"
    APPROVED = "approved"
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"
    ENDED = "ended"
    ENFORCEMENT_FILED = "enforcement_filed"
    ENFORCING = "enforcing"
    STAYED = "stayed"
    ENFORCED = "enforced"


class Clock(StrEnum):
    """What a period is for."""

    DRAFT = "draft"
    REVIEW = "review"
    DESIGNATION = "designation"
    OFFER = "offer"
    PERIOD = "period"
    CONTACT = "contact"
    REPLACEMENT = "replacement"
    APPRAISAL = "appraisal"
    SUSPICION = "suspicion"
    ENDING = "ending"
    SEALING = "sealing"
    CONFIRMATION_WINDOW = "confirmation_window"
    JUDGE = "judge"
    PARTY_CHOICE = "party_choice"
    REGISTRATION = "registration"
    EVALUATION = "evaluation"
    ACCEPTANCE = "acceptance"
    DECISION = "decision"
    OBJECTION_WINDOW = "objection_window"
    THIRD_PARTY_WINDOW = "third_party_window"
    OBJECTION_REVIEW = "objection_review"
    ENFORCEMENT_WINDOW = "enforcement_window"
    CONSTITUTION = "constitution"
    HEARING = "hearing"
    AWARD = "award"
    MEDIATION = "mediation"
    SET_ASIDE_WINDOW = "set_aside_window"
    OPENING = "opening"
    RULING = "ruling"
    SECURITY = "security"
    CARRYING_OUT = "carrying_out"
    SUIT_WINDOW = "suit_window"
    TERM = "term"
    RECONSIDERATION_WINDOW = "reconsideration_window"
    RECONSIDERATION = "reconsideration"
    MEDIATION_WINDOW = "mediation_window"
    TRIAL = "trial"
    REMINDER = "reminder"
    SIGNING = "signing"
    APPEAL_WINDOW = "appeal_window"
    REMITTAL = "remittal"
    NOTICE = "notice"
    ENFORCEMENT = "enforcement"


class Ground(StrEnum):
    """Why something was returned, rejected or ended."""

    OUTSIDE_COURT_BUSINESS = "outside_court_business"
    NO_JURISDICTION = "no_jurisdiction"
    UNSUITABLE_ONLINE = "unsuitable_online"
    INCOMPLETE = "incomplete"
    OTHER = "other"
    STATUS_RELATION = "status_relation"
    OTHER_SPECIAL_PROCEDURE = "other_special_procedure"
    TITLE_TO_RIGHTS = "title_to_rights"
    MANDATORY_RULE_BROKEN = "mandatory_rule_broken"
    OTHERS_HARMED = "others_harmed"
    GOOD_MORALS = "good_morals"
    INVOLUNTARY = "involuntary"
    UNCLEAR = "unclear"
    NO_ARBITRATION_AGREEMENT = "no_arbitration_agreement"
    WRONGFUL = "wrongful"
    APPLICANT_ASKS = "applicant_asks"
    COUNTER_SECURITY = "counter_security"
    CLAIM_DISMISSED = "claim_dismissed"
    ARBITRATION_AGREEMENT = "arbitration_agreement"
