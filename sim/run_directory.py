"""A run's folder: written aside, and given its name only when it is whole."""

import shutil
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from engine.folders import made_folder, why_not_replaceable
from sim.errors import RunDirectoryError

MARKER: Final = "run.json"
"""The file by which a folder is known to be a run's."""
FILES: Final = frozenset(
    {
        MARKER,
        "assumptions.json",
        "cases.parquet",
        "courts.parquet",
        "draw_keys.json",
        "events.parquet",
        "measures.json",
        "mediators.parquet",
        "published.json",
        "report.html",
        "roster.parquet",
        "scenario.toml",
        "source_ids.parquet",
    }
)
"""Everything a run may leave. A folder with anything else in it is never replaced."""


@contextmanager
def staged(target: Path) -> Generator[Path]:
    """Give a folder to write into, and put it in the place of `target` if nothing goes wrong.

    Parameters
    ----------
    target
        Where the run shall lie. May not exist, be empty, or hold an earlier run and nothing else, which is then
        replaced.

    Yields
    ------
    Path
        A new folder beside the target. It is removed if the block is left by an exception, a Ctrl-C included.

    Raises
    ------
    RunDirectoryError
        If the target holds anything that is not a run's, or the place cannot be written to.
    """
    _check_replaceable(target)
    named, target = target, target.resolve()
    with ExitStack() as made:
        staging = target.with_name(f".{target.name}.{uuid4().hex[:12]}.partial")
        try:
            made.enter_context(made_folder(target.parent))
            staging.mkdir()
        except OSError as error:
            raise RunDirectoryError(f"out = {named}: cannot be written: {error.strerror}") from error
        try:
            yield staging
            _check_replaceable(target)  # once more: minutes have passed
            _put_in_place(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _check_replaceable(target: Path) -> None:
    if reason := why_not_replaceable(target, marker=MARKER, known=FILES):
        raise RunDirectoryError(f"out = {target}: {reason}")


def _put_in_place(staging: Path, target: Path) -> None:
    """Two renames and no copy; if the second fails, the earlier run gets its name back."""
    replaced = target.with_name(f".{target.name}.{uuid4().hex[:12]}.replaced")
    if not target.exists():
        staging.rename(target)
        return
    target.rename(replaced)
    try:
        staging.rename(target)
    except BaseException:
        replaced.rename(target)
        raise
    shutil.rmtree(replaced, ignore_errors=True)
