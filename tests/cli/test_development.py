"""The tokens of a service in development: what is given out is believed, and what would not be is refused at once."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from cli.development import TOKEN_PATH, add_token_route
from engine.access.denials import DenyList
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import KeyCache
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings

TENANT = "north"
NOW = 1_600_000_000_000_000


def asked(wish: dict[str, Any]) -> tuple[httpx.Response, Verifier]:
    issuer = DevelopmentIssuer()
    trusted = TrustedIssuer(issuer.name, KeyCache(issuer.fetch), frozenset({TENANT}))
    verifier = Verifier([trusted], VerifierSettings(audience=issuer.audience), DenyList())
    app = FastAPI()
    add_token_route(app, issuer, verifier, TENANT, lambda: NOW)
    return asyncio.run(_post(app, wish)), verifier


async def _post(app: FastAPI, wish: dict[str, Any]) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://admin.test") as client:
        return await client.post(TOKEN_PATH, json=wish)


def test_a_token_is_one_that_the_service_believes():
    """Who asks to be a clerk of a court is one."""
    answer, verifier = asked({"subject": "c-1", "roles": ["court_clerk"], "claims": {"court_id": 3}})

    assert answer.status_code == 200, answer.text
    assert verifier.verify(answer.json()["access_token"], NOW).court_id == 3


@pytest.mark.parametrize(
    ("wish", "rule"),
    [
        ({"roles": ["mediator"]}, "mediator_id: must be there for the role mediator"),
        ({"roles": ["court_clerk"], "claims": {"mediator_id": 1}}, "court_id: must be there for the role court_clerk"),
        ({"roles": ["party"], "claims": {"party_keys": ["7f3a"]}}, "party_keys: must be at most 8 keys of 32 hexadec"),
        ({"roles": ["party"], "claims": {"party_keys": ["AB" * 16]}}, "party_keys: must be at most 8 keys of 32"),
        ({"roles": []}, "roles: must be 1 to 8 of party, mediator,"),
        ({"roles": ["auditor"], "lifetime_seconds": 3601}, "exp: must be 1 to 3600 s after iat"),
        ({"roles": ["auditor"], "lifetime_seconds": 0}, "exp: must be 1 to 3600 s after iat"),
        ({"roles": ["auditor"], "subject": ""}, "sub: must be there, of its type and within its bounds"),
        ({"roles": ["root"]}, "Invalid enum value 'root'"),
        ({"roles": ["judge"], "claims": {"court": 1}}, "unknown field `court`"),
    ],
)
def test_a_token_that_would_be_refused_is_not_issued(wish: dict[str, Any], rule: str):
    """A wish that could only lead to a token nobody believes is answered with the rule it breaks."""
    answer, _ = asked({"subject": "x-1", **wish})

    assert answer.status_code == 422
    assert rule in answer.json()["detail"]
