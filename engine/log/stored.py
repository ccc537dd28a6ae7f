"""A log on disk that is open."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Lock
from typing import Generic, Self

from engine.log.admission import check_position
from engine.log.chain import check_follows
from engine.log.checkpoints import Checkpoint, Inclusion
from engine.log.codec import Codec, E
from engine.log.database import Database
from engine.log.errors import LogBrokenError, LogDamagedError, LogFullError, PositionError
from engine.log.files import OpenFile
from engine.log.log import Batch, Head, Sealed
from engine.log.merkle import TILE_BATCHES, Tile
from engine.log.opening import Opened
from engine.log.reader import ChunkReader, entries
from engine.log.record import START, Record, record_of
from engine.log.repair import Repair, Workshop
from engine.log.room import has_room
from engine.log.sealing import sealed
from engine.log.segments import segments
from engine.log.writing import TwoFiles


class StoredLog(Generic[E]):
    """A log on disk, open for writing; made by `engine.log.store.open_store`.

    Every method may be called from any thread.
    """

    def __init__(self, opened: Opened, codec: Codec[E], lock: OpenFile, *, beside: Executor | None) -> None:
        self._opened = opened
        self._codec = codec
        self._lock = lock
        self._tree = opened.tree
        self._place = opened.end
        self._broken: str | None = None
        self._refused: str | None = None
        self._writing = Lock()
        self._own_beside = ThreadPoolExecutor(1, "log-copy") if beside is None else None
        self._both: TwoFiles | None = None
        self._reading: Database | None = None
        self._last_recorded_at: int | None = None
        database, beside = opened.database, beside or self._own_beside
        if opened.hole or database is None or beside is None:
            return
        self._both = TwoFiles(database, opened.writer, beside, checkpoint_bytes=opened.shop.settings.checkpoint_bytes)
        last = database.last()
        self._last_recorded_at = None if last is None else codec.recorded_at(codec.decode(last.body)[-1])
        if opened.shop.settings.is_exclusive:
            self._chunks = ChunkReader(database, self._writing)
        else:
            self._reading = Database(opened.shop.database_path, vfs=opened.shop.files.vfs, read_only=True)
            self._chunks = ChunkReader(self._reading, Lock())

    @property
    def head(self) -> Head:
        """Where the log ends now."""
        return self._place.head

    @property
    def store_id(self) -> bytes:
        """Tells this log from every other, 16 bytes."""
        return self._opened.shop.store_id

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was put right when the log was opened."""
        return self._opened.repairs

    @property
    def damage(self) -> str | None:
        """Why the log can only be read, up to `head`; None if it can be written."""
        return self._opened.hole or self._refused

    @property
    def shop(self) -> Workshop:
        """Where the files lie and how they are written, for whoever compares them."""
        return self._opened.shop

    def refuse(self, reason: str) -> None:
        """Take nothing more from now on, because both files have been found damaged at one place; reading goes on."""
        self._refused = reason

    def append(self, entries: Sequence[E], /) -> Batch:
        """Write entries as one batch, durably in both files, or none of them; see `seal` and `keep`."""
        with self._writing:
            sealed = self.seal(entries)
            self._put(sealed)
            return sealed.batch

    def seal(self, entries: Sequence[E], /, *, after: Sealed | None = None) -> Sealed:
        """Make the next batch without writing it; see `engine.log.log.Log.seal`.

        Raises
        ------
        LogBrokenError, LogDamagedError
            If the log takes nothing more.
        """
        self._usable(writes=True)
        head, last_recorded_at = (
            (self.head, self._last_recorded_at) if after is None else (after.head, after.recorded_at)
        )
        return sealed(entries, self._codec, head=head, last_recorded_at=last_recorded_at)

    def keep(self, sealed: Sealed, /) -> None:
        """Write a sealed batch durably in both files, or nothing of it; see `engine.log.log.Log.keep`.

        Raises
        ------
        LogFullError
            If there is no room on the disk: nothing was written, and it may be tried again.
        LogBrokenError
            If the disk failed. Whether the entries were written is unknown, and the process must end.
        LogDamagedError
            If the log was damaged beyond repair when it was opened.
        """
        with self._writing:
            self._put(sealed)

    def _put(self, sealed: Sealed) -> None:
        both = self._usable(writes=True)
        check_follows(sealed.batch, self.head)
        self._keep(sealed.batch, both)
        self._last_recorded_at = sealed.recorded_at

    def _keep(self, batch: Batch, both: TwoFiles) -> None:
        place, record = self._place, record_of(self._place.number + 1, batch)
        try:
            tile = self._completed_tile(batch.hash)
            both.keep(record, place, tile)
        except LogFullError:
            raise
        except BaseException as error:
            # Whatever it was, an interrupt from the keyboard too: nobody knows how far the files came.
            self._broken = str(error) or type(error).__name__
            raise
        self._tree.append(batch.hash)
        if tile is not None:
            self._opened.tile_starts.append(tile.first_seq)
        self._place = place.after(record)

    def _completed_tile(self, batch_hash: bytes) -> Tile | None:
        root, database = self._tree.tile_with(batch_hash), self._opened.database
        if root is None or database is None:
            return None
        return Tile(len(self._opened.tile_starts), database.start_back(TILE_BATCHES - 2), root)

    def _usable(self, *, writes: bool = False) -> TwoFiles:
        hole = self._opened.hole or (self._refused if writes else None)
        if hole is not None:
            raise LogDamagedError(hole)
        if self._broken is not None or self._both is None:
            raise LogBrokenError(f"the log takes nothing more until it is opened again: {self._broken or 'closed'}")
        return self._both

    def has_room(self) -> bool:
        """Whether there is room for a batch of any ordinary size; see `engine.log.log.Log.has_room`."""
        return has_room(self.shop.folder, self.shop.files, self.shop.settings)

    def read(self, after_seq: int = 0, limit: int | None = None) -> Iterator[tuple[int, E]]:
        """Yield what was stored when the call was made; see `engine.log.log.Log.read`."""
        head = self.head
        check_position(after_seq, limit, head=head)
        return entries(self._records(after_seq, head.seq), self._codec, after_seq, limit)

    def batches(self, after_seq: int = 0) -> Iterator[Batch]:
        """Yield the batches that hold entries after `after_seq`; see `engine.log.log.Log.batches`."""
        head = self.head
        check_position(after_seq, None, head=head)
        return (record.batch() for record in self._records(after_seq, head.seq))

    def _records(self, after_seq: int, to_seq: int) -> Iterator[Record]:
        if self._opened.hole is None:
            self._usable()
            return self._chunks.records(after_seq, to_seq)
        shop = self._opened.shop
        every = shop.merged(self._opened.database, segments(shop.folder, shop.files), START, to_seq + 1)
        return (record for record in every if record.first_seq + record.entry_count > after_seq + 1)

    def checkpoint(self, at: int) -> Checkpoint:
        """Return what somebody else may keep of the log as it is now.

        Parameters
        ----------
        at
            The time now, microseconds since the Unix epoch, UTC.
        """
        with self._writing:
            self._usable()
            return Checkpoint(
                store_id=self.store_id,
                seq=self.head.seq,
                batches=self._place.number,
                head_hash=self.head.hash,
                root=self._tree.root(self._place.number),
                at=at,
            )

    def prove_entry(self, seq: int, batches: int) -> Inclusion:
        """Return the batch of an entry and its path to the root over the first `batches`.

        Raises
        ------
        PositionError
            If there is no such entry.
        ProofError
            If there are not so many batches, or the entry came after them.
        """
        if not 1 <= seq <= self.head.seq:
            raise PositionError("seq", seq, f"1 to {self.head.seq}, the head of the log")
        with self._writing:
            self._usable()
            database = self._opened.database
            assert database is not None
            record = next(iter(database.rows(database.start_of(seq), 1)))
            assert record is not None
            path = self._tree.inclusion(record.number - 1, size=batches)
            return Inclusion(batch=record.batch(), index=record.number - 1, size=batches, path=tuple(path))

    def prove_growth(self, earlier: int, later: int) -> tuple[bytes, ...]:
        """Return what shows that the first `earlier` batches are the beginning of the first `later`."""
        with self._writing:
            self._usable()
            return tuple(self._tree.consistency(earlier, later)) if earlier else ()

    def close(self) -> None:
        """Give everything back; nothing that was acknowledged depends on it."""
        with self._writing:
            both, self._both = self._both, None
            try:
                if both is not None:
                    both.close(is_broken=self._broken is not None)
                else:
                    self._opened.close()
            finally:
                if self._reading is not None:
                    self._reading.close()
                if self._own_beside is not None:
                    self._own_beside.shutdown()
                self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
