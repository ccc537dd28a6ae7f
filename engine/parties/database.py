"""Opening one SQLite file of the store, in the one way that keeps what was acknowledged and forgets what was erased."""

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import apsw

from engine.parties.errors import (
    PartyStoreBrokenError,
    PartyStoreFullError,
    PartyStoreLockedError,
    WrongPartyStoreError,
)

SQLITE_VERSION_MIN: Final = (3, 51, 3)
"""Before 3.51.3 a checkpoint could lose committed rows ("WAL-reset bug")."""
_SYNCHRONOUS_FULL: Final = 2


def open_database(path: Path, application_id: int, schemas: Sequence[str]) -> apsw.Connection:
    """Open a file of the store, make it if it is missing, bring it to today's version, and hold it alone.

    Write-ahead log synchronised at each commit; deleted content is overwritten with zeros; temporary content stays in
    memory; nobody else may open the file.

    Parameters
    ----------
    path
        The file; readable by its owner only.
    application_id
        What it says it is.
    schemas
        Statements that make its tables: of version 1, and then what each later version adds to the one before.

    Raises
    ------
    PartyStoreError
        If it is another kind of file, is held by somebody else, or cannot be read and written as this store needs.
    """
    version = apsw.sqlite_lib_version()
    if tuple(map(int, version.split("."))) < SQLITE_VERSION_MIN:
        raise PartyStoreBrokenError(f"SQLite {version}: must be at least {'.'.join(map(str, SQLITE_VERSION_MIN))}")
    _make_private(path)
    with translated(path):
        connection = apsw.Connection(str(path))
        try:
            _prepare(connection, path, application_id, schemas)
        except BaseException:
            connection.close()
            raise
        return connection


def _make_private(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # else a power cut could take the file's name away, with all that was acknowledged
    finally:
        os.close(folder)


def _prepare(connection: apsw.Connection, path: Path, application_id: int, schemas: Sequence[str]) -> None:
    # Set before anything is read: the lock of the first read is the one that stays.
    connection.pragma("locking_mode", "exclusive")
    found: Any = connection.pragma("application_id"), connection.pragma("user_version")
    of_store = found[0] == application_id and 1 <= found[1] <= len(schemas)
    if found != (0, 0) and not of_store:
        raise WrongPartyStoreError(f"{path}: must be a file of the party store of version 1 to {len(schemas)}")
    if not of_store and connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
        raise WrongPartyStoreError(f"{path}: must be a file of the party store, is another database")
    connection.pragma("secure_delete", True)  # noqa: FBT003 - SQLite's own spelling
    connection.pragma("temp_store", "memory")
    connection.pragma("trusted_schema", False)  # noqa: FBT003
    mode: Any = connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "full")
    synchronous: Any = connection.pragma("synchronous")
    if mode != "wal" or synchronous != _SYNCHRONOUS_FULL:
        raise PartyStoreBrokenError(f"{path}: must be written through a log that each commit synchronises")
    connection.execute("BEGIN EXCLUSIVE")
    for schema in schemas[found[1] :]:
        connection.execute(schema)
    if found != (application_id, len(schemas)):
        connection.pragma("application_id", application_id)
        connection.pragma("user_version", len(schemas))
    connection.execute("COMMIT")
    forget(connection)  # a crash may have come between a deletion and the end of its traces


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Let SQLite's errors come out as the store's.

    Raises
    ------
    PartyStoreError
        By what happened.
    """
    try:
        yield
    except apsw.FullError as error:
        raise PartyStoreFullError(f"{path}: must have room for what is written") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise PartyStoreLockedError(f"{path}: must not be open in another process") from error
    except apsw.NotADBError as error:
        raise WrongPartyStoreError(f"{path}: must be a file of the party store") from error
    except (apsw.Error, OSError) as error:
        raise PartyStoreBrokenError(f"{path}: cannot be read or written ({type(error).__name__})") from error


@contextmanager
def transaction(connection: apsw.Connection) -> Generator[None]:
    """Do everything in the block or nothing; durable when it is left."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if not connection.get_autocommit():
            connection.execute("ROLLBACK")
        raise


def forget(connection: apsw.Connection) -> None:
    """Take what was deleted out of the write-ahead log, too: move the log into the file and cut it to nothing."""
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
