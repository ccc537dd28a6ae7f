"""Who may do what over the web: every endpoint with every role, strangers, other tenants, unknown fields and tokens."""

from typing import Any

import httpx
import pytest

from engine.access.matrix import MATRIX
from engine.access.words import Role
from engine.http.endpoint import Endpoint, KeyRule
from engine.http.routes.every import ADMINISTRATION, EVERY, PUBLIC
from tests.engine.http.surface import KEYS, PEOPLE, TENANT, Surface, kind_of, lodge, served

STRANGERS = {
    Role.PARTY: "other party",
    Role.MEDIATOR: "mediator 1",
    Role.ORGANISATION: "other organisation",
    Role.COURT_CLERK: "other clerk",
}
_OBJECTS = {"case_id", "dispute_id"}


def asked(endpoint: Endpoint, surface: Surface, who: str | None, tenant: str = TENANT) -> dict[str, Any]:
    """A request of an endpoint as its examples say, about case 1."""
    path = endpoint.template
    for name, number in endpoint.path_example.items():
        path = path.replace(f"{{{name}}}", str(1 if name in _OBJECTS else number))
    headers = {} if who is None else surface.headers(who, tenant=tenant)
    if endpoint.key is KeyRule.REQUIRED:
        headers["idempotency-key"] = f"{endpoint.name}-{who}".replace(" ", "-")
    wanted: dict[str, Any] = {"method": endpoint.method, "url": path, "headers": headers}
    if endpoint.body is not None and endpoint.body_media == "application/json":
        wanted["json"] = endpoint.body_example
    elif endpoint.body is not None:
        wanted["content"] = b'{"court_id":0,"dispute_type":"family","amount_fen":1}'
        headers["content-type"] = endpoint.body_media
    return wanted


def test_every_endpoint_stands_in_the_matrix():
    """An endpoint without a row of the matrix cannot come about; open ones are few and named."""
    actions = {endpoint.action for endpoint in EVERY if endpoint.action is not None}

    assert actions <= MATRIX.keys()
    assert {endpoint.name for endpoint in EVERY if endpoint.is_open} == {"live", "ready", "read_metrics"}
    assert {endpoint.name for endpoint in PUBLIC} & {"read_metrics", "deny_subject"} == set()


async def _request(surface: Surface, client: httpx.AsyncClient, endpoint: Endpoint, **wanted: Any) -> httpx.Response:
    if endpoint.on_admin_surface:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(surface.admin), base_url="http://admin.invalid"
        ) as admin:
            return await admin.request(**wanted)
    return await client.request(**wanted)


async def test_every_role_on_every_endpoint():
    """Whoever has no role in an action's row is forbidden; whoever has one is not; without a token nobody is let in."""
    surface = Surface()
    wrong: list[str] = []
    async with served(surface) as client:
        await lodge(surface, client)
        for endpoint in EVERY:
            if endpoint.action is None or endpoint.name == "stream_events":
                continue
            answer = await _request(surface, client, endpoint, **asked(endpoint, surface, None))
            if (answer.status_code, kind_of(answer)) != (401, "unauthorised"):
                wrong.append(f"{endpoint.name} without a token: {answer.status_code}")
            for who, (role, _) in PEOPLE.items():
                answer = await _request(surface, client, endpoint, **asked(endpoint, surface, who))
                is_forbidden = answer.status_code == 403
                is_extra = endpoint.name == "consent_to_conflict" and is_forbidden
                if is_forbidden != (role not in MATRIX[endpoint.action]) and not is_extra:
                    wrong.append(f"{endpoint.name} as {who}: {answer.status_code} {answer.text[:200]}")
                if answer.status_code >= 500:
                    wrong.append(f"{endpoint.name} as {who}: {answer.status_code} {answer.text[:200]}")

    assert wrong == []


async def test_what_is_somebody_elses_is_not_there():
    """Strangers, people of another tenant and numbers that do not exist get one and the same answer."""
    surface = Surface()
    wrong: list[str] = []
    async with served(surface) as client:
        offered_to = (await lodge(surface, client))["offer"]["mediator_id"]
        strangers = {**STRANGERS, Role.MEDIATOR: f"mediator {1 - offered_to}"}
        for endpoint in PUBLIC:
            if endpoint.action is None or not _OBJECTS & endpoint.path_example.keys():
                continue
            known = MATRIX[endpoint.action].keys() & strangers.keys()
            # The expert has the number of the mediator who is asked, on another roster.
            for who in [strangers[role] for role in known] + [f"expert {offered_to}"] * (Role.MEDIATOR in known):
                request = asked(endpoint, surface, who)
                foreign = await client.request(**request)
                absent = await client.request(**{**request, "url": request["url"].replace("/1", "/99", 1)})
                other = await client.request(**asked(endpoint, surface, "clerk", tenant="south"))
                found = {(one.status_code, kind_of(one), one.json()["detail"]) for one in (foreign, absent)}
                if len(found) != 1 or foreign.status_code != 404 or other.status_code not in {403, 404}:
                    wrong.append(f"{endpoint.name} as {who}: {found}, other tenant {other.status_code}")

    assert wrong == []


async def test_lists_hold_only_what_one_may_see():
    """The same list is full for the court and the party, and empty for another party and another court."""
    surface = Surface()
    async with served(surface) as client:
        offered_to = (await lodge(surface, client))["offer"]["mediator_id"]
        seen = {}
        for who in ("clerk", "other clerk", "party", "other party", "organisation", "other organisation", "auditor"):
            answer = await client.get("/v1/cases", headers=surface.headers(who))
            seen[who] = len(answer.json()["cases"])
        asked_for = await client.get("/v1/cases", headers=surface.headers(f"mediator {offered_to}"))
        not_asked = await client.get("/v1/cases", headers=surface.headers(f"mediator {1 - offered_to}"))
        planner = await client.get("/v1/cases", headers=surface.headers("planner"))
        elsewhere = await client.get("/v1/cases", headers=surface.headers("auditor", tenant="south"))

    assert [who for who, count in seen.items() if count] == ["clerk", "party", "organisation", "auditor"]
    assert (len(asked_for.json()["cases"]), len(not_asked.json()["cases"])) == (1, 0)
    assert planner.status_code == 403
    assert elsewhere.json()["cases"] == []


async def test_another_courts_events_are_not_shown():
    """A clerk follows his court's events, another court's clerk sees none of them, and nobody sees keys."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client)
        own = (await client.get("/v1/events", headers=surface.headers("clerk"))).json()
        other = (await client.get("/v1/events", headers=surface.headers("other clerk"))).json()

    assert {one["entry"]["court_id"] for one in own["events"]} == {0}
    assert {one["entry"]["kind"] for one in own["events"]}.isdisjoint({"executed", "started", "asked"})
    assert (other["events"], other["next"]) == ([], own["next"])
    assert not any(key in str(own) for key in KEYS)


@pytest.mark.parametrize(
    ("path", "name", "who"),
    [
        ("/v1/cases", "lodge_case", "clerk"),
        ("/v1/disputes/1/moves", "move_case", "clerk"),
        ("/v1/offers/1/1:decline", "decline_offer", "mediator 1"),
        ("/v1/mediators/0/capacity", "set_capacity", "clerk"),
    ],
)
async def test_nobody_assigns_what_is_not_his_to_say(path, name, who):
    """Fields that a body does not have - a role, a tenant, a number - are refused, not passed over."""
    example = next(one.body_example for one in PUBLIC if one.name == name)
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client)
        headers = surface.headers(who, "k-2")
        kinds = set()
        for extra in ({"actor": "judge"}, {"tenant": "south"}, {"dispute_id": 5}, {"seq": 1}, {"boost_us": 5}):
            answer = await client.post(path, json={**example, **extra}, headers=headers)
            kinds.add(kind_of(answer))

    assert kinds == {"invalid"}


async def test_a_denied_subject_is_out_at_once():
    """After a denial the very next request with an old token is refused; lifted, it is let in again."""
    surface = Surface()
    async with served(surface) as client:
        before = await client.get("/v1/cases", headers=surface.headers("clerk"))
        body = {"issuer": surface.issuer.name, "subject": "clerk"}
        endpoint = next(one for one in ADMINISTRATION if one.name == "deny_subject")
        wanted = asked(endpoint, surface, "administrator")
        await _request(surface, client, endpoint, **{**wanted, "json": body})
        denied = await client.get("/v1/cases", headers=surface.headers("clerk"))
        await _request(surface, client, endpoint, **{**wanted, "json": {**body, "lifted": True}})
        lifted = await client.get("/v1/cases", headers=surface.headers("clerk"))

    assert [answer.status_code for answer in (before, denied, lifted)] == [200, 401, 200]
    assert denied.headers["www-authenticate"].startswith("Bearer")


async def test_a_denial_of_an_issuer_that_nobody_believes_is_refused():
    """A slip in an issuer's name is told instead of kept, and the tokens that were meant are not thought denied."""
    surface = Surface()
    endpoint = next(one for one in ADMINISTRATION if one.name == "deny_subject")
    wanted = asked(endpoint, surface, "administrator")
    slip = surface.issuer.name + "/"
    async with served(surface) as client:
        refused = await _request(surface, client, endpoint, **{**wanted, "json": {"issuer": slip, "subject": "clerk"}})

    assert (refused.status_code, kind_of(refused)) == (422, "invalid")
    assert f"issuer: must be one of {surface.issuer.name}" in refused.text
    assert not surface.app.state.pipeline.around.verifier.denied.is_denied(slip, "clerk", "t", issued_at=0)


async def test_sensitive_actions_take_two_people():
    """A policy is adopted when another person sends the very same command, and only once."""
    surface = Surface()
    command = {"court_id": 0, "policy": "random"}
    body = {"command": command, "reason": "supervision", "reference": "2026-17"}
    async with served(surface) as client:
        first, second = surface.headers("administrator"), surface.headers("second administrator", "k")
        proposed = await client.post("/v1/policy-proposals", json=body, headers=first)
        url = f"/v1/policy-proposals/{proposed.json()['number']}:confirm"
        alone = await client.post(url, json=command, headers=first)
        other = await client.post(url, json={**command, "policy": "deck"}, headers=second | {"idempotency-key": "x"})
        confirmed = await client.post(url, json=command, headers=second)
        again = await client.post(url, json=command, headers=second)
        late = await client.post(url, json=command, headers=surface.headers("second administrator"))

    assert proposed.status_code == 202, proposed.text
    assert [kind_of(alone), kind_of(other), kind_of(late)] == ["refused", "refused", "not-found"]
    assert confirmed.json()["steps"][0]["kind"] == "policy_adopted"
    assert (again.content, again.headers["idempotency-replayed"]) == (confirmed.content, "true")
