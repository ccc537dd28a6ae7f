"""The unit of every experiment: one simulation of one scenario with one set of random numbers."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from sim.errors import ScenarioError
from sim.experiments.errors import ExperimentError
from sim.scenario.load import FILE_BYTES_MAX, PRESETS, load_scenario, with_changes
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from sim.queueing.scenario import QueueScenario

AnyScenario: TypeAlias = "Scenario | QueueScenario"
"""What an experiment can be about: the platform, or a queue."""

BACKENDS: Final = ("fast", "simpy")
"""The compiled loop and the readable model."""
NUMBER_MAX: Final = 2**63 - 1
"""Largest seed and replication: both are words of a 64-bit generator."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One simulation to be run; equal jobs give equal results, bit by bit."""

    scenario: AnyScenario
    """What to simulate."""
    seed: int
    """First half of the generator's key."""
    replication: int
    """Second half; jobs that share seed and replication share their random numbers, whatever they simulate."""
    backend: str = "fast"
    """A name in `BACKENDS`."""
    antithetic: bool = False
    """Whether every uniform number u is replaced by 1 - u; queues only."""
    by_court: bool = False
    """Whether to give each court's measures too, as `measure@number of the court`; the platform only."""

    def __post_init__(self) -> None:
        """Refuse what cannot be run.

        Raises
        ------
        ExperimentError
            Naming the field, its value and the bound.
        """
        for name, value in (("seed", self.seed), ("replication", self.replication)):
            if not 0 <= value <= NUMBER_MAX:
                raise ExperimentError(f"{name} = {value}: must be from 0 to {NUMBER_MAX}")
        if self.backend not in BACKENDS:
            raise ExperimentError(f"backend = {self.backend}: must be of {', '.join(BACKENDS)}")
        platform = is_platform(self.scenario)
        if platform and self.antithetic:
            raise ExperimentError(f"antithetic: must not be asked of {self.scenario.name}, which is not a queue")
        if platform and self.backend != "fast":
            raise ExperimentError(f"backend = {self.backend}: must be fast to measure {self.scenario.name}")
        if self.by_court and not platform:
            raise ExperimentError(f"by_court: must not be asked of {self.scenario.name}, which has no courts")

    def __str__(self) -> str:
        mirrored = ", antithetic" if self.antithetic else ""
        return f"{self.scenario.name}, seed {self.seed}, replication {self.replication}, {self.backend}{mirrored}"


def run_job(job: Job) -> dict[str, float]:
    """Simulate once and measure.

    Parameters
    ----------
    job
        What to run.

    Returns
    -------
    dict[str, float]
        Value by name of the measure; a function of the job alone.

    Raises
    ------
    SimError
        As the simulation raises it.
    """
    if not is_platform(job.scenario):
        from sim.queueing.run import run_queue  # noqa: PLC0415 - compiled code, which only the runs themselves need

        outcome = run_queue(
            cast("QueueScenario", job.scenario),
            seed=job.seed,
            replication=job.replication,
            backend=job.backend,
            antithetic=job.antithetic,
        )
        return dict(outcome.measures)
    from sim.experiments.platform_run import run_platform  # noqa: PLC0415 - as above

    return run_platform(
        cast("Scenario", job.scenario), seed=job.seed, replication=job.replication, by_court=job.by_court
    )


def is_platform(scenario: AnyScenario) -> bool:
    """Whether a scenario is about courts and mediators; else it is a queue.

    Examples
    --------
    >>> is_platform(load_any("one-court"))
    True
    """
    return isinstance(scenario, Scenario)


def load_any(name_or_path: str) -> AnyScenario:
    """Read a scenario of either kind: a preset by its name, or a TOML file by its path.

    Parameters
    ----------
    name_or_path
        A file whose first key is `kind = "queue"` is a queue, any other the platform.

    Raises
    ------
    ScenarioError
        Where there is no such scenario, or it has mistakes: all of them, one line each.

    Examples
    --------
    >>> load_any("one-court").name
    'one-court'
    """
    path = PRESETS / f"{name_or_path}.toml"
    if _kind(path if path.is_file() else Path(name_or_path)) != "queue":
        return load_scenario(name_or_path)
    from sim.queueing.load import load_queue  # noqa: PLC0415 - whoever simulates the platform does not need it

    return load_queue(name_or_path)


def change_any(scenario: AnyScenario, changes: Mapping[str, object]) -> AnyScenario:
    """Give the same scenario with some keys changed, checked anew.

    Parameters
    ----------
    scenario
        Of either kind; it stays as it is.
    changes
        New values by dotted key.

    Raises
    ------
    ScenarioError
        Where a key is unknown or the changed scenario has mistakes.

    Examples
    --------
    >>> change_any(load_any("one-court"), {"population.mediators": 14}).population.mediators
    14
    """
    if not changes:
        return scenario
    if is_platform(scenario):
        return with_changes(cast("Scenario", scenario), changes)
    from sim.queueing.load import with_changes as with_queue_changes  # noqa: PLC0415 - as in load_any

    return with_queue_changes(cast("QueueScenario", scenario), changes)


def _kind(path: Path) -> object:
    """Return what a file says of its kind; a file that cannot be read is its loader's to refuse."""
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            return None
        return tomllib.loads(path.read_text(encoding="utf-8-sig")).get("kind")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ScenarioError):
        return None
