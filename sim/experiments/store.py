"""Finished jobs on disk: one small file each, so that an interrupted experiment goes on where it stopped."""

import json
from contextlib import ExitStack
from math import isfinite
from pathlib import Path
from typing import Any, Final, cast

from engine.folders import holds_working_directory, made_folder
from engine.replacing import replacing
from sim.experiments.errors import ExperimentError
from sim.experiments.identity import job_hash
from sim.experiments.job import Job

FORMAT: Final = 1
"""Of the files; those of another format are computed anew."""


class Store:
    """A folder of finished jobs.

    Parameters
    ----------
    folder
        Made if it is missing; neither the working directory nor above it, where the files would lie among others.

    Raises
    ------
    ExperimentError
        If the folder cannot be made, or the working directory is in it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from sim.experiments.job import load_any
    >>> job = Job(scenario=load_any("one-court"), seed=1, replication=0)
    >>> with TemporaryDirectory() as folder:
    ...     store = Store(Path(folder))
    ...     before = store.read(job)
    ...     store.write(job, {"wait_mean_hours": 0.25})
    ...     before, store.read(job)
    (None, {'wait_mean_hours': 0.25})
    """

    def __init__(self, folder: Path) -> None:
        if holds_working_directory(folder):
            raise ExperimentError(f"folder = {folder}: must not be the working directory or a folder above it")
        self._made: Final = ExitStack()
        try:
            self._made.enter_context(made_folder(folder))
        except OSError as error:
            raise ExperimentError(f"folder = {folder}: must be a folder to write to ({error.strerror})") from error
        self._folder: Final = folder

    def dismiss(self) -> None:
        """Remove the folder again if it was made and no job was finished."""
        self._made.close()

    def read(self, job: Job) -> dict[str, float] | None:
        """Return what a job measured; None if it is missing, half-written or of another format."""
        try:
            record: Any = json.loads(self._path(job).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError):
            return None
        if not isinstance(record, dict):
            return None
        values = cast("dict[str, Any]", record)
        if values.get("format") != FORMAT or not isinstance(values.get("measures"), dict):
            return None
        measures = cast("dict[str, float | str]", values["measures"])
        return {name: float(value) for name, value in measures.items()}

    def write(self, job: Job, measures: dict[str, float]) -> None:
        """Keep what a job measured; the file appears whole or not at all."""
        # JSON has no word for infinity or for what is not a number.
        values = {name: value if isfinite(value) else str(value) for name, value in measures.items()}
        record = {"format": FORMAT, "job": str(job), "measures": values}
        with replacing(self._path(job)) as temporary:
            temporary.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")

    def _path(self, job: Job) -> Path:
        return self._folder / f"{job_hash(job)}.json"
