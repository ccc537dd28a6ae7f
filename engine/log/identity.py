"""Which log a folder holds, if any."""

from collections.abc import Callable, Sequence
from pathlib import Path

from engine.log.database import Database
from engine.log.errors import FileDamagedError, LogDamagedError, WrongStoreError
from engine.log.files import Files
from engine.log.repair import DATABASE_NAME, NEW, Workshop, build_database
from engine.log.segments import PARTIAL, Segment, segments, start_of
from engine.log.settings import StoreSettings


def make_store(folder: Path, files: Files, new_id: Callable[[], bytes], settings: StoreSettings) -> None:
    """Make an empty log in a folder that has none, and remove what an interrupted opening was making."""
    names = files.names(folder)
    for name in names:
        if name.endswith(PARTIAL) or name.startswith(DATABASE_NAME + NEW):
            files.remove(folder / name)
    if DATABASE_NAME not in names and not segments(folder, files):
        shop = Workshop(folder=folder, files=files, store_id=new_id(), settings=settings)
        build_database(shop, ())


def open_database(
    folder: Path, files: Files, *, exclusive: bool
) -> tuple[Database | None, bytes | None, FileDamagedError | None]:
    """Return the database and its id, or what is wrong with it."""
    if DATABASE_NAME not in files.names(folder):
        return None, None, FileDamagedError("it is not there")
    try:
        database = Database(folder / DATABASE_NAME, vfs=files.vfs, exclusive=exclusive)
    except FileDamagedError as error:
        return None, None, error
    try:
        return database, database.store_id(), None
    except FileDamagedError as error:
        return database, None, error


def store_id_of(found: Sequence[Segment], kept: bytes | None, fault: FileDamagedError | None, files: Files) -> bytes:
    """Return the id of the log that both files are of.

    Parameters
    ----------
    found
        The segments of the copy.
    kept
        The id that the database has; None if it cannot say.
    fault
        What is wrong with the database.
    files
        The disk.

    Raises
    ------
    WrongStoreError
        If the files are of different logs, or of none.
    LogDamagedError
        If neither file can say.
    FileDamagedError
        If the disk refuses to read the one file there is.
    """
    ids = {start.store_id for segment in found if (start := start_of(segment, files)) is not None}
    if len(ids) > 1:
        raise WrongStoreError("segments of the copy belong to different logs")
    if kept is not None and ids - {kept}:
        raise WrongStoreError("database and copy belong to different logs")
    if kept is not None or ids:
        return kept or ids.pop()
    if fault is not None and fault.is_unreadable:
        raise fault
    if found:
        raise LogDamagedError("neither database nor copy can say which log this is")
    raise WrongStoreError(f"{DATABASE_NAME} is not the database of a log: {fault.reason if fault else 'it has no id'}")
