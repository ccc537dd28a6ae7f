"""Who is connected, who keeps us waiting, and who has done so for too long."""

from collections import Counter, OrderedDict
from collections.abc import Callable
from enum import Enum
from typing import Final, Protocol

from engine.http.patience import Patience


class Wait(Enum):
    """What a connection is being waited for."""

    HEADERS = "headers"
    BODY = "body"
    IDLE = "idle"
    """For its next request."""


class Waiting(Protocol):
    """A connection, as far as it can be late."""

    peer: str
    """Its address; '' where there is none."""
    wait: Wait | None
    """None while it waits for us."""
    since: float
    """When that began, seconds of the loop's clock."""
    stuck_since: float | None
    """Since when it does not take what lies ready; None if it does."""

    @property
    def reads(self) -> bool:
        """Whether it is read from: nobody is late whom we make wait."""
        ...

    def too_slow(self, what: Wait) -> None:
        """Close it: it has not sent in time."""
        ...

    def turn_away(self) -> None:
        """Close it: the server stops, and cannot wait for the rest of what it sends."""
        ...

    def give_up(self) -> None:
        """Drop it at once, whatever lies ready for it."""
        ...


class Connections:
    """The connections of one server.

    Parameters
    ----------
    patience
        Bounds.
    now
        Seconds of the loop's clock.
    """

    def __init__(self, patience: Patience, now: Callable[[], float]) -> None:
        self._patience: Final = patience
        self._now: Final = now
        self._all: Final[set[Waiting]] = set()
        self._waiting: Final[OrderedDict[Waiting, None]] = OrderedDict()
        self._of_peer: Final[Counter[str]] = Counter()
        self.closed_late = 0
        """Closed because they were late."""
        self.closed_crowded = 0
        """Closed to make room."""
        self._turns_away_at: float | None = None

    def __len__(self) -> int:
        return len(self._all)

    def open(self, one: Waiting) -> None:
        """Take in a connection; if there are too many, the one that has kept us waiting longest goes."""
        self._all.add(one)
        self._of_peer[one.peer] += 1
        self.begin(one, Wait.HEADERS)
        if one.peer and self._of_peer[one.peer] > self._patience.connections_per_peer_max:
            self._make_room(one.peer)
        elif len(self._all) > self._patience.connections_max:
            self._make_room(None)

    def close(self, one: Waiting) -> None:
        """Forget a connection."""
        self._all.discard(one)
        self._waiting.pop(one, None)
        self._of_peer[one.peer] -= 1
        if self._of_peer[one.peer] <= 0:
            del self._of_peer[one.peer]

    def begin(self, one: Waiting, wait: Wait | None) -> None:
        """Begin to wait for something; None: it waits for us."""
        one.wait, one.since = wait, self._now()
        self._waiting.pop(one, None)
        if wait is not None:
            self._waiting[one] = None

    def stop(self) -> None:
        """The server stops: whoever is sending has half of its patience left, so that he can still be answered."""
        if self._turns_away_at is None:
            self._turns_away_at = self._now() + self._patience.stop_seconds / 2

    def look(self) -> None:
        """Close who is late."""
        now, patience = self._now(), self._patience
        turns_away = self._turns_away_at is not None and now > self._turns_away_at
        seconds = {
            Wait.HEADERS: patience.header_seconds,
            Wait.BODY: patience.body_seconds,
            Wait.IDLE: patience.idle_seconds,
        }
        for one in tuple(self._all):
            if one.stuck_since is not None and now - one.stuck_since > patience.write_seconds:
                self.closed_late += 1
                one.give_up()
            elif one.wait is not None and turns_away:
                one.turn_away()
            elif one.wait is not None and one.reads and now - one.since > seconds[one.wait]:
                self.closed_late += 1
                one.too_slow(one.wait)

    def _make_room(self, peer: str | None) -> None:
        slowest = next((one for one in self._waiting if peer in (None, one.peer)), None)
        if slowest is not None:
            self.closed_crowded += 1
            slowest.give_up()
