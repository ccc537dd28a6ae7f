"""Who speaks for a side when parties choose together, and what happens once both have spoken."""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeVar

from engine.access.words import Role
from engine.desk.party_choice import Side
from engine.http.call import Call, Reply, answer
from engine.http.doing import checked_case, do, hold
from engine.http.errors import ProblemError
from engine.http.repeating import again
from engine.http.schemas.choice import Held
from engine.http.wishes import Wishes
from engine.registry.designation_requests import DesignationRequest
from engine.service.keys import request_digest
from engine.service.views.choice import Choice, choice

_BOTH: Final = tuple(Side)
T = TypeVar("T")


class Asked(NamedTuple):
    """A request about a choice that has been let in."""

    case_id: int
    dispute_id: int
    roles: frozenset[Role]
    """Under which this may be done."""
    choice: Choice


async def look(call: Call) -> Asked | Reply:
    """Look at the choice in the path; return the first answer instead if the request was carried out before.

    Raises
    ------
    ProblemError
        If it may not be done, or no desk has the case open.
    """
    case_id = call.path["case_id"]
    bonds, roles = await checked_case(call)
    if call.key:
        # A body of few words could be guessed from its digest in the log: the client's key keeps it from guessers.
        call.digest = request_digest(f"{call.key}\n".encode() + call.digest)
    repeated = await again(call)
    if repeated is not None:
        return repeated
    found = await call.around.exchange.ask(lambda world: choice(world, case_id))
    if found is None:
        raise ProblemError("conflict", "No mediator is looked for or named in it any more.")
    hold(call, lambda world: choice(world, case_id), found, "choice")
    return Asked(case_id, bonds.dispute_id, roles, found)


def time_of(asked: Asked) -> int:
    """Return when a choice ends, microseconds since the epoch.

    Raises
    ------
    ProblemError
        If the parties are not choosing.
    """
    if asked.choice.ends_at is None:
        raise ProblemError("conflict", "The parties are not choosing.")
    return asked.choice.ends_at


def sides_of(call: Call, asked: Asked, named: Side | None) -> tuple[Side, ...]:
    """Return for which sides a request speaks: a party for its own, a clerk for the one that he names, or for both.

    Raises
    ------
    ProblemError
        If a party names a side, stands on both, or shares its side with others.
    """
    if Role.COURT_CLERK in asked.roles:
        return _BOTH if named is None else (named,)
    if named is not None:
        raise ProblemError("invalid", "side: a clerk of the court records what a side says on paper.")
    keys = call.around.parties.keys_of(asked.dispute_id)
    own = {_side(ordinal, asked.choice) for ordinal, key in enumerate(keys) if key in call.who.party_keys}
    if len(own) != 1:
        raise ProblemError("invalid", "You stand on no side, or on both: a clerk of the court records what is said.")
    (side,) = own
    members = asked.choice.applicants if side is Side.APPLICANT else asked.choice.respondents
    if members > 1:
        raise ProblemError("invalid", f"Your side has {members} parties: a clerk of the court records what it says.")
    return (side,)


def _side(ordinal: int, found: Choice) -> Side:
    return Side.APPLICANT if ordinal < found.applicants else Side.RESPONDENT


async def held(call: Call, asked: Asked, wishes: Wishes[T], said: Iterable[Side], until: int) -> Reply:
    """Keep what was said, and answer that the other side must speak, too."""
    await call.around.wishes.keep(wishes, asked.case_id)
    return answer(Held(answered=tuple(sorted(said)), until=until), status=202)


async def do_together(call: Call, asked: Asked, request: DesignationRequest, wishes: Wishes[T]) -> Reply:
    """Have done what both sides want, and forget what they said once it is stored."""
    reply = await do(call, asked.dispute_id, request)
    await call.around.wishes.forget(wishes, asked.case_id)
    return reply
