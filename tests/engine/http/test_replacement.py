"""Another mediator for a held case over the web, and first answers to who has given a case away by his own act."""

import httpx

from tests.engine.http.surface import Surface, kind_of, lodge, served


async def held(surface: Surface, client: httpx.AsyncClient) -> int:
    """Lodge a case and let who is asked accept it; return him."""
    mediator_id: int = (await lodge(surface, client))["offer"]["mediator_id"]
    his = surface.headers(f"mediator {mediator_id}")
    assert (await client.post("/v1/offers/1/1:accept", headers=his)).status_code == 200
    return mediator_id


async def test_a_party_asks_for_another_mediator():
    """The first time another one is drawn; who asks again and chooses nobody has refused mediation, which ends."""
    surface = Surface()
    async with served(surface) as client:
        first = await held(surface, client)
        replaced = await client.post("/v1/cases/1/replacement", json={}, headers=surface.headers("party"))
        lost = await client.get("/v1/cases/1", headers=surface.headers(f"mediator {first}"))
        second = surface.headers(f"mediator {1 - first}")
        accepted = await client.post("/v1/offers/1/2:accept", headers=second)
        again = await client.post("/v1/cases/1/replacement", json={}, headers=surface.headers("party"))

    steps = {step["kind"]: step for step in replaced.json()["steps"]}
    assert (steps["released"]["mediator_id"], steps["offered"]["mediator_id"]) == (first, 1 - first)
    assert kind_of(lost) == "not-found"
    assert accepted.status_code == 200, accepted.text
    assert [step.get("closing_code") for step in again.json()["steps"] if step["kind"] == "closed"] == [4]


async def test_whom_the_parties_want_instead_a_clerk_records():
    """One party cannot choose for both; recorded by the court the case is offered to whom they want."""
    surface = Surface()
    async with served(surface) as client:
        first = await held(surface, client)
        wanted = {"choice": 1 - first}
        alone = await client.post("/v1/cases/1/replacement", json=wanted, headers=surface.headers("party"))
        paper = await client.post("/v1/cases/1/replacement", json=wanted, headers=surface.headers("clerk"))

    assert kind_of(alone) == "invalid"
    assert [step["mediator_id"] for step in paper.json()["steps"] if step["kind"] == "offered"] == [1 - first]


async def test_nobody_is_replaced_before_he_has_accepted():
    """An offer that is open is answered or lapses; there is nobody to replace yet."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client)
        answer = await client.post("/v1/cases/1/replacement", json={}, headers=surface.headers("party"))

    assert (answer.status_code, kind_of(answer)) == (409, "conflict")


async def test_no_mediator_counts_as_a_party():
    """What a mediator does about a case he holds is no refusal of the parties: the rules let him release nobody."""
    surface = Surface()
    async with served(surface) as client:
        his = surface.headers(f"mediator {await held(surface, client)}")
        released = await client.post("/v1/disputes/1/moves", json={"case_id": 1, "transition": "release"}, headers=his)
        asked = await client.post("/v1/cases/1/replacement", json={}, headers=his)

    assert [kind_of(released), kind_of(asked)] == ["not-entitled", "forbidden"]


async def test_who_has_given_a_case_away_hears_his_first_answer_again():
    """A no, sent again under its key after its answer was lost, is told again; with another body the key is refused."""
    surface = Surface()
    async with served(surface) as client:
        mediator_id = (await lodge(surface, client))["offer"]["mediator_id"]
        his, url = surface.headers(f"mediator {mediator_id}", "d-1"), "/v1/offers/1/1:decline"
        first = await client.post(url, json={"reason": "workload"}, headers=his)
        again = await client.post(url, json={"reason": "workload"}, headers=his)
        other = await client.post(url, json={"reason": "relation"}, headers=his)
        new = await client.post(url, json={"reason": "workload"}, headers={**his, "idempotency-key": "d-2"})

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert [kind_of(other), kind_of(new)] == ["key-reused", "not-found"]
