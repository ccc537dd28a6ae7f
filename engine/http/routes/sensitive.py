"""What two people must want: another policy for a court, a case to somebody whom no draw has found."""

from hashlib import blake2b
from typing import Any, Final

import msgspec

from engine.access.matrix import ObjectFacts
from engine.access.second_person import Proposed, Reason, Reference
from engine.access.words import Action
from engine.events.event import NO_CASE
from engine.http.call import Call, Reply, answer
from engine.http.doing import do, facts_of
from engine.http.endpoint import Answered, Endpoint, Handler, KeyRule
from engine.http.examples import AT, DONE
from engine.http.schemas.staff import NewOverride, NewPolicy
from engine.http.schemas.steps import Done
from engine.registry.designation_requests import OverrideDraw
from engine.registry.staff_requests import AdoptPolicy
from engine.service.views.bonds import case_bonds

TAG: Final = "Two persons"
_PROBLEMS: Final = ("not-found", "refused", "conflict", "busy")


class PolicyProposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another policy, why, and the file that shows it."""

    command: NewPolicy
    reason: Reason
    reference: Reference


class OverrideProposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case out of sequence, why, and the file that shows it."""

    command: NewOverride
    reason: Reason
    reference: Reference


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal that waits for its second person."""

    number: int
    expires_at: int
    """Microseconds since the epoch."""


async def propose_policy(call: Call) -> Reply:
    """Propose another policy."""
    return await _propose(call, ObjectFacts(tenant=call.tenant, court_id=call.body.command.court_id), "court")


async def propose_override(call: Call) -> Reply:
    """Propose an offer out of sequence."""
    return await _propose(call, await _case_facts(call, call.body.command.case_id), "case")


async def confirm_policy(call: Call) -> Reply:
    """Confirm another policy: it is adopted."""
    body: NewPolicy = call.body
    call.check(ObjectFacts(tenant=call.tenant, court_id=body.court_id), "court")
    await _confirmed(call)
    asked = AdoptPolicy(**{name: getattr(body, name) for name in body.__struct_fields__})
    return await do(call, NO_CASE, asked)


async def confirm_override(call: Call) -> Reply:
    """Confirm an offer out of sequence: it is made."""
    body: NewOverride = call.body
    call.check(await _case_facts(call, body.case_id), "case")
    dispute = await call.around.exchange.ask(lambda world: case_bonds(world, body.case_id))
    await _confirmed(call)
    asked = OverrideDraw(case_id=body.case_id, mediator_id=body.mediator_id, code=body.code, approver=_approver(call))
    return await do(call, NO_CASE if dispute is None else dispute.dispute_id, asked)


async def _case_facts(call: Call, case_id: int) -> ObjectFacts | None:
    return facts_of(call, await call.around.exchange.ask(lambda world: case_bonds(world, case_id)))


async def _propose(call: Call, facts: ObjectFacts | None, what: str) -> Reply:
    call.check(facts, what)
    assert facts is not None, "what is not there is not found"
    assert call.action is not None, "the route needs a token"
    proposed: Proposed = call.around.proposals.propose(
        call.who,
        call.action,
        facts,
        command=msgspec.json.encode(call.body.command),
        reason=call.body.reason,
        reference=call.body.reference,
        at=call.at,
    )
    return answer(Waiting(number=proposed.number, expires_at=proposed.expires_at), status=202)


async def _confirmed(call: Call) -> None:
    """Take the second person's word, unless this very request was carried out before and only its answer was lost."""
    assert call.action is not None, "the route needs a token"
    scoped = call.scoped
    if scoped is not None and await call.around.exchange.ask(lambda world: world.keys.find(scoped)) is not None:
        return
    command = msgspec.json.encode(call.body)
    call.around.proposals.confirm(call.path["number"], call.action, call.who, command=command, at=call.at)


def _approver(call: Call) -> str:
    """Return what stands for the second person in the log, which names nobody."""
    name = f"{call.who.issuer} {call.who.subject}".encode()
    return blake2b(name, digest_size=16, person=b"onestop approver").hexdigest()


def _pair(
    path: str, noun: str, action: Action, handlers: tuple[Handler, Handler], types: tuple[Any, Any], command: Any
) -> tuple[Endpoint, Endpoint]:
    waiting = Answered(type=Waiting, example={"number": 1, "expires_at": AT}, description="Waits for a second person")
    done = Answered(type=Done, example=DONE, description="Done and stored")
    proposal = Endpoint(
        method="POST",
        path=path,
        name=f"propose_{noun}",
        action=action,
        summary=f"Propose: {noun}",
        description="With a reason and the number of the file that shows it; somebody else confirms within a day.",
        tag=TAG,
        handler=handlers[0],
        body=types[0],
        body_example={"command": command, "reason": "supervision", "reference": "2026-17"},
        answers={202: waiting},
        problems=_PROBLEMS,
    )
    confirmation = Endpoint(
        method="POST",
        path=f"{path}/{{number:int}}:confirm",
        name=f"confirm_{noun}",
        action=action,
        summary=f"Confirm: {noun}",
        description="By another person, who sends the very same command.",
        tag=TAG,
        handler=handlers[1],
        body=types[1],
        body_example=command,
        path_example={"number": 1},
        key=KeyRule.OPTIONAL,
        answers={200: done},
        problems=_PROBLEMS,
    )
    return proposal, confirmation


ENDPOINTS: Final = (
    *_pair(
        "/v1/policy-proposals",
        "policy",
        Action.ADOPT_POLICY,
        (propose_policy, confirm_policy),
        (PolicyProposal, NewPolicy),
        {"court_id": 0, "policy": "band_draw"},
    ),
    *_pair(
        "/v1/override-proposals",
        "override",
        Action.OVERRIDE,
        (propose_override, confirm_override),
        (OverrideProposal, NewOverride),
        {"case_id": 7, "mediator_id": 1, "code": "urgent"},
    ),
)
