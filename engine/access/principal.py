"""Who asks: what a verified token says about its subject."""

import msgspec

from engine.access.words import Role


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose token has been verified.

    Examples
    --------
    >>> clerk = Principal(
    ...     issuer="https://id.example", subject="c-17", tenant="north", client_id="desk", jti="t-1",
    ...     issued_at=0, expires_at=600_000_000, roles=frozenset({Role.COURT_CLERK}), court_id=12,
    ... )
    >>> clerk.identity
    ('https://id.example', 'c-17')
    """

    issuer: str
    subject: str
    """Unique within the issuer only."""
    tenant: str
    client_id: str
    """The program that asks on the subject's behalf."""
    jti: str
    """Number of the token."""
    issued_at: int
    """Microseconds since the epoch."""
    expires_at: int
    roles: frozenset[Role]
    court_id: int | None = None
    organisation_id: int | None = None
    mediator_id: int | None = None
    party_keys: frozenset[str] = frozenset()
    """Opaque keys of the party he is (see `engine.parties`), one for each identity he has proved."""

    @property
    def identity(self) -> tuple[str, str]:
        """Issuer and subject: who this is, whatever the token."""
        return self.issuer, self.subject
