"""Tokens of whoever asks, renewed before they expire: a load may last longer than any of them."""

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from loadtests.client import Issued, Who

RENEWED_AHEAD_SECONDS: Final = 60.0
"""So long before a token expires it is renewed: longer than a request is sent again and again with it."""
_RENEWED_AHEAD_SHARE: Final = 0.5
"""Of a token's life at most: one of some seconds would otherwise be renewed for every request."""


class Fetch(Protocol):
    """Asks the issuer for a token; None if it gives none."""

    def __call__(self, who: Who, /, *, is_renewal: bool) -> Issued | None:
        """Ask for somebody who has no valid token, or whose token is renewed ahead."""
        ...


class _Held(NamedTuple):
    token: str
    renew_at: float
    expires_at: float


class Tokens:
    """Keeps a token for each who asks.

    Parameters
    ----------
    clock
        Seconds; only differences count.
    ahead_seconds
        So long before a token expires another is fetched, or half its life if that is less.

    Examples
    --------
    >>> from loadtests.client import administrator
    >>> now, issued = [0.0], iter("abc")
    >>> def fetch(who, *, is_renewal):
    ...     return Issued(token=next(issued), lifetime_seconds=600.0)
    >>> tokens = Tokens(lambda: now[0])
    >>> [tokens.of(administrator(), at, fetch) for at in (0.0, 539.0, 540.0)]
    ['a', 'a', 'b']
    """

    def __init__(self, clock: Callable[[], float], *, ahead_seconds: float = RENEWED_AHEAD_SECONDS) -> None:
        self._clock: Final = clock
        self._ahead_seconds: Final = ahead_seconds
        self._held: Final[dict[Who, _Held]] = {}
        self._renewing: Final[set[Who]] = set()

    def of(self, who: Who, at: float, fetch: Fetch) -> str:
        """Return somebody's token; an empty one if the issuer gives none.

        Parameters
        ----------
        who
            Whose.
        at
            When it will be used, by the clock; in the past for now. Less than half a token's life ahead, or it may have
            expired by then.
        fetch
            Asks the issuer, if it must be asked.
        """
        now = self._clock()
        at = max(at, now)
        held = self._held.get(who)
        is_valid = held is not None and at < held.expires_at
        # While one renews a token ahead the others go on with the old one: a court has hundreds at a time.
        if held is not None and (at < held.renew_at or (is_valid and who in self._renewing)):
            return held.token
        self._renewing.add(who)
        try:
            found = fetch(who, is_renewal=held is not None and now < held.expires_at)
        finally:
            self._renewing.discard(who)
        if found is None:
            return held.token if held is not None and is_valid else ""
        ahead = min(self._ahead_seconds, found.lifetime_seconds * _RENEWED_AHEAD_SHARE)
        expires_at = now + found.lifetime_seconds  # counted from before it was asked for: never too late
        self._held[who] = _Held(found.token, expires_at - ahead, expires_at)
        return found.token

    def refuse(self, who: Who, token: str) -> None:
        """Take note that a token was refused: it is not used again, whatever its time; a newer one is."""
        held = self._held.get(who)
        if held is not None and held.token == token:
            self._held[who] = _Held(token, self._clock(), self._clock())
