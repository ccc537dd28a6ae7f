"""Entries of the docket as bytes, one behind the other in order of case, and an index to find them by."""

from itertools import pairwise
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.core.stored_array import StoredArray, restored, stored
from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskStandingError

NEVER: Final = 2**63 - 1
"""End of a period that has not begun."""
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


class PackedEntries:
    """Packed entries, some of which are out in use; more can be laid behind the last.

    Examples
    --------
    >>> PackedEntries().place_of(7) is None
    True
    """

    def __init__(self) -> None:
        self.lying = 0
        """How many are not in use."""
        self._count = 0
        self._case_ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._starts: NDArray[np.int64] = np.zeros(1, np.int64)
        self._period_ends: NDArray[np.int64] = np.zeros(0, np.int64)
        self._lies: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._content: bytes | bytearray = b""

    @property
    def last_case(self) -> int:
        """The largest number of a case that was ever laid here; -1 if there was none."""
        return int(self._case_ids[self._count - 1]) if self._count else -1

    @property
    def case_ids(self) -> NDArray[np.int64]:
        """int64[n]: every case, in use or not, in order."""
        return self._case_ids[: self._count]

    @property
    def lies(self) -> NDArray[np.bool_]:
        """bool[n]: whether each is not in use."""
        return self._lies[: self._count]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """int64[n]: bytes of each."""
        return np.diff(self._starts[: self._count + 1])

    @property
    def period_ends(self) -> NDArray[np.int64]:
        """int64[n]: end of the statutory period of each; `NEVER` where none runs."""
        return self._period_ends[: self._count]

    def place_of(self, case_id: int) -> int | None:
        """Return where the entry of a case lies; None if it does not."""
        if not self.lying:
            return None
        case_ids = self.case_ids
        place = int(np.searchsorted(case_ids, case_id))
        return place if place < len(case_ids) and case_ids[place] == case_id and self._lies[place] else None

    def read(self, place: int) -> DocketEntry:
        """Return a copy of an entry."""
        return _DECODER.decode(self._content[self._starts[place] : self._starts[place + 1]])

    def take(self, place: int) -> DocketEntry:
        """Return an entry that is in use from now on."""
        self._lies[place] = False
        self.lying -= 1
        return self.read(place)

    def ended_by(self, at: int) -> NDArray[np.int64]:
        """Return the places of entries that lie here and whose statutory period has ended by an instant."""
        return np.flatnonzero(self.lies & (self.period_ends <= at))

    def lay(self, case_ids: NDArray[np.int64], lengths: NDArray[np.int64], content: bytes) -> None:
        """Lay entries behind the last: of larger numbers, in order, none of which has a statutory period that runs.

        Parameters
        ----------
        case_ids
            int64[n], n at least 1.
        lengths
            int64[n]: bytes of each.
        content
            The entries as msgpack, one behind the other.
        """
        first, last = self._count, self._count + len(case_ids)
        if last > len(self._case_ids):
            self._grow(2 * last)
        if isinstance(self._content, bytes):
            self._content = bytearray(self._content)
        self._content += content
        self._case_ids[first:last] = case_ids
        self._starts[first + 1 : last + 1] = self._starts[first] + np.cumsum(lengths)
        self._period_ends[first:last] = NEVER
        self._lies[first:last] = True
        self._count = last
        self.lying += len(case_ids)

    def runs(self, cuts: list[tuple[int, int]]) -> list[bytes | bytearray]:
        """Return the content in pieces: between each two cuts, a place and how many entries are left out there."""
        bounds = [(0, 0), *cuts, (self._count, 0)]
        return [
            self._content[self._starts[place + skipped] : self._starts[following]]
            for (place, skipped), (following, _) in pairwise(bounds)
        ]

    def hold(
        self, case_ids: NDArray[np.int64], lengths: NDArray[np.int64], ends: NDArray[np.int64], content: bytes
    ) -> None:
        """Hold entries in the place of all others; arguments as `lay` has them, and ends of periods."""
        self._case_ids, self._period_ends, self._content = case_ids, ends, content
        self._starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        self._lies = np.ones(len(case_ids), np.bool_)
        self._count = self.lying = len(case_ids)

    def told(self, content: bytes) -> Packed:
        """Return what a standing holds."""
        return Packed(
            case_ids=stored(self.case_ids, "<i8"),
            lengths=stored(self.lengths, "<i4"),
            period_ends=stored(self.period_ends, "<i8"),
            content=content,
        )

    def load(self, packed: Packed) -> None:
        """Take over what `told` returned, in the place of all others.

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
        self.hold(case_ids, lengths, ends, packed.content)

    def _grow(self, size: int) -> None:
        def grown(values: NDArray[np.int64], length: int) -> NDArray[np.int64]:
            return np.concatenate((values, np.zeros(length - len(values), np.int64)))

        self._case_ids, self._period_ends = grown(self._case_ids, size), grown(self._period_ends, size)
        self._starts = grown(self._starts, size + 1)
        self._lies = np.concatenate((self._lies, np.zeros(size - len(self._lies), np.bool_)))
