"""Having commands carried out for a request, and who stands in which relation to what they are about."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import msgspec

from engine.access.matrix import ON_A_ROSTER, ObjectFacts, actor_of_role, roles_for
from engine.access.words import Role
from engine.events.enums import ActorRole
from engine.events.track import Track
from engine.http.call import Call, Headers, Reply, answer
from engine.http.errors import ProblemError
from engine.http.problem import refused
from engine.http.schemas.moves import NewStep
from engine.http.schemas.steps import done
from engine.service.answers import Answer, Command, Group, Refusal
from engine.service.entries import Entry
from engine.service.errors import ChangedError, NotDoneError
from engine.service.views.bonds import Bonds, case_bonds, dispute_bonds, meeting_bonds
from engine.service.world import World

REPLAYED: Final[Headers] = ((b"idempotency-replayed", b"true"),)
"""Marks an answer that was given before, under the same key."""
T = TypeVar("T")


async def submit(call: Call, commands: Sequence[Command]) -> Answer:
    """Have commands carried out under the request's key, if what it was let in for still stands when their turn comes.

    Raises
    ------
    ServiceError
        If nothing of it was done; `ChangedError` if what its right rests upon has changed since it was looked at.
    """
    return await call.around.exchange.submit(group_of(call, *commands))


def group_of(call: Call, *commands: Command) -> Group:
    """Return commands as the group of a request."""
    return Group(commands=commands, key=call.scoped, request_digest=call.digest, name=call.key, guard=call.guard)


async def do(call: Call, dispute_id: int, *commands: Command, status: int = 200) -> Reply:
    """Have commands carried out, and answer what happened to a dispute.

    Raises
    ------
    ProblemError
        If one of them is refused.
    """
    found = await submit(call, commands)
    raise_refusal(found)
    return answer(done(found, dispute_id), status=status, headers=marks(found))


def marks(found: Answer) -> Headers:
    """Return the header that marks a repeated answer."""
    return REPLAYED if found.repeated else ()


def happened(found: Answer) -> Sequence[Entry]:
    """Return what the only command of a request has caused.

    Raises
    ------
    ProblemError
        If it was refused.
    """
    raise_refusal(found)
    (result,) = found.results
    assert not isinstance(result, Refusal), "raised above"
    return result


def raise_refusal(found: Answer) -> None:
    """Raise the first refusal of an answer as a problem.

    Raises
    ------
    ProblemError
        If there is one.
    """
    for result in found.results:
        if isinstance(result, Refusal):
            trouble = refused(result)
            raise ProblemError(
                trouble.kind,
                trouble.detail,
                article=trouble.article,
                retry_after_seconds=trouble.retry_after_seconds,
                headers=REPLAYED if found.repeated else (),
            )


def facts_of(call: Call, bonds: Bonds | None, *, with_parties: bool = True) -> ObjectFacts | None:
    """Return what connects a case or a dispute to people; its parties, who may have to be unsealed, if they matter."""
    if bonds is None:
        return None
    keys = call.around.parties.keys_of(bonds.dispute_id) if with_parties else ()
    return ObjectFacts(
        tenant=call.tenant,
        court_id=bonds.court_id,
        organisations=bonds.organisations,
        offered_to=bonds.offered_to,
        handled_by=bonds.handled_by,
        party_keys=frozenset(filter(None, keys)),
    )


async def checked_case(call: Call) -> tuple[Bonds, frozenset[Role]]:
    """Return the bonds of the case in the path, and under which roles this may be done to it."""
    case_id = call.path["case_id"]
    return await _checked(call, lambda world: case_bonds(world, case_id), "case")


async def checked_dispute(call: Call) -> tuple[Bonds, frozenset[Role]]:
    """Return the bonds of the dispute in the path, and under which roles this may be done to it."""
    dispute_id = call.path["dispute_id"]
    return await _checked(call, lambda world: dispute_bonds(world, dispute_id), "dispute")


async def checked_step(call: Call) -> tuple[Bonds, frozenset[Role]]:
    """Return the bonds of the body's case, one of the dispute in the path, and under which roles it may be moved.

    A step opens no case: who could choose the number of a new one would leave none for everybody after him.
    """
    dispute_id, case_id = call.path["dispute_id"], call.body.case_id

    def find(world: World) -> Bonds | None:
        bonds = case_bonds(world, case_id)
        return bonds if bonds is not None and bonds.dispute_id == dispute_id else None

    return await _checked(call, find, "case")


async def checked_meeting(call: Call) -> tuple[Bonds, frozenset[Role]]:
    """Return the bonds of the case of the meeting in the path, and under which roles this may be done to it."""
    number = call.path["number"]
    return await _checked(call, lambda world: meeting_bonds(world, number), "meeting")


async def _checked(call: Call, find: Callable[[World], Bonds | None], what: str) -> tuple[Bonds, frozenset[Role]]:
    """Check against the bonds as stored, and have the writer look again before it carries anything out.

    It asks whether every role found here still holds then, and nothing else: who else is asked or handles the case may
    change meanwhile. What roles are decided on beside the bonds cannot be lost in between: a token is verified once a
    request, and a party's keys, which stand in no event, are forgotten by erasure alone.
    """
    bonds = await call.around.exchange.ask(find)
    seen = facts_of(call, bonds)
    roles = call.check(seen, what)
    assert bonds is not None, "what is not there is not found"
    assert seen is not None, "it has bonds"
    hold(call, lambda world: roles <= _roles_now(call, find(world), seen), seen=True, what=what)
    return bonds, roles


def _roles_now(call: Call, bonds: Bonds | None, seen: ObjectFacts) -> frozenset[Role]:
    """Return under which roles this may be done to what has these bonds now, its parties being those seen before."""
    assert call.action is not None, "the route needs a token"
    facts = facts_of(call, bonds, with_parties=False)
    if facts is None:
        return frozenset()
    return roles_for(call.who, call.action, msgspec.structs.replace(facts, party_keys=seen.party_keys))


def hold(call: Call, find: Callable[[World], object], seen: object, what: str) -> None:
    """Have the writer look again, too, at something that a request rests on, and do nothing if it is not the same.

    Parameters
    ----------
    call
        Whose commands are not made yet.
    find
        Finds it; what it returns holds on to nothing of the world.
    seen
        What it has found before.
    what
        It, in a word.
    """
    before = call.guard
    changed = ChangedError(f"This {what} has changed since it was looked at; ask again.")

    def guard(world: World) -> NotDoneError | None:
        refused = None if before is None else before(world)
        return changed if refused is None and find(world) != seen else refused

    call.guard = guard


async def shown(call: Call, find: Callable[[World], Bonds | None], read: Callable[[World], T], what: str) -> T:
    """Read something for whoever may, at the instant at which his bonds are looked at.

    Raises
    ------
    ProblemError
        If he may not.
    """
    bonds, found = await call.around.exchange.ask(lambda world: (find(world), read(world)))
    call.check(facts_of(call, bonds), what)
    return found


def actor_of(call: Call, roles: frozenset[Role], step: NewStep, door: Track = Track.MEDIATION) -> ActorRole:
    """Return as whom a request acts at a door: never what a body says beyond the roles of its token.

    Whoever is on the roster of another door than court-connected mediation acts at that door alone.

    Raises
    ------
    ProblemError
        If he has several such roles and names none, names another, or records a paper without being a clerk.
    """
    if step.recorded_for is not None:
        if Role.COURT_CLERK not in roles:
            raise ProblemError("invalid", "recorded_for: a clerk of the court records what others do on paper.")
        return ActorRole(step.recorded_for.value)
    own = call.who.track
    here = {role for role in roles if role not in ON_A_ROSTER or own in (Track.MEDIATION, door)}
    known = {role: actor for role in here if (actor := actor_of_role(role, own)) is not None}
    acting = {actor for role, actor in known.items() if step.acting_as in (None, role)}
    if len(acting) != 1:
        named = ", ".join(sorted(role.value for role in known)) or "none"
        raise ProblemError("invalid", f"acting_as: must be one of the roles you have here ({named}).")
    return acting.pop()


def parties_of(call: Call, dispute_id: int, actor: ActorRole, step: NewStep) -> int:
    """Return for which parties a request speaks, one bit each: a party for itself alone.

    Raises
    ------
    ProblemError
        If a party names another one.
    """
    named = step.parties
    if actor is not ActorRole.PARTY or step.recorded_for is not None:
        return named
    keys = call.around.parties.keys_of(dispute_id)
    own = sum(1 << ordinal for ordinal, key in enumerate(keys) if key in call.who.party_keys)
    if named & ~own:
        raise ProblemError("invalid", f"parties = {named:#b}: a party can speak for itself alone.")
    return named or own
