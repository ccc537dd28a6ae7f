"""An issuer's keys kept fresh by a thread: no request waits for an issuer, and somebody hears when it is gone."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from engine.access.keys import KeyCache

LOOK_SECONDS: Final = 5.0
"""How often it looks; the cache itself fetches at most once in its own pause."""


class KeyKeeper:
    """Refreshes a key cache when its keys are old, or none is known.

    Parameters
    ----------
    keys
        The cache.
    clock
        Microseconds since the epoch.
    show
        Told after each look whether the keys are usable, and when they last came, 0 for never.
    tell
        Told what kept the keys from coming, once for each kind of error, and None when they come again.

    Examples
    --------
    >>> from engine.access.issuer import DevelopmentIssuer
    >>> shown = []
    >>> keys = KeyCache(DevelopmentIssuer().fetch)
    >>> keeper = KeyKeeper(keys, lambda: 7, show=lambda *seen: shown.append(seen), tell=print)
    >>> keeper.turn()
    >>> shown
    [(True, 7)]
    """

    def __init__(
        self,
        keys: KeyCache,
        clock: Callable[[], int],
        *,
        show: Callable[[bool, int], None],
        tell: Callable[[Exception | None], None],
    ) -> None:
        self._keys: Final = keys
        self._clock: Final = clock
        self._show: Final = show
        self._tell: Final = tell
        self._told: type[Exception] | None = None
        self._stopped: Final = Event()
        self._thread: Final = Thread(target=self._run, name="onestop-keys", daemon=True)

    def start(self) -> None:
        """Begin; the first look is the caller's, by `turn`."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more. A fetch under way is not waited for: it ends within its own time limits."""
        self._stopped.set()

    def turn(self) -> None:
        """Look once, and fetch what is due."""
        keys, at = self._keys, self._clock()
        if keys.is_due(at):
            keys.refresh(at)
        self._show(keys.is_usable(at), keys.fetched_at or 0)
        failure = keys.failure
        kind = None if failure is None else type(failure)
        if kind is not self._told:
            self._told = kind
            self._tell(failure)

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            self.turn()
