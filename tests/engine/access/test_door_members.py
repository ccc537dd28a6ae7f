"""As whom somebody acts, and that numbers count on one roster: an expert and a mediator may have the same one."""

import pytest

from engine.access.example import members_of, principal_of
from engine.access.matrix import ACTORS, MATRIX, ObjectFacts, actor_of_role, may, roles_for
from engine.access.principal import Member
from engine.access.words import Action, Relation, Role, Verdict
from engine.events.enums import ActorRole
from engine.events.track import Track
from tests.engine.access.test_matrix import OBJECTS, everything


@pytest.mark.parametrize("door", [door for door in Track if door is not Track.MEDIATION])
@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.ORGANISATION])
def test_a_number_of_another_roster_is_somebody_else(role: Role, door: Track):
    """The expert, arbitrator or judge of a mediator's number has nothing of his, nor he of theirs."""
    elsewhere = principal_of(role, organisation_id=5, mediator_id=3, track=door)
    related = [action for action in Action if MATRIX[action].get(role) not in {None, Relation.ANY}]
    there = ObjectFacts(
        tenant="north",
        organisations=members_of(5, track=door),
        offered_to=members_of(3, track=door),
        handled_by=members_of(3, track=door),
        about_member=Member(door, 3),
    )

    assert {may(elsewhere, one, facts) for one in related for facts in OBJECTS.values()} == {Verdict.NOT_FOUND}
    assert {may(everything(role), one, there) for one in related} == {Verdict.NOT_FOUND}
    assert {may(elsewhere, one, there) for one in related} == {Verdict.ALLOWED}


def test_people_act_as_the_rules_of_their_door_call_them():
    """An expert acts as one, a judge as a judge, an institution as one; nobody of them as a mediator."""
    people = {door: actor_of_role(Role.MEDIATOR, door) for door in Track}
    houses = {door: actor_of_role(Role.ORGANISATION, door) for door in Track}

    assert [door for door in Track if people[door] is ActorRole.MEDIATOR] == [Track.MEDIATION]
    assert (people[Track.EVALUATION], people[Track.LITIGATION]) == (ActorRole.EXPERT, ActorRole.JUDGE)
    assert [door for door in Track if houses[door] is not ActorRole.INSTITUTION] == [Track.MEDIATION]
    assert all(actor_of_role(Role.COURT_CLERK, door) is ActorRole.COURT for door in Track)


def test_a_case_is_moved_under_the_role_that_is_related_to_it():
    """A judge who is party to a case of another court acts in it as a party."""
    both = everything(Role.JUDGE, Role.PARTY)

    assert {ACTORS[role].value for role in roles_for(both, Action.MOVE_CASE, OBJECTS["party"])} == {"party"}
    assert roles_for(both, Action.MOVE_CASE, OBJECTS["strangers'"]) == frozenset()
