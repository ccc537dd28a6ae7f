"""Why a case went to whom it went, who could take one that nobody has filed, and how things stand in all."""

import asyncio
from typing import Final

import msgspec

from engine.access.matrix import ObjectFacts
from engine.access.words import Action
from engine.events.whole import Whole
from engine.http.call import Call, Reply, answer
from engine.http.doing import checked_case
from engine.http.endpoint import Answered, Endpoint
from engine.http.examples import AT
from engine.service.entries import EntryCodec
from engine.service.statistics import Statistics, statistics
from engine.service.views.dry_run import DryRun, Question, dry_run
from engine.service.views.recent_offers import search
from engine.service.views.why import Why, why

TAG: Final = "Decisions"
_CODEC: Final = EntryCodec()
_POOL: Final = {
    "step": 0,
    "circle": "court",
    "roster": 2,
    "dispute_type": 2,
    "language": 2,
    "origin": 2,
    "gender": 2,
    "expression": 2,
    "present": 2,
    "room": 1,
    "mediators": [1],
}
_DRAW: Final = {
    "seq": 12,
    "at": AT,
    "mediator_id": 1,
    "attempt": 1,
    "seat": 0,
    "step": 0,
    "basis": "drawn",
    "policy_version": 0,
    "pool_size": 2,
    "band_size": 2,
    "ticket_total": 2,
    "winning_ticket": 1,
    "word": -1,
    "head": "00" * 32,
    "override_code": None,
}
_SEATS: Final = {"waiting": 0, "choosing": 0, "offered": 1, "held": 0}
_STATISTICS: Final = {
    "at": AT,
    "seq": 12,
    "pending": 1,
    "seats": _SEATS,
    "provinces": [{"province_id": 0, "seats": _SEATS}],
    "mediators": 2,
    "present": 2,
    "busy": 1,
    "full": 0,
    "total": {"filed": 1},
    "today": {"filed": 1},
    "minutes": [{"begins_at": AT, "counts": [1, 1, 0, 0, 0, 0, 0]}],
}


class WhyQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What else is asked."""

    why_not: Whole | None = None
    """A mediator who was not asked."""


async def explain(call: Call) -> Reply:
    """Explain the last offer of a case."""
    await checked_case(call)
    query: WhyQuery = call.query
    case_id, log = call.path["case_id"], call.around.exchange.service.log
    known = call.around.recent.find(case_id)
    if known is None or known.head is None:
        known = await asyncio.to_thread(search, log, _CODEC, case_id) or known
    return answer(await call.around.exchange.ask(lambda world: why(world, case_id, known, why_not=query.why_not)))


async def ask_dry_run(call: Call) -> Reply:
    """Say who could take a case; nothing is changed."""
    question: Question = call.body
    call.check(ObjectFacts(tenant=call.tenant, court_id=question.court_id), "court")
    return answer(await call.around.exchange.ask(lambda world: dry_run(world, question)))


async def read_statistics(call: Call) -> Reply:
    """Return the service's numbers."""
    call.check(
        ObjectFacts(
            tenant=call.tenant,
            court_id=call.who.court_id,
            organisations=frozenset(() if call.who.organisation is None else (call.who.organisation,)),
        ),
        "platform",
    )
    return answer(await call.around.exchange.ask(statistics))


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/decisions/{case_id:int}/why",
        name="explain_decision",
        action=Action.READ_WHY,
        summary="Why this mediator",
        description=(
            "The draw as it was recorded - pool, tickets, word, head of the log - and how the case stands now. An "
            "offer that lies far back in the log is explained by `onestop engine explain` from an export."
        ),
        tag=TAG,
        handler=explain,
        query=WhyQuery,
        query_example={"why_not": "0"},
        path_example={"case_id": 7},
        answers={
            200: Answered(
                type=Why,
                example={"case_id": 7, "seq": 12, "draw": _DRAW, "now": None},
                description="The draw, and how things stand",
            )
        },
        problems=("not-found",),
        cost=5,
    ),
    Endpoint(
        method="POST",
        path="/v1/decisions:dry-run",
        name="dry_run",
        action=Action.DRY_RUN,
        summary="Who could take such a case",
        description="As things stand now, by step of the ladder; nothing is changed.",
        tag=TAG,
        handler=ask_dry_run,
        body=Question,
        body_example={"court_id": 0, "dispute_type": "family"},
        answers={
            200: Answered(
                type=DryRun,
                example={"seq": 12, "steps": [_POOL], "first_step": 0},
                description="How many are left after each filter",
            )
        },
        problems=("not-found", "refused"),
        cost=0,
    ),
    Endpoint(
        method="GET",
        path="/v1/statistics",
        name="read_statistics",
        action=Action.READ_STATISTICS,
        summary="How things stand",
        tag=TAG,
        handler=read_statistics,
        answers={200: Answered(type=Statistics, example=_STATISTICS, description="Queues, flows and mediators")},
        problems=("not-found",),
    ),
)
