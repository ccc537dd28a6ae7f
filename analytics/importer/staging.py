"""A folder to work in, and the one step that makes its files the result."""

import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from analytics.importer.errors import OutputError
from engine.folders import made_folder

CASES, REJECTED, FLAGGED, NAMED, SUMMARY = "cases.parquet", "rejected.csv", "flagged.csv", "names.csv", "import.json"
"""Files of a finished import, in the folder the caller names."""
FILES = frozenset({CASES, REJECTED, FLAGGED, NAMED, SUMMARY, "report.html"})
"""Names that are an import's own. Where one stands without an account of an import, it is somebody else's file."""


@contextmanager
def staging_folder(out_dir: Path) -> Generator[Path]:
    """Give a folder inside `out_dir` that is gone afterwards, however the block ends.

    Parameters
    ----------
    out_dir
        Folder of the result; made if need be, and removed again if the block fails and it was not there before.

    Yields
    ------
    Path
        An empty folder on the same file system, so that a file is moved out of it in one step.

    Raises
    ------
    OutputError
        It cannot be made, or holds somebody else's file of a name that an import writes.
    """
    taken = sorted(name for name in FILES if (out_dir / name).exists())
    if taken and SUMMARY not in taken:
        raise OutputError(f"{out_dir}: must be new or an earlier import (it has {taken[0]} but no {SUMMARY})")
    with ExitStack() as made:
        try:
            made.enter_context(made_folder(out_dir))
            staging = Path(tempfile.mkdtemp(prefix=".import-", suffix=".partial", dir=out_dir))
        except OSError as error:
            raise OutputError(f"{out_dir}: cannot be written to ({error.strerror})") from error
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def publish(staging: Path, out_dir: Path, names: Sequence[str]) -> None:
    """Move finished files to their final names: all of them, or none.

    Parameters
    ----------
    staging
        Holds the files.
    out_dir
        Where they go; older ones of the same names are replaced.
    names
        Of the files.

    Raises
    ------
    OutputError
        A file cannot be moved; what stood there before stands there again.
    """
    older = staging / "older"
    moved: list[str] = []
    try:
        older.mkdir()
        for name in names:
            if (out_dir / name).exists():
                (out_dir / name).rename(older / name)
            moved.append(name)
            (staging / name).rename(out_dir / name)
    except BaseException as error:  # an interrupt between two files, too, must not leave a mixed result
        _put_back(older, out_dir, moved)
        if isinstance(error, OSError):
            raise OutputError(f"{out_dir}: cannot be written to ({error.strerror})") from error
        raise


def _put_back(older: Path, out_dir: Path, names: Sequence[str]) -> None:
    for name in names:
        with suppress(OSError):  # one that cannot be restored must not keep the others from it
            (out_dir / name).unlink(missing_ok=True)
            if (older / name).exists():
                (older / name).rename(out_dir / name)
