"""A simulated disk that loses power, fails and fills up, and remembers what it was asked to make durable.

What is written stands in a cache that every reader sees. A sync carries it to the medium. When power goes, each sector
of each write that was not synced is lost, kept, torn or garbled, by a seed; names that were not synced survive in the
order they were given, up to a random one. A sync that fails leaves the cache as if it had succeeded, as Linux does.
"""

# ruff: noqa: ARG002 - the signatures are those of the interface

import errno
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.engine.log.medium import SimFile

if TYPE_CHECKING:
    from collections.abc import Callable


class PowerCutError(Exception):
    """The machine this process ran on is off."""


class Process:
    """Whoever uses the disk. When it has died nothing it does has an effect."""

    is_alive = True


class Fault(NamedTuple):
    """Lets some operations fail, counted from the making of the disk."""

    fate: str
    """EIO, ENOSPC, or cut: the process dies there."""
    first: int
    length: int

    def __call__(self, number: int, kind: str) -> str | None:
        return self.fate if self.first <= number < self.first + self.length else None


def no_fault(number: int, kind: str) -> str | None:
    """Let every operation succeed."""
    return None


class SimDisk:
    """Names and files.

    Parameters
    ----------
    chance
        Decides what survives a power cut.
    """

    def __init__(self, chance: Random) -> None:
        self.names: dict[str, SimFile] = {}
        self.medium_names: dict[str, SimFile] = {}
        self.pending_names: list[tuple[str, SimFile | None]] = []
        self.process = Process()
        self.operations = 0
        self.fault: Callable[[int, str], str | None] = no_fault
        self.is_full = False
        self.lies_about = ""
        """A sync of a file whose path contains this does nothing; a bug planted for tests."""
        self._chance = chance

    def operate(self, kind: str, process: Process) -> None:
        """Count an operation, and let it fail if that is planned.

        Raises
        ------
        PowerCutError
            If the process is dead, or dies by this.
        OSError
            With EIO or ENOSPC, as planned.
        """
        if not process.is_alive:
            raise PowerCutError
        self.operations += 1
        fate = self.fault(self.operations, kind)
        if fate == "cut":
            self.kill()
            raise PowerCutError
        if fate == "EIO" or (fate == "ENOSPC" and kind in {"write", "allocate", "create"}):
            raise OSError(getattr(errno, fate), f"simulated, operation {self.operations}, {kind}")

    def grow(self, file: SimFile, size: int) -> None:
        """Refuse to make a file longer if there is no room."""
        if self.is_full and size > len(file.cache):
            raise OSError(errno.ENOSPC, "simulated, no room")

    def name(self, path: str, file: SimFile | None) -> None:
        """Give a file a name, or take it away."""
        if file is None:
            self.names.pop(path, None)
        else:
            self.names[path] = file
        self.pending_names.append((path, file))

    def sync_names(self) -> None:
        self._apply_names(len(self.pending_names))

    def _apply_names(self, count: int) -> None:
        for path, file in self.pending_names[:count]:
            if file is None:
                self.medium_names.pop(path, None)
            else:
                self.medium_names[path] = file
        del self.pending_names[:count]

    def sync(self, path: str, file: SimFile) -> None:
        if not self.lies_about or self.lies_about not in path:
            file.sync()

    def kill(self) -> None:
        """End the process; the cache stays."""
        self.process.is_alive = False
        self.process = Process()

    def lose_power(self) -> None:
        """End the process and the cache."""
        self.kill()
        self._apply_names(self._chance.randint(0, len(self.pending_names)))
        self.pending_names.clear()
        self.names = dict(self.medium_names)
        for file in self.names.values():
            file.lose_power(self._chance)


class SimHandle:
    """An open file, as `engine.log.files.OpenFile`."""

    def __init__(self, disk: SimDisk, path: str, file: SimFile) -> None:
        self._disk = disk
        self._path = path
        self._file = file
        self._process = disk.process

    def size(self) -> int:
        return len(self._file.cache)

    def read(self, offset: int, length: int) -> bytes:
        self._disk.operate("read", self._process)
        return bytes(self._file.cache[offset : offset + length])

    def write(self, offset: int, content: bytes | memoryview) -> int:
        self._disk.operate("write", self._process)
        taken = bytes(content[: max(1, len(content) * 2 // 3)]) if len(content) > 3000 else bytes(content)
        self._disk.grow(self._file, offset + len(taken))
        self._file.change((offset, taken))
        return len(taken)

    def allocate(self, length: int) -> None:
        self._disk.operate("allocate", self._process)
        self._disk.grow(self._file, length)
        if length > len(self._file.cache):
            self._file.change(length)

    def sync(self) -> None:
        try:
            self._disk.operate("sync", self._process)
        except OSError:
            self._file.pending.clear()
            raise
        self._disk.sync(self._path, self._file)

    def close(self) -> None:
        pass


class SimFiles:
    """The disk, as `engine.log.files.Files`; `vfs` is the same disk for SQLite."""

    def __init__(self, disk: SimDisk, vfs: str) -> None:
        self.disk = disk
        self.vfs: str | None = vfs

    def make_folder(self, folder: Path) -> None:
        self.disk.operate("make folder", self.disk.process)

    def names(self, folder: Path) -> list[str]:
        self.disk.operate("list", self.disk.process)
        return sorted(Path(path).name for path in self.disk.names)

    def open(self, path: Path, *, create: bool) -> SimHandle:
        self.disk.operate("create" if create else "open", self.disk.process)
        if create:
            self.disk.name(str(path), SimFile())
        if str(path) not in self.disk.names:
            raise FileNotFoundError(errno.ENOENT, str(path))
        return SimHandle(self.disk, str(path), self.disk.names[str(path)])

    def rename(self, path: Path, name: Path) -> None:
        self.disk.operate("rename", self.disk.process)
        file = self.disk.names[str(path)]
        self.disk.name(str(name), file)
        self.disk.name(str(path), None)

    def remove(self, path: Path) -> None:
        self.disk.operate("remove", self.disk.process)
        if str(path) in self.disk.names:
            self.disk.name(str(path), None)

    def sync_folder(self, folder: Path) -> None:
        self.disk.operate("sync folder", self.disk.process)
        self.disk.sync_names()

    def lock(self, path: Path, note: str) -> SimHandle:
        return SimHandle(self.disk, str(path), SimFile())
