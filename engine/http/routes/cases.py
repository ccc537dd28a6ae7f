"""Lodging cases, reading and listing them."""

from collections.abc import Sequence
from typing import Annotated, Final

import msgspec

from engine.access.scope import Scope, scope
from engine.access.words import Action, Relation
from engine.core.qualification import is_appointed
from engine.events.lifecycle_words import State, Track
from engine.events.whole import Whole
from engine.http.call import Call, Reply, answer
from engine.http.cursors import cursor_of, place_of
from engine.http.doing import facts_of, group_of, happened, marks, shown, submit
from engine.http.endpoint import Answered, Endpoint, KeyRule, TwoSteps
from engine.http.examples import CASE, CASE_LINE, LODGED, NEW_CASE
from engine.http.lodging import check_filing, command_of, lodged_of
from engine.http.party_book import Said
from engine.http.schemas.filings import Lodged, NewCase
from engine.http.settings import PAGE_MAX
from engine.service.answers import Answer, Group
from engine.service.views.bonds import Bonds, case_bonds
from engine.service.views.case import Case, case
from engine.service.views.listing import (
    CaseLine,
    CasePage,
    Place,
    Wanted,
    cases_of_disputes,
    list_cases,
    list_known,
)
from engine.service.world import World

TAG: Final = "Cases"


class CaseQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of the cases one may see is listed."""

    after: str = ""
    """Cursor of the page before; empty for the first."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = 100
    court_id: Whole | None = None
    track: Track | None = None
    state: State | None = None


class CaseList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of cases."""

    cases: tuple[CaseLine, ...]
    next: str | None
    """Cursor of the next page; null at the end. A page may be short, or empty, before it."""


async def lodge(call: Call) -> Reply:
    """Take in a complete filing."""
    new: NewCase = call.body
    keys = check_filing(call, new)
    found = await submit(call, (command_of(new, keys),))
    if not new.party_data:
        reply, said = _after(call, found)
        await call.around.parties.kept(said)
        return reply
    lodged = _lodged(found)
    call.around.parties.enter(lodged.dispute_id, keys)
    await call.around.parties.keep([(lodged.dispute_id, new.party_data)])
    return _shown(lodged, found)


def _before(call: Call) -> Group | None:
    """Return what a filing asks for; data of its parties must be sealed beside it, which takes longer."""
    new: NewCase = call.body
    return None if new.party_data else group_of(call, command_of(new, check_filing(call, new)))


def _after(call: Call, found: Answer) -> tuple[Reply, Sequence[Said]]:
    new: NewCase = call.body
    lodged = _lodged(found)
    return _shown(lodged, found), ((lodged.dispute_id, new.party_keys),)


def _lodged(found: Answer) -> Lodged:
    return lodged_of(happened(found), found.at, found.last_seq)


def _shown(lodged: Lodged, found: Answer) -> Reply:
    location = b"/v1/cases/%d" % lodged.case_id
    return answer(lodged, status=201, headers=((b"location", location), *marks(found)))


async def read_case(call: Call) -> Reply:
    """Return a case."""
    case_id = call.path["case_id"]
    found = await shown(call, lambda world: case_bonds(world, case_id), lambda world: case(world, case_id), "case")
    return answer(found)


async def read_cases(call: Call) -> Reply:
    """Return a page of the cases that somebody may see."""
    query: CaseQuery = call.query
    after = place_of(query.after) if query.after else None
    seen = scope(call.who, Action.READ_CASE)
    assert seen is not None, "the matrix was asked before"
    wanted = Wanted(court_id=query.court_id, track=query.track, state=query.state)
    own = await call.around.parties.disputes_of(call.who.party_keys)
    page = await call.around.exchange.ask(lambda world: _page(world, call, seen, own, wanted, after, query.limit))
    return answer(CaseList(cases=page.cases, next=None if page.next is None else cursor_of(page.next)))


def _page(
    world: World, call: Call, seen: Scope, own: Sequence[int], wanted: Wanted, after: Place | None, limit: int
) -> CasePage:
    """Look in the one place where somebody's cases are: his court, his desk, or what his party keys are known for."""
    who = call.who
    is_party = Relation.PARTY_OF in seen.relations

    def may_see(bonds: Bonds) -> bool:
        facts = facts_of(call, bonds, with_parties=is_party)
        return facts is not None and seen.covers(facts)

    if who.tenant != call.tenant:
        return CasePage(cases=(), next=None)
    if seen.is_whole:
        return list_cases(world, wanted, after=after, limit=limit, may_see=lambda _bonds: True)
    if seen.court_id is not None:
        here = msgspec.structs.replace(wanted, court_id=seen.court_id) if wanted.court_id is None else wanted
        return list_cases(world, here, after=after, limit=limit, may_see=may_see)
    if who.organisation_id is not None:
        return list_cases(world, wanted, after=after, limit=limit, may_see=may_see)
    known = cases_of_disputes(world, own)
    desk = world.platform.registry.desks.get(who.track)
    if who.mediator_id is not None and desk is not None and is_appointed(desk.core, who.mediator_id):
        known += desk.cases_of(who.mediator_id)
    last = -1 if after is None else after.dispute_id
    return list_known(world, known, wanted, after=last, limit=limit, may_see=may_see)


LODGE: Final = Endpoint(
    method="POST",
    path="/v1/cases",
    name="lodge_case",
    action=Action.LODGE_CASE,
    summary="Lodge a case",
    description="One complete filing: the dispute gets its number, and its case looks for a mediator at once.",
    tag=TAG,
    handler=lodge,
    steps=TwoSteps(before=_before, after=_after),
    body=NewCase,
    body_example=NEW_CASE,
    key=KeyRule.REQUIRED,
    answers={201: Answered(type=Lodged, example=LODGED, description="Lodged and stored")},
    problems=("refused", "condition", "not-open", "not-entitled", "not-found", "conflict"),
)
ENDPOINTS: Final = (
    LODGE,
    Endpoint(
        method="GET",
        path="/v1/cases",
        name="list_cases",
        action=Action.READ_CASE,
        summary="List the cases that one may see",
        tag=TAG,
        handler=read_cases,
        query=CaseQuery,
        query_example={"limit": "10"},
        answers={
            200: Answered(type=CaseList, example={"cases": [CASE_LINE], "next": None}, description="A page of cases")
        },
    ),
    Endpoint(
        method="GET",
        path="/v1/cases/{case_id:int}",
        name="read_case",
        action=Action.READ_CASE,
        summary="Read a case",
        tag=TAG,
        handler=read_case,
        path_example={"case_id": 7},
        answers={200: Answered(type=Case, example=CASE, description="The case as it stands")},
        problems=("not-found",),
    ),
)
