"""Who may do what: every role, action and relation, against the same said in words."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access.example import members_of, principal_of
from engine.access.matrix import MATRIX, WITH_A_SECOND_PERSON, ObjectFacts, may
from engine.access.principal import Member, Principal
from engine.access.scope import scope
from engine.access.words import Action, Relation, Role, Verdict
from engine.events.track import Track

WORDS: Final = """
lodge_case: its party, its clerk, its judge
read_case: its party, mediator offered it, mediator handling it, its organisation, its clerk, its judge, administrator,
    auditor
open_choice: its clerk
choose_mediator: its party, its clerk
replace_mediator: its party, its clerk
seek_panel: its clerk, its judge
answer_offer: mediator offered it, its organisation
move_case: its party, mediator handling it, its organisation, its clerk, its judge
withdraw: its party, its clerk
set_outcome: mediator handling it, its clerk, its judge
set_meeting: mediator handling it, its clerk, its judge
verify_parties: mediator handling it, its clerk
disclose_conflict: its party, mediator offered it, mediator handling it, its organisation, its clerk, its judge
read_why: its party, mediator offered it, mediator handling it, its organisation, its clerk, its judge, administrator,
    auditor
read_roster: party, mediator, organisation, court_clerk, judge, administrator, planner, auditor
export_roster: administrator
change_roster: its organisation, its clerk, administrator
change_presence: mediator himself, its organisation, its clerk, administrator
change_capacity: mediator himself, its organisation, its clerk, administrator
override: its clerk, its judge, administrator
refuse_cases: its clerk, its judge, administrator
adopt_policy: administrator
dry_run: its clerk, administrator, planner
read_statistics: its organisation, its clerk, its judge, administrator, planner, auditor
read_events: its clerk, its judge, administrator, auditor
export_events: administrator, planner
read_audit: administrator, auditor
read_party_data: party himself, mediator handling it, its clerk, its judge
change_party_data: party himself, its clerk
erase_party_data: its clerk, administrator
manage_linked_systems: administrator
manage_webhooks: administrator
manage_access: administrator
"""
KEY: Final = "a" * 32
PHRASES: Final = {
    "its party": ("party", "party"),
    "party himself": ("party", "record"),
    "mediator offered it": ("mediator", "offered"),
    "mediator handling it": ("mediator", "handled"),
    "mediator himself": ("mediator", "entry"),
    "its organisation": ("organisation", "organisation"),
    "its clerk": ("court_clerk", "court"),
    "its judge": ("judge", "court"),
}
OBJECTS: Final = {
    "court": ObjectFacts(tenant="north", court_id=12),
    "organisation": ObjectFacts(tenant="north", organisations=members_of(4, 5)),
    "offered": ObjectFacts(tenant="north", offered_to=members_of(3)),
    "handled": ObjectFacts(tenant="north", handled_by=members_of(2, 3)),
    "party": ObjectFacts(tenant="north", party_keys=frozenset({KEY, "b" * 32})),
    "entry": ObjectFacts(tenant="north", about_member=Member(Track.MEDIATION, 3)),
    "record": ObjectFacts(tenant="north", about_party=KEY),
    "nobody's": ObjectFacts(tenant="north"),
    "strangers'": ObjectFacts(
        tenant="north",
        court_id=13,
        organisations=members_of(6),
        offered_to=members_of(7),
        handled_by=members_of(8),
        party_keys=frozenset({"c" * 32}),
        about_member=Member(Track.MEDIATION, 9),
        about_party="d" * 32,
    ),
}
"""Objects that one thing connects with `everything`, or nothing."""


def everything(*roles: Role, tenant: str = "north") -> Principal:
    """Somebody who has every identity, so that his role alone decides which of them counts."""
    return principal_of(
        *roles, tenant=tenant, court_id=12, organisation_id=5, mediator_id=3, party_keys=frozenset({KEY})
    )


def said() -> dict[tuple[str, str], set[str]]:
    """The objects to which each role may do each action, read from the words."""
    found: dict[tuple[str, str], set[str]] = {}
    for sentence in WORDS.replace(",\n    ", ", ").strip().splitlines():
        action, _, people = sentence.partition(": ")
        for phrase in people.split(", "):
            role, kind = PHRASES.get(phrase, (phrase, ""))
            found.setdefault((action, role), set()).update({kind} if kind else set(OBJECTS))
    return found


SAID: Final = said()


def test_every_action_is_spoken_of():
    """No action is missing from the words, and none is in them that the table does not have."""
    assert {action for action, _ in SAID} == {action.value for action in Action} == {a.value for a in MATRIX}
    assert {role for _, role in SAID} == {role.value for role in Role}


def expected(role: Role, action: Action, kind: str) -> Verdict:
    """What the words say about one object."""
    allowed = SAID.get((action.value, role.value))
    if allowed is None:
        return Verdict.FORBIDDEN
    return Verdict.ALLOWED if kind in allowed else Verdict.NOT_FOUND


@pytest.mark.parametrize("role", Role)
def test_the_table_is_what_the_words_say(role):
    """For every action and relation, a role may do what the words say; else the answer hides the object."""
    found = {(action, kind): may(everything(role), action, OBJECTS[kind]) for action in Action for kind in OBJECTS}

    assert found == {(action, kind): expected(role, action, kind) for action, kind in found}


@pytest.mark.parametrize("role", Role)
def test_another_tenant_has_nothing(role):
    """An object of another tenant, and one that does not exist, are answered alike, and never allowed."""
    stranger = everything(role, tenant="south")
    found = {action: {may(stranger, action, facts) for facts in (None, *OBJECTS.values())} for action in Action}

    assert found == {action: {expected(role, action, "")} for action in Action}


def test_nobody_without_a_role_may_anything():
    """All identities without a role are worth nothing, whatever the object."""
    assert {may(everything(), action, facts) for action in Action for facts in OBJECTS.values()} == {Verdict.FORBIDDEN}


@pytest.mark.parametrize("role", [Role.PARTY, Role.MEDIATOR, Role.ORGANISATION, Role.COURT_CLERK, Role.JUDGE])
def test_a_role_without_its_identity_reaches_nothing(role):
    """Who has a role but no court, organisation, number or key is related to no object, not even to one without."""
    related = [action for action in Action if MATRIX[action].get(role) is not Relation.ANY]

    assert Verdict.ALLOWED not in {may(principal_of(role), one, facts) for one in related for facts in OBJECTS.values()}


READING: Final = {action for action in Action if action.value.startswith("read_")}


@pytest.mark.parametrize(
    ("role", "never"),
    [
        (Role.AUDITOR, set(Action) - READING),
        (Role.AUDITOR, {Action.READ_PARTY_DATA}),
        (Role.ADMINISTRATOR, {Action.READ_PARTY_DATA, Action.CHANGE_PARTY_DATA, Action.SET_OUTCOME, Action.MOVE_CASE}),
        (Role.PLANNER, {Action.READ_CASE, Action.READ_EVENTS, Action.READ_PARTY_DATA, Action.READ_WHY}),
        (Role.PARTY, {Action.SET_OUTCOME, Action.OVERRIDE, Action.ANSWER_OFFER, Action.READ_EVENTS}),
        (Role.MEDIATOR, {Action.WITHDRAW, Action.OVERRIDE, Action.READ_EVENTS, Action.ERASE_PARTY_DATA}),
        (Role.ORGANISATION, {Action.READ_PARTY_DATA, Action.SET_OUTCOME, Action.OVERRIDE}),
    ],
)
def test_what_a_role_never_does(role, never):
    """An auditor never writes, a planner never sees a case, an administrator never sees whom it is about."""
    assert [
        action for action in never if may(everything(role), action, OBJECTS["court"]) is not Verdict.FORBIDDEN
    ] == []


def test_an_offer_shows_no_party_data():
    """Who is offered a case reads the case but not who its parties are, until he has accepted it."""
    mediator = everything(Role.MEDIATOR)

    assert may(mediator, Action.READ_CASE, OBJECTS["offered"]) is Verdict.ALLOWED
    assert may(mediator, Action.READ_PARTY_DATA, OBJECTS["offered"]) is Verdict.NOT_FOUND
    assert may(mediator, Action.READ_PARTY_DATA, OBJECTS["handled"]) is Verdict.ALLOWED


def test_whoever_writes_for_everybody_needs_a_second_person():
    """What an administrator may do to cases, rules, exports or people's data of a whole tenant, he cannot do alone."""
    alone = {
        Action.CHANGE_ROSTER,
        Action.CHANGE_PRESENCE,
        Action.CHANGE_CAPACITY,
        Action.DRY_RUN,
        Action.MANAGE_LINKED_SYSTEMS,
        Action.MANAGE_WEBHOOKS,
        Action.MANAGE_ACCESS,
    }
    mine = {action for action in Action if Role.ADMINISTRATOR in MATRIX[action]} - READING

    assert mine - alone == WITH_A_SECOND_PERSON


_ids = st.integers(0, 2)
_doors = st.sampled_from([Track.MEDIATION, Track.EVALUATION])
_members = st.builds(Member, _doors, _ids)
_facts = st.builds(
    ObjectFacts,
    tenant=st.sampled_from(["north", "south"]),
    court_id=st.none() | _ids,
    organisations=st.frozensets(_members),
    offered_to=st.frozensets(_members),
    handled_by=st.frozensets(_members),
    party_keys=st.frozensets(st.sampled_from("ab")),
    about_member=st.none() | _members,
    about_party=st.none() | st.sampled_from("ab"),
)
_people = st.builds(
    lambda roles, **rest: principal_of(*roles, **rest),
    st.frozensets(st.sampled_from(Role)),
    court_id=st.none() | _ids,
    organisation_id=st.none() | _ids,
    mediator_id=st.none() | _ids,
    track=_doors,
    party_keys=st.frozensets(st.sampled_from("ab")),
)


@settings(max_examples=60)
@given(person=_people, action=st.sampled_from(Action), facts=_facts)
def test_lists_show_what_may_be_asked_for_one_by_one(person, action, facts):
    """An object is in somebody's scope exactly if he may do the action to it."""
    found = scope(person, action)

    assert (found is not None and found.covers(facts)) == (may(person, action, facts) is Verdict.ALLOWED)
    assert (found is None) == (may(person, action, facts) is Verdict.FORBIDDEN)


@settings(max_examples=60)
@given(person=_people, action=st.sampled_from(Action), facts=_facts, role=st.sampled_from(Role))
def test_another_role_takes_nothing_away(person, action, facts, role):
    """Whoever gets a role more may still do all he could do before."""
    if may(person, action, facts) is Verdict.ALLOWED:
        more = principal_of(
            *person.roles,
            role,
            court_id=person.court_id,
            organisation_id=person.organisation_id,
            mediator_id=person.mediator_id,
            track=person.track,
            party_keys=person.party_keys,
        )
        assert may(more, action, facts) is Verdict.ALLOWED
