"""What no well-meaning client sends is refused before it can wait for anybody or hide what is wrong with it."""

import json

import pytest

from tests.engine.http.surface import Surface, kind_of, served

WHY = {"reason": "supervision", "reference": "2026-17"}


@pytest.mark.parametrize("court_id", [1, 65_536, 2**53, 2**63 - 1])
async def test_no_policy_of_a_court_that_is_not_there_waits_for_a_second_person(court_id: int):
    """It is not found when it is proposed, and not only when somebody else confirms it; nothing waits."""
    surface = Surface()
    async with served(surface) as client:
        body = {"command": {"court_id": court_id, "policy": "random"}, **WHY}
        told = await client.post("/v1/policy-proposals", json=body, headers=surface.headers("administrator"))
        listed = await client.get("/v1/policy-proposals", headers=surface.headers("administrator"))

    assert (told.status_code, kind_of(told)) == (404, "not-found")
    assert listed.json()["proposals"] == []


async def test_a_long_value_does_not_hide_its_field():
    """Of a value of any length the answer shows the beginning, and names the field."""
    surface = Surface()
    async with served(surface) as client:
        body = json.dumps({"command": {"court_id": 0, "policy": "y" * 100_000}, **WHY})
        headers = {**surface.headers("administrator"), "content-type": "application/json"}
        told = await client.post("/v1/policy-proposals", content=body, headers=headers)

    assert (told.status_code, kind_of(told)) == (422, "invalid")
    assert told.json()["detail"].startswith("Invalid enum value 'yyy")
    assert "yyy' - at `$.command.policy`: must be one of band_draw, " in told.json()["detail"]
    assert len(told.json()["detail"]) < 600
