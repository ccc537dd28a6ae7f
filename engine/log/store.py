"""A log on disk, in two files of which each repairs the other (`engine.log.writing` says how).

`log.sqlite` is a database with one row a batch; `copy-*.log` are the segments of an append-only copy. Neither holds a
key that identifies a person: only what the entries hold.
"""

import os
from collections.abc import Callable, Generator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes
from typing import Final

from engine.log.codec import Codec, E
from engine.log.errors import FileDamagedError, LogBrokenError, LogFullError, LogLockedError
from engine.log.files import Files, OpenFile, RealFiles
from engine.log.identity import make_store
from engine.log.log import Head
from engine.log.opening import Opened, check_anchor, open_parts
from engine.log.record import ID_BYTES
from engine.log.settings import DEFAULTS, StoreSettings
from engine.log.stored import StoredLog
from engine.log.writing import is_full

LOCK_NAME: Final = "lock"
THIS_MACHINE: Final[Files] = RealFiles()


def _random_id() -> bytes:
    return token_bytes(ID_BYTES)


def open_store(
    folder: Path,
    codec: Codec[E],
    *,
    anchor: Head | None = None,
    settings: StoreSettings = DEFAULTS,
    files: Files = THIS_MACHINE,
    new_id: Callable[[], bytes] = _random_id,
    beside: Executor | None = None,
) -> StoredLog[E]:
    """Open the log in a folder for writing, making it if there is none, and repair what is damaged.

    Parameters
    ----------
    folder
        Made if it is not there; holds nothing else.
    codec
        Of the entries.
    anchor
        A head the log had at some time, kept elsewhere: shows that both files were replaced by older ones.
    settings
        How the log lies on the disk.
    files
        The disk.
    new_id
        Makes the id of a new log, 16 bytes.
    beside
        Runs the sync of the copy while the database commits; a thread of its own, if none is given.

    Raises
    ------
    LogLockedError
        If another process has the log open for writing.
    WrongStoreError
        If the folder holds something else, or an older state than `anchor`.
    LogFullError, LogBrokenError
        If there is no room to make or to repair it; if the disk fails.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from engine.events.records import Escalated
    >>> from engine.log.codec import EventCodec
    >>> event = Escalated(occurred_at=5, recorded_at=7, dispute_id=1, case_id=1, court_id=0, step=1, deadline=None)
    >>> with TemporaryDirectory() as folder:
    ...     with open_store(Path(folder), EventCodec()) as log:
    ...         batch = log.append([event])
    ...     with open_store(Path(folder), EventCodec(), anchor=log.head) as log:
    ...         list(log.read()) == [(1, event)], log.repairs
    (True, ())
    """
    with _translated():
        files.make_folder(folder)
        lock = _locked(folder, files)
        try:
            make_store(folder, files, new_id, settings)
            return _started(open_parts(folder, files, settings), codec, lock, beside, anchor)
        except BaseException:
            lock.close()
            raise


def _locked(folder: Path, files: Files) -> OpenFile:
    lock = files.lock(folder / LOCK_NAME, f"process {os.getpid()}")
    if isinstance(lock, str):
        raise LogLockedError(
            f"the log in {folder} is open for writing elsewhere, by {lock}: end that first, or use a backup"
        )
    return lock


def _started(
    opened: Opened, codec: Codec[E], lock: OpenFile, beside: Executor | None, anchor: Head | None
) -> StoredLog[E]:
    try:
        if anchor is not None:
            check_anchor(opened, anchor)
        return StoredLog(opened, codec, lock, beside=beside)
    except BaseException:
        opened.close()
        raise


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except FileDamagedError as error:
        raise LogBrokenError(f"{error.reason}, and repairing did not reach it") from error
    except OSError as error:
        if is_full(error):
            raise LogFullError(f"no room on the disk while opening the log: {error}") from error
        raise LogBrokenError(f"disk failed while opening the log: {error}") from error
