"""Many settings of a scenario's keys: every combination, a Latin hypercube, or one key at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from sim.experiments.errors import ExperimentError
from sim.experiments.estimate import Estimate, check_runs, estimate
from sim.experiments.job import AnyScenario, Job, change_any
from sim.experiments.runner import Runner

Design: TypeAlias = Literal["factorial", "lhs", "one-at-a-time"]
"""Which settings are run."""
SETTINGS_MAX: Final = 100_000
"""Most settings of a sweep."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting and what it measured."""

    changes: Mapping[str, object]
    """New values by dotted key."""
    estimates: Mapping[str, Estimate]
    """By measure."""


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """All settings."""

    scenario: str
    design: Design
    seed: int
    replications: int
    confidence: float
    settings: Sequence[Setting]


def factorial(levels: Mapping[str, Sequence[object]]) -> list[dict[str, object]]:
    """Return every combination of values; the last key changes fastest.

    Parameters
    ----------
    levels
        Values by dotted key.

    Examples
    --------
    >>> factorial({"a": [1, 2], "b": ["x", "y"]})[1]
    {'a': 1, 'b': 'y'}
    """
    from sim.output.designs import full_factorial  # noqa: PLC0415 - loads scipy

    places = full_factorial([list(range(len(values))) for values in levels.values()])
    keys = list(levels)
    return [{key: levels[key][int(place)] for key, place in zip(keys, row, strict=True)} for row in places.tolist()]


def one_at_a_time(levels: Mapping[str, Sequence[object]]) -> list[dict[str, object]]:
    """Return the scenario as it is, then each value of each key while the others stay.

    Examples
    --------
    >>> one_at_a_time({"a": [1, 2], "b": ["x"]})
    [{}, {'a': 1}, {'a': 2}, {'b': 'x'}]
    """
    return [{}, *({key: value} for key, values in levels.items() for value in values)]


def hypercube(ranges: Mapping[str, tuple[float, float]], *, points: int, seed: int) -> list[dict[str, object]]:
    """Return points spread over ranges, each range cut into as many parts as there are points, one point in each.

    Parameters
    ----------
    ranges
        Low and high by dotted key; whole numbers give whole numbers.
    points
        Settings.
    seed
        Of the points.

    Examples
    --------
    >>> sorted(point["a"] for point in hypercube({"a": (0, 3)}, points=4, seed=1))
    [0, 1, 2, 3]
    """
    from sim.output.latin_hypercube import latin_hypercube  # noqa: PLC0415 - loads scipy

    # The ends of a range of whole numbers get parts as long as the others.
    wide = [(low - 0.5, high + 0.5) if _whole(low, high) else (low, high) for low, high in ranges.values()]
    design = latin_hypercube(wide, points=points, seed=seed)
    return [
        {key: as_whole(ranges[key], value) for key, value in zip(ranges, row, strict=True)} for row in design.tolist()
    ]


def as_whole(ends: tuple[float, float], value: float) -> float:
    """Return a value between two ends, a whole number if both ends are."""
    low, high = ends
    return min(int(high), max(int(low), round(value))) if _whole(low, high) else value


def sweep(
    scenario: AnyScenario,
    settings: Sequence[Mapping[str, object]],
    *,
    design: Design,
    seed: int,
    replications: int = 5,
    confidence: float = 0.95,
    backend: str = "fast",
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> Sweep:
    """Simulate every setting with the same random numbers.

    Parameters
    ----------
    scenario
        Where each setting starts.
    settings
        New values by dotted key, one mapping a setting.
    design
        How they were made, for the record.
    replications
        Runs of each setting.
    seed, confidence, backend, runner, on_progress
        As for `sim.experiments.replicate.replicate`.

    Raises
    ------
    ExperimentError
        If there are too many settings, or the runs or the confidence are out of bounds.
    ScenarioError
        If a setting makes no scenario; nothing has run then.
    SimError
        As the simulations raise it.
    """
    check_runs(replications, confidence)
    if not 1 <= len(settings) <= SETTINGS_MAX:
        raise ExperimentError(f"settings = {len(settings):,}: must be from 1 to {SETTINGS_MAX:,}")
    plans = [change_any(scenario, changes) for changes in settings]
    jobs = [
        Job(scenario=plan, seed=seed, replication=number, backend=backend)
        for plan in plans
        for number in range(replications)
    ]
    results = runner.run(jobs, on_progress)
    rows: list[Setting] = []
    for place, changes in enumerate(settings):
        runs = results[place * replications : (place + 1) * replications]
        estimates = {name: estimate([run[name] for run in runs], confidence=confidence) for name in runs[0]}
        rows.append(Setting(changes=changes, estimates=estimates))
    return Sweep(
        scenario=scenario.name,
        design=design,
        seed=seed,
        replications=replications,
        confidence=confidence,
        settings=rows,
    )


def _whole(low: float, high: float) -> bool:
    return isinstance(low, int) and isinstance(high, int)
