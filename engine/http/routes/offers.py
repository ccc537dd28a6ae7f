"""Answers to offers, and what lies on a mediator's desk."""

from typing import Final

import msgspec

from engine.access.matrix import ObjectFacts
from engine.access.principal import Member
from engine.access.words import Action
from engine.events.lifecycle_words import Track
from engine.http.call import Call, Reply, answer
from engine.http.doing import checked_case, do, hold
from engine.http.endpoint import Answered, Endpoint, KeyRule
from engine.http.errors import ProblemError
from engine.http.examples import DESK, DONE
from engine.http.repeating import repeatable
from engine.http.schemas.moves import Decline
from engine.http.schemas.steps import Done
from engine.registry.requests import AnswerOffer
from engine.service.views.bonds import Bonds, case_bonds
from engine.service.views.desk import MediatorDesk, mediator_desk
from engine.service.world import World

TAG: Final = "Offers"
_PROBLEMS: Final = (
    "not-found",
    "changed",
    "stale-offer",
    "conflict",
    "refused",
    "not-open",
    "condition",
    "not-entitled",
)


class DeskQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which roster."""

    track: Track = Track.MEDIATION


async def accept(call: Call) -> Reply:
    """Let a mediator take a case."""
    bonds = (await checked_case(call))[0]
    asked = AnswerOffer(case_id=call.path["case_id"], mediator_id=_asked(call, bonds), attempt=call.path["attempt"])
    return await do(call, bonds.dispute_id, asked)


async def decline(call: Call) -> Reply:
    """Let a mediator say no."""
    bonds = (await checked_case(call))[0]
    body: Decline = call.body
    asked = AnswerOffer(
        case_id=call.path["case_id"],
        mediator_id=_asked(call, bonds),
        attempt=call.path["attempt"],
        declined_because=body.reason,
    )
    return await do(call, bonds.dispute_id, asked)


def _asked(call: Call, bonds: Bonds) -> int:
    """Return who answers, and have the writer look whether he is still asked when it comes to it."""
    case_id, mediator_id = call.path["case_id"], _mediator(call, bonds)

    def is_asked(world: World) -> bool:
        now = case_bonds(world, case_id)
        return now is not None and any(one.number == mediator_id for one in now.offered_to)

    hold(call, is_asked, seen=True, what="offer")
    return mediator_id


def _mediator(call: Call, bonds: Bonds) -> int:
    """Return who answers: himself, or for an organisation the one of its people who is asked."""
    who = call.who
    if who.member is not None and who.member in bonds.offered_to:
        return who.member.number
    asked = [one for one in bonds.offered_to if who.organisation and organisation_of(call, one) == who.organisation]
    if len(asked) != 1:
        raise ProblemError("stale-offer", "No offer of this case is open to you.")
    return asked[0].number


async def read_desk(call: Call) -> Reply:
    """Return what lies on a mediator's desk."""
    query: DeskQuery = call.query
    mediator_id = call.path["mediator_id"]
    found = await call.around.exchange.ask(lambda world: mediator_desk(world, mediator_id, track=query.track))
    member = Member(query.track, mediator_id)
    call.check(None if found is None else member_facts(call, member, found.court_id), "mediator")
    return answer(found)


def member_facts(call: Call, member: Member, court_id: int) -> ObjectFacts:
    """Return what connects somebody's entry on a roster to people."""
    organisation = organisation_of(call, member)
    return ObjectFacts(
        tenant=call.tenant,
        court_id=court_id,
        organisations=frozenset(() if organisation is None else (organisation,)),
        about_member=member,
    )


def organisation_of(call: Call, member: Member) -> Member | None:
    """Return the organisation of somebody on a roster; None if none is known."""
    number = call.around.organisation_of(member)
    return None if number is None else Member(member.track, number)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/offers/{case_id:int}/{attempt:int}:accept",
        name="accept_offer",
        action=Action.ANSWER_OFFER,
        summary="Take a case",
        tag=TAG,
        handler=repeatable(accept),
        path_example={"case_id": 7, "attempt": 1},
        key=KeyRule.OPTIONAL,
        answers={200: Answered(type=Done, example=DONE, description="The case is his")},
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="POST",
        path="/v1/offers/{case_id:int}/{attempt:int}:decline",
        name="decline_offer",
        action=Action.ANSWER_OFFER,
        summary="Do not take a case",
        description="The case waits again with the age it had, and somebody else is asked.",
        tag=TAG,
        handler=repeatable(decline),
        body=Decline,
        body_example={"reason": "workload"},
        path_example={"case_id": 7, "attempt": 1},
        key=KeyRule.OPTIONAL,
        answers={200: Answered(type=Done, example=DONE, description="Somebody else will be asked")},
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="GET",
        path="/v1/mediators/{mediator_id:int}/offers",
        name="read_desk",
        action=Action.CHANGE_PRESENCE,
        summary="Read a mediator's desk",
        description="Offers that wait for his answer, and the cases that he holds.",
        tag=TAG,
        handler=read_desk,
        query=DeskQuery,
        path_example={"mediator_id": 1},
        answers={200: Answered(type=MediatorDesk, example=DESK, description="His desk")},
        problems=("not-found",),
    ),
)
