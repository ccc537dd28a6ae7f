"""How many replications a wanted precision takes: run until the interval is short enough, or say how far it got."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, require_inside, series
from sim.output.student import Estimate, student_interval, student_quantile

MapRuns = Callable[[Callable[[int], float], Iterable[int]], Iterable[float]]
"""How to do several runs, in order: the built-in `map`, or a pool of workers' own."""
_LOOK_AHEAD_UNIT: Final = 100
"""Beyond this many runs the look-ahead grows in proportion, as one run then changes less."""


@dataclass(frozen=True, kw_only=True)
class Precision:
    """How short an interval is wanted."""

    half_width: float
    """At most this, above 0."""
    relative: bool = True
    """Whether it is a share of the absolute mean, not in the mean's own unit."""
    level: float = 0.95
    """Of the interval, inside (0, 1)."""
    n_min: int = 10
    """Never judge fewer runs, at least 3: the deviation of fewer is a matter of luck."""
    n_max: int = 10_000
    """Give up here."""
    look_ahead: int = 5
    """Further runs, per hundred, over which the precision must last: an interval may be short by chance for once."""


@dataclass(frozen=True, kw_only=True)
class RunCount:
    """Where a sequence of replications stopped."""

    reached: bool
    """Whether the precision was reached within the cap."""
    runs: int
    """Fewest runs from which on the interval was short enough; all runs if that never came."""
    estimate: Estimate
    """Of the runs and those of the look-ahead."""
    wanted: float
    """Half width asked for, as asked."""
    got: float
    """Half width of the estimate in the same terms; infinite relative to a mean of 0."""

    def __str__(self) -> str:
        if self.reached:
            return f"{self.estimate.runs} runs: half width {self.got:.4g}, asked for {self.wanted:.4g}"
        return f"stopped at the cap of {self.estimate.runs} runs: half width {self.got:.4g}, not {self.wanted:.4g}"


def run_until(sample: Callable[[int], float], precision: Precision, *, batch: int = 1, do: MapRuns = map) -> RunCount:
    """Do replications 0, 1, 2, ... until the mean is precise enough.

    Parameters
    ----------
    sample
        One measure of a replication.
    precision
        What is wanted, and the bounds.
    batch
        Runs to ask for at once, at least 1, for workers side by side. It changes what is computed, never the answer:
        runs beyond the stop are left out.
    do
        How to do a batch.

    Returns
    -------
    RunCount
        The stop and the estimate there. Stopping when it looks good makes the interval hold its level slightly too
        seldom; `n_min` and the look-ahead keep that small.

    Raises
    ------
    OutputError
        If a setting is out of range or a run gives a number that is not finite.

    References
    ----------
    K. Hoad, S. Robinson and R. Davies (2010), Automated selection of the number of replications for a discrete-event
    simulation, Journal of the Operational Research Society 61, 1632-1644.

    Examples
    --------
    >>> done = run_until(lambda run: 100 + (-1) ** run, Precision(half_width=0.005))
    >>> done.reached, done.runs, done.estimate.mean
    (True, 19, 100.0)
    """
    require_counts(1, batch=batch)
    _check(precision)
    values: list[float] = []
    while True:
        wanted = min(batch, precision.n_max - len(values))
        values += [float(value) for value in do(sample, range(len(values), len(values) + wanted))]
        if len(values) < precision.n_min:
            continue
        judged = judge_runs(values, precision)
        if judged.reached or len(values) >= precision.n_max:
            return judged


def judge_runs(values: Numbers, precision: Precision) -> RunCount:
    """Find the stop in replications that are already there.

    Parameters
    ----------
    values
        Shape (n,), in the order of the replications, at least `precision.n_min`.
    precision
        What is wanted.

    Returns
    -------
    RunCount
        `reached` only if the precision lasts over the look-ahead; the cap cuts the look-ahead short.

    Raises
    ------
    OutputError
        If there are too few numbers or one is not finite.

    Examples
    --------
    >>> str(judge_runs([1.0, 9.0, 1.0, 9.0], Precision(half_width=0.1, n_min=3, n_max=4)))
    'stopped at the cap of 4 runs: half width 1.47, not 0.1'
    """
    _check(precision)
    numbers = series("values", values, at_least=precision.n_min)[: precision.n_max]
    enough = _half_widths(numbers, precision) <= precision.half_width
    enough[: precision.n_min - 1] = False
    broken = np.concatenate(([0], np.cumsum(~enough)))
    for place in np.flatnonzero(enough):
        runs = int(place) + 1
        end = min(runs + _look_ahead(runs, precision), precision.n_max)
        if end <= numbers.size and broken[end] == broken[runs - 1]:
            return _record(numbers[:end], precision, runs=runs, reached=True)
    return _record(numbers, precision, runs=numbers.size, reached=False)


def planned_runs(*, relative_deviation: float, relative_half_width: float, level: float = 0.95) -> int:
    """Give the runs needed if the deviation were known: the smallest n with t s / (sqrt(n) mean) <= the half width.

    Parameters
    ----------
    relative_deviation
        Standard deviation of one run over the mean, above 0.
    relative_half_width
        Wanted, above 0.
    level
        Inside (0, 1).

    Returns
    -------
    int
        At least 2.

    Raises
    ------
    OutputError
        If an argument is out of range.

    Examples
    --------
    >>> planned_runs(relative_deviation=0.1, relative_half_width=0.01)
    387
    """
    require_inside(0, float("inf"), relative_deviation=relative_deviation, relative_half_width=relative_half_width)
    ratio = relative_deviation / relative_half_width
    runs = max(2, ceil((ratio * student_quantile(1e12, level)) ** 2))
    while student_quantile(runs - 1, level) * ratio > runs**0.5:
        runs += 1
    return runs


def _half_widths(numbers: NDArray[np.float64], precision: Precision) -> NDArray[np.float64]:
    """Half width after each run, infinite after the first; sums are of distances from the first number."""
    counts = np.arange(1, numbers.size + 1)
    shifted = numbers - numbers[0]
    means = np.cumsum(shifted) / counts
    squares = np.maximum(np.cumsum(shifted**2) - counts * means**2, 0.0)
    freedom = np.maximum(counts - 1, 1)
    quantiles = special.stdtrit(freedom, 0.5 + 0.5 * precision.level)
    widths = np.asarray(quantiles * np.sqrt(squares / freedom / counts), dtype=np.float64)
    widths[0] = np.inf
    if not precision.relative:
        return widths
    scale = np.abs(means + numbers[0])
    relative = np.full(widths.shape, np.inf)
    np.divide(widths, scale, out=relative, where=scale > 0)
    relative[widths == 0.0] = 0.0  # what never varies is known, at a mean of 0 too
    return relative


def _look_ahead(runs: int, precision: Precision) -> int:
    return precision.look_ahead * max(runs, _LOOK_AHEAD_UNIT) // _LOOK_AHEAD_UNIT


def _record(numbers: NDArray[np.float64], precision: Precision, *, runs: int, reached: bool) -> RunCount:
    estimate = student_interval(numbers, level=precision.level)
    got = estimate.half_width
    if precision.relative and got > 0.0:
        got = got / abs(estimate.mean) if estimate.mean else float("inf")
    return RunCount(reached=reached, runs=runs, estimate=estimate, wanted=precision.half_width, got=got)


def _check(precision: Precision) -> None:
    require_inside(0, float("inf"), half_width=precision.half_width)
    require_inside(0, 1, level=precision.level)
    require_counts(3, n_min=precision.n_min)
    require_counts(0, look_ahead=precision.look_ahead)
    if precision.n_max < precision.n_min:
        raise OutputError(f"n_max: {precision.n_max} is below n_min, {precision.n_min}")
