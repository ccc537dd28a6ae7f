"""Where the entries of the docket lie: in use as records, and otherwise packed one behind the other.

A nation has half a million open cases, most of them held for weeks before anybody asks for them again. A record of one
takes a kilobyte, packed it takes a tenth of that; so whatever a standing holds, and whatever was only filed and offered
in a log that was followed, stays packed until it is used.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.desk.docket import DocketEntry
from engine.desk.packed_entries import NEVER, Packed, PackedEntries

_ENCODER: Final = msgspec.msgpack.Encoder()


class Shelf:
    """Entries by the number of their case.

    Examples
    --------
    >>> shelf = Shelf()
    >>> shelf.find(7) is None, len(shelf)
    (True, 0)
    """

    def __init__(self) -> None:
        self.used: Final[dict[int, DocketEntry]] = {}
        """The entries that are not packed."""
        self._packed: Final = PackedEntries()

    def __len__(self) -> int:
        return len(self.used) + self._packed.lying

    def __iter__(self) -> Iterator[DocketEntry]:
        """Give every entry; those that are packed as copies, which are not to be written to."""
        yield from self.used.values()
        for place in np.flatnonzero(self._packed.lies).tolist():
            yield self._packed.read(place)

    def find(self, case_id: int) -> DocketEntry | None:
        """Return the entry of a case, None if it has none; what was packed is unpacked."""
        entry = self.used.get(case_id)
        if entry is None and (place := self._packed.place_of(case_id)) is not None:
            entry = self.used[case_id] = self._packed.take(place)
        return entry

    def put(self, entry: DocketEntry) -> None:
        """Add the entry of a case that has none."""
        self.used[entry.case_id] = entry

    def lay(self, case_ids: NDArray[np.int64], lengths: NDArray[np.int64], content: bytes) -> None:
        """Add packed entries of cases that have none, in order of case; see `PackedEntries.lay`."""
        if int(case_ids[0]) > self._packed.last_case:
            self._packed.lay(case_ids, lengths, content)
            return
        others = PackedEntries()
        others.lay(case_ids, lengths, content)
        for place in range(len(case_ids)):
            self.put(others.read(place))

    def remove(self, entry: DocketEntry) -> None:
        """Take an entry out that `find` has returned."""
        del self.used[entry.case_id]

    def ended_by(self, at: int) -> list[DocketEntry]:
        """Return the entries whose statutory period has ended by an instant."""
        found = [self._packed.read(place) for place in self._packed.ended_by(at).tolist()]
        return found + [entry for entry in self.used.values() if _period_end(entry) <= at]

    def count_ended_by(self, at: int) -> int:
        """Return how many entries' statutory period has ended by an instant; none is unpacked for it."""
        return len(self._packed.ended_by(at)) + sum(_period_end(entry) <= at for entry in self.used.values())

    def pack(self) -> Packed:
        """Pack every entry and return them all; records that callers still have are no longer those of the shelf."""
        entries = sorted(self.used.values(), key=lambda entry: entry.case_id)
        coded = [_ENCODER.encode(entry) for entry in entries]
        numbers = np.array([entry.case_id for entry in entries], np.int64)
        content = b"".join(self._runs(numbers, coded))
        packed = self._packed
        lies = packed.lies
        case_ids = np.concatenate((packed.case_ids[lies], numbers))
        order = np.argsort(case_ids, kind="stable")
        lengths = np.concatenate((packed.lengths[lies], np.array([len(one) for one in coded], np.int64)))
        ends = np.concatenate((packed.period_ends[lies], np.array([_period_end(one) for one in entries], np.int64)))
        self.used.clear()
        packed.hold(case_ids[order], lengths[order], ends[order], content)
        return packed.told(content)

    def load(self, packed: Packed) -> None:
        """Take over packed entries in the place of all others.

        Raises
        ------
        DeskStandingError
            If they do not lie one behind the other in order of case.
        """
        self._packed.load(packed)
        self.used.clear()

    def _runs(self, numbers: NDArray[np.int64], coded: list[bytes]) -> Iterator[bytes | bytearray]:
        """Give the content of the whole shelf in order: runs of what lies packed, and between them what was in use."""
        cuts = sorted(self._cuts(numbers, coded), key=lambda cut: cut[:2])
        first, *others = self._packed.runs([(place, skipped) for place, skipped, _ in cuts])
        yield first
        for (_, _, content), run in zip(cuts, others, strict=True):
            yield content
            yield run

    def _cuts(self, numbers: NDArray[np.int64], coded: list[bytes]) -> list[tuple[int, int, bytes]]:
        """Return where something comes between packed entries, and whether the one there is left out.

        A case that was packed once and is in use comes in its own place; of those that come before one and the same
        place the order is theirs already, since sorting keeps it.
        """
        packed_ids = self._packed.case_ids
        places: list[int] = np.searchsorted(packed_ids, numbers).tolist()
        left: set[int] = set(np.flatnonzero(~self._packed.lies).tolist())
        cuts: list[tuple[int, int, bytes]] = []
        for place, number, content in zip(places, numbers.tolist(), coded, strict=True):
            is_own = place in left and packed_ids[place] == number
            cuts.append((place, int(is_own), content))
            left -= {place} if is_own else set()
        return cuts + [(place, 1, b"") for place in left]


def _period_end(entry: DocketEntry) -> int:
    return NEVER if entry.period_ends_at is None else entry.period_ends_at
