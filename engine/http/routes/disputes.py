"""Disputes: reading one, the steps of its rules, the end of a mediation, the way to another door."""

from typing import Final

from engine.access.words import Action
from engine.events.lifecycle_words import Transition
from engine.http.call import Call, Reply, answer
from engine.http.doing import actor_of, checked_case, checked_dispute, checked_step, do, parties_of, shown
from engine.http.endpoint import Answered, Endpoint, KeyRule
from engine.http.examples import DISPUTE, DONE
from engine.http.repeating import repeatable
from engine.http.schemas.moves import OPENED_BY, TRANSITION_OF, NewMove, NewOutcome, NewStep, NewTransfer
from engine.http.schemas.steps import Done
from engine.lifecycle.command import Command
from engine.registry.letters import VerifyParties
from engine.registry.requests import Move
from engine.service.views.bonds import dispute_bonds
from engine.service.views.dispute import Dispute, dispute

TAG: Final = "Disputes"
_PROBLEMS: Final = ("not-found", "changed", "not-open", "condition", "not-entitled", "refused", "conflict")
_DONE: Final = {200: Answered(type=Done, example=DONE, description="Done and stored")}


async def read_dispute(call: Call) -> Reply:
    """Return a dispute."""
    number = call.path["dispute_id"]
    found = await shown(
        call, lambda world: dispute_bonds(world, number), lambda world: dispute(world, number), "dispute"
    )
    return answer(found)


async def move(call: Call) -> Reply:
    """Take a step of the rules."""
    bonds, roles = await checked_step(call)
    body: NewMove = call.body
    actor = actor_of(call, roles, body, body.track)
    command = Command(
        case_id=body.case_id,
        track=body.track,
        transition=body.transition,
        actor=actor,
        parties=parties_of(call, bonds.dispute_id, actor, body),
        until=body.until,
        ground=body.ground,
        medium=body.medium,
        amount_fen=body.amount_fen,
        number=body.number,
    )
    return await do(call, bonds.dispute_id, Move(dispute_id=bonds.dispute_id, command=command))


async def end_mediation(call: Call) -> Reply:
    """End a mediation."""
    body: NewOutcome = call.body
    return await _step(call, TRANSITION_OF[body.outcome], body)


async def withdraw(call: Call) -> Reply:
    """Take a case back that nobody has accepted."""
    return await _step(call, Transition.WITHDRAW, call.body)


async def _step(call: Call, transition: Transition, body: NewStep) -> Reply:
    bonds, roles = await checked_case(call)
    actor = actor_of(call, roles, body)
    command = Command(
        case_id=call.path["case_id"],
        transition=transition,
        actor=actor,
        parties=parties_of(call, bonds.dispute_id, actor, body),
    )
    return await do(call, bonds.dispute_id, Move(dispute_id=bonds.dispute_id, command=command))


async def transfer(call: Call) -> Reply:
    """Open another door; the new case gets its number when its turn comes."""
    bonds, roles = await checked_dispute(call)
    body: NewTransfer = call.body
    track, transition = OPENED_BY[body.door]
    actor = actor_of(call, roles, body, track)
    command = Command(
        case_id=0,  # the registry gives it its number
        track=track,
        transition=transition,
        actor=actor,
        parties=parties_of(call, bonds.dispute_id, actor, body),
        ground=body.ground,
        amount_fen=body.amount_fen,
        number=body.number,
    )
    opening = Move(dispute_id=bonds.dispute_id, command=command, opens_next=True)
    return await do(call, bonds.dispute_id, opening, status=201)


async def verify_parties(call: Call) -> Reply:
    """Have the parties compared with the register of identities."""
    bonds, _ = await checked_dispute(call)
    body: NewStep = call.body
    request = VerifyParties(dispute_id=bonds.dispute_id, parties=body.parties)
    return await do(call, bonds.dispute_id, request, status=202)


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/disputes/{dispute_id:int}",
        name="read_dispute",
        action=Action.READ_CASE,
        summary="Read a dispute",
        tag=TAG,
        handler=read_dispute,
        path_example={"dispute_id": 7},
        answers={200: Answered(type=Dispute, example=DISPUTE, description="The dispute with all its cases")},
        problems=("not-found",),
    ),
    Endpoint(
        method="POST",
        path="/v1/disputes/{dispute_id:int}/moves",
        name="move_case",
        action=Action.MOVE_CASE,
        summary="Take a step of the rules",
        description=(
            "Of a case of the dispute that is open already. Who may take which step, and when, the rules of the door "
            "say: see `onestop engine rules`."
        ),
        tag=TAG,
        handler=repeatable(move),
        body=NewMove,
        body_example={"case_id": 7, "transition": "consent"},
        path_example={"dispute_id": 7},
        key=KeyRule.OPTIONAL,
        answers=_DONE,
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="POST",
        path="/v1/disputes/{dispute_id:int}/transfers",
        name="transfer_dispute",
        action=Action.MOVE_CASE,
        summary="Go through another door",
        description="Arbitration, evaluation, confirmation, a lawsuit, ...: a new case of the same dispute.",
        tag=TAG,
        handler=repeatable(transfer, status=201),
        body=NewTransfer,
        body_example={"door": "sue"},
        path_example={"dispute_id": 7},
        key=KeyRule.REQUIRED,
        answers={201: Answered(type=Done, example=DONE, description="The new case is open")},
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="POST",
        path="/v1/disputes/{dispute_id:int}:verify-parties",
        name="verify_parties",
        action=Action.VERIFY_PARTIES,
        summary="Have parties verified",
        description="Asks the linked register of identities (ONL 17); its answer moves the case when it comes.",
        tag=TAG,
        handler=repeatable(verify_parties, status=202),
        body=NewStep,
        body_example={"parties": 1},
        path_example={"dispute_id": 7},
        key=KeyRule.REQUIRED,
        answers={202: Answered(type=Done, example=DONE, description="It has been asked")},
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="POST",
        path="/v1/cases/{case_id:int}/outcome",
        name="end_mediation",
        action=Action.SET_OUTCOME,
        summary="End a mediation",
        description="By one of the eight endings of ONL 25.",
        tag=TAG,
        handler=repeatable(end_mediation),
        body=NewOutcome,
        body_example={"outcome": "gap"},
        path_example={"case_id": 7},
        key=KeyRule.OPTIONAL,
        answers=_DONE,
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="POST",
        path="/v1/cases/{case_id:int}:withdraw",
        name="withdraw_case",
        action=Action.WITHDRAW,
        summary="Take a case back",
        tag=TAG,
        handler=repeatable(withdraw),
        body=NewStep,
        body_example={},
        path_example={"case_id": 7},
        key=KeyRule.OPTIONAL,
        answers=_DONE,
        problems=_PROBLEMS,
    ),
)
