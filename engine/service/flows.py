"""How many of each kind of entry there were, minute by minute: what throughput is read from."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import msgspec

from engine.service.entries import Entry
from engine.service.errors import StandingError

MINUTE_US: Final = 60_000_000
MINUTES: Final = 24 * 60
"""A day of minutes is kept."""


class Flows:
    """Entries by kind, in all and in each minute of the last day of logged time.

    Examples
    --------
    >>> from engine.service.records import Started
    >>> flows = Flows()
    >>> flows.follow([Started(at=5, epoch=1, release="1", roster_digest="")], at=5)
    >>> flows.since(0, 60_000_000)["started"], flows.total["started"]
    (1, 1)
    """

    def __init__(self) -> None:
        self.total: Final[Counter[str]] = Counter()
        """Entries of each kind since the log began."""
        self._minutes: Final[deque[tuple[int, Counter[str]]]] = deque(maxlen=MINUTES)

    def follow(self, entries: Sequence[Entry], at: int) -> None:
        """Count a batch of one logged time."""
        self.count(Counter(map(type, entries)), at)

    def count(self, entries: Mapping[type[msgspec.Struct], int], at: int) -> None:
        """Count a batch of one logged time that holds so many entries of each kind."""
        minute = at // MINUTE_US
        if not self._minutes or self._minutes[-1][0] < minute:
            self._minutes.append((minute, Counter()))
        of_minute, total = self._minutes[-1][1], self.total
        for record, count in entries.items():
            if count:
                kind = _kind_of(record)
                total[kind] += count
                of_minute[kind] += count

    def since(self, after: int, until: int) -> Counter[str]:
        """Return the entries of each kind in the minutes that begin at `after` or later and before `until`."""
        counts: Counter[str] = Counter()
        for minute, counted in self._minutes:
            if after <= minute * MINUTE_US < until:
                counts.update(counted)
        return counts

    def by_minute(self, kinds: Sequence[str], minutes: int) -> list[tuple[int, list[int]]]:
        """Return the last minutes that had entries: beginning, microseconds since the epoch, and count by kind."""
        last = list(self._minutes)[-minutes:]
        return [(minute * MINUTE_US, [counted[kind] for kind in kinds]) for minute, counted in last]

    def standing(self) -> bytes:
        """Return all counts; equal flows give equal bytes."""
        minutes = [(minute, sorted(counts.items())) for minute, counts in self._minutes]
        return msgspec.msgpack.encode((sorted(self.total.items()), minutes))

    def restore(self, standing: bytes) -> None:
        """Take over the counts of another one.

        Raises
        ------
        StandingError
            If the bytes are not of flows.
        """
        rows = list[tuple[str, int]]
        try:
            total, minutes = msgspec.msgpack.decode(standing, type=tuple[rows, list[tuple[int, rows]]])
        except msgspec.DecodeError as error:
            raise StandingError(f"flows of a snapshot: {error}") from error
        self.total.update(dict(total))
        self._minutes.extend((minute, Counter(dict(counts))) for minute, counts in minutes)


@cache
def _kind_of(record: type[msgspec.Struct]) -> str:
    return str(record.__struct_config__.tag)
