"""Who has lost what he acted on still learns, under his key, that it was done."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from engine.access.words import Role
from engine.http.endpoint import Endpoint, KeyRule
from engine.http.routes.every import EVERY
from tests.engine.http.surface import TENANT, Surface, kind_of, lodge, served

DAY = 86_400_000_000
ELSEWHERE: dict[str, tuple[Role, dict[str, Any]]] = {
    "clerk": (Role.COURT_CLERK, {"court_id": 1}),
    "party": (Role.PARTY, {"party_keys": ["c3" * 16]}),
    "mediator 0": (Role.MEDIATOR, {"mediator_id": 1}),
    "mediator 1": (Role.MEDIATOR, {"mediator_id": 0}),
}
"""What the same people's tokens say once they have to do with other cases."""
_RELATED = {"case_id", "dispute_id"}


@dataclass(frozen=True)
class Asked:
    """One request about the only case, whose mediator has accepted it unless nobody is to."""

    path: str
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    who: str = "clerk"
    status: int = 200
    is_accepted: bool = True
    has_meeting: bool = False
    is_ended: bool = False


REQUESTS = (
    Asked("/v1/disputes/1/transfers", {"door": "sue"}, who="party", status=201, is_ended=True),
    Asked("/v1/disputes/1:verify-parties", {"parties": 1}, status=202),
    Asked("/v1/cases/1/outcome", {"outcome": "unreachable"}, who="mediator"),
    Asked("/v1/cases/1:withdraw", {}, who="party", is_accepted=False),
    Asked("/v1/cases/1/meetings", {"not_before": 0}, status=201),
    Asked("/v1/meetings/0:move", {"not_before": 2 * DAY, "reason": "party_request"}, has_meeting=True),
    Asked("/v1/meetings/0:cancel", {"reason": "party_request"}, has_meeting=True),
)


def elsewhere(surface: Surface, who: str, key: str) -> dict[str, str]:
    """The same person's headers, with a token that relates it to other cases."""
    role, claims = ELSEWHERE[who]
    token = surface.issuer.issue(who.replace(" ", "-"), [role], tenant=TENANT, at=surface.clock(), **claims)
    return {"authorization": f"Bearer {token}", "idempotency-key": key}


async def begin(surface: Surface, client: httpx.AsyncClient, asked: Asked) -> str:
    """Bring the case to where the request can be carried out; return who asks."""
    mediator_id = (await lodge(surface, client, entry_route="party_application"))["offer"]["mediator_id"]
    his = surface.headers(f"mediator {mediator_id}")
    if asked.is_accepted:
        await client.post("/v1/offers/1/1:accept", headers=his)
    if asked.is_ended:
        await client.post("/v1/cases/1/outcome", json={"outcome": "unreachable"}, headers=his)
    if asked.has_meeting:
        body = {"not_before": surface.clock() + DAY}
        await client.post("/v1/cases/1/meetings", json=body, headers=surface.headers("clerk", "m-1"))
    return f"mediator {mediator_id}" if asked.who == "mediator" else asked.who


def body_of(surface: Surface, asked: Asked) -> dict[str, Any]:
    if "not_before" in asked.body:
        return {**asked.body, "not_before": surface.clock() + DAY + asked.body["not_before"]}
    return asked.body


@pytest.mark.parametrize("asked", REQUESTS, ids=lambda asked: asked.path)
async def test_a_first_answer_outlives_the_relation(asked: Asked):
    """Repeated under its key by somebody whom the case no longer concerns, a request gets its first answer, not 404."""
    surface = Surface()
    async with served(surface) as client:
        who = await begin(surface, client, asked)
        body = body_of(surface, asked)
        first = await client.post(asked.path, json=body, headers=surface.headers(who, "k-9"))
        again = await client.post(asked.path, json=body, headers=elsewhere(surface, who, "k-9"))
        other = await client.post(asked.path, json=body, headers=elsewhere(surface, who, "k-10"))

    assert first.status_code == asked.status, first.text
    assert (again.status_code, again.json()) == (asked.status, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert kind_of(other) == "not-found"


async def test_a_consent_is_told_again():
    """The court's record of a consent is answered again under its key after the clerk has gone to another court."""
    surface = Surface()
    async with served(surface) as client:
        mediator_id = (await lodge(surface, client))["offer"]["mediator_id"]
        conflict = {"mediator_id": mediator_id, "ground": "employment"}
        await client.post("/v1/cases/1/conflicts", json=conflict, headers=surface.headers("clerk"))
        path, body = "/v1/cases/1/conflicts:consent", {"mediator_id": mediator_id}
        first = await client.post(path, json=body, headers=surface.headers("clerk", "k-9"))
        again = await client.post(path, json=body, headers=elsewhere(surface, "clerk", "k-9"))

    assert first.status_code == 200, first.text
    assert (again.status_code, again.json()) == (200, first.json())


def test_every_change_of_what_the_path_names_can_be_repeated():
    """No endpoint that changes a case, a dispute or a meeting under a key has a handler that forgets to look."""

    def is_about_somebody(endpoint: Endpoint) -> bool:
        is_meeting = endpoint.path.startswith("/v1/meetings/")
        return bool(_RELATED & endpoint.path_example.keys()) or is_meeting

    asked = [one for one in EVERY if one.method == "POST" and one.key is not KeyRule.NONE and is_about_somebody(one)]
    silent = {one.name for one in asked if not hasattr(one.handler, "__wrapped__")}
    assert len(asked) > 12
    assert silent == LOOK_BY_THEMSELVES


LOOK_BY_THEMSELVES = {"choose_mediator", "name_lead", "strike_and_rank"}
"""These ask for a first answer as soon as they are let in, since the first side's is in no log."""
