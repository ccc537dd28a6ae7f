"""Which keys of a scenario matter: one at a time (tornado), screened (Morris), or by shares of the variance (Sobol)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.estimate import check_runs
from sim.experiments.job import AnyScenario, Job, change_any
from sim.experiments.measures import check_named, main_measure
from sim.experiments.runner import Runner
from sim.experiments.sensitivity_bars import Bar, Method, bars_of
from sim.experiments.sweep import as_whole

if TYPE_CHECKING:
    from sim.output.sensitivity import Factor


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """What matters."""

    scenario: str
    method: Method
    measure: str
    base: float | None
    """Tornado: mean of the measure in the scenario as it is."""
    seed: int
    replications: int
    """Runs of each setting."""
    settings: int
    confidence: float
    bars: Sequence[Bar]
    """The strongest first."""


def sensitivity(
    scenario: AnyScenario,
    ranges: Mapping[str, tuple[float, float]],
    *,
    method: Method,
    measure: str | None = None,
    seed: int,
    replications: int = 5,
    points: int = 16,
    confidence: float = 0.95,
    backend: str = "fast",
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> Sensitivity:
    """Vary keys over their ranges and see what the measure does.

    All settings share their random numbers: what differs between two is the keys' doing.

    Parameters
    ----------
    scenario
        Where to start.
    ranges
        Low and high by dotted key; whole numbers give whole numbers.
    method
        `tornado`: 2k + 1 settings. `morris`: points x (k + 1). `sobol`: points x (k + 2), a power of two.
    measure
        By default the wait.
    replications
        Runs of each setting.
    points
        Paths of Morris, base points of Sobol.
    seed, confidence, backend, runner, on_progress
        As for `sim.experiments.replicate.replicate`.

    Raises
    ------
    ExperimentError
        If there is no key, no number at a key, too few replications, or `measure` or `confidence` is none.
    SimError
        As the scenario, the simulations and the analysis raise it.
    """
    check_runs(replications, confidence, least=2 if method == "tornado" else 1)
    check_named(measure, scenario)
    factors = _factors(ranges)
    design = _design(scenario, factors, method, points, seed)
    results = _results(scenario, ranges, design, seed, replications, backend, runner, on_progress)
    chosen = measure or main_measure(scenario, list(results[0]))
    values = np.array([result[chosen] for result in results]).reshape(len(design), replications).T
    return Sensitivity(
        scenario=scenario.name,
        method=method,
        measure=chosen,
        base=float(values[:, 0].mean()) if method == "tornado" else None,
        seed=seed,
        replications=replications,
        settings=len(design),
        confidence=confidence,
        bars=_ordered(bars_of(factors, design, values, method, seed, confidence)),
    )


def _ordered(bars: Sequence[Bar]) -> list[Bar]:
    return sorted(bars, key=lambda bar: -bar.strength)


def _factors(ranges: Mapping[str, tuple[float, float]]) -> "list[Factor]":
    from sim.output.sensitivity import Factor  # noqa: PLC0415 - loads scipy

    if not ranges:
        raise ExperimentError("vary: must be given at least once, as key=low..high")
    return [Factor(name=key, low=low, high=high) for key, (low, high) in ranges.items()]


def _results(
    scenario: AnyScenario,
    ranges: Mapping[str, tuple[float, float]],
    design: NDArray[np.float64],
    seed: int,
    replications: int,
    backend: str,
    runner: Runner,
    on_progress: Callable[[float], None] | None,
) -> list[dict[str, float]]:
    """Run every setting of a design so often; by setting, then by replication."""
    settings = [
        {key: as_whole(ranges[key], value) for key, value in zip(ranges, row, strict=True)} for row in design.tolist()
    ]
    plans = [change_any(scenario, changes) for changes in settings]
    jobs = [
        Job(scenario=plan, seed=seed, replication=number, backend=backend)
        for plan in plans
        for number in range(replications)
    ]
    return runner.run(jobs, on_progress)


def value_at(scenario: AnyScenario, key: str) -> float:
    """Return the number that a scenario holds under a dotted key; entries of lists go by their names.

    Raises
    ------
    ExperimentError
        If there is no number.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> value_at(load_any("one-court"), "offers.accept_share")
    0.92
    """
    value: Any = scenario.model_dump(mode="python")
    for part in key.split("."):
        if isinstance(value, list | tuple):
            entries = cast("Sequence[Any]", value)
            value = next((entry for entry in entries if _named(entry, part)), None)
        else:
            value = cast("dict[str, Any]", value).get(part) if isinstance(value, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExperimentError(f"vary = {key}: must be a key of {scenario.name} that holds a number")
    return value


def _named(entry: object, name: str) -> bool:
    return isinstance(entry, dict) and cast("dict[str, object]", entry).get("name") == name


def _design(
    scenario: AnyScenario, factors: Sequence["Factor"], method: Method, points: int, seed: int
) -> NDArray[np.float64]:
    if method == "tornado":
        from sim.output.tornado import one_at_a_time  # noqa: PLC0415 - loads scipy

        base = [value_at(scenario, factor.name) for factor in factors]
        for factor, value in zip(factors, base, strict=True):
            if not factor.low <= value <= factor.high:
                raise ExperimentError(
                    f"vary = {factor.name}={factor.low:g}..{factor.high:g}: must hold the scenario's own {value:g}"
                )
        return one_at_a_time(factors, base)
    if method == "morris":
        from sim.output.morris import morris_settings  # noqa: PLC0415 - loads SALib

        return morris_settings(factors, paths=points, seed=seed)
    from sim.output.sobol import sobol_settings  # noqa: PLC0415 - loads SALib

    return sobol_settings(factors, points=points, seed=seed)
