"""Appending to the copy."""

from pathlib import Path

from engine.log.errors import LogBrokenError
from engine.log.files import Files, OpenFile, write_whole
from engine.log.record import (
    HEADER_BYTES,
    SEGMENT_HEADER_BYTES,
    Found,
    Place,
    Record,
    SegmentStart,
    pack,
    pack_segment_start,
)
from engine.log.segments import DAMAGED, PARTIAL, Segment, segment_path


class CopyWriter:
    """Appends to the copy.

    Parameters
    ----------
    folder
        Where the segments lie.
    files
        The disk.
    store_id
        Goes into every checksum.
    segment_bytes
        Length of a segment, its room taken from the disk beforehand; one larger batch makes a longer one.
    is_aside
        Give segments their names only when all are finished, since they take the place of one that is damaged.
    """

    def __init__(
        self, folder: Path, files: Files, store_id: bytes, *, segment_bytes: int, is_aside: bool = False
    ) -> None:
        self._folder = folder
        self._files = files
        self._store_id = store_id
        self.segment_bytes = segment_bytes
        """Room that is taken on the disk at a time."""
        self._is_aside = is_aside
        self._unnamed: list[Path] = []
        self.named: list[Path] = []
        self._file: OpenFile | None = None
        self._end = 0
        self._written_to = 0

    def go_on(self, segment: Segment, end: int) -> None:
        """Append to a segment that is there, behind its last record."""
        self._file = self._files.open(segment.path, create=False)
        self._end = self._written_to = end

    def write(self, record: Record, place: Place) -> bool:
        """Write a record behind the last one kept, in a new segment if it does not fit; not durable yet.

        Returns
        -------
        bool
            Whether it is the first of its segment.

        Raises
        ------
        OSError
            If it cannot be written; a part of it may be there, for `withdraw` to remove.
        """
        content = pack(record, self._store_id)
        does_fit = self._end + len(content) <= self.segment_bytes
        # A segment without a record takes any: no other would be longer.
        if self._file is None or not (does_fit or self._end == SEGMENT_HEADER_BYTES):
            self._begin_segment(place, len(content))
        assert self._file is not None
        self._written_to = self._end + len(content)
        write_whole(self._file, self._end, content)
        return self._end == SEGMENT_HEADER_BYTES

    def _begin_segment(self, place: Place, room: int) -> None:
        if self._file is not None:
            self.sync()
            self.close()
        path = segment_path(self._folder, place.head.seq + 1)
        file = self._files.open(path.with_name(path.name + PARTIAL), create=True)
        self._file = file
        self._unnamed.append(path)
        self._end = self._written_to = SEGMENT_HEADER_BYTES
        file.allocate(max(self.segment_bytes, SEGMENT_HEADER_BYTES + room))
        write_whole(file, 0, pack_segment_start(SegmentStart(self._store_id, place)))
        if not self._is_aside:
            self._name_segments()

    def _name_segments(self) -> None:
        """Give names, the last first: the first may replace a segment that has what is in the others."""
        self.sync()
        names = self._files.names(self._folder)
        while self._unnamed:
            path = self._unnamed.pop()
            if path.name in names:
                self._files.rename(path, path.with_name(path.name + DAMAGED))
            self._files.rename(path.with_name(path.name + PARTIAL), path)
            self._sync_folder()
            self.named.append(path)

    def _sync_folder(self) -> None:
        try:
            self._files.sync_folder(self._folder)
        except OSError as error:
            raise LogBrokenError(f"disk failed while syncing the folder of the log: {error}") from error

    def write_again(self, found: Found) -> None:
        """Write a record where it lies, so that what a failed sync may have left in a cache only becomes durable."""
        assert self._file is not None
        write_whole(self._file, found.offset, pack(found.record, self._store_id))
        self.sync()

    def sync(self) -> None:
        """Return when all that was written is durable.

        Raises
        ------
        LogBrokenError
            If it fails, be it for want of room: a sync that failed is not asked twice.
        """
        assert self._file is not None
        try:
            self._file.sync()
        except OSError as error:
            raise LogBrokenError(f"disk failed while syncing the copy: {error}") from error

    def keep(self) -> None:
        """Let the next record come behind the last one written."""
        self._end = self._written_to

    def withdraw(self) -> None:
        """Make what was written since the last `keep` no record, durably.

        It is done even if writing stopped half-way: the same batch, tried before, may lie there and be completed by
        the half.
        """
        if self._file is not None and self._written_to > self._end:
            write_whole(self._file, self._end, bytes(HEADER_BYTES))
            self.sync()
            self._written_to = self._end

    def abandon_segment(self) -> None:
        """Give up a segment that found no room before it had its name; the one before it goes on being full."""
        if self._unnamed:
            self.close()
            path = self._unnamed.pop()
            self._files.remove(path.with_name(path.name + PARTIAL))

    def finish(self) -> None:
        """Make everything durable, give segments their names, and close."""
        if self._file is not None:
            self._name_segments()
            self.close()

    def close(self) -> None:
        """Give the segment back."""
        if self._file is not None:
            self._file.close()
            self._file = None
