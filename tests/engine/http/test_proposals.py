"""Two persons over the web: proposed, listed, withdrawn, confirmed, and all of it still so after a restart."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.access.words import Action, Role
from engine.parties.errors import ErasedError
from engine.service.answers import Group
from engine.service.proposals import ConfirmProposal
from tests.engine.http.surface import NEW_CASE, TENANT, HeldLog, Surface, kind_of, lodge, served
from tests.engine.parties.stores import opened

POLICY = {"court_id": 0, "policy": "random"}
WHY = {"reason": "supervision", "reference": "2026-17"}
ERASE = {"dispute_id": 1}
PARTY: dict[str, Any] = {"name": "张三", "identity_number": "11010119900307123X"}
DAY = 24 * 3_600_000_000


async def proposed(surface: Surface, client: httpx.AsyncClient, who: str = "administrator", **command: Any) -> int:
    """Propose a policy; return its number."""
    body = {"command": POLICY | command, **WHY}
    answer = await client.post("/v1/policy-proposals", json=body, headers=surface.headers(who))
    assert answer.status_code == 202, answer.text
    number: int = answer.json()["number"]
    return number


async def confirm(surface: Surface, client: httpx.AsyncClient, number: int, who: str, key: str = "") -> httpx.Response:
    """Confirm the policy."""
    url = f"/v1/policy-proposals/{number}:confirm"
    return await client.post(url, json=POLICY, headers=surface.headers(who, key))


async def listed(surface: Surface, client: httpx.AsyncClient, who: str, query: str = "") -> list[dict[str, Any]]:
    """The policies that wait, as somebody sees them."""
    answer = await client.get(f"/v1/policy-proposals{query}", headers=surface.headers(who))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["proposals"]
    return found


async def owed(surface: Surface) -> list[int]:
    """The numbers of what is confirmed and still to be done."""
    found: list[int] = await surface.app.state.pipeline.around.exchange.ask(lambda world: list(world.proposals.owed))
    return found


async def confirm_and_crash(surface: Surface, number: int) -> None:
    """Confirm an erasure as its endpoint does, and go no further."""
    asked = ConfirmProposal(
        number=number,
        person="somebody else",
        tenant=TENANT,
        action=Action.ERASE_PARTY_DATA,
        command='{"dispute_id":1}',
        request=None,
    )
    await surface.app.state.pipeline.around.exchange.submit(Group(commands=(asked,)))


@asynccontextmanager
async def administered(surface: Surface) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the separate surface, while service and public app run."""
    transport = httpx.ASGITransport(surface.admin, raise_app_exceptions=True)
    async with served(surface), httpx.AsyncClient(transport=transport, base_url="http://admin.invalid") as client:
        yield client


async def test_a_proposal_that_was_acknowledged_outlives_a_restart():
    """What got its 202 is listed and confirmed over another process on the same log, and stays done after a third."""
    log = HeldLog()
    before = Surface(log=log)
    async with served(before) as client:
        number = await proposed(before, client)
    between = Surface(log=log)
    async with served(between) as client:
        waiting = await listed(between, client, "second administrator")
        done = await confirm(between, client, number, "second administrator", "k-1")
    after = Surface(log=log)
    async with served(after) as client:
        again = await confirm(after, client, number, "second administrator", "k-1")
        rest = await listed(after, client, "second administrator")

    assert [(one["number"], one["command"]["policy"], one["is_own"]) for one in waiting] == [(number, "random", False)]
    assert done.json()["steps"][0]["kind"] == "policy_adopted"
    assert (again.content, again.headers["idempotency-replayed"], rest) == (done.content, "true", [])


async def test_the_same_person_does_not_confirm_after_a_restart():
    """The proposer is known by what the log holds of him, which is not his name."""
    log = HeldLog()
    before = Surface(log=log)
    async with served(before) as client:
        number = await proposed(before, client)
    after = Surface(log=log)
    async with served(after) as client:
        alone = await confirm(after, client, number, "administrator")
        (waiting,) = await listed(after, client, "administrator")

    assert (kind_of(alone), waiting["is_own"]) == ("refused", True)
    assert "administrator" not in str([entry for _, entry in log.read()])


async def test_a_proposal_is_made_once_under_its_key():
    """Sent again with its key a proposal gets its number again; without one it is refused while it waits."""
    surface = Surface()
    body = {"command": POLICY, **WHY}
    async with served(surface) as client:
        headers = surface.headers("administrator", "k-1")
        first, again = [await client.post("/v1/policy-proposals", json=body, headers=headers) for _ in range(2)]
        twice = await client.post("/v1/policy-proposals", json=body, headers=surface.headers("administrator"))

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert kind_of(twice) == "refused"


async def test_only_the_proposer_withdraws():
    """Another administrator may not take it back; once its proposer has, nobody confirms it."""
    surface = Surface()
    async with served(surface) as client:
        number = await proposed(surface, client)
        url = f"/v1/policy-proposals/{number}:withdraw"
        other = await client.post(url, headers=surface.headers("second administrator"))
        own = await client.post(url, headers=surface.headers("administrator"))
        late = await confirm(surface, client, number, "second administrator")

    assert [kind_of(other), own.json(), kind_of(late)] == ["refused", {"number": number}, "not-found"]


async def test_a_list_shows_what_one_may_confirm():
    """A clerk sees his own court's overrides alone, page by page; another court's and another tenant's see none."""
    surface = Surface()
    seen: dict[str, int] = {}
    async with served(surface) as client:
        free = 1 - (await lodge(surface, client))["offer"]["mediator_id"]
        codes = ("urgent", "expertise")
        for code in codes:
            body = {"command": {"case_id": 1, "mediator_id": free, "code": code}, **WHY}
            answer = await client.post("/v1/override-proposals", json=body, headers=surface.headers("judge"))
            assert answer.status_code == 202, answer.text
        for who in ("clerk", "other clerk", "administrator"):
            answer = await client.get("/v1/override-proposals", headers=surface.headers(who))
            seen[who] = len(answer.json()["proposals"])
        elsewhere = await client.get("/v1/override-proposals", headers=surface.headers("administrator", tenant="south"))
        first = (await client.get("/v1/override-proposals?limit=1", headers=surface.headers("clerk"))).json()
        rest = await client.get(f"/v1/override-proposals?after={first['next']}", headers=surface.headers("clerk"))

    assert seen == {"clerk": 2, "other clerk": 0, "administrator": 2}
    assert elsewhere.json()["proposals"] == []
    assert [one["command"]["code"] for one in (*first["proposals"], *rest.json()["proposals"])] == list(codes)


async def test_an_override_names_somebody_of_the_roster():
    """A mediator whom the case's roster does not know is refused when he is proposed, not a day later."""
    surface = Surface()
    body = {"command": {"case_id": 1, "mediator_id": 9_999, "code": "urgent"}, **WHY}
    async with served(surface) as client:
        await lodge(surface, client)
        answer = await client.post("/v1/override-proposals", json=body, headers=surface.headers("judge"))

    assert (kind_of(answer), "case or mediator" in answer.json()["detail"]) == ("not-found", True)


async def test_what_has_expired_is_not_listed():
    """A day later nothing waits, whether or not anything was stored since."""
    surface = Surface()
    async with served(surface) as client:
        await proposed(surface, client)
        surface.clock.at += DAY
        fresh = surface.issuer.issue("auditor-2", [Role.ADMINISTRATOR], tenant=TENANT, at=surface.clock())
        answer = await client.get("/v1/policy-proposals", headers={"authorization": f"Bearer {fresh}"})

    assert answer.json() == {"proposals": [], "next": None}


async def with_data(surface: Surface, client: httpx.AsyncClient) -> None:
    """Lodge a case whose parties leave their data."""
    wanted = {name: value for name, value in NEW_CASE.items() if name != "party_keys"}
    body = {**wanted, "party_data": [PARTY, {"name": "李四"}]}
    answer = await client.post("/v1/cases", json=body, headers=surface.headers("clerk", "k-data"))
    assert answer.status_code == 201, answer.text


async def test_an_erasure_takes_two_persons_and_is_noted(tmp_path: Path):
    """Once confirmed the data are gone; asked again under its key it is answered alike, and nothing is owed."""
    with opened(tmp_path) as store:
        surface = Surface(parties=store)
        async with served(surface) as client:
            await with_data(surface, client)
        surface = Surface(log=surface.log, parties=store)
        async with administered(surface) as client:
            headers = surface.headers("second administrator", "k-1")
            body = {"command": ERASE, **WHY}
            made = await client.post("/v1/erasure-proposals", json=body, headers=surface.headers("administrator"))
            url = f"/v1/erasure-proposals/{made.json()['number']}:confirm"
            done, again = [await client.post(url, json=ERASE, headers=headers) for _ in range(2)]
            left = await owed(surface)
        with pytest.raises(ErasedError):
            store.get(TENANT, 1)

    assert (done.json(), again.content, left) == (ERASE, done.content, [])


async def test_an_erasure_that_a_crash_cut_short_is_finished_by_the_next_start(tmp_path: Path):
    """Confirmed in the log and not carried out: whoever starts next erases, and notes it."""
    with opened(tmp_path) as store:
        surface = Surface(parties=store)
        async with served(surface) as client:
            await with_data(surface, client)
        cut_short = Surface(log=surface.log, parties=store)
        async with administered(cut_short) as client:
            body = {"command": ERASE, **WHY}
            made = await client.post("/v1/erasure-proposals", json=body, headers=cut_short.headers("administrator"))
            await confirm_and_crash(cut_short, made.json()["number"])
            before = (len(await owed(cut_short)), len(store.get(TENANT, 1).parties))
        after = Surface(log=surface.log, parties=store)
        async with served(after):
            left = await owed(after)
        with pytest.raises(ErasedError):
            store.get(TENANT, 1)

    assert (before, left) == ((1, 2), [])


async def test_nothing_is_confirmed_where_nothing_is_kept(tmp_path: Path):
    """Without a store, and for a dispute whose parties left neither data nor keys, the proposal stays as it is."""
    kinds = []
    with opened(tmp_path) as store:
        for parties in (None, store):
            surface = Surface(parties=parties)
            async with served(surface) as client:
                await lodge(surface, client, party_keys=())
            surface = Surface(log=surface.log, parties=parties)
            async with administered(surface) as client:
                body = {"command": ERASE, **WHY}
                made = await client.post("/v1/erasure-proposals", json=body, headers=surface.headers("administrator"))
                url = f"/v1/erasure-proposals/{made.json()['number']}:confirm"
                kinds.append(kind_of(await client.post(url, json=ERASE, headers=surface.headers("clerk"))))
                answer = await client.get("/v1/erasure-proposals", headers=surface.headers("clerk"))
                assert len(answer.json()["proposals"]) == 1

    assert kinds == ["not-found", "not-found"]
