"""Mediators: presence, leave, room."""

from typing import Any, Final

from engine.access.principal import Member
from engine.access.words import Action, Role
from engine.events.enums import AbsenceCause
from engine.events.event import NO_CASE
from engine.http.call import Call, Reply
from engine.http.doing import do
from engine.http.endpoint import Answered, Endpoint, Handler, KeyRule
from engine.http.errors import ProblemError
from engine.http.examples import AT
from engine.http.routes.offers import member_facts
from engine.http.schemas.staff import Absence, Capacity, Leave, Presence, Return
from engine.http.schemas.steps import Done
from engine.registry.onestop import PlatformRequest
from engine.registry.staff_requests import GoAbsent, HoldPresence, PlanAbsence, ReturnToWork, SetCapacity
from engine.service.views.desk import mediator_desk

TAG: Final = "Mediators"
_BY_THE_COURT: Final = frozenset({AbsenceCause.SUSPENDED, AbsenceCause.OFF_ROSTER})
_OF_OTHERS: Final = frozenset({Role.COURT_CLERK, Role.ADMINISTRATOR})
_SECOND_US: Final = 1_000_000


async def hold_presence(call: Call) -> Reply:
    """Say that a mediator is there."""
    await _checked(call)
    body: Presence = call.body
    until = call.at + body.lease_seconds * _SECOND_US
    return await _do(call, HoldPresence(track=body.track, mediator_id=call.path["mediator_id"], until=until))


async def go_absent(call: Call) -> Reply:
    """Offer a mediator nothing."""
    body: Absence = call.body
    _check_cause(await _checked(call), body.cause)
    asked = GoAbsent(
        track=body.track,
        mediator_id=call.path["mediator_id"],
        cause=body.cause,
        release_held=body.release_held,
    )
    return await _do(call, asked)


async def return_to_work(call: Call) -> Reply:
    """End a cause of absence."""
    body: Return = call.body
    _check_cause(await _checked(call), body.cause)
    return await _do(call, ReturnToWork(track=body.track, mediator_id=call.path["mediator_id"], cause=body.cause))


async def plan_leave(call: Call) -> Reply:
    """Enter a mediator's leave."""
    await _checked(call)
    body: Leave = call.body
    asked = PlanAbsence(
        track=body.track,
        mediator_id=call.path["mediator_id"],
        starts_at=body.starts_at,
        ends_at=body.ends_at,
    )
    return await _do(call, asked, status=201)


async def set_capacity(call: Call) -> Reply:
    """Set how much a mediator may hold."""
    await _checked(call)
    body: Capacity = call.body
    return await _do(call, SetCapacity(track=body.track, mediator_id=call.path["mediator_id"], capacity=body.capacity))


async def _do(call: Call, asked: PlatformRequest, *, status: int = 200) -> Reply:
    return await do(call, NO_CASE, asked, status=status)


async def _checked(call: Call) -> frozenset[Role]:
    mediator_id, track = call.path["mediator_id"], call.body.track
    found = await call.around.exchange.ask(lambda world: mediator_desk(world, mediator_id, track=track))
    member = Member(track, mediator_id)
    return call.check(None if found is None else member_facts(call, member, found.court_id), "mediator")


def _check_cause(roles: frozenset[Role], cause: AbsenceCause) -> None:
    """Let nobody but court and platform set or end what the court says of a mediator (ONL 27, 29)."""
    if cause in _BY_THE_COURT and roles.isdisjoint(_OF_OTHERS):
        raise ProblemError("invalid", f"cause = {cause.value}: is for the court to say.")


def _of_mediator(
    verb: str, summary: str, handler: Handler, body: Any, example: dict[str, Any], *, status: int = 200
) -> Endpoint:
    is_new = status == 201
    return Endpoint(
        method="POST",
        path=f"/v1/mediators/{{mediator_id:int}}/{verb}",
        name=f"set_{verb}",
        action=Action.CHANGE_CAPACITY if verb == "capacity" else Action.CHANGE_PRESENCE,
        summary=summary,
        tag=TAG,
        handler=handler,
        body=body,
        body_example=example,
        path_example={"mediator_id": 1},
        key=KeyRule.REQUIRED if is_new else KeyRule.OPTIONAL,
        answers={status: Answered(type=Done, example={"at": AT, "seq": 14, "steps": []}, description="Stored")},
        problems=("not-found", "refused", "conflict", "not-open", "condition"),
    )


ENDPOINTS: Final = (
    _of_mediator("presence", "Say that he is there", hold_presence, Presence, {"lease_seconds": 900}),
    _of_mediator("absence", "Offer him nothing from now on", go_absent, Absence, {"cause": "manual"}),
    _of_mediator("return", "End a cause of his absence", return_to_work, Return, {"cause": "manual"}),
    _of_mediator("leave", "Enter his leave", plan_leave, Leave, {"starts_at": AT, "ends_at": AT + 1}, status=201),
    _of_mediator("capacity", "Set how much he may hold", set_capacity, Capacity, {"capacity": 20}),
)
