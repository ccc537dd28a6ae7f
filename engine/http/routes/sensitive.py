"""What two people must want: another policy for a court, a case to somebody whom no draw has found."""

from typing import Final

from engine.access.matrix import ObjectFacts
from engine.access.second_person import person_of
from engine.access.words import Action
from engine.core.qualification import is_appointed
from engine.events.event import NO_CASE
from engine.http.call import Call, Reply
from engine.http.doing import do, facts_of
from engine.http.endpoint import Answered
from engine.http.examples import DONE
from engine.http.proposals import Sensitive, check, confirmation, note
from engine.http.routes.proposing import Proposing
from engine.http.routes.roster import has_court
from engine.http.schemas.proposals import (
    OpenOverride,
    OpenPolicy,
    OverrideProposal,
    OverrideProposals,
    PolicyProposal,
    PolicyProposals,
)
from engine.http.schemas.staff import NewOverride, NewPolicy
from engine.http.schemas.steps import Done
from engine.registry.designation_requests import OverrideDraw
from engine.registry.staff_requests import AdoptPolicy
from engine.service.views.bonds import case_bonds
from engine.service.world import World

TAG: Final = "Two persons"


def _court(call: Call, world: World, command: NewPolicy) -> ObjectFacts | None:
    if not has_court(world, command.track, command.court_id):
        return None
    return ObjectFacts(tenant=call.tenant, court_id=command.court_id)


def _case_and_mediator(call: Call, world: World, command: NewOverride) -> ObjectFacts | None:
    bonds = case_bonds(world, command.case_id)
    if bonds is None:
        return None
    # Somebody whom no roster names would wait a day for a second person, who could only be refused.
    _, process = world.platform.registry.process(command.case_id)
    desk = world.platform.registry.desks.get(process.track)
    if desk is None or not is_appointed(desk.core, command.mediator_id):
        return None
    return facts_of(call, bonds, with_parties=False)


POLICY: Final = Sensitive(
    action=Action.ADOPT_POLICY,
    noun="policy",
    about="court",
    command=NewPolicy,
    open=OpenPolicy,
    page=PolicyProposals,
    facts=_court,
)
OVERRIDE: Final = Sensitive(
    action=Action.OVERRIDE,
    noun="override",
    about="case or mediator",
    command=NewOverride,
    open=OpenOverride,
    page=OverrideProposals,
    facts=_case_and_mediator,
)


async def confirm_policy(call: Call) -> Reply:
    """Confirm another policy: it is adopted."""
    body: NewPolicy = call.body
    await check(call, POLICY, body)
    asked = AdoptPolicy(**{name: getattr(body, name) for name in body.__struct_fields__})
    done = await do(call, NO_CASE, confirmation(call, POLICY, asked))
    note(call, POLICY, call.path["number"], "confirmed")
    return done


async def confirm_override(call: Call) -> Reply:
    """Confirm an offer out of sequence: it is made."""
    body: NewOverride = call.body
    await check(call, OVERRIDE, body)
    bonds = await call.around.exchange.ask(lambda world: case_bonds(world, body.case_id))
    assert bonds is not None, "a case that was registered stays so"
    asked = OverrideDraw(
        case_id=body.case_id, mediator_id=body.mediator_id, code=body.code, approver=person_of(call.who)
    )
    done = await do(call, bonds.dispute_id, confirmation(call, OVERRIDE, asked))
    note(call, OVERRIDE, call.path["number"], "confirmed")
    return done


_DONE: Final = Answered(type=Done, example=DONE, description="Done and stored")
ENDPOINTS: Final = (
    *Proposing(
        kind=POLICY,
        path="/v1/policy-proposals",
        body=PolicyProposal,
        example={"court_id": 0, "policy": "band_draw"},
        confirm=confirm_policy,
        done=_DONE,
        tag=TAG,
    ).endpoints,
    *Proposing(
        kind=OVERRIDE,
        path="/v1/override-proposals",
        body=OverrideProposal,
        example={"case_id": 7, "mediator_id": 1, "code": "urgent"},
        confirm=confirm_override,
        done=_DONE,
        tag=TAG,
    ).endpoints,
)
