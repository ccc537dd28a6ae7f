"""Keys: the first answer again, never the effect again; and the three outcomes of a request."""

import asyncio

import pytest

from engine.http.settings import HttpSettings
from engine.service.settings import ServiceSettings
from tests.engine.http.surface import NEW_CASE, TENANT, Surface, kind_of, lodge, served


async def test_a_repeated_request_gets_the_first_answer():
    """The same key and body give the same answer, marked, and one effect."""
    surface = Surface()
    async with served(surface) as client:
        first = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))
        seq = surface.log.head.seq
        again = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))

        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
        assert surface.log.head.seq == seq


async def test_a_key_belongs_to_one_request():
    """Another body, or another path, under the same key is refused with 422."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client, "k")
        other = {**NEW_CASE, "amount_fen": 1}
        with_body = await client.post("/v1/cases", json=other, headers=surface.headers("clerk", "k"))
        elsewhere = await client.post("/v1/cases/1:withdraw", json={}, headers=surface.headers("clerk", "k"))

    assert (with_body.status_code, kind_of(with_body)) == (422, "key-reused")
    assert kind_of(elsewhere) == "key-reused"


async def test_keys_are_their_senders_own():
    """Two subjects may use the same key."""
    surface = Surface()
    async with served(surface) as client:
        first = await lodge(surface, client, "k")
        second = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("judge", "k"))

    assert second.json()["case_id"] == first["case_id"] + 1


@pytest.mark.parametrize(("key", "kind"), [(None, "key-missing"), ("", "bad-request"), ("x" * 201, "bad-request")])
async def test_creating_needs_a_key(key, kind):
    """Without a key nothing is created, nor under one that is none."""
    surface = Surface()
    headers = surface.headers("clerk") | ({} if key is None else {"idempotency-key": key})
    async with served(surface) as client:
        answer = await client.post("/v1/cases", json=NEW_CASE, headers=headers)

    assert (answer.status_code, kind_of(answer)) == (400, kind)


async def test_many_at_once_under_one_key_have_one_effect():
    """While the first is carried out the others are told to wait; together they lodge one case."""
    surface = Surface()
    async with served(surface) as client:
        headers = surface.headers("clerk", "k")
        sent = (client.post("/v1/cases", json=NEW_CASE, headers=headers) for _ in range(20))
        answers = await asyncio.gather(*sent)
        last = await client.post("/v1/cases", json=NEW_CASE, headers=headers)

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {kind_of(answer) for answer in answers if answer.status_code == 409} <= {"in-flight"}
    assert last.json()["case_id"] == 1
    assert surface.log.head.seq == last.json()["seq"]


async def test_a_full_disk_is_said_and_does_not_stop_reads():
    """507 with Retry-After while the disk is full, reads and readiness say so; then it goes on by itself."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client)
        surface.log.full_for = 1
        refused = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k-2"))
        ready = await client.get("/readyz")
        read = await client.get("/v1/cases/1", headers=surface.headers("clerk"))
        surface.clock.at += 10_000_000
        again = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k-2"))

    assert (refused.status_code, kind_of(refused)) == (507, "storage-full")
    assert int(refused.headers["retry-after"]) > 0
    assert (ready.status_code, ready.json()["state"]) == (503, "full")
    assert read.status_code == 200
    assert again.status_code == 201


async def test_a_failing_disk_leaves_the_outcome_unknown():
    """When nobody knows whether it was stored the answer says so, and to ask again with the key."""
    surface = Surface()
    async with served(surface) as client:
        surface.log.breaks = True
        unknown = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))

    assert (unknown.status_code, kind_of(unknown)) == (504, "outcome-unknown")
    assert surface.ended, "the process must end, and its successor finds out"


async def test_a_full_queue_is_refused_at_once():
    """More than may wait is turned away with 503 and Retry-After, and nothing is done."""
    surface = Surface(service_settings=ServiceSettings(queue_commands_max=1))
    async with served(surface) as client:
        answer = await client.post(
            "/v1/cases:bulk",
            content=b'{"court_id":0,"dispute_type":"family","amount_fen":1}\n' * 2,
            headers={**surface.headers("clerk", "k"), "content-type": "application/x-ndjson"},
        )

    assert (answer.status_code, kind_of(answer)) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0


async def test_no_answer_in_time_is_an_unknown_outcome():
    """A command that waits too long is answered as unknown; asked again, the first answer comes."""
    surface = Surface(settings=HttpSettings(tenant=TENANT, answer_seconds=0.05))
    async with served(surface) as client:
        surface.log.is_free.clear()
        first = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))
        surface.log.is_free.set()
        await client.get("/v1/cases/1", headers=surface.headers("clerk"))  # read after the batch
        again = await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))

    assert kind_of(first) == "outcome-unknown"
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
