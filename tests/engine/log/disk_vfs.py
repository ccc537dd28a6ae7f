"""The simulated disk as SQLite sees it."""

# ruff: noqa: ARG002, N802 - names and signatures are SQLite's

import errno
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from random import Random

import apsw

from tests.engine.log.disk import PowerCutError, SimDisk, SimFiles
from tests.engine.log.medium import SimFile

_NUMBERS = count()


@contextmanager
def simulated_disk(chance: Random) -> Generator[SimFiles]:
    """A new disk, empty, for the length of the block."""
    name = f"simulated-{next(_NUMBERS)}"
    disk = SimDisk(chance)
    vfs = DiskVFS(name, disk)
    try:
        yield SimFiles(disk, name)
    finally:
        vfs.unregister()


@contextmanager
def as_sqlite(reason: int):
    """Turn what the disk raises into what SQLite understands."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise apsw.FullError(str(error)) from error
        raise _failure(reason) from error
    except PowerCutError as error:
        raise _failure(apsw.SQLITE_IOERR_WRITE) from error


def _failure(reason: int) -> apsw.IOError:
    failure = apsw.IOError("simulated")
    failure.result, failure.extendedresult = reason & 0xFF, reason
    return failure


class DiskVFS(apsw.VFS):
    def __init__(self, name: str, disk: SimDisk) -> None:
        self.disk = disk
        super().__init__(name, "")

    def excepthook(self, etype, evalue, etraceback) -> bool:
        # What cannot be reported is what a dead process closes: nobody is there to hear it.
        return True

    def xFullPathname(self, name: str) -> str:
        return name

    def xAccess(self, pathname: str, flags: int) -> bool:
        return pathname in self.disk.names

    def xDelete(self, filename: str, syncdir: bool) -> None:
        with as_sqlite(apsw.SQLITE_IOERR_WRITE):
            self.disk.operate("remove", self.disk.process)
        self.disk.name(filename, None)
        if syncdir:
            self.disk.sync_names()

    def xOpen(self, name, flags: list[int]):
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:
            return DiskFile(self.disk, "", SimFile())
        if path not in self.disk.names:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError(path)
            with as_sqlite(apsw.SQLITE_IOERR_WRITE):
                self.disk.operate("create", self.disk.process)
            self.disk.name(path, SimFile())
        flags[1] = flags[0]
        return DiskFile(self.disk, path, self.disk.names[path])


class DiskFile:
    """An open file of SQLite's."""

    def __init__(self, disk: SimDisk, path: str, file: SimFile) -> None:
        self._disk = disk
        self._path = path
        self._file = file
        self._process = disk.process

    def excepthook(self, etype, evalue, etraceback) -> bool:
        return True

    def xRead(self, amount: int, offset: int) -> bytes:
        with as_sqlite(apsw.SQLITE_IOERR_READ):
            self._disk.operate("read", self._process)
        return bytes(self._file.cache[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        with as_sqlite(apsw.SQLITE_IOERR_WRITE):
            self._disk.operate("write", self._process)
            self._disk.grow(self._file, offset + len(data))
        self._file.change((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        with as_sqlite(apsw.SQLITE_IOERR_WRITE):
            self._disk.operate("truncate", self._process)
        self._file.change(newsize)

    def xSync(self, flags: int) -> None:
        with as_sqlite(apsw.SQLITE_IOERR_FSYNC):
            try:
                self._disk.operate("sync", self._process)
            except OSError:
                self._file.pending.clear()
                raise
        self._disk.sync(self._path, self._file)
        if self._path.endswith("-wal") and self._path not in self._disk.medium_names:
            # As SQLite's own VFS does for a log it has made.
            self._disk.sync_names()

    def xFileSize(self) -> int:
        return len(self._file.cache)

    def xLock(self, level: int) -> None:
        pass

    def xUnlock(self, level: int) -> None:
        pass

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 512

    def xDeviceCharacteristics(self) -> int:
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE

    def xClose(self) -> None:
        pass
