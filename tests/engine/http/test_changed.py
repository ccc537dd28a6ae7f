"""What changes between the look at a case and the writer: who has lost it meanwhile changes nothing of it any more."""

import asyncio
from collections.abc import Awaitable
from threading import Event
from typing import Any

import httpx

from engine.http.endpoint import Endpoint
from engine.http.openapi import problems_of
from engine.http.routes.every import EVERY
from tests.engine.http.surface import Surface, kind_of, lodge, served

_SEEN = {"case_id", "dispute_id"}


async def together(surface: Surface, *requests: Awaitable[httpx.Response]) -> list[httpx.Response]:
    """Answers of requests that are all let in on the same state, and carried out in their order after that."""
    is_held, is_free = Event(), Event()

    def hold(_world: object) -> None:
        is_held.set()
        assert is_free.wait(20.0)

    surface.service.ask(hold, lambda _found: None)
    assert await asyncio.to_thread(is_held.wait, 20.0)
    sent: list[asyncio.Future[httpx.Response]] = []
    try:
        for request in requests:
            sent.append(asyncio.ensure_future(request))
            async with asyncio.timeout(20.0):
                while surface.service.health.waiting_questions < len(sent):  # noqa: ASYNC110 - nobody tells of it
                    await asyncio.sleep(0)
    finally:
        is_free.set()
    return await asyncio.gather(*sent)


async def test_a_mediator_who_loses_a_case_meanwhile_does_not_end_it():
    """Let in while he held it, he is refused once a conflict has taken it from him; then it is not there for him."""
    surface = Surface()
    async with served(surface) as client:
        mediator_id = (await lodge(surface, client))["offer"]["mediator_id"]
        his = surface.headers(f"mediator {mediator_id}")
        await client.post("/v1/offers/1/1:accept", headers=his)
        conflict = {"mediator_id": mediator_id, "ground": "employment"}
        end: dict[str, Any] = {"json": {"outcome": "unreachable"}, "headers": his}
        disclosed, ended = await together(
            surface,
            client.post("/v1/cases/1/conflicts", json=conflict, headers=surface.headers("clerk")),
            client.post("/v1/cases/1/outcome", **end),
        )
        later = await client.post("/v1/cases/1/outcome", **end)
        kinds = {type(entry).__name__ for _, entry in surface.log.read()}

    assert disclosed.status_code == 200, disclosed.text
    assert (ended.status_code, kind_of(ended)) == (409, "changed")
    assert kind_of(later) == "not-found"
    assert "Closed" not in kinds


async def test_an_offer_that_was_answered_meanwhile_is_not_answered_again():
    """Of two answers to one offer, let in side by side, one is carried out and the other told to look again."""
    surface = Surface()
    async with served(surface) as client:
        mediator_id = (await lodge(surface, client))["offer"]["mediator_id"]
        his = surface.headers(f"mediator {mediator_id}")
        answers = await together(
            surface,
            client.post("/v1/offers/1/1:accept", headers=his),
            client.post("/v1/offers/1/1:decline", json={"reason": "workload"}, headers=surface.headers("organisation")),
        )

    assert answers[0].json()["steps"][0]["kind"] == "accepted"
    assert (answers[1].status_code, kind_of(answers[1])) == (409, "changed")


async def test_a_change_that_leaves_the_right_alone_refuses_nobody():
    """A clerk's request is carried out beside an acceptance of the same case: his right rests on its court alone."""
    surface = Surface()
    async with served(surface) as client:
        mediator_id = (await lodge(surface, client))["offer"]["mediator_id"]
        conflict = {"mediator_id": 1 - mediator_id, "ground": "employment"}
        answers = await together(
            surface,
            client.post("/v1/offers/1/1:accept", headers=surface.headers(f"mediator {mediator_id}")),
            client.post("/v1/cases/1/conflicts", json=conflict, headers=surface.headers("clerk", "c-1")),
        )

    assert [one.status_code for one in answers] == [200, 200]


async def test_a_mediator_who_has_accepted_meanwhile_keeps_the_right_of_whoever_is_invited():
    """What an offer allows, holding the case allows, too: the mediator's own acceptance takes nothing from him."""
    surface = Surface()
    async with served(surface) as client:
        mediator_id = (await lodge(surface, client))["offer"]["mediator_id"]
        his = surface.headers(f"mediator {mediator_id}")
        conflict = {"mediator_id": mediator_id, "ground": "employment"}
        answers = await together(
            surface,
            client.post("/v1/offers/1/1:accept", headers=his),
            client.post("/v1/cases/1/conflicts", json=conflict, headers=his),
        )

    assert [one.status_code for one in answers] == [200, 200]


async def test_nobody_is_replaced_who_has_the_case_only_since_it_was_looked_at():
    """Who asks for another mediator and names none means the one he has seen; then he looks, and asks again."""
    surface = Surface()
    async with served(surface) as client:
        mediator_id = (await lodge(surface, client))["offer"]["mediator_id"]
        await client.post("/v1/offers/1/1:accept", headers=surface.headers(f"mediator {mediator_id}"))
        conflict = {"mediator_id": mediator_id, "ground": "employment"}
        moved, refused = await together(
            surface,
            client.post("/v1/cases/1/conflicts", json=conflict, headers=surface.headers("clerk")),
            client.post("/v1/cases/1/replacement", json={}, headers=surface.headers("party", "r-1")),
        )
        again = await client.post("/v1/cases/1/replacement", json={}, headers=surface.headers("party", "r-1"))

    assert (moved.status_code, refused.status_code, kind_of(refused)) == (200, 409, "changed")
    assert kind_of(again) != "changed"


def test_every_change_of_a_case_says_that_it_may_have_changed():
    """Each endpoint that changes what is found by its path describes the refusal."""

    def changes_what_it_found(endpoint: Endpoint) -> bool:
        return endpoint.method == "POST" and bool(_SEEN & endpoint.path_example.keys())

    silent = [one.name for one in EVERY if changes_what_it_found(one) and "changed" not in problems_of(one)]
    assert silent == []
