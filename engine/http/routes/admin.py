"""The separate surface: metrics, and who is refused."""

from typing import Annotated, Final

import msgspec

from engine.access.denials import DenialLifted, SubjectDenied
from engine.access.matrix import ObjectFacts
from engine.access.words import Action
from engine.http.call import Call, Reply, answer
from engine.http.endpoint import TEXT, Answered, Endpoint
from engine.http.errors import ProblemError
from engine.http.metrics import METRICS_TYPE, exposition

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


async def read_metrics(call: Call) -> Reply:
    """Return what monitoring reads."""
    around, service = call.around, call.around.exchange.service
    gauges = {
        "stream_readers": len(around.streams),
        "stream_readers_dropped": around.streams.dropped,
        "clock_led_astray": int(around.clock.is_led_astray),
        "clock_behind_log_seconds": max(0, service.health.last_at - call.at) / 1_000_000,
        **service.gauges.standing(),
    }
    return Reply(body=exposition(service, around.counts, gauges), media=METRICS_TYPE)


async def deny(call: Call) -> Reply:
    """Refuse a subject's tokens, or believe them again.

    An issuer that nobody believes is refused: with a slip in its name, a denial would only look like one.
    """
    call.check(ObjectFacts(tenant=call.tenant), "platform")
    body: NewDenial = call.body
    denied, issuers = call.around.verifier.denied, call.around.verifier.issuers
    if not body.lifted and body.issuer not in issuers:
        raise ProblemError("invalid", f"issuer: must be one of {', '.join(sorted(issuers))}.")
    if body.lifted:
        denied.apply(DenialLifted(at=call.at, issuer=body.issuer, subject=body.subject))
    else:
        denied.apply(SubjectDenied(at=call.at, issuer=body.issuer, subject=body.subject, issued_until=call.at))
    return answer(Denials(denials=denied.count))


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
)
