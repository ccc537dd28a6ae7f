"""A short name for a job, so that what has been computed can be found again."""

import json
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, cast

from sim.experiments.job import AnyScenario, Job

_FILE_KEYS: Final = ("courts_file", "mediators_file")
"""Keys of `[population]` that name the user's own rosters: what is in them counts, not where they lie."""


def job_hash(job: Job) -> str:
    """Digest everything that a job's result can depend on, the version of the simulator included.

    Parameters
    ----------
    job
        Any job; rosters it names are read and digested.

    Returns
    -------
    str
        32 hexadecimal digits.

    Raises
    ------
    OSError
        If a roster cannot be read.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> first, second = (Job(scenario=load_any("one-court"), seed=1, replication=r) for r in (0, 1))
    >>> job_hash(first) == job_hash(second), len(job_hash(first))
    (False, 32)
    """
    digest = blake2b(digest_size=16)
    for part in (
        version("onestop"),
        scenario_text(job.scenario),
        job.seed,
        job.replication,
        job.backend,
        job.antithetic,
        job.by_court,
    ):
        digest.update(f"{part}\n".encode())
    return digest.hexdigest()


def scenario_text(scenario: AnyScenario) -> str:
    """Write a scenario as one line of JSON, equal for equal scenarios and equal rosters."""
    values: dict[str, Any] = scenario.model_dump(mode="json")
    population = values.get("population")
    if isinstance(population, dict):
        for key in _FILE_KEYS:
            if key in population:
                path = Path(cast("str", population[key]))
                population[key] = _content(path, path.stat().st_mtime_ns)
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=64)
def _content(path: Path, _changed_at: int) -> str:
    """Digest a file; thousands of jobs of one experiment ask for the same two."""
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
