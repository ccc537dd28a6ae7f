"""A small court behind the web surface, in one process: people with tokens, a still clock, a log in memory."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import httpx

from engine.access.denials import DenyList
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import KeyCache
from engine.access.principal import Member
from engine.access.rates import RateLimiter, RateSettings
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings
from engine.access.words import Role
from engine.core.roster import Roster
from engine.events.lifecycle_words import Track
from engine.http.app import create_admin_app, create_app
from engine.http.exchange import answered
from engine.http.gate import Access
from engine.http.settings import HttpSettings
from engine.log.log import Sealed
from engine.parties.store import PartyStore
from engine.registry.example import MONDAY
from engine.service.service import Service
from engine.service.settings import ServiceSettings
from tests.engine.service.house import NOBODY_ELSE, FaultyLog, writer_over

TENANT = "north"
KEYS = ("a1" * 16, "b2" * 16)
NEW_CASE: dict[str, Any] = {
    "court_id": 0,
    "dispute_type": "family",
    "amount_fen": 2_000_000,
    "entry_route": "delegated",
    "party_keys": KEYS,
}
FAST = RateSettings(
    subject_per_second=1_000_000,
    tenant_per_second=10_000_000,
    platform_per_second=100_000_000,
    tenant_share_per_second=1_000_000,
)
PATIENT = HttpSettings(tenant=TENANT, answer_seconds=200.0, read_seconds=200.0)
"""Waits for a compiler whose cache is empty."""
PEOPLE: dict[str, tuple[Role, dict[str, Any]]] = {
    "party": (Role.PARTY, {"party_keys": [KEYS[0]]}),
    "respondent": (Role.PARTY, {"party_keys": [KEYS[1]]}),
    "other party": (Role.PARTY, {"party_keys": ["c3" * 16]}),
    "mediator 0": (Role.MEDIATOR, {"mediator_id": 0}),
    "mediator 1": (Role.MEDIATOR, {"mediator_id": 1}),
    "organisation": (Role.ORGANISATION, {"organisation_id": 0}),
    "other organisation": (Role.ORGANISATION, {"organisation_id": 9}),
    "expert 0": (Role.MEDIATOR, {"mediator_id": 0, "track": "evaluation"}),
    "expert 1": (Role.MEDIATOR, {"mediator_id": 1, "track": "evaluation"}),
    "clerk": (Role.COURT_CLERK, {"court_id": 0}),
    "other clerk": (Role.COURT_CLERK, {"court_id": 1}),
    "judge": (Role.JUDGE, {"court_id": 0}),
    "administrator": (Role.ADMINISTRATOR, {}),
    "second administrator": (Role.ADMINISTRATOR, {}),
    "planner": (Role.PLANNER, {}),
    "auditor": (Role.AUDITOR, {}),
}


class HeldLog(FaultyLog):
    """A log in memory that can be told to fail, or to keep its writer waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.is_free = Event()
        self.is_free.set()

    def keep(self, sealed: Sealed, /) -> None:
        assert self.is_free.wait(20.0)
        super().keep(sealed)


class StillClock:
    """A clock that is moved by hand."""

    def __init__(self, at: int = MONDAY) -> None:
        self.at = at
        self.is_led_astray = False

    def __call__(self) -> int:
        return self.at


class Surface:
    """The court, its service and its two apps; over a log and party data that another one has left, if given."""

    def __init__(
        self,
        *,
        settings: HttpSettings | None = None,
        service_settings: ServiceSettings | None = None,
        rates: RateSettings = FAST,
        capacity: int = 1_000,
        roster: Roster | None = None,
        others: Mapping[Track, Roster] = NOBODY_ELSE,
        log: HeldLog | None = None,
        parties: PartyStore | None = None,
    ) -> None:
        self.clock = StillClock()
        self.log = HeldLog() if log is None else log
        self.ended: list[str] = []
        self.writer = writer_over(self.log, capacity, roster, others)
        self.service = Service(
            self.writer,
            self.clock,
            ServiceSettings() if service_settings is None else service_settings,
            answered=answered,
            end=self.ended.append,
        )
        self.issuer = DevelopmentIssuer(entropy=bytes)
        trusted = TrustedIssuer(self.issuer.name, KeyCache(self.issuer.fetch), frozenset({TENANT, "south"}))
        verifier = Verifier([trusted], VerifierSettings(audience=self.issuer.audience), DenyList())
        self.access = Access(verifier, RateLimiter(rates, at=self.clock()))
        wanted = PATIENT if settings is None else settings
        self.app = create_app(
            self.service, self.access, parties, wanted, clock=self.clock, organisation_of=self._organisation
        )
        self.admin = create_admin_app(self.app)
        self._tokens: dict[tuple[str, str], str] = {}

    def _organisation(self, member: Member) -> int | None:
        desk = self.writer.world.platform.registry.desks.get(member.track)
        return None if desk is None else desk.organisation_of(member.number)

    def token(self, who: str, tenant: str = TENANT) -> str:
        """The token of somebody of `PEOPLE`."""
        if (who, tenant) not in self._tokens:
            role, claims = PEOPLE[who]
            wanted = {"roles": [role], **claims}
            self._tokens[who, tenant] = self.issuer.issue(
                who.replace(" ", "-"), tenant=tenant, at=self.clock(), **wanted
            )
        return self._tokens[who, tenant]

    def headers(self, who: str, key: str = "", tenant: str = TENANT) -> dict[str, str]:
        """The headers of somebody's request."""
        headers = {"authorization": f"Bearer {self.token(who, tenant)}"}
        return {**headers, "idempotency-key": key} if key else headers


@asynccontextmanager
async def served(surface: Surface) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the public app, while service and app run."""
    surface.service.start(release="test", roster_digest="")
    transport = httpx.ASGITransport(surface.app, raise_app_exceptions=True)
    try:
        async with (
            surface.app.router.lifespan_context(surface.app),
            httpx.AsyncClient(transport=transport, base_url="http://onestop.invalid") as client,
        ):
            yield client
    finally:
        assert surface.service.stop(10.0)


async def lodge(surface: Surface, client: httpx.AsyncClient, key: str = "k-1", **changes: Any) -> dict[str, Any]:
    """Lodge a case as the court's clerk; return the answer."""
    answer = await client.post("/v1/cases", json={**NEW_CASE, **changes}, headers=surface.headers("clerk", key))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def kind_of(answer: httpx.Response) -> str:
    """The kind of problem that an answer is."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["type"]).rpartition(":")[2]
