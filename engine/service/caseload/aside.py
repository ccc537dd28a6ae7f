"""A folder that is made aside and gets its name when it is whole: an import that was killed leaves no half a store."""

import fcntl
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from engine.folders import empty_folder, make_durable
from engine.service.errors import OpenCasesError


@contextmanager
def made_aside(folder: Path) -> Generator[Path]:
    """Give an empty folder beside `folder`; it is renamed when the block ends without an error, and else removed.

    What an earlier one that was killed has left there is removed first.

    Parameters
    ----------
    folder
        Empty or not there.

    Raises
    ------
    OpenCasesError
        If there is something in it, or another import into it is under way.
    OSError
        If it cannot be made.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     with made_aside(Path(place, "store")) as aside:
    ...         _ = Path(aside, "log").write_text("whole")
    ...     [path.name for path in Path(place).iterdir()], Path(place, "store", "log").read_text()
    (['store'], 'whole')
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OpenCasesError(f"store = {folder}: must be empty or not there; open cases make a store of their own")
    aside = folder.with_name(f".{folder.name}.importing")
    aside.mkdir(parents=True, exist_ok=True)
    handle = os.open(aside, os.O_RDONLY)
    try:
        _lock(handle, folder)
        empty_folder(aside)
        try:
            yield aside
        except BaseException:
            shutil.rmtree(aside)
            raise
        aside.replace(folder)
        make_durable(folder.parent)
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OpenCasesError(f"store = {folder}: another import into it is under way") from error
