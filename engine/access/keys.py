"""The public keys of a token issuer: fetched when needed, at most once a minute, and not believed for ever."""

from collections.abc import Callable, Mapping
from threading import Lock
from types import MappingProxyType
from typing import Final

import msgspec

from engine.access.errors import AccessError, KeySourceError, TokenKeyError
from engine.access.key_set import VerifyingKey, read_key_set

SECOND_US: Final = 1_000_000
Fetch = Callable[[int], bytes]
"""Bytes that may come at most, to the body of the issuer's key set.

It keeps its own time limits, follows no redirect, and raises `KeySourceError` or `OSError` when it has no answer.
"""


class KeyCacheSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How long keys are believed."""

    pause_seconds: int = 60
    """Between two fetches, whatever is asked."""
    refresh_seconds: int = 600
    """Age from which the keys are fetched again, so that a key its issuer withdraws is dropped."""
    stale_seconds: int = 3600
    """Age from which nothing is believed."""
    size_max: int = 65_536
    """Bytes of a key set."""

    def __post_init__(self) -> None:
        """Refuse times that contradict each other."""
        if not 1 <= self.pause_seconds <= self.refresh_seconds < self.stale_seconds:
            raise AccessError(
                f"seconds = ({self.pause_seconds}, {self.refresh_seconds}, {self.stale_seconds}): pause, refresh and "
                "stale must be at least 1 and ascend"
            )


class KeyCache:
    """The keys of one issuer.

    Any thread may ask; while one fetches, others are answered from what is known.

    Parameters
    ----------
    fetch
        Gets the issuer's key set; see `Fetch`.
    settings
        How long keys are believed.

    Examples
    --------
    >>> from engine.access.issuer import DevelopmentIssuer
    >>> issuer = DevelopmentIssuer()
    >>> keys = KeyCache(issuer.fetch)
    >>> keys.key(issuer.kid, at=0).algorithm
    'EdDSA'
    """

    def __init__(self, fetch: Fetch, settings: KeyCacheSettings | None = None) -> None:
        self.settings: Final = settings or KeyCacheSettings()
        self.usable_until = 0
        """Instant from which nothing is believed; grows with each fetch that succeeds."""
        self.fetched_at: int | None = None
        """When the keys last came."""
        self.failure: Exception | None = None
        """What kept them from coming when they were last asked for; None if they came."""
        self._fetch: Final = fetch
        self._known: tuple[Mapping[str, VerifyingKey], int] = MappingProxyType({}), 0
        self._tried_at: int | None = None
        self._turn: Final = Lock()

    @property
    def generation(self) -> int:
        """Grows whenever the keys change."""
        return self._known[1]

    def key(self, kid: str, at: int) -> VerifyingKey:
        """Return a key; see `find`."""
        return self.find(kid, at)[0]

    def find(self, kid: str, at: int) -> tuple[VerifyingKey, int]:
        """Return a key and its generation; fetch first if it is unknown or the set old, and the pause is over.

        Parameters
        ----------
        kid
            The key's name.
        at
            Now, microseconds since the epoch.

        Raises
        ------
        TokenKeyError
            If the issuer has no such key.
        KeySourceError
            If no set is known that is young enough.
        """
        if kid not in self._known[0] or self.is_due(at):
            self.refresh(at)
        if not self.is_usable(at):
            raise KeySourceError("keys: the issuer's key set cannot be had, and none is known that is young enough")
        keys, generation = self._known  # at once, so that a rotation in another thread comes before or after
        found = keys.get(kid)
        if found is None:
            raise TokenKeyError("kid", "must name a key of the issuer")
        return found, generation

    def is_due(self, at: int) -> bool:
        """Return whether the keys are so old that they should be fetched again."""
        # A clock that went back makes the set as old as it can be: fetching once more harms nobody.
        if self.fetched_at is None or at < self.fetched_at:
            return True
        return at - self.fetched_at >= self.settings.refresh_seconds * SECOND_US

    def is_usable(self, at: int) -> bool:
        """Return whether the keys are young enough to be believed."""
        return self.fetched_at is not None and at < self.usable_until

    def refresh(self, at: int) -> bool:
        """Fetch the set unless the last fetch was within the pause or one is under way.

        A service has it called by `engine.access.key_keeper`, so that no request waits for an issuer.

        Returns
        -------
        bool
            Whether a new set has come. If not, the old one stays until it is stale.
        """
        if not self._turn.acquire(blocking=False):
            return False
        try:
            if self._tried_at is not None and 0 <= at - self._tried_at < self.settings.pause_seconds * SECOND_US:
                return False
            self._tried_at = at
            try:
                fetched = read_key_set(self._fetch(self.settings.size_max), self.settings.size_max)
            except (AccessError, OSError) as error:
                self.failure = error
                return False
            self.failure = None
            self._take(fetched, at)
            return True
        finally:
            self._turn.release()

    def _take(self, fetched: Mapping[str, VerifyingKey], at: int) -> None:
        keys, generation = self._known
        changed = {key.fingerprint for key in fetched.values()} != {key.fingerprint for key in keys.values()}
        self._known = fetched, generation + changed
        self.fetched_at = at
        self.usable_until = at + self.settings.stale_seconds * SECOND_US
