"""One log out of two files: batch by batch, from whichever of them has it whole."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from engine.log.database import Database
from engine.log.errors import FileDamagedError, LogDamagedError
from engine.log.files import Files
from engine.log.record import SEGMENT_HEADER_BYTES, Found, Place, Record, is_next, is_whole, records
from engine.log.segments import Segment


class Rows:
    """The batches of a database, asked for in the order of their positions.

    Parameters
    ----------
    database
        None for one that cannot be opened.
    from_seq
        First position that will be asked for.
    """

    def __init__(self, database: Database | None, from_seq: int) -> None:
        self._database = database
        self._rows = iter(()) if database is None else database.rows(from_seq)
        self._ahead: Record | None = None
        self._is_unreachable = False
        self.is_damaged = False
        """Whether anything was found that a log does not write."""

    def at(self, seq: int) -> Record | None:
        """Return the row that begins at a position."""
        while (self._ahead is None or self._ahead.first_seq < seq) and self._advance():
            pass
        if self._is_unreachable:
            return self._alone(seq)
        return self._ahead if self._ahead is not None and self._ahead.first_seq == seq else None

    def _advance(self) -> bool:
        if self._ahead is not None:
            self._ahead = None
        try:
            row = next(self._rows)
        except StopIteration:
            return False
        except FileDamagedError:
            self.is_damaged = self._is_unreachable = True
            return False
        self.is_damaged |= row is None
        self._ahead = row
        return True

    def _alone(self, seq: int) -> Record | None:
        assert self._database is not None
        try:
            row = next(self._database.rows(seq, 1), None)
        except FileDamagedError:
            return None
        return row if row is not None and row.first_seq == seq else None

    def has_more(self, seq: int) -> bool:
        """Say whether a whole batch stands behind a position; what else stands there counts as damage."""
        while True:
            if self._ahead is not None and self._ahead.first_seq > seq:
                if is_whole(self._ahead):
                    return True
                self.is_damaged = True
            if not self._advance():
                break
        return self._is_unreachable and self._has_last_behind(seq)

    def _has_last_behind(self, seq: int) -> bool:
        assert self._database is not None
        try:
            last = self._database.last()
        except FileDamagedError:
            return False
        return last is not None and last.first_seq > seq and is_whole(last)


class Copied(NamedTuple):
    """A record of the copy and where it was found."""

    found: Found
    segment: Segment
    is_contiguous: bool
    """Whether it lies where the one before it ends."""


class Copies:
    """The batches of the copy, asked for in the order of their positions; one segment is held in memory at a time."""

    def __init__(self, found: Sequence[Segment], files: Files, store_id: bytes) -> None:
        self._all = self._walk(found, files, store_id)
        self._ahead: Copied | None = None
        self.unreadable: list[Segment] = []
        """Segments met so far that the disk refused to read."""

    def _walk(self, found: Sequence[Segment], files: Files, store_id: bytes) -> Iterator[Copied]:
        for segment in found:
            expected = SEGMENT_HEADER_BYTES
            try:
                content = segment.content(files)
            except OSError:
                self.unreadable.append(segment)
                continue
            for each in records(content, store_id):
                yield Copied(each, segment, each.offset == expected)
                expected = each.end

    def at(self, seq: int) -> Copied | None:
        """Return the record that begins at a position."""
        while self._ahead is None or self._ahead.found.record.first_seq < seq:
            self._ahead = next(self._all, None)
            if self._ahead is None:
                return None
        return self._ahead if self._ahead.found.record.first_seq == seq else None

    def has_more(self, seq: int) -> bool:
        """Say whether a whole batch stands behind a position."""
        rest = chain(() if self._ahead is None else (self._ahead,), self._all)
        behind = (each.found.record for each in rest)
        return any(record.first_seq > seq and is_whole(record) for record in behind)


class Merged(NamedTuple):
    """A batch that follows from all before, and who had it."""

    record: Record
    in_database: bool
    copied: Copied | None
    """Where the copy had it; None if it did not."""
    before: Place
    after: Place


def merged(rows: Rows, copies: Copies, place: Place) -> Iterator[Merged]:
    """Yield the batches that follow at a place, as long as one of the two files has the next.

    Raises
    ------
    LogDamagedError
        If both have one and the two differ, though each follows: somebody wrote a second history.
    """
    while True:
        seq = place.head.seq + 1
        row, copied = rows.at(seq), copies.at(seq)
        record = None if copied is None else copied.found.record
        if row == record:
            is_row = is_record = row is not None and is_next(row, place)
        else:
            is_row = row is not None and is_next(row, place)
            is_record = record is not None and is_next(record, place)
            if is_row and is_record:
                raise LogDamagedError(f"database and copy hold different batches at event {seq}, and both follow")
        rows.is_damaged |= row is not None and not is_row
        chosen = row if is_row else record if is_record else None
        if chosen is None:
            return
        before, place = place, place.after(chosen)
        yield Merged(chosen, is_row, copied if is_record else None, before, place)
