"""Changes of a scenario whose effect is known without any formula: what must stay, what must fall."""

from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.output.student import student_interval
from sim.queueing.load import load_queue, with_changes
from sim.queueing.run import QueueOutcome, run_queue
from sim.queueing.scenario import QueueScenario
from sim.validation.score import Z_MAX

_PRESET: Final = "textbook/erlang-c"
_FIRST_RUN: Final = 3_000_000
"""Number of the first replication: words that no other comparison uses."""
_ROUNDING: Final = 1e-5
"""Relative difference that microseconds may make in a mean when all times shrink sixtyfold."""
_MICROSECONDS: Final = 2e-6 / 60.0
"""Two microseconds, in minutes: what rounding may add to a single wait."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One change and what came of it."""

    name: str
    """Unique; lower-case letters and hyphens."""
    change: str
    """What is changed."""
    rule: str
    """What must come of it."""
    before: float
    """Mean wait before the change; minutes."""
    after: float
    """Mean wait after it; minutes."""
    found: str
    """What came of it."""
    holds: bool
    """Whether it is what must come of it."""


def metamorphic_checks(*, seed: int, runs: int = 30, length: float = 1_000.0, backend: str = "fast") -> list[Check]:
    """Make every change on M/M/12 and look at what comes of it.

    Parameters
    ----------
    seed
        Key of all random numbers.
    runs
        Replications of each scenario, at least 2.
    length
        Of each replication; minutes.
    backend
        "fast" or "simpy".

    Returns
    -------
    list of Check
        One a change.

    Raises
    ------
    SimError
        If there is no such backend or too few runs.

    Examples
    --------
    >>> all(check.holds for check in metamorphic_checks(seed=1, runs=6))
    True
    """
    base = with_changes(load_queue(_PRESET), {"run.warm_up": 30.0, "run.length": 30.0 + length})
    lab = _Laboratory(seed=seed, runs=runs, backend=backend)
    makers = (_faster_clock, _more_staff, _merged, _split, _permuted)
    return [make(base, lab) for make in makers]


@dataclass(frozen=True, kw_only=True)
class _Laboratory:
    seed: int
    runs: int
    backend: str

    def measured(self, scenario: QueueScenario, name: str = "wait_mean", *, later: int = 0) -> list[float]:
        """Measure replications; equal numbers are of equal words."""
        return [self._run(scenario, later + number).measures[name] for number in range(self.runs)]

    def waits(self, scenario: QueueScenario, customers: int) -> list[NDArray[np.float64]]:
        """Give the wait of each of the first customers, a row a replication."""
        return [self._run(scenario, number, customers).waits for number in range(self.runs)]

    def _run(self, scenario: QueueScenario, number: int, waits_max: int = 0) -> QueueOutcome:
        return run_queue(
            scenario,
            seed=self.seed,
            replication=_FIRST_RUN + number,
            backend=self.backend,
            waits_max=waits_max,
        )


def _faster_clock(base: QueueScenario, lab: _Laboratory) -> Check:
    """The same numbers in seconds instead of minutes: all rates sixtyfold, all times a sixtieth."""
    fast = with_changes(base, {"time_unit": "seconds"})
    same = lab.measured(base, "served") == lab.measured(fast, "served")
    before, after = lab.measured(base), lab.measured(fast)
    distance = max(abs(new / old - 1.0) for old, new in zip(before, after, strict=True))
    return Check(
        name="faster-clock",
        change="All rates times 60, all times divided by 60, with the same random numbers.",
        rule="The same customers are served, and waits shrink by 60, to the microsecond.",
        before=float(np.mean(before)),
        after=float(np.mean(after)) / 60.0,
        found=f"Counts {'equal' if same else 'not equal'}; means differ by {distance:.1e} of themselves.",
        holds=same and distance < _ROUNDING,
    )


def _more_staff(base: QueueScenario, lab: _Laboratory) -> Check:
    """One server more, the same customers: nobody waits longer."""
    agents = base.pools[0].servers or 1
    more = with_changes(base, {"pool.agents.servers": agents + 1})
    customers = 2_000
    # The sooner the measured are served, the sooner a run ends, and the fewer come after them.
    pairs = zip(lab.waits(base, customers), lab.waits(more, customers), strict=True)
    rows = [(old[: new.size], new[: old.size]) for old, new in pairs]
    worse = sum(int(np.sum(new > old + _MICROSECONDS)) for old, new in rows)
    counted = sum(int(np.sum(~np.isnan(old) & ~np.isnan(new))) for old, new in rows)
    return Check(
        name="more-staff",
        change="One server more, with the same random numbers.",
        rule="No customer waits longer.",
        before=float(np.nanmean(np.concatenate([old for old, _ in rows]))),
        after=float(np.nanmean(np.concatenate([new for _, new in rows]))),
        found=f"{worse:,} of {counted:,} customers wait longer.",
        holds=worse == 0 and counted > 0,
    )


def _merged(base: QueueScenario, lab: _Laboratory) -> Check:
    """Half the calls and half the staff, twice, against all together."""
    agents = base.pools[0].servers or 2
    rate = 2.1
    half = with_changes(base, {"pool.agents.servers": agents // 2, "class.calls.arrivals.rate": rate})
    whole = with_changes(base, {"pool.agents.servers": agents // 2 * 2, "class.calls.arrivals.rate": 2 * rate})
    before, after = lab.measured(half), lab.measured(whole, later=lab.runs)
    fall = student_interval(np.subtract(before, after))
    return Check(
        name="merged",
        change="Two equal stations become one with the staff and the calls of both.",
        rule="The mean wait falls: the interval of the fall is above 0.",
        before=float(np.mean(before)),
        after=float(np.mean(after)),
        found=f"It falls by {fall.low:.3g} to {fall.high:.3g} minutes.",
        holds=fall.low > 0,
    )


def _split(base: QueueScenario, lab: _Laboratory) -> Check:
    """One class of calls becomes two alike, of half the rate each."""
    return _alike(
        base,
        with_changes(base, {"class": _classes(base, ("calls-1", 2.1), ("calls-2", 2.1))}),
        lab,
        name="split-class",
        change="One class becomes two alike, each with half the calls.",
    )


def _permuted(base: QueueScenario, lab: _Laboratory) -> Check:
    """Two classes change places in the file."""
    some, many = ("calls-1", 1.2), ("calls-2", 3.0)
    return _alike(
        with_changes(base, {"class": _classes(base, some, many)}),
        with_changes(base, {"class": _classes(base, many, some)}),
        lab,
        name="permuted-classes",
        change="Two classes of one priority change places in the file.",
    )


def _alike(first: QueueScenario, second: QueueScenario, lab: _Laboratory, *, name: str, change: str) -> Check:
    before, after = lab.measured(first), lab.measured(second, later=lab.runs)
    error = sqrt((np.var(before, ddof=1) + np.var(after, ddof=1)) / lab.runs)
    z = float(np.mean(after) - np.mean(before)) / error
    return Check(
        name=name,
        change=change,
        rule=f"The law of the waits stays: the means differ by less than {Z_MAX:g} standard errors.",
        before=float(np.mean(before)),
        after=float(np.mean(after)),
        found=f"They differ by {z:+.2f} standard errors.",
        holds=abs(z) < Z_MAX,
    )


def _classes(base: QueueScenario, *parts: tuple[str, float]) -> list[dict[str, Any]]:
    """Copies of the only class with names and rates of their own."""
    values = base.classes[0].model_dump(mode="python", exclude_none=True, by_alias=True)
    return [values | {"name": name, "arrivals": {"kind": "poisson", "rate": rate}} for name, rate in parts]
