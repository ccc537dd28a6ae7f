"""Development: tokens for anybody who asks on this machine, and a loud word about it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from fastapi import FastAPI, Request, Response

from engine.access.errors import TokenError
from engine.access.words import Role
from engine.events.track import Track

if TYPE_CHECKING:
    from engine.access.issuer import DevelopmentIssuer
    from engine.access.tokens import Verifier

TOKEN_PATH = "/v1/development/tokens"  # noqa: S105 - an address
LOOPBACK = ("127.0.0.1", "::1", "localhost")
WARNING = """
  DEVELOPMENT MODE: this service issues tokens of any role to anybody on this machine.
  It listens on the loopback interface only. Never put real cases into it.
  Name an issuer in the settings to serve a court: [issuer] issuer = "...", keys_url = "https://..."
"""


class Claims(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What ties somebody to a court, an organisation, a roster entry, or to parties."""

    court_id: int | None = None
    organisation_id: int | None = None
    mediator_id: int | None = None
    track: Track = Track.MEDIATION
    """The door whose roster the two numbers before are of."""
    party_keys: tuple[str, ...] = ()


class TokenWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who somebody wants to be."""

    subject: str
    roles: list[Role]
    claims: Claims = Claims()
    lifetime_seconds: int = 3600


def add_token_route(
    app: FastAPI, issuer: "DevelopmentIssuer", verifier: "Verifier", tenant: str, clock: Callable[[], int]
) -> None:
    """Let the app issue tokens, none of which the service would refuse.

    Parameters
    ----------
    app
        The surface for administration, which listens on the loopback interface.
    issuer
        Made for this process alone; its keys are gone with it.
    verifier
        Of the service the tokens are for.
    tenant
        Whose tokens.
    clock
        Microseconds since the epoch.
    """

    async def issue(request: Request) -> Response:
        try:
            wish = msgspec.json.decode(await request.body(), type=TokenWish)
        except msgspec.DecodeError as error:
            return _answer(422, {"title": "Not a wish for a token", "detail": str(error)})
        claims: dict[str, Any] = msgspec.to_builtins(wish.claims)
        at = clock()
        token = issuer.issue(
            wish.subject, wish.roles, tenant=tenant, at=at, lifetime_seconds=wish.lifetime_seconds, **claims
        )
        try:
            verifier.verify(token, at)
        except TokenError as error:
            return _answer(422, {"title": "Not a wish for a token", "detail": str(error)})
        return _answer(200, {"access_token": token, "expires_in": wish.lifetime_seconds, "token_type": "Bearer"})

    app.add_api_route(TOKEN_PATH, issue, methods=["POST"], include_in_schema=False)


def _answer(status: int, content: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(content), status_code=status, media_type="application/json")
