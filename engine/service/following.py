"""A batch of the log into a world: applications many at a time, everything else entry by entry.

Entries that begin most disputes are read off the batch's bytes as columns (`engine.events.scan`), and are never made
into records unless something about them is out of the ordinary. What a world comes to is the same either way.
"""

from collections import Counter
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from engine.events.moves import DisputeOpened
from engine.events.records import Event
from engine.events.scan import OTHER, SCANNED, Scanned, scan
from engine.linked.records import Asked
from engine.log.log import Batch
from engine.registry.following import TOGETHER_MIN, LodgedRun, lodged_run
from engine.registry.lodged_rows import OPENED_ENTRY
from engine.service.entries import Entry, EntryCodec
from engine.service.world import World

if TYPE_CHECKING:
    from collections.abc import Sequence

    import msgspec

_OPENING: Final = str(DisputeOpened.__struct_config__.tag).encode()
_ARRAY_32: Final = b"\xdd"
"""How msgpack begins a list whose length follows in four bytes."""


def follow_batch(world: World, batch: Batch, codec: EntryCodec) -> None:
    """Let a world follow a batch of its log.

    Parameters
    ----------
    world
        It has followed all batches before.
    batch
        The next one.
    codec
        Of the log.

    Raises
    ------
    engine.errors.EngineError
        If it holds what cannot be followed.
    """
    # Most batches of a quiet hour hold a few entries: they are not worth a look at their columns.
    scanned = scan(batch.body) if batch.body.count(_OPENING) >= TOGETHER_MIN else None
    if scanned is None:
        entries = codec.decode(batch.body)
        world.replay(batch.previous_hash, entries, codec.recorded_at(entries[-1]))
        return
    _Following(world, batch, codec, scanned).follow()


class _Entries:
    """Decodes entries of a batch, those that are asked for."""

    def __init__(self, batch: Batch, codec: EntryCodec, scanned: Scanned) -> None:
        self._body: Final = batch.body
        self._codec: Final = codec
        self._starts: Final = scanned.starts

    def between(self, place: int, end: int) -> list[Entry]:
        """Return the entries from one place up to another."""
        first, last = self._starts[place], self._starts[end]
        return self._codec.decode(_ARRAY_32 + (end - place).to_bytes(4, "big") + self._body[first:last])

    def events(self, place: int, end: int) -> list[Event]:
        """Return entries that are events."""
        return cast("list[Event]", self.between(place, end))


class _Following:
    """What is done with one batch."""

    def __init__(self, world: World, batch: Batch, codec: EntryCodec, scanned: Scanned) -> None:
        self._world: Final = world
        self._batch: Final = batch
        self._codec: Final = codec
        self._scanned: Final = scanned
        self._entries: Final = _Entries(batch, codec, scanned)
        self._lodged: Final[list[LodgedRun]] = []
        self._others: Final[list[tuple[int, Sequence[Entry]]]] = []
        """Entries that were decoded, and the place of their first."""
        self._asked = 0
        """Requests to linked systems that stood among applications."""

    def follow(self) -> None:
        world, kinds = self._world, self._scanned.kinds
        world.draws.begin(self._batch.previous_hash)
        followed = tried = 0
        for place in np.flatnonzero(kinds == OPENED_ENTRY).tolist():
            if place < tried:
                continue
            run = lodged_run(self._scanned, place, self._entries.events)
            tried = run.end if len(run.rows) else place + 1
            if len(run.rows) >= TOGETHER_MIN:
                self._follow_others(followed, place)
                followed = self._follow_lodged(run, place)
        self._follow_others(followed, len(kinds))
        self._note()

    def _follow_lodged(self, run: LodgedRun, place: int) -> int:
        """Follow what can be followed of a run; return the place behind. If something is refused, so is all after."""
        places: list[int] = run.column("asked").tolist()
        asked = [self._entries.between(one, one + 1)[0] for one in places if one >= 0]
        if not all(isinstance(one, Asked) for one in asked):
            return place
        count = self._world.platform.replay_lodged(run)
        if not count:
            return place
        self._lodged.append(run.first(count))
        asked = asked[: sum(one >= 0 for one in places[:count])]
        self._world.follow(asked)
        self._asked += len(asked)
        return self._lodged[-1].end

    def _follow_others(self, place: int, end: int) -> None:
        if place < end:
            entries = self._entries.between(place, end)
            self._world.follow(entries)
            self._others.append((place, entries))

    def _note(self) -> None:
        world, batch = self._world, self._batch
        for run in self._lodged:
            world.draws.file(run.numbers)
        for place, entries in self._others:
            world.note_each(entries, batch.first_seq + place)
        counts: Counter[type[msgspec.Struct]] = Counter(type(entry) for _, entries in self._others for entry in entries)
        for run in self._lodged:
            kinds = self._scanned.kinds[run.begin : run.end]
            of_run: list[int] = np.bincount(kinds[kinds != OTHER], minlength=len(SCANNED)).tolist()
            counts.update(dict(zip(SCANNED, of_run, strict=True)))
        counts[Asked] += self._asked
        world.end_batch(counts, self._recorded_at())

    def _recorded_at(self) -> int:
        """Return when the batch was recorded, which its last entry says."""
        count = len(self._scanned.kinds)
        if self._others and self._others[-1][0] + len(self._others[-1][1]) == count:
            return self._codec.recorded_at(self._others[-1][1][-1])
        return self._lodged[-1].at
