"""The first of a log's two files: an SQLite database with one row a batch.

One connection writes and checkpoints, and nothing else ever does. SQLite checkpoints by itself only in ways that hide a
failed sync, so that is switched off: `checkpoint` is called by the store and its errors are seen.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import apsw

from engine.log.errors import FileDamagedError
from engine.log.log import Head
from engine.log.record import ID_BYTES, Record
from engine.log.sqlite import check_sqlite, translated

APPLICATION_ID: Final = 0x6F6E6531
USER_VERSION: Final = 1
_PAGE_BYTES: Final = 8192
_CACHE_KIBIBYTES: Final = 16_384
_BUSY_MILLISECONDS: Final = 5_000
_COLUMNS: Final = "number, first_seq, count, previous_hash, hash, body"
_TYPES: Final = (int, int, int, bytes, bytes, bytes)
_SCHEMA: Final = """
create table store (id blob not null) strict;
create table batches (
    first_seq integer primary key, number integer not null, count integer not null,
    previous_hash blob not null, hash blob not null, body blob not null
) strict;
create table tiles (number integer primary key, first_seq integer not null, root blob not null) strict;
create table segments (first_seq integer primary key) strict;
"""


class Database:
    """An open database of a log.

    Parameters
    ----------
    path
        Its file, made by `create` or opened as it is.
    vfs
        SQLite VFS to reach it through; None for SQLite's own.
    exclusive
        Lock it for good and keep the index of its write-ahead log in memory: for a VFS without shared memory.
    read_only
        Neither write nor checkpoint, whatever happens.
    is_new
        Make it; else it must be there and be a log's.

    Raises
    ------
    FileDamagedError
        If it is no database, or not a log's.
    """

    def __init__(
        self,
        path: Path,
        *,
        vfs: str | None = None,
        exclusive: bool = False,
        read_only: bool = False,
        is_new: bool = False,
    ) -> None:
        check_sqlite()
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
        flags |= apsw.SQLITE_OPEN_CREATE if is_new else 0
        with translated(f"opening the database {path}"):
            self._connection = apsw.Connection(str(path), flags=flags, vfs=vfs)
        self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        self._connection.set_busy_timeout(_BUSY_MILLISECONDS)
        try:
            with translated(f"opening the database {path}"):
                self._set_up(exclusive=exclusive, read_only=read_only, is_new=is_new)
        except BaseException:
            self.close()
            raise

    def _set_up(self, *, exclusive: bool, read_only: bool, is_new: bool) -> None:
        pragma = self._connection.pragma
        if exclusive:
            # Before anything is read: reading would ask for shared memory.
            pragma("locking_mode", "exclusive")
        pragma("cell_size_check", value=True)
        pragma("cache_size", -_CACHE_KIBIBYTES)
        # Asked before anything is changed: the file may be somebody else's.
        identity = pragma("application_id"), pragma("user_version")
        if not is_new and identity != (APPLICATION_ID, USER_VERSION):
            raise FileDamagedError(f"its application and version are {identity}, not {APPLICATION_ID, USER_VERSION}")
        if read_only:
            return
        pragma("page_size", _PAGE_BYTES)
        pragma("wal_autocheckpoint", 0)
        pragma("synchronous", "full")
        mode, synchronous = pragma("journal_mode", "wal"), pragma("synchronous")
        # Anything less and an acknowledged batch may not outlive a power cut.
        assert (mode, synchronous) == ("wal", 2), f"journal_mode {mode}, synchronous {synchronous}"

    def set_up_new(self, store_id: bytes) -> None:
        """Write the tables of an empty log."""
        # Not as the connection's context: where SQLite has rolled back itself, as on a full disk, it hides the reason.
        with translated("making the database"):
            self._connection.execute("begin immediate")
            self._connection.execute(_SCHEMA)
            self._connection.execute("insert into store values (?)", (store_id,))
            self._connection.pragma("application_id", APPLICATION_ID)
            self._connection.pragma("user_version", USER_VERSION)
            self._connection.execute("commit")

    def store_id(self) -> bytes | None:
        """Return the id of the store, 16 bytes; None if it is not there."""
        with translated("asking the database for its id"):
            found = self._values("select id from store")
        value = found[0][0] if len(found) == 1 else None
        return value if isinstance(value, bytes) and len(value) == ID_BYTES else None

    def begin(self) -> None:
        """Begin a transaction."""
        with translated("writing to the database"):
            self._connection.execute("begin immediate")

    def insert(self, record: Record) -> None:
        """Write a row for a batch."""
        with translated("writing to the database"):
            self._connection.execute(f"insert into batches ({_COLUMNS}) values (?, ?, ?, ?, ?, ?)", record)  # noqa: S608

    def put_tile(self, number: int, first_seq: int, root: bytes) -> None:
        """Write the root of a tile of the Merkle tree, in the place of the one that is there."""
        with translated("writing to the database"):
            self._connection.execute("insert or replace into tiles values (?, ?, ?)", (number, first_seq, root))

    def drop_tiles(self, number: int) -> None:
        """Remove tiles from a number on."""
        with translated("writing to the database"):
            self._connection.execute("delete from tiles where number >= ?", (number,))

    def segments(self) -> list[int]:
        """Return where the segments of the copy begin, as far as noted here."""
        with translated("reading the database"):
            return [row[0] for row in self._values("select first_seq from segments order by first_seq")]

    def put_segment(self, first_seq: int) -> None:
        """Note that the copy has a segment."""
        with translated("writing to the database"):
            self._connection.execute("insert or ignore into segments values (?)", (first_seq,))

    def know_segments(self, first_seqs: list[int]) -> None:
        """Note which segments the copy has, if others are noted."""
        if self.segments() != first_seqs:
            self.begin()
            with translated("writing to the database"):
                self._connection.execute("delete from segments")
            for first_seq in first_seqs:
                self.put_segment(first_seq)
            self.commit()

    def commit(self) -> None:
        """Commit durably."""
        with translated("committing to the database"):
            self._connection.execute("commit")

    def rollback(self) -> None:
        """Undo what was written since `begin`, if SQLite has not done so itself."""
        with translated("undoing in the database"):
            if not self._connection.get_autocommit():
                self._connection.execute("rollback")

    def checkpoint(self) -> None:
        """Carry what was committed from the write-ahead log into the database proper, as far as readers allow."""
        with translated("checkpointing the database"):
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def empty_write_ahead_log(self) -> None:
        """As `checkpoint`, and shorten the write-ahead log to nothing unless somebody reads from it."""
        with translated("checkpointing the database"):
            try:
                self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            except apsw.BusyError:
                self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def is_sound(self) -> bool:
        """Say whether SQLite finds the structure of the database whole; reads all of it."""
        with translated("checking the database"):
            return self._values("pragma quick_check(1)") == [("ok",)]

    def rows(self, from_seq: int, limit: int = -1) -> Iterator[Record | None]:
        """Yield the rows from a position on, None for one that cannot be a row of ours.

        Raises
        ------
        FileDamagedError
            If the next row cannot be reached.
        """
        query = f"select {_COLUMNS} from batches where first_seq >= ? order by first_seq limit ?"  # noqa: S608
        with translated("reading the database"):
            for row in self._connection.execute(query, (from_seq, limit)):
                yield _record(row)

    def start_of(self, seq: int) -> int:
        """Return where the batch that holds an entry begins; 1 if there is none."""
        with translated("reading the database"):
            found = self._values("select max(first_seq) from batches where first_seq <= ?", seq)
        return cast("int", found[0][0] or 1)

    def last(self) -> Record | None:
        """Return the last row; None if there is none or it cannot be a row of ours."""
        query = f"select {_COLUMNS} from batches order by first_seq desc limit 1"  # noqa: S608
        with translated("reading the database"):
            found = self._values(query)
        return _record(found[0]) if found else None

    def head(self) -> Head | None:
        """Return where the log ends by the last row; None if there is none."""
        with translated("reading the database"):
            found = self._values("select first_seq + count - 1, hash from batches order by first_seq desc limit 1")
        return Head(*found[0]) if found else None

    def hashes(self, from_seq: int, limit: int) -> list[tuple[bytes, int]]:
        """Return hash and first position of up to `limit` batches from a position on."""
        query = "select hash, first_seq from batches where first_seq >= ? order by first_seq limit ?"
        with translated("reading the database"):
            return self._values(query, from_seq, limit)

    def start_back(self, batches: int) -> int:
        """Return where the batch begins that lies so many before the last."""
        query = "select first_seq from batches order by first_seq desc limit 1 offset ?"
        with translated("reading the database"):
            return self._values(query, batches)[0][0]

    def tiles(self) -> list[tuple[int, int, bytes]]:
        """Return number, first position and root of every tile, in order."""
        with translated("reading the database"):
            return self._values("select number, first_seq, root from tiles order by number")

    def close(self) -> None:
        """Close without a checkpoint."""
        with translated("closing the database"):
            self._connection.close()

    def _values(self, query: str, *bindings: int) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, bindings).fetchall()


def _record(row: tuple[Any, ...]) -> Record | None:
    if tuple(map(type, row)) != _TYPES or min(row[:3]) < 1:
        return None
    return Record(*row)
