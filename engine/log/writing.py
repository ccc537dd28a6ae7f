"""Writing a batch to both files, so that it is in both or in none.

The steps, and why no batch that was acknowledged can be lost:

1. The record is written to the copy, into room that was taken beforehand, and the row to the database's transaction.
   Nothing of it counts yet: without its checksum it is no record, without the commit no row.
2. The copy is synced while the database commits, which syncs its write-ahead log. Which of the two ends first is open.
3. When both have ended well the batch is acknowledged.

So an acknowledged batch has been synced in both files, each of which gives it back alone: damage to one of them, a lost
tail too, shows against the other when the log is opened, and is repaired from it. A batch whose writer died within step
2 may be in both files, one or none. Opening keeps it if either has it whole, and then writes it to the other: it may
have been acknowledged a moment before the end, and nobody can tell. So a batch that never was acknowledged may appear;
its writer must ask, by a key of its own in the entries, before it sends the same again.

A full disk shows in step 1 or at the commit, as an error of a write. The transaction is rolled back, the record's
header is overwritten by zeros and that is synced, both within room that is there: only then is the batch reported as
not written. Any other failure, of a sync above all, leaves the outcome unknown: what a cache holds after a failed sync
may not be on the disk and may never come there. The writer then stops for good; opening reads both files, writes the
last record of the copy and the whole write-ahead log once more, and syncs them.

Both files count on a disk that changes no byte but those written (power-safe overwrite, which SQLite assumes, too).
"""

import errno
from concurrent.futures import Executor

from engine.log.copying import CopyWriter
from engine.log.database import Database
from engine.log.errors import FileDamagedError, LogBrokenError, LogFullError, StoreError
from engine.log.merkle import Tile
from engine.log.record import Place, Record


def is_full(error: OSError) -> bool:
    """Say whether an error means that there is no room, on the disk or within a quota."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


class TwoFiles:
    """The files that are written, as one.

    Parameters
    ----------
    database, writer
        Both hold the same log.
    beside
        Runs the sync of the copy while the database commits.
    checkpoint_bytes
        Length of the write-ahead log, roughly, at which it is carried into the database, before the next batch.
    """

    def __init__(self, database: Database, writer: CopyWriter, beside: Executor, *, checkpoint_bytes: int) -> None:
        self._database = database
        self._writer = writer
        self._beside = beside
        self._checkpoint_bytes = checkpoint_bytes
        self._unchecked_bytes = 0

    def keep(self, record: Record, place: Place, tile: Tile | None) -> None:
        """Write a batch durably to both files, or to none.

        Parameters
        ----------
        record
            What follows at `place`.
        place
            Behind the last batch kept.
        tile
            The tile of the Merkle tree that the batch completes.

        Raises
        ------
        LogFullError
            If there is no room; nothing was written, and the next batch may be tried.
        LogBrokenError
            If anything else fails. Whether the batch was written is unknown; nothing more may be tried.
        """
        self._checkpoint_if_due()
        try:
            self._write(record, place, tile)
            self._commit()
        except LogFullError as error:
            self._undo()
            raise LogFullError(f"{error.reason}; nothing of the batch was written") from error
        except FileDamagedError as error:
            raise LogBrokenError(f"{error.reason}; opening the log again repairs it") from error
        self._writer.keep()

    def _write(self, record: Record, place: Place, tile: Tile | None) -> None:
        try:
            is_first = self._writer.write(record, place)
        except OSError as error:
            if is_full(error):
                room = f"which takes {self._writer.segment_bytes:,} bytes at a time"
                raise LogFullError(f"no room on the disk while writing the copy, {room}") from error
            raise LogBrokenError(f"disk failed while writing the copy: {error}") from error
        self._database.begin()
        self._database.insert(record)
        if is_first:
            self._database.put_segment(record.first_seq)
        if tile is not None:
            self._database.put_tile(*tile)
        self._unchecked_bytes += len(record.body)

    def _commit(self) -> None:
        syncing = self._beside.submit(self._writer.sync)
        try:
            self._database.commit()
        finally:
            # Waited for in any case: what is undone afterwards must not be overtaken by it.
            syncing.result()

    def _undo(self) -> None:
        try:
            self._database.rollback()
            self._writer.abandon_segment()
            self._writer.withdraw()
        except (OSError, StoreError) as error:
            raise LogBrokenError(f"disk failed while undoing a batch that found no room: {error}") from error

    def _checkpoint_if_due(self) -> None:
        if self._unchecked_bytes < self._checkpoint_bytes:
            return
        self._unchecked_bytes = 0
        try:
            self._database.checkpoint()
        except LogFullError:
            # Everything stays in the write-ahead log, which goes on; it is tried again when as much has come.
            return
        except FileDamagedError as error:
            raise LogBrokenError(f"{error.reason}; opening the log again repairs it") from error

    def close(self, *, is_broken: bool) -> None:
        """Give both files back, the write-ahead log emptied unless the disk has failed or is full.

        Raises
        ------
        LogBrokenError
            If the disk fails. Everything that was acknowledged is in both files all the same.
        """
        try:
            if not is_broken:
                self._database.empty_write_ahead_log()
        except LogFullError:
            # The next opening carries it over.
            return
        except FileDamagedError as error:
            raise LogBrokenError(error.reason) from error
        finally:
            self._database.close()
            self._writer.close()
