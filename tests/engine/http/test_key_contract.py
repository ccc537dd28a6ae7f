"""What a client may count on when it asks again: which request a key is for, who waits, and when to come again."""

import asyncio

from engine.service.settings import ServiceSettings
from tests.engine.http.surface import NEW_CASE, Surface, kind_of, lodge, served


async def test_a_key_belongs_to_one_path():
    """The same empty body under the same key about another case is refused, and that case stays as it was."""
    surface = Surface()
    async with served(surface) as client:
        for number in (1, 2):
            await lodge(surface, client, f"k-{number}")
        headers = surface.headers("party", "k")
        first = await client.post("/v1/cases/1:withdraw", json={}, headers=headers)
        other = await client.post("/v1/cases/2:withdraw", json={}, headers=headers)

    assert first.status_code == 200
    assert (other.status_code, kind_of(other)) == (422, "key-reused")


async def test_who_asks_again_meanwhile_is_told_to_wait():
    """While the first request of a key is being stored the second is answered at once, by 409, and does nothing."""
    surface = Surface()
    async with served(surface) as client:
        surface.log.is_free.clear()
        headers = surface.headers("clerk", "k")
        sent = [asyncio.ensure_future(client.post("/v1/cases", json=NEW_CASE, headers=headers)) for _ in range(2)]
        done, _ = await asyncio.wait(sent, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
        surface.log.is_free.set()
        answers = [await one for one in sent]

    assert len(done) == 1, "one of the two was answered before the other was stored"
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert {kind_of(answer) for answer in answers if answer.status_code == 409} == {"in-flight"}


async def test_what_is_worth_asking_again_says_when():
    """A full queue and a full disk are answered with Retry-After in whole seconds."""
    full = Surface(service_settings=ServiceSettings(queue_commands_max=1))
    lines = b'{"court_id":0,"dispute_type":"family","amount_fen":1}\n' * 2
    async with served(full) as client:
        headers = {**full.headers("clerk", "k"), "content-type": "application/x-ndjson"}
        busy = await client.post("/v1/cases:bulk", content=lines, headers=headers)
    surface = Surface()
    async with served(surface) as client:
        surface.log.full_for = 1
        no_room = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))

    assert [answer.status_code for answer in (busy, no_room)] == [503, 507]
    assert all(answer.headers.get("retry-after", "").isdigit() for answer in (busy, no_room))
