"""Who asks, and whether he may ask so much: the token, the matrix's row, the buckets."""

import asyncio
from collections.abc import Mapping
from typing import Final, NamedTuple

from engine.access.errors import KeySourceError, RateError
from engine.access.matrix import MATRIX
from engine.access.principal import Principal
from engine.access.rates import RateLimiter
from engine.access.tokens import Verifier
from engine.access.words import Action
from engine.http.errors import ProblemError

_BEARER: Final = "bearer "
_CHALLENGE: Final = (b"www-authenticate", b'Bearer realm="onestop"')
_SECOND_US: Final = 1_000_000


class Access(NamedTuple):
    """What decides who is let in."""

    verifier: Verifier
    rates: RateLimiter


async def principal_of(access: Access, headers: Mapping[bytes, bytes], at: int) -> Principal:
    """Return whose token a request carries; only one that was not seen before is verified in a thread of its own.

    Raises
    ------
    ProblemError
        If it carries none.
    TokenError, KeySourceError
        If it is refused, or its issuer's keys cannot be had.
    """
    principal = known(access, headers, at)
    if principal is not None:
        return principal
    token = _token(headers)
    try:
        return await asyncio.to_thread(access.verifier.verify, token, at)
    except OSError as error:
        raise KeySourceError("keys: the issuer cannot be reached") from error


def known(access: Access, headers: Mapping[bytes, bytes], at: int) -> Principal | None:
    """Return whose token a request carries, if it was verified before; None if it must be verified.

    Raises
    ------
    ProblemError
        If it carries none.
    TokenError
        If it is refused now.
    """
    return access.verifier.remembered(_token(headers), at)


def _token(headers: Mapping[bytes, bytes]) -> str:
    header = headers.get(b"authorization", b"").decode("latin-1")
    if header[: len(_BEARER)].lower() != _BEARER:
        raise ProblemError("unauthorised", "Send a token: Authorization: Bearer ...", headers=[_CHALLENGE])
    return header[len(_BEARER) :].strip()


def check_action(principal: Principal, action: Action) -> None:
    """Refuse somebody none of whose roles may ever do this.

    Raises
    ------
    ProblemError
        If so.
    """
    if principal.roles.isdisjoint(MATRIX[action]):
        raise ProblemError("forbidden", "None of your roles may do this.")


def check_rate(access: Access, principal: Principal, at: int, cost: int) -> None:
    """Take a request out of the buckets; one of more commands than a subject's bucket ever holds empties it.

    Raises
    ------
    ProblemError
        If one of them is empty; it says when to come again.
    """
    settings = access.rates.settings
    most = settings.subject_per_second * settings.burst_seconds
    try:
        decision = access.rates.take(
            principal.tenant, f"{principal.issuer} {principal.subject}", at, max(1, min(cost, most))
        )
    except RateError:
        raise ProblemError("too-many-requests", "So many commands at once are never let in.") from None
    if not decision.allowed:
        seconds = -(-decision.retry_after_us // _SECOND_US)
        level = "" if decision.level is None else decision.level.value
        detail = f"The {level}'s rate is used up; try again in {seconds} s."
        raise ProblemError("too-many-requests", detail, retry_after_seconds=max(1, seconds))
