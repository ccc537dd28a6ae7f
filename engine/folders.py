"""Folders that are made for something, and go again if nothing comes of it."""

import os
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree


@contextmanager
def made_folder(folder: Path, *, mode: int = 0o777) -> Generator[None]:
    """Make a folder and its missing parents; of those made, remove what is empty when the block ends.

    Parameters
    ----------
    folder
        May exist already; what existed before is never removed.
    mode
        Of the folder, if it is made; less what the process takes away from all it makes.

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
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    try:
        yield
    finally:
        for path in missing:
            with suppress(OSError):  # not empty: something was kept in it
                path.rmdir()


def empty_folder(folder: Path) -> None:
    """Remove everything that is in a folder, and leave the folder."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            rmtree(path)
        else:
            path.unlink()


def make_durable(path: Path) -> None:
    """Return when a file, or the names in a folder, would outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def holds_working_directory(folder: Path) -> bool:
    """Say whether a folder is the working directory or one above it, as that of an empty name is."""
    return Path.cwd().resolve().is_relative_to(folder.resolve())


def why_not_replaceable(folder: Path, *, marker: str, known: Collection[str]) -> str | None:
    """Say why a result may not be put in the place of a folder; None if it may.

    A folder may be replaced if it is not there, is empty, or holds an earlier result and nothing else: the marker is
    among its files, and every file is of a known name. The working directory and those above it never may.

    Parameters
    ----------
    folder
        Where the result shall be.
    marker
        File that every result of the kind has.
    known
        Names of all files that such a result may have.

    Examples
    --------
    >>> why_not_replaceable(Path("."), marker="run.json", known=["run.json"])
    'must not be the working directory or a folder above it'
    """
    if not folder.exists():
        return None
    if not folder.is_dir():
        return "must be a folder, is a file"
    if holds_working_directory(folder):
        return "must not be the working directory or a folder above it"
    found = sorted(path.name for path in folder.iterdir())
    strangers = [name for name in found if name not in known]
    if found and marker not in found:
        return f"must be new, empty or an earlier result (it has files but no {marker})"
    return f"must hold nothing but an earlier result (it has {strangers[0]})" if strangers else None
