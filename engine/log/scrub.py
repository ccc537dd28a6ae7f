"""Going through both files of an open log, batch by batch, beside its writer.

Opening compares the end of a log; what lies farther back may decay for years before somebody asks for it, and by then
the other file may have decayed, too. A scrub reads and compares. All that it ever writes is a finished segment of the
copy anew, aside, by the repair that an opening uses: nobody has such a segment open. A database cannot be replaced
under its writer, nor the segment that is appended to: those are told of, and `onestop engine check` repairs them.
"""

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Final, Literal, NamedTuple

from engine.log.codec import E
from engine.log.database import Database
from engine.log.errors import FileDamagedError, LogError
from engine.log.files import OpenFile, RealFiles
from engine.log.merge import Copies
from engine.log.record import SEGMENT_HEADER_BYTES, START, Place, Record, is_next, pack
from engine.log.repair import repair_copy
from engine.log.segments import Segment, segments, start_of
from engine.log.stored import StoredLog
from engine.log.survey import Stretch, Survey

_ROWS_MAX: Final = 512
"""Rows that a step asks for at most."""


class Damage(NamedTuple):
    """Something that is not as it was written."""

    part: Literal["database", "copy", "both"]
    from_seq: int
    """Position of the first entry that is hurt; of a segment, the first found in it."""
    is_repaired: bool

    def __str__(self) -> str:
        where = f"event {self.from_seq}"
        if self.is_repaired:
            return f"the copy was damaged at {where} and has been written anew from the database"
        if self.part == "both":
            return f"database and copy are damaged at {where}: restore a backup"
        other = "copy" if self.part == "database" else "database"
        return f"the {self.part} is damaged at {where}: stop the service and run `engine check`, the {other} repairs it"


class Scrub:
    """One look at a log after another, a piece at a time.

    Parameters
    ----------
    log
        Open; its writer may go on.
    """

    def __init__(self, log: StoredLog[E]) -> None:
        self._log: Final = log
        self._shop: Final = log.shop
        self._place = self._entered = START
        self._segment: Segment | None = None
        self._offset = SEGMENT_HEADER_BYTES
        self._hurt: int | None = None
        """First position in the segment at hand that the copy has otherwise than the database."""
        self.passes = 0
        """Times that the whole log was compared."""
        self.last_pass_at: int | None = None
        """When that was last so, microseconds since the epoch."""
        self.found = 0
        """Damages found, each once."""
        self.standing: Final[dict[tuple[str, int], Damage]] = {}
        """Those that are not repaired, by part and position."""

    @property
    def seq(self) -> int:
        """How far the present pass has come."""
        return self._place.head.seq

    @property
    def size_bytes(self) -> int:
        """Length of the log in both files, roughly."""
        return 2 * sum(max(0, segment.size) for segment in segments(self._shop.folder, self._shop.files))

    def step(self, bytes_max: int, now: int) -> tuple[int, list[Damage]]:
        """Compare what comes next.

        Parameters
        ----------
        bytes_max
            After so many no further batch is begun; one longer than that is read whole.
        now
            Microseconds since the epoch.

        Returns
        -------
        tuple[int, list[Damage]]
            How many bytes were read, and what was newly found.

        Raises
        ------
        OSError
            If the disk refuses to be read.
        """
        head, told = self._log.head, list[Damage]()
        found, read = segments(self._shop.folder, self._shop.files), 0
        for row in self._rows():
            if read >= bytes_max or self._place.head.seq >= head.seq:
                break
            told += self._enter(found)
            if row is None or not is_next(row, self._place):
                told += self._without_row(found)
                self._begin_pass()
                return read, told
            read += self._compare(row)
        if self._place.head.seq >= head.seq:
            told += self._leave(None)
            self._begin_pass()
            self.passes, self.last_pass_at = self.passes + 1, now
        return read, told

    def _rows(self) -> Iterator[Record | None]:
        """Yield the next rows, the last one None if the database cannot give what should be there."""
        try:
            with closing(Database(self._shop.database_path, read_only=True)) as database:
                yield from database.rows(self._place.head.seq + 1, _ROWS_MAX)
                if self._place.head.seq < self._log.head.seq and not self._has_rows(database):
                    yield None
        except FileDamagedError:
            yield None

    def _has_rows(self, database: Database) -> bool:
        return next(database.rows(self._place.head.seq + 1, 1), None) is not None

    def _enter(self, found: list[Segment]) -> list[Damage]:
        """Step on to the segment that begins here, if one does."""
        here = self._place.head.seq + 1
        segment = next((each for each in found if each.first_seq == here), None)
        if segment is None and self._place != START:
            return []
        told = self._leave(here)
        self._entered, self._segment, self._offset = self._place, segment, SEGMENT_HEADER_BYTES
        if segment is None:
            self._hurt = here
            return told
        if segment is not found[-1]:
            self._forget_cached(segment)
        start = start_of(segment, self._shop.files)
        if start is None or (start.store_id, start.place) != (self._shop.store_id, self._place):
            self._hurt = here
        return told

    def _compare(self, row: Record) -> int:
        """Hold the copy against a row that is as it was written."""
        expected = pack(row, self._shop.store_id)
        if self._hurt is None and self._copied(len(expected)) != expected:
            self._hurt = row.first_seq
        self._offset += len(expected)
        self._place = self._place.after(row)
        return 2 * len(expected)

    def _copied(self, length: int) -> bytes:
        if self._segment is None:
            return b""
        try:
            file: OpenFile = self._shop.files.open(self._segment.path, create=False)
        except OSError:
            return b""
        with closing(file), suppress(OSError):
            return file.read(self._offset, length)
        return b""

    def _leave(self, until_seq: int | None) -> list[Damage]:
        """Judge the segment that was compared; `until_seq` is where the next begins, None for the last."""
        hurt, self._hurt = self._hurt, None
        if hurt is None:
            return []
        is_repaired = until_seq is not None and self._rewritten(until_seq)
        return self._note(Damage("copy", hurt, is_repaired))

    def _rewritten(self, until_seq: int) -> bool:
        """Write a finished segment anew, and tell whether that was possible."""
        survey = Survey(start=self._entered, end=self._place)
        survey.stretches.append(Stretch(self._segment, self._entered, until_seq))
        with suppress(LogError, OSError), closing(Database(self._shop.database_path, read_only=True)) as database:
            repair_copy(survey, database, self._shop)
            return True
        return False

    def _without_row(self, found: list[Segment]) -> list[Damage]:
        """Note that the database lacks the batch at the present place, and whether the copy has it."""
        here = self._place.head.seq + 1
        reached = [each for each in found if each.first_seq >= self._entered.head.seq + 1]
        copied = Copies(reached[:1], self._shop.files, self._shop.store_id).at(here)
        if copied is not None and is_next(copied.found.record, self._place):
            return self._note(Damage("database", here, is_repaired=False))
        damage = Damage("both", here, is_repaired=False)
        # The next opening may read up to here only: nothing more must be acknowledged behind it.
        self._log.refuse(str(damage))
        return self._note(damage)

    def _note(self, damage: Damage) -> list[Damage]:
        key = damage.part, damage.from_seq
        if damage.is_repaired:
            self.standing.pop(key, None)
        elif key in self.standing:
            return []
        else:
            self.standing[key] = damage
        self.found += 1
        return [damage]

    def _begin_pass(self) -> None:
        self._place: Place = START
        self._entered, self._segment, self._hurt = START, None, None

    def _forget_cached(self, segment: Segment) -> None:
        """Have the disk asked for a finished segment, not the memory of the operating system."""
        if isinstance(self._shop.files, RealFiles):
            with segment.path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
