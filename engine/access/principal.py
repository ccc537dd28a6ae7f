"""Who asks: what a verified token says about its subject."""

from typing import NamedTuple

import msgspec

from engine.access.words import Role
from engine.events.track import Track


class Member(NamedTuple):
    """A person, or an organisation, on the roster of one door: the same number on another roster is somebody else."""

    track: Track
    number: int


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
    """Number on the roster of `track`, as an organisation's is."""
    track: Track = Track.MEDIATION
    """The door whose roster the two numbers before are of: experts', arbitrators', judges' or mediators'."""
    party_keys: frozenset[str] = frozenset()
    """Opaque keys of the party he is (see `engine.parties`), one for each identity he has proved."""

    @property
    def identity(self) -> tuple[str, str]:
        """Issuer and subject: who this is, whatever the token."""
        return self.issuer, self.subject

    @property
    def member(self) -> Member | None:
        """Who he is on a roster; None if he is on none."""
        return None if self.mediator_id is None else Member(self.track, self.mediator_id)

    @property
    def organisation(self) -> Member | None:
        """Whose people he manages; None if nobody's."""
        return None if self.organisation_id is None else Member(self.track, self.organisation_id)
