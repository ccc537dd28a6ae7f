"""Where the entries of the docket lie: in use as records, and otherwise packed one behind the other.

A nation has half a million open cases, most of them held for weeks before anybody asks for them again. A record of one
takes a kilobyte, packed it takes a tenth of that; so whatever a standing holds stays packed until it is used.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.core.stored_array import StoredArray, restored, stored
from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskStandingError

NEVER: Final = 2**63 - 1
"""End of a period that has not begun."""
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(DocketEntry)


class Packed(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Entries in order of case, as a standing holds them."""

    case_ids: StoredArray
    """int64[n]"""
    lengths: StoredArray
    """int32[n]: bytes of each."""
    period_ends: StoredArray
    """int64[n]: `DocketEntry.period_ends_at`, `NEVER` for None: who is overdue is found without unpacking."""
    content: bytes
    """The entries as msgpack, one behind the other."""


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
        self._load(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64), b"")

    def __len__(self) -> int:
        return len(self.used) + self._packed

    def __iter__(self) -> Iterator[DocketEntry]:
        """Give every entry; those that are packed as copies, which are not to be written to."""
        yield from self.used.values()
        for place in np.flatnonzero(self._lies).tolist():
            yield self._unpacked(place)

    def find(self, case_id: int) -> DocketEntry | None:
        """Return the entry of a case, None if it has none; what was packed is unpacked."""
        entry = self.used.get(case_id)
        if entry is None and self._packed:
            place = int(np.searchsorted(self._case_ids, case_id))
            if place < len(self._case_ids) and self._case_ids[place] == case_id and self._lies[place]:
                entry = self.used[case_id] = self._unpacked(place)
                self._lies[place] = False
                self._packed -= 1
        return entry

    def put(self, entry: DocketEntry) -> None:
        """Add the entry of a case that has none."""
        self.used[entry.case_id] = entry

    def remove(self, entry: DocketEntry) -> None:
        """Take an entry out that `find` has returned."""
        del self.used[entry.case_id]

    def ended_by(self, at: int) -> list[DocketEntry]:
        """Return the entries whose statutory period has ended by an instant."""
        case_ids: list[int] = self._case_ids[self._lies & (self._period_ends <= at)].tolist()
        found = [self._unpacked(int(np.searchsorted(self._case_ids, case_id))) for case_id in case_ids]
        return found + [entry for entry in self.used.values() if _period_end(entry) <= at]

    def count_ended_by(self, at: int) -> int:
        """Return how many entries' statutory period has ended by an instant; none is unpacked for it."""
        lying = int(np.count_nonzero(self._lies & (self._period_ends <= at)))
        return lying + sum(_period_end(entry) <= at for entry in self.used.values())

    def pack(self) -> Packed:
        """Pack every entry and return them all; records that callers still have are no longer those of the shelf."""
        entries = sorted(self.used.values(), key=lambda entry: entry.case_id)
        coded = [_ENCODER.encode(entry) for entry in entries]
        numbers = np.array([entry.case_id for entry in entries], np.int64)
        content = b"".join(self._runs(numbers, coded))
        lies = self._lies
        case_ids = np.concatenate((self._case_ids[lies], numbers))
        order = np.argsort(case_ids, kind="stable")
        lengths = np.concatenate((np.diff(self._starts)[lies], np.array([len(one) for one in coded], np.int64)))
        ends = np.concatenate((self._period_ends[lies], np.array([_period_end(one) for one in entries], np.int64)))
        self.used.clear()
        self._load(case_ids[order], lengths[order], ends[order], content)
        return Packed(
            case_ids=stored(self._case_ids, "<i8"),
            lengths=stored(np.diff(self._starts), "<i4"),
            period_ends=stored(self._period_ends, "<i8"),
            content=content,
        )

    def load(self, packed: Packed) -> None:
        """Take over packed entries in the place of all others.

        Raises
        ------
        DeskStandingError
            If they do not lie one behind the other in order of case.
        """
        case_ids = restored(packed.case_ids, "case_ids", "<i8", (-1,))
        lengths = restored(packed.lengths, "lengths", "<i4", case_ids.shape).astype(np.int64)
        ends = restored(packed.period_ends, "period_ends", "<i8", case_ids.shape)
        if (np.diff(case_ids) <= 0).any() or (lengths <= 0).any() or lengths.sum() != len(packed.content):
            raise DeskStandingError("docket: must hold every case once, in order of number, and nothing between them")
        self.used.clear()
        self._load(case_ids, lengths, ends, packed.content)

    def _load(
        self, case_ids: NDArray[np.int64], lengths: NDArray[np.int64], ends: NDArray[np.int64], content: bytes
    ) -> None:
        self._case_ids = case_ids
        self._starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        self._period_ends = ends
        self._content = content
        self._lies = np.ones(len(case_ids), np.bool_)
        self._packed = len(case_ids)

    def _unpacked(self, place: int) -> DocketEntry:
        return _DECODER.decode(self._content[self._starts[place] : self._starts[place + 1]])

    def _runs(self, numbers: NDArray[np.int64], coded: list[bytes]) -> Iterator[bytes]:
        """Give the content of the whole shelf in order: runs of what lies packed, and between them what was in use."""
        at = 0
        for place, skipped, content in sorted(self._cuts(numbers, coded), key=lambda cut: cut[:2]):
            yield self._content[self._starts[at] : self._starts[place]]
            yield content
            at = place + skipped
        yield self._content[self._starts[at] :]

    def _cuts(self, numbers: NDArray[np.int64], coded: list[bytes]) -> list[tuple[int, int, bytes]]:
        """Return where something comes between packed entries, and whether the one there is left out.

        A case that was packed once and is in use comes in its own place; of those that come before one and the same
        place the order is theirs already, since sorting keeps it.
        """
        places: list[int] = np.searchsorted(self._case_ids, numbers).tolist()
        left: set[Any] = set(np.flatnonzero(~self._lies).tolist())
        cuts: list[tuple[int, int, bytes]] = []
        for place, number, content in zip(places, numbers.tolist(), coded, strict=True):
            is_own = place in left and self._case_ids[place] == number
            cuts.append((place, int(is_own), content))
            left -= {place} if is_own else set()
        return cuts + [(place, 1, b"") for place in left]


def _period_end(entry: DocketEntry) -> int:
    return NEVER if entry.period_ends_at is None else entry.period_ends_at
