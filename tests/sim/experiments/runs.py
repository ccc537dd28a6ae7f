"""Stand-ins for a simulation, which other processes can import and which leave marks in a folder."""

import os
import signal
from pathlib import Path

import numpy as np

from sim.errors import SimError
from sim.experiments.job import Job, load_any

MARKS = "ONESTOP_TEST_MARKS"
"""Name of the environment variable with the folder where runs leave marks."""


def jobs_of(count: int, *, seed: int = 1) -> list[Job]:
    """Jobs that differ in their replication."""
    scenario = load_any("one-court")
    return [Job(scenario=scenario, seed=seed, replication=replication) for replication in range(count)]


def noise(job: Job) -> dict[str, float]:
    """Numbers with all their digits in use, a function of the job alone."""
    draws = np.random.Generator(np.random.Philox(key=[job.seed, job.replication])).standard_normal(3)
    return {"first": float(draws[0]), "second": float(draws[1]) / 3.0, "none": float("nan")}


def marked_noise(job: Job) -> dict[str, float]:
    """The same, and one mark for each time it was done."""
    _mark(f"{job.replication}")
    return noise(job)


def killed_once(job: Job) -> dict[str, float]:
    """The same, but the first process to begin the third job is killed."""
    if job.replication == 2 and _mark("killed") == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return noise(job)


def killed_always(job: Job) -> dict[str, float]:
    """Whoever begins the second job is killed."""
    if job.replication == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return noise(job)


def refused(job: Job) -> dict[str, float]:
    """The second job is refused on purpose."""
    if job.replication == 1:
        raise SimError("days = 0: must be at least 1")
    return noise(job)


def broken(job: Job) -> dict[str, float]:
    """Every job fails in a way that nobody foresaw."""
    raise ZeroDivisionError(f"at {job.replication}")


def marks(folder: Path) -> list[str]:
    """What has been marked, in order of names."""
    return sorted(path.name.partition("-")[0] for path in folder.iterdir())


def _mark(name: str) -> int:
    """Leave a mark and return how many of that name there are."""
    folder = Path(os.environ[MARKS])
    for ordinal in range(1, 100):
        try:
            (folder / f"{name}-{ordinal}").touch(exist_ok=False)
        except FileExistsError:
            continue
        return ordinal
    raise AssertionError(name)
