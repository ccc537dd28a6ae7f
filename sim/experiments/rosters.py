"""Shifts of which there may be more or fewer servers: one number spread over them, as today or as the load asks."""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.job import Job, change_any
from sim.experiments.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.queueing.scenario import Pool, QueueScenario, Shift

Shape: TypeAlias = Literal["today", "load"]
"""In the proportions of the shifts as they stand, or with what each needs beyond the load it meets."""
_COUNT_MAX: Final = 2**40
"""More servers than any shift is ever given; keeps a level that is far too high within whole numbers."""
_NOBODY: Final = 1e-6
"""Mean number in service below which a shift counts as meeting nobody."""
_PLENTY: Final = 20
"""Times today's servers of the fullest shift: with so many everywhere, next to nobody waits for one."""
_PLENTY_LEAST: Final = 1_000
"""Servers that are plenty for however few there are today."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Roster:
    """The shifts of a pool, and by what its servers are spread over them."""

    pool: str
    shifts: "Sequence[Shift]"
    """Those that have servers today, in the order of the file."""
    base: NDArray[np.float64]
    slope: NDArray[np.float64]
    """float64[shifts]: at a level x a shift has `floor(base + slope * x)` servers, and at least one."""

    def servers(self, total: int) -> NDArray[np.int64]:
        """Spread servers over the shifts; one more takes from none, so more in all is nowhere fewer.

        Parameters
        ----------
        total
            Servers of all shifts together, at least one a shift.

        Returns
        -------
        NDArray[np.int64]
            int64[shifts], `total` in sum.

        References
        ----------
        In today's proportions this is Webster's method of apportionment (Balinski and Young, Fair Representation,
        1982), which never gives a shift less when there is more to give; by the load it is the square-root rule with
        one safety factor for all shifts (Jennings, Mandelbaum, Massey and Whitt, Management Science 42, 1996).
        """
        low, high = self._levels(total)
        for _ in range(200):
            middle = 0.5 * (low + high)
            if middle in (low, high):
                break
            low, high = (middle, high) if self._at(middle).sum() <= total else (low, middle)
        found = self._at(low)
        while (missing := total - int(found.sum())) > 0:
            # What is left to the next level is a tie, or less than the level's last digit.
            rises = np.where(self.slope > 0.0, self.slope, np.nan)
            next_level = np.nan_to_num((found + 1 - self.base) / rises, nan=np.inf)
            found[np.argsort(next_level, kind="stable")[:missing]] += 1
        return found

    def _levels(self, total: int) -> tuple[float, float]:
        """Return a level at which nobody is there and one at which the total is passed."""
        rising = self.slope > 0.0
        return (
            float((-self.base[rising] / self.slope[rising]).min()),
            float(((total + 1 - self.base[rising]) / self.slope[rising]).max()),
        )

    def _at(self, level: float) -> NDArray[np.int64]:
        return np.clip(np.floor(self.base + self.slope * level), 1, _COUNT_MAX).astype(np.int64)

    def staffed(self, scenario: "QueueScenario", total: int) -> "QueueScenario":
        """Return the scenario with so many servers, all shifts together; shifts without servers are left out."""
        return self.with_servers(scenario, self.servers(total))

    def with_servers(self, scenario: "QueueScenario", servers: NDArray[np.int64]) -> "QueueScenario":
        """Return the scenario with int64[shifts] servers; too few must be simulated to be seen failing."""
        shifts = [
            {"starts": shift.starts, "ends": shift.ends, "servers": int(count)}
            for shift, count in zip(self.shifts, servers, strict=True)
        ]
        changes = {f"pool.{self.pool}.shifts": shifts, "run.require_stable": False}
        return cast("QueueScenario", change_any(scenario, changes))


def roster_today(pool: "Pool") -> Roster:
    """Return the shifts of a pool, to be filled in the proportions that they have.

    Examples
    --------
    >>> from sim.queueing.scenario import Pool, Shift
    >>> early, late = Shift(starts=8, ends=12, servers=6), Shift(starts=12, ends=20, servers=2)
    >>> roster_today(Pool(name="desk", shifts=(early, late))).servers(12).tolist()
    [9, 3]
    """
    shifts = [shift for shift in pool.shifts or () if shift.servers > 0]
    slope = np.array([shift.servers for shift in shifts], np.float64)
    return Roster(pool=pool.name, shifts=shifts, base=np.full(len(shifts), 0.5), slope=slope)


def roster_by_load(
    scenario: "QueueScenario", pool: "Pool", *, seed: int, replications: int, backend: str, runner: Runner
) -> Roster:
    """Return the shifts of a pool, to be filled by the load that each meets and a safety in its square root.

    The load of a shift is the mean number in service while it lasts, were there always a server free: it is simulated,
    so services that reach into the next shift, bursts and several classes are in it.

    Raises
    ------
    ExperimentError
        If the queue has other pools or stations, shifts overlap, or nobody comes while they last.
    SimError
        As the simulations raise it.
    """
    today = roster_today(pool)
    _check_measurable(scenario, today.shifts)
    span = scenario.run.cycle or scenario.run.length
    inside = [shift for shift in today.shifts if shift.starts < span]
    edges = sorted({edge for shift in inside for edge in (shift.starts, min(shift.ends, span))})
    plenty = max(_PLENTY_LEAST, _PLENTY * max(shift.servers for shift in today.shifts))
    free = today.with_servers(scenario, np.full(len(today.shifts), plenty, np.int64))
    observed = change_any(free, {"run.observe_between": edges, "run.observe_at": []})
    jobs = [Job(scenario=observed, seed=seed, replication=number, backend=backend) for number in range(replications)]
    results = runner.run(jobs)
    load = np.zeros(len(today.shifts))
    for place, shift in enumerate(today.shifts):
        if shift.starts < span:
            name = f"in_system_between:{shift.starts:g}:{min(shift.ends, span):g}"
            seen = [result[name] for result in results if isfinite(result[name])]
            load[place] = sum(seen) / len(seen) if seen else 0.0
    load[load < _NOBODY] = 0.0
    if not load.any():
        raise ExperimentError(f"shape = load: must have customers while the shifts of {pool.name} last, and none came")
    return by_square_root(today, load)


def by_square_root(today: Roster, load: NDArray[np.float64]) -> Roster:
    """Return shifts filled by their load: the next whole number above load and safety times its square root.

    Parameters
    ----------
    today
        The shifts.
    load
        float64[shifts]: mean number in service if nobody waited.
    """
    return Roster(pool=today.pool, shifts=today.shifts, base=load + 1.0, slope=np.sqrt(load))


def _check_measurable(scenario: "QueueScenario", shifts: "Sequence[Shift]") -> None:
    """Refuse what has no load of its own by shift."""
    if len(scenario.pools) > 1 or len(scenario.places) > 1:
        raise ExperimentError(
            f"shape = load: must be asked of a queue with one pool at one station ({scenario.name} has "
            f"{len(scenario.pools)} and {len(scenario.places)})"
        )
    ordered = sorted(shifts, key=lambda shift: shift.starts)
    for shift, later in pairwise(ordered):
        if later.starts < shift.ends:
            raise ExperimentError(
                f"shape = load: must be asked of shifts that do not overlap, and one from {shift.starts:g} to "
                f"{shift.ends:g} meets one from {later.starts:g}"
            )
