"""Writing a file so that its name only ever holds a whole one."""

import fcntl
import os
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

_PARTIAL: Final = re.compile(r"\..+\.[0-9a-f]{12}\.partial")


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Give a temporary name beside `path`; rename what was written there to `path` on a clean exit.

    Whatever ends the block early, an interrupt from the keyboard too, removes the temporary file and
    leaves what stood at `path` as it was. What ends the whole process leaves the temporary file, for `clear_partials`.

    Parameters
    ----------
    path
        Where the file shall be. Its folder must exist: a rename is atomic only inside one file system.

    Yields
    ------
    Path
        A free name in the same folder, to write to.

    Raises
    ------
    OSError
        If nothing was written, or the file cannot be renamed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     target = Path(folder) / "measures.json"
    ...     with replacing(target) as temporary:
    ...         _ = temporary.write_text("{}")
    ...     target.read_text()
    '{}'
    """
    # A name of its own for each writer: two that write the same target must not write into one file.
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:12]}.partial")
    # Not waited for: it may be this very writer who has the folder for itself.
    with _locked(path.parent, fcntl.LOCK_SH | fcntl.LOCK_NB):
        try:
            yield temporary
            with temporary.open("rb+") as file:
                # Without this a power cut after the rename could leave the name with nothing behind it.
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def replaced_file(path: Path) -> Generator[IO[bytes]]:
    """Open a file for writing that becomes `path` when the block ends without an error; see `replacing`.

    Raises
    ------
    OSError
        If the file cannot be created, written or renamed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     target = Path(folder, "answer.txt")
    ...     with replaced_file(target) as file:
    ...         written = file.write(b"42")
    ...         early = target.exists()
    ...     early, target.read_text()
    (False, '42')
    """
    with replacing(path) as temporary, temporary.open("xb") as file:
        yield file


def clear_partials(folder: Path) -> None:
    """Remove the temporary files that processes have left in a folder which were ended while they wrote there.

    While somebody is writing there nothing is removed: the next time is soon enough.

    Raises
    ------
    OSError
        If one cannot be removed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     left = Path(name, ".measures.json.0123456789ab.partial")
    ...     left.touch()
    ...     clear_partials(Path(name))
    ...     left.exists()
    False
    """
    left = [path for path in folder.iterdir() if _PARTIAL.fullmatch(path.name)]
    # Listed before it is locked: what a writer begins while the folder is locked is not among them.
    with _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB) as is_locked:
        for path in left if is_locked else ():
            path.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path, operation: int) -> Generator[bool]:
    """Lock a folder, as writers share it and who clears it does not; say whether that was possible.

    The lock is the system's and goes with its process, whatever ends that; so it tells what is being written from what
    was left.
    """
    handle = _opened(folder)
    if handle is None:
        yield False
        return
    try:
        is_locked = True
        try:
            fcntl.flock(handle, operation)
        except OSError:  # somebody is writing there, or it is a file system without such locks
            is_locked = False
        yield is_locked
    finally:
        os.close(handle)


def _opened(folder: Path) -> int | None:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:  # one may be allowed to write where one may not read; what is wrong besides, the writer will say
        return None
