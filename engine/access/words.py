"""The closed vocabularies of access: who somebody is, what can be done, and what must connect the two."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is on the platform; a token carries the words of its subject's roles."""

    PARTY = "party"
    MEDIATOR = "mediator"
    ORGANISATION = "organisation"
    """Somebody of a mediation organisation who manages its mediators."""
    COURT_CLERK = "court_clerk"
    JUDGE = "judge"
    ADMINISTRATOR = "administrator"
    """Runs the platform of a tenant; handles no cases and sees no party data."""
    PLANNER = "planner"
    """Plans capacity; sees numbers, not cases."""
    AUDITOR = "auditor"
    """Checks what happened; changes nothing."""


class Action(StrEnum):
    """What can be asked of the platform."""

    LODGE_CASE = "lodge_case"
    READ_CASE = "read_case"
    CHOOSE_MEDIATOR = "choose_mediator"
    ANSWER_OFFER = "answer_offer"
    MOVE_CASE = "move_case"
    """A step of the rules; which actor may take which step is the lifecycle's to say."""
    WITHDRAW = "withdraw"
    SET_OUTCOME = "set_outcome"
    SET_MEETING = "set_meeting"
    """To book, to move, to cancel or to end one."""
    VERIFY_PARTIES = "verify_parties"
    DISCLOSE_CONFLICT = "disclose_conflict"
    READ_WHY = "read_why"
    """Why this mediator was offered this case."""
    READ_ROSTER = "read_roster"
    EXPORT_ROSTER = "export_roster"
    CHANGE_ROSTER = "change_roster"
    CHANGE_PRESENCE = "change_presence"
    CHANGE_CAPACITY = "change_capacity"
    OVERRIDE = "override"
    """To assign a case to somebody no draw would have found."""
    REFUSE_CASES = "refuse_cases"
    """Many at once."""
    ADOPT_POLICY = "adopt_policy"
    DRY_RUN = "dry_run"
    READ_STATISTICS = "read_statistics"
    READ_EVENTS = "read_events"
    EXPORT_EVENTS = "export_events"
    READ_AUDIT = "read_audit"
    READ_PARTY_DATA = "read_party_data"
    CHANGE_PARTY_DATA = "change_party_data"
    ERASE_PARTY_DATA = "erase_party_data"
    MANAGE_LINKED_SYSTEMS = "manage_linked_systems"
    """Letters that were given up, and sending them again."""
    MANAGE_WEBHOOKS = "manage_webhooks"
    MANAGE_ACCESS = "manage_access"
    """The deny list."""


class Relation(StrEnum):
    """What must connect somebody to an object, inside one tenant."""

    PARTY_OF = "party_of"
    """One of his party keys is among the case's parties."""
    OFFERED = "offered"
    """The case is offered to him, and he has not answered."""
    HANDLES = "handles"
    """He has accepted the case."""
    INVITED = "invited"
    """The case is offered to him, or he handles it."""
    OWN_ORGANISATION = "own_organisation"
    OWN_COURT = "own_court"
    OWN_ENTRY = "own_entry"
    """It is his entry of the roster."""
    OWN_RECORD = "own_record"
    """It is his record of party data."""
    ANY = "any"
    """Everything of his tenant."""


class Verdict(StrEnum):
    """Answer to whether somebody may do something to an object."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    """None of his roles may do that to anything; this says nothing about the object."""
    NOT_FOUND = "not_found"
    """He may do that to some objects; whether this one exists is not for him to know."""
