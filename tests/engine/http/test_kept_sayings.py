"""What the first side has said, and keys that came without data, are there after a restart."""

from pathlib import Path

import msgspec
import pytest

from engine.desk.party_choice import Side
from engine.http.wishes import HeldWishes
from engine.parties.held_wishes import HeldWish
from engine.parties.store import PartyStore
from tests.engine.http.surface import NEW_CASE, TENANT, HeldLog, Surface, served
from tests.engine.http.test_choice import SIDES, choose, choosing, court_of, rank
from tests.engine.parties.stores import opened


def court(store: PartyStore, log: HeldLog | None = None) -> Surface:
    return Surface(roster=court_of(6), parties=store, log=log)


async def test_what_the_first_side_said_outlives_a_restart(tmp_path: Path):
    """One side ranks, the service is started anew, the other side ranks, and the case is offered down both lists."""
    with opened(tmp_path) as store:
        before = court(store)
        async with served(before) as client:
            listed = (await choosing(before, client, 10))["listed"]
            first = await rank(before, client, SIDES[0], listed[:1], listed[1:])
    with opened(tmp_path) as store:
        after = court(store, before.log)
        async with served(after) as client:
            shown = (await client.get("/v1/cases/1/choice", headers=after.headers("party"))).json()
            second = await rank(after, client, SIDES[1], listed[1:2], listed[2:])
        held = store.held(TENANT)

    assert (first.status_code, shown["answered"]) == (202, ["applicant"])
    steps = second.json()["steps"]
    left = {step["mediator_id"] for step in steps if step["kind"] == "shortlisted"}
    assert left == set(listed[2:])
    assert held == []


@pytest.mark.parametrize("who", SIDES)
async def test_a_wish_is_changed_and_kept_as_it_is_now(tmp_path: Path, who: str):
    """A side that changes its mind before a restart is held to its last word."""
    other = SIDES[1 - SIDES.index(who)]
    with opened(tmp_path) as store:
        before = court(store)
        async with served(before) as client:
            await choosing(before, client)
            for wanted in (2, 4):
                await choose(before, client, who, wanted)
    with opened(tmp_path) as store:
        after = court(store, before.log)
        async with served(after) as client:
            apart = await choose(after, client, other, 2)
            agreed = await choose(after, client, other, 4)

    assert (apart.status_code, agreed.status_code) == (202, 200)
    assert [step["mediator_id"] for step in agreed.json()["steps"] if step["kind"] == "offered"] == [4]


def test_what_is_over_is_overwritten_at_the_next_start(tmp_path: Path):
    """A wish whose time is over is neither taken over nor left in the store, nor is what is none; any other is."""
    with opened(tmp_path) as store:
        for case_id, until in ((7, 50), (8, 51)):
            said = msgspec.msgpack.encode((1, until, {"applicant": 3}))
            store.hold(TENANT, HeldWish(case_id=case_id, what=1, content=said))
        store.hold(TENANT, HeldWish(case_id=9, what=1, content=b"something else"))
        store.hold(TENANT, HeldWish(case_id=9, what=9, content=b"of another release"))
        wishes = HeldWishes(store=store, tenant=TENANT)
        wishes.restore(50)

        assert [wish.case_id for wish in store.held(TENANT)] == [8]
        assert wishes.choices.said(8, 1, at=50) == {Side.APPLICANT: 3}
        assert wishes.choices.said(7, 1, at=10) == {}


async def test_keys_that_came_without_data_are_known_after_a_restart(tmp_path: Path):
    """A party whose key was said at the filing finds its case in a new process, and nobody else does."""
    with opened(tmp_path) as store:
        before = Surface(parties=store)
        async with served(before) as client:
            await client.post("/v1/cases", json=NEW_CASE, headers=before.headers("clerk", "k-1"))
    with opened(tmp_path) as store:
        after = Surface(log=before.log, parties=store)
        async with served(after) as client:
            own = await client.get("/v1/cases", headers=after.headers("party"))
            other = await client.get("/v1/cases", headers=after.headers("other party"))
    assert [case["dispute_id"] for case in own.json()["cases"]] == [1]
    assert other.json()["cases"] == []
