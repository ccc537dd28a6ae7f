"""An international dispute through evaluation and arbitration: people drawn, asked and heard over the web."""

from typing import Any

import pytest

from tests.engine.http.doors import EXPERTS, Dispute, commercial
from tests.engine.http.surface import HeldLog, kind_of, lodge, served

pytestmark = pytest.mark.usefixtures("people_of_every_door")


async def test_a_dispute_goes_through_evaluation():
    """A panel of three is drawn, one declines, the third acceptance constitutes it, and an expert reports."""
    log = HeldLog()
    surface = commercial(log)
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        first, second, third = await dispute.seek(3)
        declined = f"/v1/offers/{dispute.case}/{first['attempt']}:decline"
        steps = await dispute.done(declined, f"evaluation {first['mediator_id']}", reason="workload")
        (another,) = [step for step in steps if step["kind"] == "offered"]
        for offer in (second, third):
            assert "constitute" not in str(await dispute.accept(offer))
        constituted = await dispute.accept(another)
        reported = await dispute.move("deliver_opinion", f"evaluation {another['mediator_id']}")
        shown = (await dispute.get(f"/v1/cases/{dispute.case}", "clerk")).json()

    assert {step["track"] for step in (first, another, *constituted)} == {"evaluation"}
    assert constituted[-1]["transition"] == "constitute"
    assert reported[0]["state"] == "evaluated"
    assert {seat["mediator_id"] for seat in shown["seats"]} == {one["mediator_id"] for one in (second, third, another)}
    later = commercial(log)
    async with served(later) as client:
        again = await client.get(f"/v1/cases/{dispute.case}", headers=later.headers("clerk"))
        assert again.json() == shown


async def test_the_number_of_another_roster_opens_nothing():
    """Mediator 0, arbitrator 0 and an expert who is not asked find no such case; the expert who is asked does."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        (offer,) = await dispute.seek(1)
        number, case = offer["mediator_id"], f"/v1/cases/{dispute.case}"
        strangers = [f"evaluation {(number + 1) % EXPERTS}", "arbitration 0", "mediator 0", "mediator 1", "centre"]
        read = {who: await dispute.get(case, who) for who in strangers}
        told = {who: await dispute.get(f"/v1/decisions/{dispute.case}/why", who) for who in strangers}
        taken = {who: await dispute.post(f"/v1/offers/{dispute.case}/1:accept", who) for who in strangers}
        lists = {who: (await dispute.get("/v1/cases", who)).json()["cases"] for who in strangers}
        own = await dispute.get(case, f"evaluation {number}")
        mine = (await dispute.get("/v1/cases", f"evaluation {number}")).json()["cases"]
        before = await dispute.get(f"/v1/cases/{dispute.number}", f"evaluation {number}")

    answers = (*read.values(), *told.values(), *taken.values())
    assert {(one.status_code, kind_of(one)) for one in answers} == {(404, "not-found")}
    assert set(map(len, lists.values())) == {0}
    assert (own.status_code, [one["case_id"] for one in mine]) == (200, [dispute.case])
    assert kind_of(before) == "not-found"


async def test_a_draw_among_experts_is_explained():
    """Why this expert is told of the experts' roster, and who is asked about it is one of them."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        offers = await dispute.seek(2)
        found = await dispute.get(f"/v1/decisions/{dispute.case}/why?why_not=3", "clerk")
        beyond = await dispute.get(f"/v1/decisions/{dispute.case}/why?why_not={EXPERTS}", "clerk")

    why = found.json()
    assert (why["draw"]["mediator_id"], why["draw"]["basis"]) == (offers[-1]["mediator_id"], "drawn")
    assert why["now"]["funnel"]["roster"] == EXPERTS
    assert why["now"]["why_not"] is not None
    assert beyond.status_code in {404, 409, 422}


async def test_a_dry_run_asks_the_roster_of_its_door():
    """The same question is answered of each roster; a door without one is named with those that have one."""
    surface = commercial()
    question = {"court_id": 0, "dispute_type": "foreign_commercial"}
    found: dict[str, Any] = {}
    async with served(surface) as client:
        for track in ("mediation", "evaluation", "arbitration", "preservation"):
            wanted = {**question, "track": track}
            found[track] = await client.post("/v1/decisions:dry-run", json=wanted, headers=surface.headers("clerk"))

    counts = {track: answer.json()["steps"][0]["roster"] for track, answer in found.items() if answer.is_success}
    assert counts == {"mediation": 2, "evaluation": EXPERTS, "arbitration": 3}
    assert kind_of(found["preservation"]) == "refused"
    assert "track = preservation: must be one of mediation, evaluation, arbitration" in found["preservation"].text


async def test_an_institution_answers_for_its_arbitrator():
    """It takes the case in his name and opens the hearing; he may not, since the rules name the institution alone."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin("arbitration")
        (offer,) = await dispute.seek(1)
        arbitrator = f"arbitration {offer['mediator_id']}"
        accepted = await dispute.done(f"/v1/offers/{dispute.case}/{offer['attempt']}:accept", "centre")
        moved = {"case_id": dispute.case, "track": "arbitration", "transition": "open_hearing"}
        alone = await dispute.post(f"/v1/disputes/{dispute.number}/moves", arbitrator, **moved)
        opened = await dispute.move("open_hearing", "centre")
        seen = [await dispute.get(f"/v1/cases/{dispute.case}", who) for who in (arbitrator, "centre", "organisation")]

    assert accepted[0]["kind"] == "accepted"
    assert accepted[-1]["state"] == "constituted"
    assert kind_of(alone) == "not-entitled"
    assert opened[0]["state"] == "hearing"
    assert [one.status_code for one in seen] == [200, 200, 404]


async def test_an_expert_says_himself_when_he_is_there():
    """Absence, leave and desk of a roster are its own: the mediator of the same number keeps his."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        door = {"track": "evaluation"}
        wrong = await dispute.post("/v1/mediators/0/absence", "evaluation 0")
        other = await dispute.post("/v1/mediators/0/absence", "mediator 0", **door)
        gone = await dispute.post("/v1/mediators/0/absence", "evaluation 0", **door)
        desks = [
            (await dispute.get(f"/v1/mediators/0/offers?track={track}", "clerk")).json()["is_present"]
            for track in ("mediation", "evaluation", "arbitration")
        ]
        nobody = await dispute.get("/v1/mediators/0/offers?track=preservation", "clerk")
        offers = await dispute.seek(3)

    assert [kind_of(one) for one in (wrong, other, nobody)] == ["not-found"] * 3
    assert (gone.status_code, desks) == (200, [True, False, True])
    assert sorted(offer["mediator_id"] for offer in offers) == [1, 2, 3]


async def test_whoever_is_on_a_roster_acts_at_his_own_door():
    """An expert opens no other door of his dispute, and how many experts the rules allow is told."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        many = await dispute.post(f"/v1/cases/{dispute.case}/panel", "clerk", panel_size=4)
        most = await dispute.post(f"/v1/cases/{dispute.case}/panel", "clerk", panel_size=8)
        offers = await dispute.seek(1)
        await dispute.accept(offers[0])
        expert = f"evaluation {offers[0]['mediator_id']}"
        sued = await dispute.post(f"/v1/disputes/{dispute.number}/transfers", expert, door="commercial_mediation")
        moved = {"case_id": dispute.case, "transition": "consent", "track": "mediation"}
        acted = await dispute.post(f"/v1/disputes/{dispute.number}/moves", expert, **moved)

    assert [kind_of(one) for one in (many, most, sued, acted)] == ["condition", "invalid", "invalid", "invalid"]
    assert "number = 4" in many.json()["detail"]
    assert "acting_as" in sued.json()["detail"]


async def test_parties_choose_their_expert():
    """Where both sides have consented to choose, nobody is drawn, and the expert whom they name is asked."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        steps = await dispute.done(f"/v1/cases/{dispute.case}/panel", "clerk", choose=True)
        chosen = await dispute.done(f"/v1/cases/{dispute.case}/choice:choose", "clerk", mediator_id=EXPERTS - 1)

    assert "offered" not in {step["kind"] for step in steps}
    assert [step["mediator_id"] for step in chosen if step["kind"] == "offered"] == [EXPERTS - 1]


async def test_a_suit_has_its_judges_at_once():
    """Three judges of the court are assigned and not asked; one of them opens the hearing as a judge, in one role."""
    surface = commercial()
    async with served(surface) as client:
        dispute = Dispute(surface, client)
        dispute.number = (await lodge(surface, client))["dispute_id"]
        await dispute.done(f"/v1/cases/{dispute.number}:withdraw", "party")
        sued = await dispute.done(f"/v1/disputes/{dispute.number}/transfers", "party", door="sue")
        dispute.door, dispute.case = "litigation", sued[0]["case_id"]
        await dispute.move("register", "clerk")
        steps = await dispute.done(f"/v1/cases/{dispute.case}/panel", "judge", panel_size=3)
        sitting = [step["mediator_id"] for step in steps if step["kind"] == "accepted"]
        opened = await dispute.move("open_hearing", f"litigation {sitting[0]}")

    assert sorted(sitting) == [0, 1, 2]
    assert opened[0]["transition"] == "open_hearing"


async def test_who_heard_an_earlier_case_of_a_door_has_no_part_in_a_later_one():
    """An expert whose evaluation was taken back cannot report in the next one of the same dispute; whose it is can."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        (first,) = await dispute.seek(1)
        await dispute.accept(first)
        await dispute.move("withdraw", "clerk", recorded_for="party", parties=3)
        await dispute.again()
        (second,) = await dispute.seek(1)
        await dispute.accept(second)
        report = {"case_id": dispute.case, "track": "evaluation", "transition": "deliver_opinion"}
        refused = await dispute.post(
            f"/v1/disputes/{dispute.number}/moves", f"evaluation {first['mediator_id']}", **report
        )
        reported = await dispute.move("deliver_opinion", f"evaluation {second['mediator_id']}")

    assert first["mediator_id"] != second["mediator_id"]
    assert kind_of(refused) == "not-found"
    assert reported[0]["state"] == "evaluated"
