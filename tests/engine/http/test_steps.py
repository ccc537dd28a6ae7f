"""A step is one of a case that is there, by whoever stands to that very case as the matrix asks."""

import asyncio

import pytest

from engine.registry.numbers import NUMBER_MAX
from tests.engine.http.doors import Dispute, commercial
from tests.engine.http.surface import kind_of, lodge, served

pytestmark = pytest.mark.usefixtures("people_of_every_door")


async def test_a_step_opens_no_case_under_a_number_of_somebodys_own():
    """A party that sues under the largest number is refused, and the next filing and the next suit have numbers."""
    surface = commercial()
    async with served(surface) as client:
        dispute = Dispute(surface, client)
        dispute.number = (await lodge(surface, client))["dispute_id"]
        await dispute.done(f"/v1/cases/{dispute.number}:withdraw", "party")
        suit = {"case_id": NUMBER_MAX, "track": "litigation", "transition": "sue"}
        taken = await dispute.post(f"/v1/disputes/{dispute.number}/moves", "party", **suit)
        later = await lodge(surface, client, key="k-2")
        sued = await dispute.done(f"/v1/disputes/{dispute.number}/transfers", "party", door="sue")

    assert (taken.status_code, kind_of(taken)) == (404, "not-found")
    assert later["case_id"] == dispute.number + 1
    assert sued[0]["case_id"] == dispute.number + 2


async def test_what_is_filed_between_two_suits_takes_no_suits_number():
    """A dispute filed after somebody's suit can be sued itself: its number is not tried on its own case."""
    surface = commercial()
    async with served(surface) as client:
        dispute, numbers = Dispute(surface, client), list[int]()
        for key in ("k-1", "k-2"):
            dispute.number = (await lodge(surface, client, key=key))["dispute_id"]
            await dispute.done(f"/v1/cases/{dispute.number}:withdraw", "party")
            sued = await dispute.done(f"/v1/disputes/{dispute.number}/transfers", "party", door="sue")
            numbers += [dispute.number, sued[0]["case_id"]]

    assert numbers == [1, 2, 3, 4]


async def test_a_refused_transfer_uses_up_no_number():
    """Whoever is refused another door, and asks again, leaves the number to the next case; so does who asked beside."""
    surface = commercial()
    async with served(surface) as client:
        dispute = Dispute(surface, client)
        dispute.number = (await lodge(surface, client))["dispute_id"]
        path = f"/v1/disputes/{dispute.number}/transfers"
        refused = await asyncio.gather(*(dispute.post(path, "party", door="sue") for _ in range(3)))
        await dispute.done(f"/v1/cases/{dispute.number}:withdraw", "party")
        beside = await asyncio.gather(*(dispute.post(path, "party", door="sue") for _ in range(3)))
        later = await lodge(surface, client, key="k-2")

    assert [kind_of(one) for one in refused] == ["condition"] * 3
    assert sorted(one.status_code for one in beside) == [201, 409, 409]
    opened = [one.json()["steps"][0]["case_id"] for one in beside if one.status_code == 201]
    assert [*opened, later["case_id"]] == [dispute.number + 1, dispute.number + 2]


async def test_a_step_tells_nobody_which_numbers_others_have():
    """A party, its court and its mediator are told the same of another dispute's case as of one that never was."""
    surface = commercial()
    async with served(surface) as client:
        dispute = Dispute(surface, client)
        lodged = await lodge(surface, client)
        dispute.number = lodged["dispute_id"]
        offer = lodged["offer"]
        holder = f"mediator {offer['mediator_id']}"
        await dispute.done(f"/v1/offers/{dispute.number}/{offer['attempt']}:accept", holder)
        other = (await lodge(surface, client, key="k-2", party_keys=("d4" * 16, "e5" * 16)))["case_id"]
        told = [
            (await dispute.post(f"/v1/disputes/{dispute.number}/moves", who, case_id=number, transition="consent"))
            for who in ("party", "clerk", holder)
            for number in (other, 4_711)
        ]

    assert {(one.status_code, kind_of(one)) for one in told} == {(404, "not-found")}
    assert len({one.json()["detail"] for one in told}) == 1


async def test_who_has_one_case_of_a_dispute_finds_no_other_one():
    """The expert who has the evaluation of a dispute finds no case where its mediation is, and reports in his own."""
    surface = commercial()
    async with served(surface) as client:
        dispute = await Dispute(surface, client).begin()
        (offer,) = await dispute.seek(1)
        await dispute.accept(offer)
        expert = f"evaluation {offer['mediator_id']}"
        report = {"case_id": dispute.number, "track": "evaluation", "transition": "deliver_opinion"}
        strayed = await dispute.post(f"/v1/disputes/{dispute.number}/moves", expert, **report)
        reported = await dispute.move("deliver_opinion", expert)

    assert kind_of(strayed) == "not-found"
    assert reported[0]["state"] == "evaluated"
