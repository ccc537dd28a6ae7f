"""Conflicts of interest: disclosed, and consented to."""

from typing import Final

from engine.access.matrix import ON_A_ROSTER
from engine.access.principal import Member
from engine.access.words import Action, Role
from engine.desk.party_choice import Side
from engine.events.enums import ConflictSource
from engine.http.call import Call, Reply
from engine.http.doing import checked_case, do
from engine.http.endpoint import Answered, Endpoint, KeyRule
from engine.http.errors import ProblemError
from engine.http.examples import DONE
from engine.http.repeating import repeatable
from engine.http.routes.offers import organisation_of
from engine.http.schemas.staff import Consent, NewConflict
from engine.http.schemas.steps import Done
from engine.registry.designation_requests import FindConflict, LiftConflict
from engine.service.views.desk import mediator_desk

TAG: Final = "Conflicts"
_DONE: Final = {200: Answered(type=Done, example=DONE, description="Done and stored")}
_PROBLEMS: Final = ("not-found", "changed", "refused", "conflict", "not-open", "condition")
_COURT: Final = frozenset({Role.COURT_CLERK, Role.JUDGE})


async def disclose(call: Call) -> Reply:
    """Say what stands between a mediator and a case."""
    bonds, roles = await checked_case(call)
    body: NewConflict = call.body
    if roles <= ON_A_ROSTER and not await _is_own(call, roles, body.mediator_id):
        raise ProblemError("invalid", "mediator_id: a mediator discloses what concerns himself, or his organisation.")
    asked = FindConflict(
        case_id=call.path["case_id"],
        mediator_id=body.mediator_id,
        ground=body.ground,
        source=_source(roles),
    )
    return await do(call, bonds.dispute_id, asked)


async def _is_own(call: Call, roles: frozenset[Role], mediator_id: int) -> bool:
    """Return whether somebody of the case's roster speaks for himself, or an organisation for one of its people."""
    who = call.who
    if Role.MEDIATOR in roles and mediator_id == who.mediator_id:
        return True
    found = await call.around.exchange.ask(lambda world: mediator_desk(world, mediator_id, track=who.track))
    if found is None or Role.ORGANISATION not in roles:
        return False
    return organisation_of(call, Member(who.track, mediator_id)) == who.organisation


def _source(roles: frozenset[Role]) -> ConflictSource:
    """Return who says so: never what the body says."""
    if roles & _COURT:
        return ConflictSource.COURT
    return ConflictSource.PARTY if Role.PARTY in roles else ConflictSource.DISCLOSED


async def consent(call: Call) -> Reply:
    """Record that both sides know of a conflict and consent."""
    bonds, roles = await checked_case(call)
    if roles.isdisjoint(_COURT):
        raise ProblemError("forbidden", "The court records what both sides have consented to.")
    body: Consent = call.body
    asked = LiftConflict(case_id=call.path["case_id"], mediator_id=body.mediator_id, consents=tuple(Side))
    return await do(call, bonds.dispute_id, asked)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/cases/{case_id:int}/conflicts",
        name="disclose_conflict",
        action=Action.DISCLOSE_CONFLICT,
        summary="Disclose a conflict of interest",
        description="The mediator may not take the case; what he has of it he loses (ONL 13).",
        tag=TAG,
        handler=repeatable(disclose),
        body=NewConflict,
        body_example={"mediator_id": 1, "ground": "employment"},
        path_example={"case_id": 7},
        key=KeyRule.OPTIONAL,
        answers=_DONE,
        problems=_PROBLEMS,
    ),
    Endpoint(
        method="POST",
        path="/v1/cases/{case_id:int}/conflicts:consent",
        name="consent_to_conflict",
        action=Action.DISCLOSE_CONFLICT,
        summary="Record both sides' consent to a disclosed conflict",
        description="The mediator may be asked again (SIM 15); the court records it.",
        tag=TAG,
        handler=repeatable(consent),
        body=Consent,
        body_example={"mediator_id": 1},
        path_example={"case_id": 7},
        key=KeyRule.OPTIONAL,
        answers=_DONE,
        problems=(*_PROBLEMS, "forbidden"),
    ),
)
