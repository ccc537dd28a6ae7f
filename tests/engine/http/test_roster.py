"""Mediators appointed and qualified over the web, while the service runs."""

from typing import Any

import httpx
import numpy as np
import pytest

from engine.core.example import one_court_roster
from engine.core.roster import Roster
from engine.core.spare import with_spare_places
from tests.engine.http.surface import HeldLog, Surface, kind_of, lodge, served

COURT = "/v1/courts/0/mediators"
FAMILY: dict[str, Any] = {"organisation_id": 0, "dispute_types": ["family"], "capacity": 2}


def spacious(places: int = 3) -> Roster:
    """One court with two mediators and vacant places."""
    return with_spare_places(one_court_roster(), np.array([places])).roster


async def appoint(
    surface: Surface, client: httpx.AsyncClient, *people: dict[str, Any], who: str = "administrator", key: str = "a-1"
) -> httpx.Response:
    """Ask for people to be appointed at the court."""
    return await client.post(COURT, json={"mediators": people}, headers=surface.headers(who, key))


async def test_who_is_appointed_answers_for_himself():
    """His number stands in the answer; with a token of it he reads his desk, and takes what he is offered."""
    log = HeldLog()
    surface = Surface(roster=spacious(), log=log)
    async with served(surface) as client:
        for one in (0, 1):
            path = f"/v1/mediators/{one}/absence"
            assert (await client.post(path, json={}, headers=surface.headers("clerk"))).status_code == 200
        lodged = await lodge(surface, client)
        found = await appoint(surface, client, FAMILY | {"external_id": "M-9"}, FAMILY)
        again = await appoint(surface, client, FAMILY | {"external_id": "M-9"}, FAMILY)
        desk = (await client.get("/v1/mediators/2/offers", headers=surface.headers("clerk"))).json()

    assert lodged["offer"] is None
    assert found.status_code == again.status_code == 201
    assert [step["mediator_id"] for step in found.json()["steps"]] == [2, 3]
    assert (again.json(), again.headers["idempotency-replayed"]) == (found.json(), "true")
    assert [offer["case_id"] for offer in desk["offers"]] == [lodged["case_id"]]
    later = Surface(roster=spacious(), log=log)
    async with served(later) as client:
        assert (await client.get("/v1/mediators/2/offers", headers=later.headers("clerk"))).json() == desk


async def test_a_qualification_changes_what_he_is_offered():
    """What is left out stays; a field with a value that is none is refused by its name."""
    surface = Surface(roster=spacious())
    async with served(surface) as client:
        path = "/v1/mediators/0/qualification"
        changed = await client.post(path, json={"dispute_types": ["labour"]}, headers=surface.headers("clerk"))
        same = await client.post(path, json={"dispute_types": ["labour"]}, headers=surface.headers("administrator"))
        wrong = await client.post(path, json={"share_milli": 0}, headers=surface.headers("clerk"))
        named = await client.post(path, json={"attributes": ["tall"]}, headers=surface.headers("clerk"))
        lodged = await lodge(surface, client)

    assert [step["kind"] for step in changed.json()["steps"]] == ["mediator_qualified"]
    assert (same.status_code, same.json()["steps"]) == (200, [])
    assert (kind_of(wrong), kind_of(named)) == ("invalid", "refused")
    assert "share_milli" in wrong.json()["detail"]
    assert "attributes = 'tall'" in named.json()["detail"]
    assert lodged["offer"]["mediator_id"] == 1


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("other clerk", "not-found"), ("organisation", "not-found"), ("judge", "forbidden"),
        ("mediator 0", "forbidden"), ("party", "forbidden"), ("planner", "forbidden"), ("auditor", "forbidden"),
    ],
)  # fmt: skip
async def test_nobody_else_appoints(who: str, kind: str):
    """The court's clerk and the administrator appoint; to everybody else the court is not there, or it is forbidden."""
    surface = Surface(roster=spacious())
    async with served(surface) as client:
        assert kind_of(await appoint(surface, client, FAMILY, who=who)) == kind
        assert (await appoint(surface, client, FAMILY, who="clerk")).status_code == 201


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"capacity": 0}, "invalid", "capacity"),
        ({"dispute_types": []}, "invalid", "dispute_types"),
        ({"dispute_types": ["sails"]}, "invalid", "dispute_types"),
        ({"organisation_id": -1}, "invalid", "organisation_id"),
        ({"court_id": 0}, "invalid", "court_id"),
        ({"external_id": " M"}, "refused", "mediators[0].external_id = ' M': must be printable"),
        ({"external_id": "31"}, "refused", "mediators[0].external_id = '31': must not be a number"),
        ({"attributes": ["tall"]}, "refused", "mediators[0].attributes = 'tall'"),
    ],
)
async def test_bad_input_is_one_clear_error(changes: dict[str, Any], kind: str, words: str):
    """The problem names the field, and nobody of the request is appointed."""
    surface = Surface(roster=spacious())
    async with served(surface) as client:
        found = await appoint(surface, client, FAMILY | changes, FAMILY)
        assert kind_of(found) == kind
        assert words in found.json()["detail"]
        assert (await appoint(surface, client, FAMILY, key="a-2")).json()["steps"][0]["mediator_id"] == 2


async def test_where_no_place_is_left_is_said():
    """A full court, a court that is not there, and too many at once are told apart."""
    surface = Surface(roster=spacious(1))
    async with served(surface) as client:
        full = await appoint(surface, client, FAMILY, FAMILY)
        headers = surface.headers("administrator", "a-3")
        nowhere = await client.post("/v1/courts/9/mediators", json={"mediators": [FAMILY]}, headers=headers)
        many = await appoint(surface, client, *[FAMILY] * 501, key="a-4")
        none = await appoint(surface, client, key="a-5")

    assert [kind_of(one) for one in (full, nowhere, many, none)] == ["conflict", "not-found", "invalid", "invalid"]
    assert "court_id = 0: 2 appointed: must be at most 1" in full.json()["detail"]


async def test_a_vacant_place_is_not_there():
    """Its desk cannot be read and nothing can be set for it, whoever asks; statistics count it nowhere."""
    surface = Surface(roster=spacious())
    async with served(surface) as client:
        headers = surface.headers("administrator")
        read = await client.get("/v1/mediators/2/offers", headers=headers)
        room = await client.post("/v1/mediators/2/capacity", json={"capacity": 3}, headers=headers)
        able = await client.post("/v1/mediators/2/qualification", json={"capacity": 3}, headers=headers)
        before = (await client.get("/v1/statistics", headers=headers)).json()
        await appoint(surface, client, FAMILY)
        after = (await client.get("/v1/statistics", headers=headers)).json()

    assert {kind_of(one) for one in (read, room, able)} == {"not-found"}
    assert [(one["mediators"], one["present"]) for one in (before, after)] == [(2, 2), (3, 3)]
