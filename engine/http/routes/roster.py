"""Who is on the roster: people appointed to a court, and what a mediator may be asked for."""

from typing import Final

from engine.access.matrix import ObjectFacts
from engine.access.principal import Member
from engine.access.words import Action
from engine.desk.appointment import APPOINTED_AT_ONCE_MAX, Appointment
from engine.events.event import NO_CASE
from engine.events.lifecycle_words import Track
from engine.http.call import Call, Reply
from engine.http.doing import do
from engine.http.endpoint import Answered, Endpoint, KeyRule
from engine.http.examples import AT
from engine.http.routes.offers import member_facts
from engine.http.routes.staff import TAG
from engine.http.schemas.roster import NewMediators, NewQualification
from engine.http.schemas.steps import Done
from engine.registry.staff_requests import AppointMediators, QualifyMediator
from engine.service.views.desk import mediator_desk
from engine.service.world import World

_PROBLEMS: Final = ("not-found", "refused", "conflict")


async def appoint(call: Call) -> Reply:
    """Let people sit at the vacant places of a court."""
    body: NewMediators = call.body
    court_id = call.path["court_id"]
    is_there = await call.around.exchange.ask(lambda world: has_court(world, body.track, court_id))
    call.check(ObjectFacts(tenant=call.tenant, court_id=court_id) if is_there else None, "court")
    people = tuple(
        Appointment(court_id=court_id, **{name: getattr(one, name) for name in one.__struct_fields__})
        for one in body.mediators
    )
    return await do(call, NO_CASE, AppointMediators(track=body.track, mediators=people), status=201)


async def qualify(call: Call) -> Reply:
    """Change what a mediator may be asked for."""
    body: NewQualification = call.body
    mediator_id = call.path["mediator_id"]
    found = await call.around.exchange.ask(lambda world: mediator_desk(world, mediator_id, track=body.track))
    member = Member(body.track, mediator_id)
    call.check(None if found is None else member_facts(call, member, found.court_id), "mediator")
    wanted = {name: getattr(body, name) for name in body.__struct_fields__}
    return await do(call, NO_CASE, QualifyMediator(mediator_id=mediator_id, **wanted))


def has_court(world: World, track: Track, court_id: int) -> bool:
    """Return whether a door's roster has a court of that number."""
    desk = world.platform.registry.desks.get(track)
    return desk is not None and court_id < desk.core.roster.courts


_STEP: Final = {"at": AT, "case_id": NO_CASE, "track": "mediation", "mediator_id": 2}
ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/courts/{court_id:int}/mediators",
        name="appoint_mediators",
        action=Action.CHANGE_ROSTER,
        summary="Appoint mediators",
        description=(
            f"At most {APPOINTED_AT_ONCE_MAX}, all or nobody. Each gets the court's next vacant place, whose number is "
            "his from then on, and is named by a step of the answer, in the order of the request."
        ),
        tag=TAG,
        handler=appoint,
        body=NewMediators,
        body_example={
            "mediators": [
                {"organisation_id": 0, "dispute_types": ["family"], "capacity": 3, "external_id": "M-2031"},
            ]
        },
        path_example={"court_id": 0},
        key=KeyRule.REQUIRED,
        answers={
            201: Answered(
                type=Done,
                example={"at": AT, "seq": 14, "steps": [{"kind": "mediator_appointed", **_STEP}]},
                description="Appointed and stored",
            )
        },
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="POST",
        path="/v1/mediators/{mediator_id:int}/qualification",
        name="set_qualification",
        action=Action.CHANGE_ROSTER,
        summary="Change what he may be asked for",
        description="What is left out stays as it is; what he is offered or holds stays with him.",
        tag=TAG,
        handler=qualify,
        body=NewQualification,
        body_example={"dispute_types": ["family", "labour"], "capacity": 5},
        path_example={"mediator_id": 1},
        key=KeyRule.OPTIONAL,
        answers={
            200: Answered(
                type=Done,
                example={"at": AT, "seq": 15, "steps": [{"kind": "mediator_qualified", **_STEP}]},
                description="Stored",
            )
        },
        problems=_PROBLEMS,
    ),
)
