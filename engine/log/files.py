"""The operations on files that a stored log needs, as one interface.

The log does nothing to a disk but through this and through SQLite's own such interface (its VFS), so a simulated disk
can stand behind both and lose power, break or fill up at any operation.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol


class OpenFile(Protocol):
    """A file that was opened for reading and writing."""

    def size(self) -> int:
        """Return its length, bytes."""
        ...

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end of the file."""
        ...

    def write(self, offset: int, content: bytes | memoryview) -> int:
        """Write at `offset` and return how many bytes were taken, at least one; the caller goes on with the rest."""
        ...

    def allocate(self, length: int) -> None:
        """Let the file be at least so long, in zeros, with its room on the disk taken."""
        ...

    def sync(self) -> None:
        """Return when everything written is durable. After an error nothing is known of it, and never will be."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...


class Files(Protocol):
    """A disk. Every operation may raise `OSError`."""

    @property
    def vfs(self) -> str | None:
        """Name of the SQLite VFS over the same disk; None for SQLite's own."""
        ...

    def make_folder(self, folder: Path) -> None:
        """Make a folder and its parents, durably; nothing happens if it is there."""
        ...

    def names(self, folder: Path) -> list[str]:
        """Return the names in a folder, sorted."""
        ...

    def open(self, path: Path, *, create: bool) -> OpenFile:
        """Open a file; with `create`, make it, emptied if it is there."""
        ...

    def rename(self, path: Path, name: Path) -> None:
        """Give a file another name in its folder, in the place of what has it."""
        ...

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        ...

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in a folder are durable."""
        ...

    def lock(self, path: Path, note: str) -> OpenFile | str:
        """Take a file that one process may have at a time and leave a note in it; its owner's note if it is taken."""
        ...


class RealFile:
    """A file of the operating system.

    Parameters
    ----------
    descriptor
        Open for reading and writing; closed by `close`.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def size(self) -> int:
        """Return its length, bytes."""
        return os.fstat(self._descriptor).st_size

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end of the file."""
        parts: list[bytes] = []
        while length > 0 and (part := os.pread(self._descriptor, length, offset)):
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return b"".join(parts)

    def write(self, offset: int, content: bytes | memoryview) -> int:
        """Write at `offset` and return how many bytes were taken."""
        return os.pwrite(self._descriptor, content, offset)

    def allocate(self, length: int) -> None:
        """Let the file be at least so long, in zeros, with its room on the disk taken."""
        os.posix_fallocate(self._descriptor, 0, length)

    def sync(self) -> None:
        """Return when everything written is durable."""
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        """Give the file back."""
        os.close(self._descriptor)


class RealFiles:
    """The disk of this machine."""

    vfs: str | None = None

    def make_folder(self, folder: Path) -> None:
        """Make a folder and its parents, durably; nothing happens if it is there."""
        if not folder.exists():
            self.make_folder(folder.parent)
            folder.mkdir(mode=0o750, exist_ok=True)  # what parties said is nobody else's to read
            self.sync_folder(folder.parent)

    def names(self, folder: Path) -> list[str]:
        """Return the names in a folder, sorted."""
        return sorted(path.name for path in folder.iterdir())

    def open(self, path: Path, *, create: bool) -> RealFile:
        """Open a file; with `create`, make it, emptied if it is there."""
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_TRUNC if create else 0)
        return RealFile(os.open(path, flags, 0o640))

    def rename(self, path: Path, name: Path) -> None:
        """Give a file another name in its folder, in the place of what has it."""
        path.replace(name)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in a folder are durable."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def lock(self, path: Path, note: str) -> RealFile | str:
        """Take a file that one process may have at a time and leave a note in it; its owner's note if it is taken."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            # Unlike a file that is merely there, this lock goes with its process, whatever ends it.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, 200, 0).decode(errors="replace")
            os.close(descriptor)
            return owner
        with suppress(OSError):  # a full disk must not keep a log from being read
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, note.encode(), 0)
        return RealFile(descriptor)


def write_whole(file: OpenFile, offset: int, content: bytes) -> None:
    """Write all of `content`, however little the disk takes at a time.

    Raises
    ------
    OSError
        If it cannot be written. A part of it may be there.
    """
    rest = memoryview(content)
    while rest:
        taken = file.write(offset, rest)
        offset += taken
        rest = rest[taken:]
