"""The deny list: tokens and subjects that are refused from this instant on, though their tokens have not expired.

The list changes only by records, which a service keeps in its log: replayed, they make the same list again.
"""

from typing import Final

import msgspec

from engine.access.errors import DenyListError, TokenDeniedError
from engine.access.principal import Principal

FOR_EVER: Final = (1 << 63) - 1
"""As `issued_until`: whatever tokens a subject gets, until the denial is lifted."""


class TokenDenied(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="token_denied"):
    """One token is refused."""

    at: int
    """Microseconds since the epoch."""
    issuer: str
    jti: str
    """Its number."""
    expires_at: int
    """When the token expires; the denial is forgotten some time after."""


class SubjectDenied(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="subject_denied"):
    """A subject's tokens are refused if they were issued up to an instant: after a change of roles, that instant."""

    at: int
    issuer: str
    subject: str
    issued_until: int = FOR_EVER
    """Tokens issued later are believed. Whole seconds count: a token of the same second is refused."""


class DenialLifted(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="denial_lifted"):
    """A subject's tokens are believed again."""

    at: int
    issuer: str
    subject: str


AnyDenial = TokenDenied | SubjectDenied | DenialLifted


class _Standing(msgspec.Struct):
    tokens: list[tuple[str, str, int]]
    subjects: list[tuple[str, str, int]]


class DenyList:
    """Who and what is refused at the moment. One thread changes it; any may ask.

    Parameters
    ----------
    entries_max
        Denials kept at most.
    token_life_us
        Longest life of a token with every leeway: a denial that only concerns tokens older than this is forgotten.

    Examples
    --------
    >>> denied = DenyList()
    >>> denied.apply(SubjectDenied(at=5_000_000, issuer="https://id.example", subject="m-3", issued_until=5_000_000))
    >>> denied.is_denied("https://id.example", "m-3", "t-9", issued_at=4_000_000)
    True
    >>> denied.is_denied("https://id.example", "m-3", "t-10", issued_at=6_000_000)
    False
    """

    def __init__(self, *, entries_max: int = 100_000, token_life_us: int = 2 * 3600 * 1_000_000) -> None:
        self._entries_max: Final = entries_max
        self._token_life_us: Final = token_life_us
        self._tokens: Final[dict[tuple[str, str], int]] = {}
        self._subjects: Final[dict[tuple[str, str], int]] = {}

    @property
    def count(self) -> int:
        """Denials kept. No length: an empty list must not pass for none."""
        return len(self._tokens) + len(self._subjects)

    def apply(self, record: AnyDenial) -> None:
        """Let a record change the list, at once.

        Raises
        ------
        DenyListError
            If the list is full of denials that still matter: nothing is dropped in silence.
        """
        if isinstance(record, DenialLifted):
            self._subjects.pop((record.issuer, record.subject), None)
            return
        if self.count >= self._entries_max and self.sweep(record.at) == 0:
            raise DenyListError(f"denials = {self.count}: must be below {self._entries_max} before another is added")
        if isinstance(record, TokenDenied):
            self._tokens[record.issuer, record.jti] = record.expires_at
        else:
            key = record.issuer, record.subject
            self._subjects[key] = max(record.issued_until, self._subjects.get(key, record.issued_until))

    def is_denied(self, issuer: str, subject: str, jti: str, issued_at: int) -> bool:
        """Return whether a token is refused, by its own number or by its subject's."""
        if not self._subjects and not self._tokens:
            return False
        return (issuer, jti) in self._tokens or issued_at <= self._subjects.get((issuer, subject), -1)

    def check(self, principal: Principal) -> None:
        """Refuse somebody who is denied.

        Raises
        ------
        TokenDeniedError
            If the token or its subject is denied.
        """
        if self.is_denied(principal.issuer, principal.subject, principal.jti, principal.issued_at):
            raise TokenDeniedError("token", "has been denied")

    def sweep(self, at: int) -> int:
        """Forget denials of tokens that have expired by now; return how many there were."""
        tokens = [key for key, expires_at in self._tokens.items() if expires_at + self._token_life_us <= at]
        subjects = [key for key, until in self._subjects.items() if until + self._token_life_us <= at]
        for key in tokens:
            del self._tokens[key]
        for key in subjects:
            del self._subjects[key]
        return len(tokens) + len(subjects)

    def standing(self) -> bytes:
        """Return everything that decides the future: equal lists give equal bytes."""
        parts = (sorted((*key, value) for key, value in held.items()) for held in (self._tokens, self._subjects))
        return msgspec.msgpack.encode(_Standing(*parts))

    def restore(self, standing: bytes) -> None:
        """Take over a standing; the list must be new.

        Raises
        ------
        DenyListError
            If the bytes are no standing, or the list is not empty.
        """
        if self.count:
            raise DenyListError(f"denials = {self.count}: must be 0 before a standing is taken over")
        try:
            held = msgspec.msgpack.decode(standing, type=_Standing)
        except msgspec.DecodeError as error:
            raise DenyListError(f"standing = {len(standing)} bytes: must be that of a deny list") from error
        self._tokens.update({(issuer, name): value for issuer, name, value in held.tokens})
        self._subjects.update({(issuer, name): value for issuer, name, value in held.subjects})
