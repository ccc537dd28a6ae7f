"""The parties' choice over the web: opened, a list read, struck and ranked by both sides, offered; and given up."""

from typing import Any

import httpx
import msgspec
import numpy as np
import pytest

from engine.core.roster import Roster
from engine.desk.party_choice import combine
from engine.events.enums import DisputeType
from engine.http.endpoint import Endpoint
from engine.http.openapi import problems_of
from engine.http.routes.choice import ENDPOINTS
from engine.service.keys import request_digest
from engine.service.records import Executed
from tests.engine.http.surface import KEYS, Surface, kind_of, lodge, served

SIDES = ("party", "respondent")
"""Who speaks for the applicant, and who for the other side."""
DAY = 86_400_000_000


def court_of(mediators: int) -> Roster:
    """One court with so many mediators, who take everything in Mandarin."""
    return Roster(
        court_region=np.zeros(1, np.int32),
        region_province=np.zeros(1, np.int32),
        mediator_court=np.zeros(mediators, np.int32),
        capacity=np.full(mediators, 9, np.int32),
        dispute_types=np.full(mediators, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(mediators, np.uint64),
    )


async def choosing(surface: Surface, client: httpx.AsyncClient, size: int | None = None) -> dict[str, Any]:
    """Lodge a case whose parties choose, from a list if a size is given; return the choice as a party sees it."""
    assert (await lodge(surface, client, choose=True, list_size=size))["offer"] is None
    found: dict[str, Any] = (await client.get("/v1/cases/1/choice", headers=surface.headers("party"))).json()
    return found


async def rank(
    surface: Surface, client: httpx.AsyncClient, who: str, strikes: list[int], ranks: list[int], key: str = ""
) -> httpx.Response:
    """Strike and rank as somebody."""
    body = {"strikes": strikes, "ranks": ranks}
    return await client.post("/v1/cases/1/choice:rank", json=body, headers=surface.headers(who, key))


async def choose(surface: Surface, client: httpx.AsyncClient, who: str, mediator_id: int) -> httpx.Response:
    """Choose a mediator as somebody."""
    body = {"mediator_id": mediator_id}
    return await client.post("/v1/cases/1/choice:choose", json=body, headers=surface.headers(who))


async def test_a_case_goes_from_the_list_to_the_offer():
    """Both sides strike and rank by themselves; the case is offered to whom the rule of combining puts first."""
    surface = Surface(roster=court_of(6))
    async with served(surface) as client:
        shown = await choosing(surface, client, 10)
        listed = shown["listed"]
        first = await rank(surface, client, "party", listed[:2], listed[2:])
        half = await client.get("/v1/cases/1/choice", headers=surface.headers("respondent"))
        second = await rank(surface, client, "respondent", listed[1:3], [listed[5], listed[4], listed[0]])
        desk = await client.get("/v1/cases/1", headers=surface.headers("party"))

    expected = combine(
        listed,
        {1: listed[:2], 2: listed[1:3]},
        {1: listed[2:], 2: [listed[5], listed[4], listed[0]]},
        strikes_max=shown["strikes_max"],
    )
    assert (shown["is_open"], len(listed), shown["strikes_max"], shown["answered"]) == (True, 6, 2, [])
    assert (first.status_code, first.json()["answered"]) == (202, ["applicant"])
    assert half.json() == {**shown, "answered": ["applicant"]}
    steps = second.json()["steps"]
    assert [step["mediator_id"] for step in steps if step["kind"] == "shortlisted"] == list(expected)
    assert [step["mediator_id"] for step in steps if step["kind"] == "offered"] == [expected[0]]
    assert [seat["mediator_id"] for seat in desk.json()["seats"]] == [expected[0]]


async def test_who_struck_whom_stands_nowhere():
    """Swap what the sides say and the log is the same to the byte; nor can a body be guessed from its digest there."""
    logs: list[bytes] = []
    for who in (SIDES, SIDES[::-1]):
        surface = Surface(roster=court_of(6))
        async with served(surface) as client:
            listed = (await choosing(surface, client, 10))["listed"]
            await rank(surface, client, who[0], listed[:1], [listed[3]])
            done = await rank(surface, client, who[1], listed[1:3], [listed[4]])
            assert done.status_code == 200, done.text
        logs.append(msgspec.json.encode([entry for _, entry in surface.log.read()]))
    assert logs[0] == logs[1]

    surface = Surface(roster=court_of(6))
    async with served(surface) as client:
        listed = (await choosing(surface, client, 10))["listed"]
        await rank(surface, client, "party", listed[:1], [], "p-1")
        done = await rank(surface, client, "respondent", listed[1:2], [], "a-key-that-nobody-guesses")
    guessed = request_digest(b"POST /v1/cases/1/choice:rank\n" + done.request.content)
    digests = {entry.request_digest for _, entry in surface.log.read() if isinstance(entry, Executed)}
    assert done.status_code == 200
    assert guessed not in digests


async def test_a_repeated_answer_comes_although_the_choice_is_over():
    """The side that spoke last asks again under its key, and gets what it was told."""
    surface = Surface(roster=court_of(6))
    async with served(surface) as client:
        listed = (await choosing(surface, client, 10))["listed"]
        await rank(surface, client, "party", listed[:1], [])
        first = await rank(surface, client, "respondent", listed[1:2], [], "r-1")
        again = await rank(surface, client, "respondent", listed[1:2], [], "r-1")
        other = await rank(surface, client, "respondent", listed[2:3], [], "r-1")

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert kind_of(other) == "key-reused"


async def test_whom_both_want_is_asked():
    """Sides that name different mediators are held; when they name the same, the case is offered to him."""
    surface = Surface(roster=court_of(3))
    async with served(surface) as client:
        await choosing(surface, client)
        held = [await choose(surface, client, who, mediator) for who, mediator in zip(SIDES, (0, 2), strict=True)]
        agreed = await choose(surface, client, "party", 2)
        late = await choose(surface, client, "party", 1)

    assert [answer.status_code for answer in held] == [202, 202]
    assert held[1].json()["answered"] == ["applicant", "respondent"]
    assert [(step["kind"], step["mediator_id"]) for step in agreed.json()["steps"]] == [("offered", 2)]
    assert (late.status_code, kind_of(late)) == (409, "conflict")


async def test_a_clerk_opens_a_choice_and_records_it():
    """Of a case that waits he records the consent, and whom both sides want; a party that will not agree ends it."""
    surface = Surface(roster=court_of(3))
    clerk = surface.headers("clerk")
    async with served(surface) as client:
        for mediator in range(3):
            await client.post(f"/v1/mediators/{mediator}/capacity", json={"capacity": 0}, headers=clerk)
        await lodge(surface, client)
        opened = await client.post("/v1/cases/1/choice", json={}, headers=clerk)
        twice = await client.post("/v1/cases/1/choice", json={}, headers=clerk)
        busy = await choose(surface, client, "clerk", 1)
        await client.post("/v1/mediators/1/capacity", json={"capacity": 1}, headers=clerk)
        both = await choose(surface, client, "clerk", 1)
        await lodge(surface, client, "k-2", choose=True)
        await client.post("/v1/mediators/2/capacity", json={"capacity": 1}, headers=clerk)
        ended = await client.post("/v1/cases/2/choice:end", headers=surface.headers("respondent", "e-1"))
        again = await client.post("/v1/cases/2/choice:end", headers=surface.headers("respondent", "e-1"))

    assert [step["kind"] for step in opened.json()["steps"]] == ["choice_opened"]
    assert [kind_of(twice), kind_of(busy)] == ["refused", "refused"]
    assert [step["mediator_id"] for step in both.json()["steps"]] == [1]
    assert [step["kind"] for step in ended.json()["steps"]] == ["choice_ended", "offered"]
    assert again.content == ended.content


@pytest.mark.parametrize(
    ("strikes", "ranks", "kind"),
    [
        ([0, 1, 2], [], "refused"),
        ([77], [], "refused"),
        ([], [3, 3], "refused"),
        ([0], [0], "refused"),
        ([-1], [], "invalid"),
    ],
)
async def test_what_does_not_fit_the_list_is_said_to_who_sends_it(strikes, ranks, kind):
    """Too many strikes, names that are not listed, names twice: refused before the other side has spoken."""
    surface = Surface(roster=court_of(6))
    async with served(surface) as client:
        await choosing(surface, client, 10)
        answer = await rank(surface, client, "party", strikes, ranks)
        shown = (await client.get("/v1/cases/1/choice", headers=surface.headers("party"))).json()

    assert (answer.status_code, kind_of(answer)) == (422, kind)
    assert shown["answered"] == []


async def test_nobody_speaks_for_others():
    """A party names no side, one of several of a side speaks for none, and no party says that both have consented."""
    surface = Surface(roster=court_of(6))
    party, clerk = surface.headers("party", "p-1"), surface.headers("clerk")
    body = {"court_id": 0, "dispute_type": "family", "amount_fen": 1, "party_keys": KEYS, "choose": True}
    three = {"parties": 3, "party_keys": (*KEYS, "d4" * 16), "choose": True, "list_size": 10}
    async with served(surface) as client:
        alone = await client.post("/v1/cases", json=body, headers=party)
        await lodge(surface, client, **three)
        named = await client.post("/v1/cases/1/choice:rank", json={"side": "respondent"}, headers=party)
        shared = await rank(surface, client, "respondent", [], [])
        unsaid = await client.post("/v1/cases/1/choice:rank", json={}, headers=clerk)
        paper = await client.post("/v1/cases/1/choice:rank", json={"side": "respondent"}, headers=clerk)

    assert {kind_of(one) for one in (alone, named, shared, unsaid)} == {"invalid"}
    assert (paper.status_code, paper.json()["answered"]) == (202, ["respondent"])


async def test_what_was_held_is_forgotten_when_the_time_is_over():
    """After the parties' days the court designates, and what one side had said is of no effect."""
    surface = Surface(roster=court_of(6))
    async with served(surface) as client:
        listed = (await choosing(surface, client, 10))["listed"]
        await rank(surface, client, "party", listed[:1], [])
        surface.clock.at += 5 * DAY
        surface._tokens.clear()
        late = await rank(surface, client, "respondent", listed[1:2], [])
        shown = (await client.get("/v1/cases/1/choice", headers=surface.headers("party"))).json()

    assert kind_of(late) in {"changed", "conflict"}
    assert (shown["is_open"], shown["listed"], shown["answered"]) == (False, [], [])


async def test_both_sides_name_the_lead_of_a_panel():
    """Who is on the panel leads it when both sides say so; anybody else is refused."""
    surface = Surface(roster=court_of(4))
    async with served(surface) as client:
        await lodge(surface, client, panel_size=2)
        seats = (await client.get("/v1/cases/1", headers=surface.headers("party"))).json()["seats"]
        asked = [seat["mediator_id"] for seat in seats]
        strange = {"mediator_id": ({0, 1, 2, 3} - set(asked)).pop()}
        wanted = {"mediator_id": asked[1]}
        nobody = await client.post("/v1/cases/1/lead", json=strange, headers=surface.headers("clerk"))
        first = await client.post("/v1/cases/1/lead", json=wanted, headers=surface.headers("respondent"))
        named = await client.post("/v1/cases/1/lead", json=wanted, headers=surface.headers("party"))
        shown = (await client.get("/v1/cases/1/choice", headers=surface.headers("party"))).json()

    assert (kind_of(nobody), first.status_code) == ("conflict", 202)
    assert [(step["kind"], step["mediator_id"]) for step in named.json()["steps"]] == [("lead_named", asked[1])]
    assert shown["lead"] == asked[1]


def test_every_endpoint_of_the_choice_is_described_with_its_refusals():
    """Each of them that changes something says that what it is about may have changed, and may be refused."""

    def changes(endpoint: Endpoint) -> bool:
        return endpoint.method == "POST"

    assert all({"changed", "conflict", "refused"} <= set(problems_of(one)) for one in ENDPOINTS if changes(one))
