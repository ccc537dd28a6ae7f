"""Whose cases there are is known after a restart, from what the store of party data keeps beside what is sealed."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import pytest

from engine.access.words import Role
from engine.http.party_book import PartyBook
from engine.parties.errors import PartyStoreFullError
from engine.parties.master_key import MasterKeys
from engine.parties.records import IdentityKind
from engine.parties.said_together import Saying, Told
from engine.parties.store import PartyStore
from tests.engine.http.surface import KEYS, NEW_CASE, TENANT, Surface, kind_of, served
from tests.engine.parties.stores import MASTER, opened

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


class _Slow(PartyStore):
    """A store whose commits of said keys wait until they may be made, or fail."""

    waiting: asyncio.Queue[tuple[Sequence[Saying], Told]]

    def say(self, said: Sequence[Saying], tell: Told) -> None:
        """Keep the request back."""
        self.waiting.put_nowait((said, tell))


async def lodge_twice(client: httpx.AsyncClient, surface: Surface) -> tuple["asyncio.Task[httpx.Response]", ...]:
    """Lodge by the single request and by the bulk one, and let both get as far as they can."""
    headers = surface.headers("clerk", "k-bulk") | {"content-type": "application/x-ndjson"}
    bulk = client.post("/v1/cases:bulk", content=json.dumps(NEW_CASE), headers=headers)
    single = client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k-one"))
    return asyncio.create_task(single), asyncio.create_task(bulk)


async def two_of(store: _Slow) -> list[tuple[Sequence[Saying], Told]]:
    """Return what two requests have the store say, once both are there."""
    async with asyncio.timeout(20):
        return [await store.waiting.get() for _ in range(2)]


@pytest.mark.parametrize("failed", [None, PartyStoreFullError("the disk is full")])
async def test_a_filing_is_not_answered_before_its_keys_are_on_the_disk(tmp_path: Path, failed: Exception | None):
    """Neither alone nor in bulk; and if they cannot be written that is the answer, and the same key asks again."""
    store = _Slow(tmp_path, MasterKeys(MASTER))
    store.waiting = asyncio.Queue()
    surface = Surface(parties=store)
    with closing(store):
        async with served(surface) as client:
            asked = await lodge_twice(client, surface)
            waiting = await two_of(store)
            assert not any(one.done() for one in asked)
            for said, tell in waiting:
                if failed is None:
                    PartyStore.say(store, said, tell)
                else:
                    tell(failed)
            answers = [await one for one in asked]
            if failed is not None:
                assert [kind_of(one) for one in answers] == ["outcome-unknown"] * 2
                asked = await lodge_twice(client, surface)
                for said, tell in await two_of(store):
                    PartyStore.say(store, said, tell)
                answers = [await one for one in asked]
            assert [one.status_code for one in answers] == [201, 200]
    with opened(tmp_path) as again:
        assert again.disputes_of(TENANT, [KEYS[0]]) == (1, 2)


def test_a_book_without_a_store_keeps_the_newest_disputes():
    """Beyond its bound the oldest is forgotten, for the dispute and for its parties; a known one takes no more room."""
    book = PartyBook(TENANT, None, remembered_max=3)
    for dispute_id in (1, 2, 3, 3, 4):
        book.enter(dispute_id, ("ab", "cd"))

    assert [book.keys_of(dispute_id) for dispute_id in (1, 2, 4)] == [(), ("ab", "cd"), ("ab", "cd")]
    assert asyncio.run(book.disputes_of(frozenset({"cd"}))) == (2, 3, 4)


def test_a_full_book_is_as_quick_as_one_that_fills():
    """To make room costs the same however many were forgotten before: a day's filings do not slow the next one's."""
    book, count = PartyBook(TENANT, None, remembered_max=50_000), 50_000
    began = perf_counter()
    for dispute_id in range(count):
        book.enter(dispute_id, ("ab",))
    filled = perf_counter()
    for dispute_id in range(count, 2 * count):
        book.enter(dispute_id, ("ab",))

    assert perf_counter() - filled < 8 * (filled - began)
