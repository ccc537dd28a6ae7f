"""An organisation has its own people and nobody else's, on a roster with those of two."""

from tests.engine.http.surface import Surface, kind_of, lodge, served
from tests.engine.http.test_roster import FAMILY, appoint, spacious


async def test_an_organisation_discloses_what_concerns_its_own_people():
    """It bars none of another organisation's people from a case that it is asked for, and nobody who is not there."""
    surface = Surface(roster=spacious())
    async with served(surface) as client:
        asked = (await lodge(surface, client))["offer"]["mediator_id"]
        appointed = (await appoint(surface, client, FAMILY | {"organisation_id": 9})).json()
        rival = appointed["steps"][0]["mediator_id"]
        told = {
            number: await client.post(
                "/v1/cases/1/conflicts",
                json={"mediator_id": number, "ground": "employment"},
                headers=surface.headers("organisation"),
            )
            for number in (rival, 4_711, 1 - asked)
        }

    assert [kind_of(told[number]) for number in (rival, 4_711)] == ["invalid", "invalid"]
    assert told[rival].json()["detail"] == told[4_711].json()["detail"]
    assert [step["kind"] for step in told[1 - asked].json()["steps"]] == ["conflict_found"]


async def test_an_organisation_says_when_its_own_people_are_there():
    """Desk, absence and room of another organisation's mediator are not found; those of its own are its to change."""
    surface = Surface(roster=spacious())
    async with served(surface) as client:
        rival = (await appoint(surface, client, FAMILY | {"organisation_id": 9})).json()["steps"][0]["mediator_id"]
        found: dict[str, list[int]] = {}
        for who in ("organisation", "other organisation"):
            his = surface.headers(who)
            for number in (0, rival):
                path = f"/v1/mediators/{number}"
                found[f"{who} {number}"] = [
                    (await client.get(f"{path}/offers", headers=his)).status_code,
                    (await client.post(f"{path}/absence", json={}, headers=his)).status_code,
                    (await client.post(f"{path}/capacity", json={"capacity": 3}, headers=his)).status_code,
                    (await client.post(f"{path}/qualification", json={"capacity": 3}, headers=his)).status_code,
                ]

    assert found == {
        "organisation 0": [200] * 4,
        f"organisation {rival}": [404] * 4,
        "other organisation 0": [404] * 4,
        f"other organisation {rival}": [200] * 4,
    }
