"""Folders that are made for something, and go again if nothing comes of it."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def made_folder(folder: Path) -> Generator[None]:
    """Make a folder and its missing parents; of those made, remove what is empty when the block ends.

    Parameters
    ----------
    folder
        May exist already; what existed before is never removed.

    Raises
    ------
    OSError
        If it cannot be made.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     with made_folder(Path(place, "runs", "one")):
    ...         pass
    ...     sorted(Path(place).iterdir())
    []
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        for path in missing:
            with suppress(OSError):  # not empty: something was kept in it
                path.rmdir()
