"""Whose cases there are is known after a restart, from what the store of party data keeps beside what is sealed."""

from pathlib import Path
from typing import Any

import httpx

from engine.access.words import Role
from engine.parties.records import IdentityKind
from engine.parties.store import PartyStore
from tests.engine.http.surface import KEYS, NEW_CASE, TENANT, Surface, served
from tests.engine.parties.stores import opened

CARD = "11010119900307123X"
DATA = [{"name": "李四"}, {"name": "张三", "identity_number": CARD}]


async def lodge_with_data(surface: Surface, client: httpx.AsyncClient, key: str) -> None:
    """Lodge a case whose second party is known by its document."""
    body: dict[str, Any] = {name: value for name, value in NEW_CASE.items() if name != "party_keys"}
    answer = await client.post("/v1/cases", json={**body, "party_data": DATA}, headers=surface.headers("clerk", key))
    assert answer.status_code == 201, answer.text


def headers_of(surface: Surface, store: PartyStore, number: str = CARD) -> dict[str, str]:
    """The headers of the party with a document's number."""
    key = store.party_keys.key(TENANT, IdentityKind.RESIDENT_ID, number)
    token = surface.issuer.issue("p-1", [Role.PARTY], tenant=TENANT, at=surface.clock(), party_keys=[key])
    return {"authorization": f"Bearer {token}"}


async def test_a_party_finds_its_cases_right_after_a_restart(tmp_path: Path):
    """The first thing anybody asks of a new process is the party's list, and it is whole; a stranger's is empty."""
    with opened(tmp_path) as store:
        before = Surface(parties=store)
        async with served(before) as client:
            for key in ("k-1", "k-2"):
                await lodge_with_data(before, client, key)
    with opened(tmp_path) as store:
        after = Surface(log=before.log, parties=store)
        async with served(after) as client:
            own = await client.get("/v1/cases", headers=headers_of(after, store))
            other = await client.get("/v1/cases", headers=headers_of(after, store, "110101199003071232"))
            one = await client.get("/v1/cases/1", headers=headers_of(after, store))

    assert [case["dispute_id"] for case in own.json()["cases"]] == [1, 2]
    assert (other.json()["cases"], one.status_code) == ([], 200)


async def test_without_a_store_all_is_forgotten_with_the_process():
    """What no store keeps is known until the restart, and not after it."""
    before = Surface()
    async with served(before) as client:
        await client.post("/v1/cases", json=NEW_CASE, headers=before.headers("clerk", "k-1"))
        known = await client.get("/v1/cases", headers=before.headers("party"))
    after = Surface(log=before.log)
    async with served(after) as client:
        forgotten = await client.get("/v1/cases", headers=after.headers("party"))

    assert [len(answer.json()["cases"]) for answer in (known, forgotten)] == [1, 0]
    assert KEYS[0] not in known.text
