"""Cases over the web: lodged, read, listed, moved, ended."""

import pytest

from tests.engine.http.surface import KEYS, NEW_CASE, Surface, kind_of, lodge, served


async def test_a_filing_is_stored_before_it_is_answered():
    """What an answer says stands in the log."""
    surface = Surface()
    async with served(surface) as client:
        lodged = await lodge(surface, client)

        kinds = [type(entry).__name__ for _, entry in surface.log.read()]
        assert lodged["seq"] == surface.log.head.seq == len(kinds)
        assert {"Filed", "Offered", "Executed"} <= set(kinds)


async def test_a_lodged_case_can_be_read_and_listed():
    """The case that an answer names is there, in its dispute and in the lists of its court."""
    surface = Surface()
    async with served(surface) as client:
        lodged = await lodge(surface, client)
        case = (await client.get(f"/v1/cases/{lodged['case_id']}", headers=surface.headers("clerk"))).json()
        dispute = (await client.get(f"/v1/disputes/{lodged['dispute_id']}", headers=surface.headers("judge"))).json()
        listed = (await client.get("/v1/cases?court_id=0&state=offered", headers=surface.headers("clerk"))).json()

    assert case["state"] == "offered"
    assert case["seats"][0]["mediator_id"] == lodged["offer"]["mediator_id"]
    assert dispute["cases"] == [case]
    assert [line["case_id"] for line in listed["cases"]] == [lodged["case_id"]]


async def test_pages_hold_every_case_once():
    """Whoever follows the cursors sees each case once, in order."""
    surface = Surface()
    async with served(surface) as client:
        lodged = [(await lodge(surface, client, f"k-{number}"))["case_id"] for number in range(7)]
        seen, after = [], ""
        while after is not None:
            found = (await client.get(f"/v1/cases?limit=3&after={after}", headers=surface.headers("clerk"))).json()
            seen += [line["case_id"] for line in found["cases"]]
            after = found["next"]

    assert seen == lodged


@pytest.mark.parametrize("cursor", ["x", "////", "gqE", "kwEC", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"])
async def test_a_made_up_cursor_is_refused(cursor):
    """What no list has given is no cursor."""
    surface = Surface()
    async with served(surface) as client:
        answer = await client.get("/v1/cases", params={"after": cursor}, headers=surface.headers("clerk"))

    assert kind_of(answer) == "bad-request"


async def test_an_offer_is_taken_by_who_was_asked():
    """The mediator who was offered a case takes it; then the offer is stale."""
    surface = Surface()
    async with served(surface) as client:
        offer = (await lodge(surface, client))["offer"]
        who = surface.headers(f"mediator {offer['mediator_id']}")
        desk = (await client.get(f"/v1/mediators/{offer['mediator_id']}/offers", headers=who)).json()
        assert desk.get("offers"), desk
        taken = await client.post("/v1/offers/1/1:accept", headers=who)
        again = await client.post("/v1/offers/1/1:accept", headers=who)

    assert [one["attempt"] for one in desk["offers"]] == [1]
    assert taken.json()["steps"][0]["kind"] == "accepted"
    assert again.status_code == 404, "he holds it: no offer of it is his to answer"


async def test_a_declined_offer_goes_to_somebody_else():
    """After a no with a reason the other mediator is asked; what happened to other disputes is not told."""
    surface = Surface()
    async with served(surface) as client:
        offer = (await lodge(surface, client))["offer"]
        who = surface.headers(f"mediator {offer['mediator_id']}")
        declined = await client.post("/v1/offers/1/1:decline", json={"reason": "workload"}, headers=who)
        steps = declined.json()["steps"]

    assert [steps[0]["kind"], steps[-1]["kind"]] == ["declined", "offered"]
    assert steps[-1]["mediator_id"] == 1 - offer["mediator_id"]


async def test_a_refused_step_names_its_article():
    """What the rules refuse is a problem with the article that stands against it."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client)
        body = {"case_id": 1, "transition": "start_session"}
        answer = await client.post("/v1/disputes/1/moves", json=body, headers=surface.headers("clerk"))

    assert answer.status_code in {409, 422}
    assert answer.json()["article"]


async def test_a_party_withdraws_its_own_case():
    """A party takes back a case that nobody has accepted; it speaks for itself and for no other party."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client)
        headers = surface.headers("party")
        for_other = await client.post("/v1/cases/1:withdraw", json={"parties": 2}, headers=headers)
        withdrawn = await client.post("/v1/cases/1:withdraw", json={}, headers=headers)

    assert kind_of(for_other) == "invalid"
    assert withdrawn.json()["steps"][0]["kind"] == "withdrawn"


async def test_a_clerk_records_what_parties_do_on_paper():
    """A clerk records an act of both parties; nobody else may speak for others, and the rules judge it as theirs."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client)
        body = {"recorded_for": "party", "parties": 3}
        by_party = await client.post("/v1/cases/1:withdraw", json=body, headers=surface.headers("party"))
        by_clerk = await client.post("/v1/cases/1:withdraw", json=body, headers=surface.headers("clerk"))
        by_judge = await client.post(
            "/v1/disputes/1/moves",
            json={"case_id": 1, "transition": "consent", **body},
            headers=surface.headers("judge"),
        )

    assert [kind_of(by_party), kind_of(by_judge)] == ["invalid", "invalid"]
    assert by_clerk.json()["steps"][0]["kind"] == "withdrawn"


async def test_a_mediation_goes_from_offer_to_outcome_and_to_court():
    """Accepted, a session booked, ended without agreement; then the party sues through another door."""
    surface = Surface()
    async with served(surface) as client:
        offer = (await lodge(surface, client, entry_route="party_application"))["offer"]
        mediator = surface.headers(f"mediator {offer['mediator_id']}", "m-1")
        await client.post("/v1/offers/1/1:accept", headers=mediator)
        meeting = {"not_before": surface.clock() + 2 * 86_400_000_000}
        booked = await client.post("/v1/cases/1/meetings", json=meeting, headers={**mediator, "idempotency-key": "m"})
        ended = await client.post(
            "/v1/cases/1/outcome",
            json={"outcome": "unreachable"},
            headers=surface.headers(f"mediator {offer['mediator_id']}"),
        )
        sued = await client.post(
            "/v1/disputes/1/transfers", json={"door": "sue"}, headers=surface.headers("party", "s-1")
        )
        dispute = (await client.get("/v1/disputes/1", headers=surface.headers("party"))).json()

    assert booked.status_code == 201, booked.text
    assert booked.json()["steps"][0]["kind"] == "booked"
    assert "closed" in {step["kind"] for step in ended.json()["steps"]}
    assert sued.status_code == 201, sued.text
    assert [case["track"] for case in dispute["cases"]] == ["mediation", "litigation"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"surprise": 1}, "invalid"),
        ({"court_id": -1}, "invalid"),
        ({"amount_fen": 2**63}, "bad-request"),
        ({"dispute_type": "war"}, "invalid"),
        ({"parties": 2, "applicants": 2}, "invalid"),
        ({"party_keys": ["one", "two"]}, "invalid"),
        ({"party_keys": ["AA" * 16, "bb" * 16]}, "invalid"),
        ({"party_keys": ["a" * 31 + "\n", "bb" * 16]}, "invalid"),
        ({"party_keys": ["a" * 32 + "\n", "bb" * 16]}, "invalid"),
        ({"court_id": 1}, "not-found"),
        ({"party_data": [{"name": "Zhang San"}] * 2, "party_keys": []}, "invalid"),
    ],
)
async def test_a_wrong_filing_is_refused(changes, kind):
    """A filing that does not fit its schema, contradicts itself or is another court's changes nothing."""
    surface = Surface()
    async with served(surface) as client:
        before = surface.log.head.seq
        body = {**NEW_CASE, "party_keys": KEYS, **changes}
        answer = await client.post("/v1/cases", json=body, headers=surface.headers("clerk", "k-1"))

        assert kind_of(answer) == kind
        assert surface.log.head.seq == before
