"""Verifying access tokens: JWT by RFC 9068, of a configured issuer, for this service, for an hour at most."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from threading import Lock
from typing import Final, NamedTuple

import msgspec

from engine.access.denials import DenyList
from engine.access.errors import AccessError, TokenClaimError, TokenKeyError, TokenTimeError
from engine.access.keys import SECOND_US, KeyCache
from engine.access.principal import Principal
from engine.access.token_form import Claims, take_apart
from engine.access.words import Role

LIFETIME_SECONDS_MAX: Final = 3600
LEEWAY_SECONDS_MAX: Final = 60

_IDENTIFIED_BY: Final = {
    Role.PARTY: "party_keys",
    Role.MEDIATOR: "mediator_id",
    Role.ORGANISATION: "organisation_id",
    Role.COURT_CLERK: "court_id",
    Role.JUDGE: "court_id",
}
"""The claim without which a role would be related to nothing."""


class TrustedIssuer(NamedTuple):
    """An issuer of tokens, and what it may say."""

    name: str
    """As in `iss`, to the letter."""
    keys: KeyCache
    tenants: frozenset[str]
    """Tenants it speaks for: one tenant's issuer cannot make somebody another's judge."""
    roles: frozenset[Role] = frozenset(Role)
    """Roles it may give."""


class _Remembered(NamedTuple):
    principal: Principal
    from_at: int
    until: int
    keys: KeyCache
    generation: int


class VerifierSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How tokens are verified."""

    audience: str
    """This service, as in `aud`."""
    lifetime_seconds: int = LIFETIME_SECONDS_MAX
    """Longest life of a token, from `iat` to `exp`."""
    leeway_seconds: int = 30
    """How far the issuer's clock and ours may be apart."""
    remembered_max: int = 65_536
    """Verified tokens kept, about 1 kB each."""

    def __post_init__(self) -> None:
        """Refuse bounds that would make a token valid for too long."""
        if not 1 <= self.lifetime_seconds <= LIFETIME_SECONDS_MAX:
            raise AccessError(f"lifetime_seconds = {self.lifetime_seconds}: must be within [1, {LIFETIME_SECONDS_MAX}]")
        if not 0 <= self.leeway_seconds <= LEEWAY_SECONDS_MAX:
            raise AccessError(f"leeway_seconds = {self.leeway_seconds}: must be within [0, {LEEWAY_SECONDS_MAX}]")
        if self.remembered_max < 1 or not self.audience:
            raise AccessError("audience, remembered_max: must not be empty or 0")


class Verifier:
    """Turns tokens into principals.

    Parameters
    ----------
    issuers
        Who is believed.
    settings
        Bounds.
    denied
        The deny list, asked every time.

    Examples
    --------
    >>> from engine.access.issuer import DevelopmentIssuer
    >>> issuer = DevelopmentIssuer()
    >>> trusted = TrustedIssuer(issuer.name, KeyCache(issuer.fetch), frozenset({"north"}))
    >>> verifier = Verifier([trusted], VerifierSettings(audience=issuer.audience), DenyList())
    >>> token = issuer.issue("m-3", [Role.MEDIATOR], tenant="north", mediator_id=3, at=0)
    >>> verifier.verify(token, at=1_000_000).mediator_id
    3
    >>> verifier.verify(token, at=3600 * 1_000_000)
    Traceback (most recent call last):
    engine.access.errors.TokenTimeError: exp: must not be past
    """

    def __init__(self, issuers: Iterable[TrustedIssuer], settings: VerifierSettings, denied: DenyList) -> None:
        self.settings: Final = settings
        self.denied: Final = denied
        self._issuers: Final[Mapping[str, TrustedIssuer]] = {issuer.name: issuer for issuer in issuers}
        # Not a plain dict: to find its first entry takes a look at every one that was removed before it.
        self._remembered: Final[OrderedDict[bytes, _Remembered]] = OrderedDict()
        self._remembering: Final = Lock()
        self._leeway_us: Final = settings.leeway_seconds * SECOND_US

    @property
    def issuers(self) -> frozenset[str]:
        """Names of those who are believed."""
        return frozenset(self._issuers)

    def remembered(self, token: str, at: int) -> Principal | None:
        """Return the principal of a token that was verified before, None if it must be verified: 2 us, no I/O.

        Raises
        ------
        TokenTimeError
            If it has expired since.
        TokenDeniedError
            If it or its subject has been denied since.
        """
        entry = self._remembered.get(_digest(token))
        if entry is None or entry.generation != entry.keys.generation or not entry.keys.is_usable(at):
            return None
        self._check_time(entry.from_at, entry.until, at)
        self.denied.check(entry.principal)
        return entry.principal

    def verify(self, token: str, at: int) -> Principal:
        """Verify a token; may wait for its issuer's keys, at most once a minute.

        Parameters
        ----------
        token
            Without `Bearer`.
        at
            Now, microseconds since the epoch.

        Returns
        -------
        Principal
            Who asks.

        Raises
        ------
        TokenError
            If it is refused; the error says which part broke which rule.
        KeySourceError
            If its issuer's keys cannot be had: the token may be good, but is not believed.
        """
        known = self.remembered(token, at)
        if known is not None:
            return known
        opened = take_apart(token)
        claims = opened.claims
        issuer = self._issuers.get(claims.iss)
        if issuer is None:
            raise TokenClaimError("iss", "must be a configured issuer")
        self._check_claims(claims, issuer)
        self._check_time(*self._validity(claims), at)
        key, generation = issuer.keys.find(opened.header.kid, at)
        if key.algorithm != opened.header.alg:
            raise TokenKeyError("alg", "must be the algorithm of the key")
        if not key.verifies(opened.signed, opened.signature):
            raise TokenKeyError("signature", "must be made by the key of the header")
        principal = _principal(claims)
        self.denied.check(principal)
        self._remember(_digest(token), _Remembered(principal, *self._validity(claims), issuer.keys, generation))
        return principal

    def _check_claims(self, claims: Claims, issuer: TrustedIssuer) -> None:
        audiences = [claims.aud] if isinstance(claims.aud, str) else claims.aud
        if self.settings.audience not in audiences:
            raise TokenClaimError("aud", "must name this service")
        if not 0 < claims.exp - claims.iat <= self.settings.lifetime_seconds:
            raise TokenTimeError("exp", f"must be 1 to {self.settings.lifetime_seconds} s after iat")
        if claims.tenant not in issuer.tenants:
            raise TokenClaimError("tenant", "must be one the issuer speaks for")
        if not issuer.roles.issuperset(claims.roles):
            raise TokenClaimError("roles", "must be ones the issuer may give")
        for role in claims.roles:
            name = _IDENTIFIED_BY.get(role)
            if name is not None and getattr(claims, name) in (None, []):
                raise TokenClaimError(name, f"must be there for the role {role}")

    def _validity(self, claims: Claims) -> tuple[int, int]:
        first = max(claims.iat, claims.nbf) * SECOND_US - self._leeway_us
        return first, claims.exp * SECOND_US + self._leeway_us

    @staticmethod
    def _check_time(from_at: int, until: int, at: int) -> None:
        if at >= until:
            raise TokenTimeError("exp", "must not be past")
        if at < from_at:
            raise TokenTimeError("iat, nbf", "must not be in the future")

    def _remember(self, digest: bytes, entry: _Remembered) -> None:
        with self._remembering:
            if len(self._remembered) >= self.settings.remembered_max:
                self._remembered.popitem(last=False)  # the oldest goes; it costs its bearer one more verification
            self._remembered[digest] = entry


def _digest(token: str) -> bytes:
    # Tokens are secrets: what is kept for an hour is a hash that nobody can use.
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _principal(claims: Claims) -> Principal:
    return Principal(
        issuer=claims.iss,
        subject=claims.sub,
        tenant=claims.tenant,
        client_id=claims.client_id,
        jti=claims.jti,
        issued_at=claims.iat * SECOND_US,
        expires_at=claims.exp * SECOND_US,
        roles=frozenset(claims.roles),
        court_id=claims.court_id,
        organisation_id=claims.organisation_id,
        mediator_id=claims.mediator_id,
        track=claims.track,
        party_keys=frozenset(claims.party_keys),
    )
