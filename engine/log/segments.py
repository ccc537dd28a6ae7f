"""The second of a log's two files: the copy, in segments, each made aside before it gets its name."""

from pathlib import Path
from re import compile as pattern
from typing import Final, NamedTuple

from engine.log.files import Files
from engine.log.record import SEGMENT_HEADER_BYTES, SegmentStart, unpack_segment_start

_NAME: Final = pattern(r"copy-(\d{20})\.log")
PARTIAL: Final = ".partial"
"""Ending of a file that is still being made; whoever opens the log removes it."""
DAMAGED: Final = ".damaged"
"""Ending of a file that a repair has replaced. It is kept, and of no more use to the log."""


class Segment(NamedTuple):
    """A segment as it is found on the disk."""

    path: Path
    first_seq: int
    """Position of its first entry, by its name."""
    size: int
    """Bytes; -1 if not even that can be read."""

    def content(self, files: Files) -> bytes:
        """Read the segment.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        file = files.open(self.path, create=False)
        try:
            return file.read(0, file.size() if self.size < 0 else self.size)
        finally:
            file.close()


def segment_path(folder: Path, first_seq: int) -> Path:
    """Return where the segment lies that begins at a position."""
    return folder / f"copy-{first_seq:020d}.log"


def segments(folder: Path, files: Files) -> list[Segment]:
    """Return the segments in a folder, in the order of their positions."""
    return [
        Segment(folder / name, int(match[1]), _size(folder / name, files))
        for name in files.names(folder)
        if (match := _NAME.fullmatch(name))
    ]


def _size(path: Path, files: Files) -> int:
    try:
        file = files.open(path, create=False)
    except OSError:
        return -1
    try:
        return file.size()
    finally:
        file.close()


def start_of(segment: Segment, files: Files) -> SegmentStart | None:
    """Return what stands at the beginning of a segment; None if it cannot be read or does not belong to its name."""
    head = segment._replace(size=SEGMENT_HEADER_BYTES)
    try:
        start = unpack_segment_start(head.content(files))
    except OSError:
        return None
    return start if start and start.place.head.seq + 1 == segment.first_seq else None
