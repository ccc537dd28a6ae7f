"""Principals for examples and tests."""

from typing import Any

from engine.access.principal import Member, Principal
from engine.access.words import Role
from engine.events.track import Track


def principal_of(*roles: Role, tenant: str = "north", subject: str = "somebody", **identities: Any) -> Principal:
    """Return somebody with these roles.

    Parameters
    ----------
    *roles
        What he is.
    tenant
        Whose platform.
    subject
        Who he is.
    **identities
        `court_id`, `organisation_id`, `mediator_id`, `track`, `party_keys`, or another field of a principal.

    Examples
    --------
    >>> principal_of(Role.MEDIATOR, mediator_id=3).mediator_id
    3
    """
    standard: dict[str, Any] = {
        "issuer": "https://issuer.invalid",
        "client_id": "example",
        "jti": "example-1",
        "issued_at": 0,
        "expires_at": 600_000_000,
    }
    return Principal(subject=subject, tenant=tenant, roles=frozenset(roles), **{**standard, **identities})


def members_of(*numbers: int, track: Track = Track.MEDIATION) -> frozenset[Member]:
    """Return people, or organisations, of a roster.

    Examples
    --------
    >>> expert = principal_of(Role.MEDIATOR, mediator_id=3, track=Track.EVALUATION)
    >>> expert.member in members_of(3), expert.member in members_of(3, track=Track.EVALUATION)
    (False, True)
    """
    return frozenset(Member(track, number) for number in numbers)
