"""The separate surface: metrics, who is refused, what is erased."""

from typing import Annotated, Final

import msgspec

from engine.access.denials import DenialLifted, SubjectDenied
from engine.access.matrix import ObjectFacts
from engine.access.second_person import Reason, Reference
from engine.access.words import Action
from engine.events.whole import Whole
from engine.http.call import Call, Reply, answer
from engine.http.doing import facts_of
from engine.http.endpoint import TEXT, Answered, Endpoint
from engine.http.examples import AT
from engine.http.metrics import METRICS_TYPE, exposition
from engine.http.routes.sensitive import Waiting
from engine.service.views.bonds import dispute_bonds

TAG: Final = "Administration"
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class NewDenial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subject's tokens of up to now are refused from now on."""

    issuer: Name
    subject: Name
    lifted: bool = False
    """Whether they are believed again instead."""


class Denials(msgspec.Struct, frozen=True, kw_only=True):
    """How many denials there are now."""

    denials: int


class Erasure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which dispute's party data shall be erased."""

    dispute_id: Whole


class ErasureProposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Party data shall be erased, why, and the file that shows it."""

    command: Erasure
    reason: Reason
    reference: Reference


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """The key of a dispute's party data is destroyed."""

    dispute_id: int


async def read_metrics(call: Call) -> Reply:
    """Return what monitoring reads."""
    around = call.around
    gauges = {
        "stream_readers": len(around.streams),
        "stream_readers_dropped": around.streams.dropped,
        "clock_led_astray": int(around.clock.is_led_astray),
    }
    return Reply(body=exposition(around.exchange.service, around.counts, gauges), media=METRICS_TYPE)


async def deny(call: Call) -> Reply:
    """Refuse a subject's tokens, or believe them again."""
    call.check(ObjectFacts(tenant=call.tenant), "platform")
    body: NewDenial = call.body
    denied = call.around.denied
    if body.lifted:
        denied.apply(DenialLifted(at=call.at, issuer=body.issuer, subject=body.subject))
    else:
        denied.apply(SubjectDenied(at=call.at, issuer=body.issuer, subject=body.subject, issued_until=call.at))
    return answer(Denials(denials=denied.count))


async def propose_erasure(call: Call) -> Reply:
    """Propose that party data be erased."""
    body: ErasureProposal = call.body
    facts = await _facts(call, body.command.dispute_id)
    call.check(facts, "dispute")
    assert facts is not None, "what is not there is not found"
    proposed = call.around.proposals.propose(
        call.who,
        Action.ERASE_PARTY_DATA,
        facts,
        command=msgspec.json.encode(body.command),
        reason=body.reason,
        reference=body.reference,
        at=call.at,
    )
    return answer(Waiting(number=proposed.number, expires_at=proposed.expires_at), status=202)


async def confirm_erasure(call: Call) -> Reply:
    """Confirm it: the party data are erased."""
    body: Erasure = call.body
    call.check(await _facts(call, body.dispute_id), "dispute")
    command = msgspec.json.encode(body)
    number = call.path["number"]
    call.around.proposals.confirm(number, Action.ERASE_PARTY_DATA, call.who, command=command, at=call.at)
    await call.around.parties.erase(body.dispute_id, call.at)
    return answer(Erased(dispute_id=body.dispute_id))


async def _facts(call: Call, dispute_id: int) -> ObjectFacts | None:
    return facts_of(call, await call.around.exchange.ask(lambda world: dispute_bonds(world, dispute_id)))


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/metrics",
        name="read_metrics",
        action=None,
        summary="What monitoring reads",
        description="Prometheus text; counts and durations, nothing of any case.",
        tag=TAG,
        handler=read_metrics,
        answers={200: Answered(type=str, example="onestop_batches_total 3\n", description="Metrics", media=TEXT)},
        on_admin_surface=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/denials",
        name="deny_subject",
        action=Action.MANAGE_ACCESS,
        summary="Refuse a subject's tokens, or believe them again",
        description="As after a change of roles: tokens issued up to now are refused at once.",
        tag=TAG,
        handler=deny,
        body=NewDenial,
        body_example={"issuer": "https://id.example", "subject": "m-3"},
        answers={200: Answered(type=Denials, example={"denials": 1}, description="In force")},
        problems=("not-found", "conflict"),
        on_admin_surface=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/erasure-proposals",
        name="propose_erasure",
        action=Action.ERASE_PARTY_DATA,
        summary="Propose: erasure of a dispute's party data",
        tag=TAG,
        handler=propose_erasure,
        body=ErasureProposal,
        body_example={"command": {"dispute_id": 7}, "reason": "retention_over", "reference": "2026-17"},
        answers={
            202: Answered(
                type=Waiting, example={"number": 1, "expires_at": AT}, description="Waits for a second person"
            )
        },
        problems=("not-found", "refused", "busy"),
        on_admin_surface=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/erasure-proposals/{number:int}:confirm",
        name="confirm_erasure",
        action=Action.ERASE_PARTY_DATA,
        summary="Confirm: erasure of a dispute's party data",
        description="By another person. The data's key is destroyed; the log names nobody and stays as it is.",
        tag=TAG,
        handler=confirm_erasure,
        body=Erasure,
        body_example={"dispute_id": 7},
        path_example={"number": 1},
        answers={200: Answered(type=Erased, example={"dispute_id": 7}, description="Erased for good")},
        problems=("not-found", "refused", "read-only"),
        on_admin_surface=True,
    ),
)
