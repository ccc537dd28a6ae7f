"""Who may do what: one table of actions and roles with the relation each needs; what is not in it is denied.

Relations hold inside one tenant only. A case or a person of somebody else's is *not found*, never *forbidden*: an
answer that tells the two apart tells strangers which numbers exist.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from engine.access.principal import Member, Principal
from engine.access.words import Action, Relation, Role, Verdict
from engine.events.enums import ActorRole
from engine.events.track import Track

_A, _O = Relation.ANY, Relation.OWN_ORGANISATION
_C, _H, _I, _P = Relation.OWN_COURT, Relation.HANDLES, Relation.INVITED, Relation.PARTY_OF
_E, _R = Relation.OWN_ENTRY, Relation.OWN_RECORD
_PARTY, _MEDIATOR, _ORGANISATION, _CLERK = Role.PARTY, Role.MEDIATOR, Role.ORGANISATION, Role.COURT_CLERK
_JUDGE, _ADMIN, _PLANNER, _AUDITOR = Role.JUDGE, Role.ADMINISTRATOR, Role.PLANNER, Role.AUDITOR
_COURT: Final = {_CLERK: _C, _JUDGE: _C}
_EVERYBODY: Final = dict.fromkeys(Role, _A)

_ROWS: Final[dict[Action, dict[Role, Relation]]] = {
    Action.LODGE_CASE: {_PARTY: _P, **_COURT},
    Action.READ_CASE: {_PARTY: _P, _MEDIATOR: _I, _ORGANISATION: _O, **_COURT, _ADMIN: _A, _AUDITOR: _A},
    Action.OPEN_CHOICE: {_CLERK: _C},
    Action.CHOOSE_MEDIATOR: {_PARTY: _P, _CLERK: _C},
    Action.REPLACE_MEDIATOR: {_PARTY: _P, _CLERK: _C},
    Action.SEEK_PANEL: dict(_COURT),
    Action.ANSWER_OFFER: {_MEDIATOR: Relation.OFFERED, _ORGANISATION: _O},
    Action.MOVE_CASE: {_PARTY: _P, _MEDIATOR: _H, _ORGANISATION: _O, **_COURT},
    Action.WITHDRAW: {_PARTY: _P, _CLERK: _C},
    Action.SET_OUTCOME: {_MEDIATOR: _H, **_COURT},
    Action.SET_MEETING: {_MEDIATOR: _H, **_COURT},
    Action.VERIFY_PARTIES: {_MEDIATOR: _H, _CLERK: _C},
    Action.DISCLOSE_CONFLICT: {_PARTY: _P, _MEDIATOR: _I, _ORGANISATION: _O, **_COURT},
    Action.READ_WHY: {_PARTY: _P, _MEDIATOR: _I, _ORGANISATION: _O, **_COURT, _ADMIN: _A, _AUDITOR: _A},
    Action.READ_ROSTER: _EVERYBODY,
    Action.EXPORT_ROSTER: {_ADMIN: _A},
    Action.CHANGE_ROSTER: {_ORGANISATION: _O, _CLERK: _C, _ADMIN: _A},
    Action.CHANGE_PRESENCE: {_MEDIATOR: _E, _ORGANISATION: _O, _CLERK: _C, _ADMIN: _A},
    Action.CHANGE_CAPACITY: {_MEDIATOR: _E, _ORGANISATION: _O, _CLERK: _C, _ADMIN: _A},
    Action.OVERRIDE: {**_COURT, _ADMIN: _A},
    Action.REFUSE_CASES: {**_COURT, _ADMIN: _A},
    Action.ADOPT_POLICY: {_ADMIN: _A},
    Action.DRY_RUN: {_CLERK: _C, _ADMIN: _A, _PLANNER: _A},
    Action.READ_STATISTICS: {_ORGANISATION: _O, **_COURT, _ADMIN: _A, _PLANNER: _A, _AUDITOR: _A},
    Action.READ_EVENTS: {**_COURT, _ADMIN: _A, _AUDITOR: _A},
    Action.EXPORT_EVENTS: {_ADMIN: _A, _PLANNER: _A},
    Action.READ_AUDIT: {_ADMIN: _A, _AUDITOR: _A},
    Action.READ_PARTY_DATA: {_PARTY: _R, _MEDIATOR: _H, **_COURT},
    Action.CHANGE_PARTY_DATA: {_PARTY: _R, _CLERK: _C},
    Action.ERASE_PARTY_DATA: {_CLERK: _C, _ADMIN: _A},
    Action.MANAGE_LINKED_SYSTEMS: {_ADMIN: _A},
    Action.MANAGE_WEBHOOKS: {_ADMIN: _A},
    Action.MANAGE_ACCESS: {_ADMIN: _A},
}
MATRIX: Final[Mapping[Action, Mapping[Role, Relation]]] = MappingProxyType(
    {action: MappingProxyType(row) for action, row in _ROWS.items()}
)
"""The table. A role that is missing from an action's row may not do it to anything."""
ON_A_ROSTER: Final = frozenset({Role.MEDIATOR, Role.ORGANISATION})
"""Roles whose bearers have numbers on the roster of one door, and act at that door alone."""
WITH_A_SECOND_PERSON: Final = frozenset(
    {
        Action.OVERRIDE,
        Action.REFUSE_CASES,
        Action.ADOPT_POLICY,
        Action.EXPORT_ROSTER,
        Action.EXPORT_EVENTS,
        Action.ERASE_PARTY_DATA,
    }
)
"""Actions that need a reason and somebody else who confirms (see `engine.access.second_person`)."""
ACTORS: Final[Mapping[Role, ActorRole]] = MappingProxyType(
    {
        Role.PARTY: ActorRole.PARTY,
        Role.MEDIATOR: ActorRole.MEDIATOR,
        Role.ORGANISATION: ActorRole.ORGANISATION,
        Role.COURT_CLERK: ActorRole.COURT,
        Role.JUDGE: ActorRole.JUDGE,
    }
)
"""As which actor of the lifecycle's rules a role acts at the doors of court-connected mediation."""
_PEOPLE_ELSEWHERE: Final = {
    Track.CONFIRMATION: ActorRole.JUDGE,
    Track.PRESERVATION: ActorRole.JUDGE,
    Track.LITIGATION: ActorRole.JUDGE,
    Track.COMMERCIAL_MEDIATION: ActorRole.INSTITUTION,
}
"""As whom those on the roster of a door act; at the others as experts."""


class ObjectFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What connects an object to people: of a case, of a roster entry, of a party record, of a figure.

    What does not apply stays empty; an empty fact is related to nobody.
    """

    tenant: str
    court_id: int | None = None
    """The court it belongs to."""
    organisations: frozenset[Member] = frozenset()
    """Organisations of the people concerned."""
    offered_to: frozenset[Member] = frozenset()
    """People with an open offer of the case."""
    handled_by: frozenset[Member] = frozenset()
    """People who have accepted the case and have not left it."""
    party_keys: frozenset[str] = frozenset()
    """Keys of the case's parties."""
    about_member: Member | None = None
    """Whose roster entry it is."""
    about_party: str | None = None
    """Whose record of party data it is."""


def holds(relation: Relation, principal: Principal, facts: ObjectFacts) -> bool:
    """Return whether a relation connects somebody to an object, tenants left aside."""
    match relation:
        case Relation.ANY:
            return True
        case Relation.OWN_COURT:
            return principal.court_id is not None and principal.court_id == facts.court_id
        case Relation.OWN_ORGANISATION:
            return principal.organisation in facts.organisations
        case Relation.PARTY_OF:
            return not principal.party_keys.isdisjoint(facts.party_keys)
        case Relation.OFFERED:
            return principal.member in facts.offered_to
        case Relation.HANDLES:
            return principal.member in facts.handled_by
        case Relation.INVITED:
            return principal.member in facts.offered_to or principal.member in facts.handled_by
        case Relation.OWN_ENTRY:
            return principal.member is not None and principal.member == facts.about_member
        case Relation.OWN_RECORD:
            return facts.about_party in principal.party_keys


def actor_of_role(role: Role, track: Track) -> ActorRole | None:
    """Return as which actor of the rules somebody acts whose token names a door; None if as none.

    Examples
    --------
    >>> [actor_of_role(Role.MEDIATOR, door).value for door in (Track.MEDIATION, Track.EVALUATION, Track.LITIGATION)]
    ['mediator', 'expert', 'judge']
    >>> actor_of_role(Role.ORGANISATION, Track.ARBITRATION).value
    'institution'
    """
    if track is Track.MEDIATION or role not in ON_A_ROSTER:
        return ACTORS.get(role)
    return ActorRole.INSTITUTION if role is Role.ORGANISATION else _PEOPLE_ELSEWHERE.get(track, ActorRole.EXPERT)


def roles_for(principal: Principal, action: Action, facts: ObjectFacts) -> frozenset[Role]:
    """Return the roles under which somebody may do something to an object; none if he may not.

    Examples
    --------
    >>> from engine.access.example import principal_of
    >>> case = ObjectFacts(tenant="north", court_id=12)
    >>> judge = principal_of(Role.JUDGE, court_id=12)
    >>> [ACTORS[role].value for role in roles_for(judge, Action.MOVE_CASE, case)]
    ['judge']
    """
    if principal.tenant != facts.tenant:
        return frozenset()
    row = MATRIX[action]
    return frozenset(role for role in principal.roles if role in row and holds(row[role], principal, facts))


def may(principal: Principal, action: Action, facts: ObjectFacts | None) -> Verdict:
    """Say whether somebody may do something to an object.

    Parameters
    ----------
    principal
        Who asks.
    action
        What he asks for.
    facts
        What connects the object to people; None if there is no such object, which is answered like a stranger's. Of a
        new object, what it would be; of a list, see `engine.access.scope`.

    Returns
    -------
    Verdict
        `NOT_FOUND` where another object might have been allowed.

    Examples
    --------
    >>> from engine.access.example import principal_of
    >>> judge = principal_of(Role.JUDGE, court_id=12)
    >>> [may(judge, Action.READ_CASE, ObjectFacts(tenant="north", court_id=court)).value for court in (12, 13)]
    ['allowed', 'not_found']
    >>> may(judge, Action.ADOPT_POLICY, ObjectFacts(tenant="north")).value
    'forbidden'
    """
    if principal.roles.isdisjoint(MATRIX[action]):
        return Verdict.FORBIDDEN
    if facts is None or not roles_for(principal, action, facts):
        return Verdict.NOT_FOUND
    return Verdict.ALLOWED
