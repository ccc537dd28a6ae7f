"""Where disputes lie: awake while somebody works on them, else as they were lodged or as bytes.

Half a million disputes are open in the nation, and a few are asked about in a second. One that is awake takes two
kilobytes and a dozen objects for the garbage collector to look at; one at rest takes a tenth of that and one object.
"""

from collections.abc import Iterable, KeysView
from typing import Final

import msgspec
import numpy as np

from engine.core.errors import StandingError
from engine.core.stored_array import StoredArray, restored, stored
from engine.lifecycle.counted import UNITS
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.agenda import Agenda
from engine.registry.errors import RegistryStandingError
from engine.registry.panels import Panels, PanelsTold
from engine.registry.patterns import Begun, Lodged
from engine.registry.rest import Matter, packed, resting, unpacked, woken

_AWAKE_MAX: Final = 65_536
"""Disputes awake before all are put to rest: what a nation asks about in a quarter of an hour, 130 MB."""
_UNITS: Final = tuple(unit.encode() for unit in UNITS)
"""What the bytes of every clock hold that the announcement of a year may move."""


class DisputeShelf:
    """Disputes by number, in the order they were opened.

    Parameters
    ----------
    lifecycle
        The rules by which disputes that have just begun follow their events.
    """

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle: Final = lifecycle
        self._kept: Final[dict[int, Dispute | Begun | Lodged | bytes]] = {}
        self._awake: Final[dict[int, Matter]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, dispute_id: int) -> bool:
        return dispute_id in self._kept

    def keys(self) -> KeysView[int]:
        """Return the numbers."""
        return self._kept.keys()

    def find(self, dispute_id: int) -> Dispute | None:
        """Return a dispute, awake; None if there is none of that number."""
        kept = self._kept.get(dispute_id)
        if kept is None or isinstance(kept, Dispute):
            return kept
        if isinstance(kept, Begun):
            dispute, matter = kept.dispute(self._lifecycle), Matter(kept.opening.dispute_type, kept.opening.channel)
        else:
            content = packed(kept.resting()) if isinstance(kept, Lodged) else kept
            dispute, matter = woken(dispute_id, unpacked(content))
        self.put(dispute, matter)
        return dispute

    def counted(self) -> list[int]:
        """Return the numbers of disputes with a clock that the announcement of a year may move; wakes none."""
        return [number for number, kept in self._kept.items() if _is_counted(kept)]

    def matter(self, dispute_id: int) -> Matter:
        """Return the matter of a dispute that `find` has returned."""
        return self._awake[dispute_id]

    def put(self, dispute: Dispute, matter: Matter) -> None:
        """Add a dispute, awake."""
        self._kept[dispute.dispute_id] = dispute
        self._awake[dispute.dispute_id] = matter

    def lay(self, dispute_id: int, lodged: Lodged | Begun) -> None:
        """Add a dispute that was lodged, or put it in the place of what it was, at rest."""
        self._kept[dispute_id] = lodged

    def keep(self, dispute_id: int, content: bytes) -> None:
        """Add a dispute at rest, as `engine.registry.rest.packed` gives it."""
        self._kept[dispute_id] = content

    def keep_many(self, dispute_ids: Iterable[int], contents: Iterable[bytes]) -> None:
        """Add disputes at rest."""
        self._kept.update(zip(dispute_ids, contents, strict=True))

    def begun(self, dispute_id: int) -> Begun | None:
        """Return a dispute whose lodging is being read off a log; None if it is any other."""
        kept = self._kept.get(dispute_id)
        return kept if type(kept) is Begun else None

    @property
    def is_crowded(self) -> bool:
        """Whether so many are awake that it is time to put them to rest."""
        return len(self._awake) > _AWAKE_MAX

    def rest(self) -> None:
        """Put every dispute that is awake to rest; one that `find` has returned before is no longer followed."""
        for dispute_id, matter in self._awake.items():
            dispute = self._kept[dispute_id]
            assert isinstance(dispute, Dispute), "whoever is awake is kept as he is"
            self._kept[dispute_id] = packed(resting(dispute, matter))
        self._awake.clear()

    def pack(self) -> list[bytes]:
        """Put every dispute to rest, as bytes, and return these in their order."""
        for dispute_id in [number for number, kept in self._kept.items() if isinstance(kept, Begun)]:
            self.find(dispute_id)
        self.rest()
        for dispute_id, kept in self._kept.items():
            if isinstance(kept, Lodged):
                self._kept[dispute_id] = packed(kept.resting())
        return [kept for kept in self._kept.values() if isinstance(kept, bytes)]

    def load(self, numbers: list[int], contents: list[bytes]) -> None:
        """Take over disputes at rest in the place of all others."""
        self._awake.clear()
        self._kept.clear()
        self._kept.update(zip(numbers, contents, strict=True))


def _is_counted(kept: Dispute | Begun | Lodged | bytes) -> bool:
    if isinstance(kept, Begun):
        return False  # a filing sets no clock
    if isinstance(kept, bytes):
        # Ten times as fast as unpacking; a dispute that has the word elsewhere is looked at in vain.
        return any(unit in kept for unit in _UNITS)
    processes = kept.processes.values() if isinstance(kept, Dispute) else kept.resting().processes
    return any(process.counted is not None for process in processes)


class _Standing(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    numbers: StoredArray
    """int64[n], in the order they were opened."""
    lengths: StoredArray
    """int32[n]: bytes of each."""
    content: bytes
    """The disputes at rest, one behind the other."""
    dispute_of: list[tuple[int, int]]
    """Case and dispute, where their numbers differ, in order of case."""
    panels: PanelsTold
    due_disputes: StoredArray
    """int64[m, 2]: when the next clock ends, and of which dispute, in that order."""


def standing_of(shelf: DisputeShelf, dispute_of: dict[int, int], panels: Panels, agenda: Agenda) -> bytes:
    """Return the standing of books; `told_by` takes it over."""
    contents = shelf.pack()
    standing = _Standing(
        numbers=stored(np.array([*shelf.keys()], np.int64), "<i8"),
        lengths=stored(np.array([len(content) for content in contents], np.int64), "<i4"),
        content=b"".join(contents),
        dispute_of=sorted(dispute_of.items()),
        panels=panels.told(),
        due_disputes=stored(np.array(agenda.items(), np.int64).reshape(-1, 2), "<i8"),
    )
    return msgspec.msgpack.encode(standing)


def told_by(standing: bytes, shelf: DisputeShelf, panels: Panels, agenda: Agenda) -> list[tuple[int, int]]:
    """Take over what `standing_of` returned, and return cases with the disputes they belong to.

    Raises
    ------
    RegistryStandingError
        If the bytes are not those of books.
    """
    try:
        found = msgspec.msgpack.decode(standing, type=_Standing)
        numbers = restored(found.numbers, "numbers", "<i8", (-1,))
        lengths = restored(found.lengths, "lengths", "<i4", numbers.shape).astype(np.int64)
        due = restored(found.due_disputes, "due_disputes", "<i8", (-1, 2))
    except (msgspec.MsgspecError, StandingError) as error:
        raise RegistryStandingError(f"standing of {len(standing)} bytes: must be of books: {error}") from error
    ends = np.cumsum(lengths)
    if (lengths <= 0).any() or lengths.sum() != len(found.content) or len(np.unique(numbers)) != len(numbers):
        raise RegistryStandingError("disputes: must each stand once, and nothing between them")
    starts = ends - lengths
    contents = [found.content[first:last] for first, last in zip(starts.tolist(), ends.tolist(), strict=True)]
    shelf.load(numbers.tolist(), contents)
    panels.load(found.panels)
    agenda.load(due.tolist())
    return found.dispute_of
