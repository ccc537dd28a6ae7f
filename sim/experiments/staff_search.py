"""The smallest staff that keeps an objective, found among noisy simulations without being fooled by them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, isfinite, log
from typing import Final, TypeAlias

from sim.experiments.errors import ExperimentError
from sim.experiments.objective import Objective

Evaluate: TypeAlias = Callable[[int, range], Sequence[float]]
"""Staff and numbers of replications to the objective's measure; the same numbers give the same values."""

_STRIDE: Final = 1.25
"""Factor by which the first steps up or down go."""
_ROUNDS_MAX: Final = 60
"""Most steps of any phase: enough to halve the largest range to a single server twice over."""
ATTEMPTS_MAX: Final = 12
"""Staffs that are put to the proof before the search gives up."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One staff that was simulated."""

    staff: int
    values: Sequence[float]
    """The objective's measure, by replication."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The answer of a search."""

    staff: int
    """Smallest staff that keeps the objective with the confidence asked for."""
    confirmed: Look
    """The runs that prove it: none of them was used to find it."""
    below: Look | None
    """The largest smaller staff looked at that does not keep it; None where the lower bound keeps it already."""
    looks: Sequence[Look]
    """Every staff that was simulated, in order of staff."""
    confidence: float
    """Of the proof, all attempts together."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Where to search."""

    low: int
    """Least staff possible."""
    high: int
    """Most staff allowed."""
    start: int
    """Where to begin: the staff available."""
    step: int = 1
    """How exactly to answer."""


def smallest_staff(
    evaluate: Evaluate,
    objective: Objective,
    bounds: Bounds,
    *,
    confidence: float = 0.95,
    search_replications: int = 4,
    proof_replications: int = 10,
    proof_replications_max: int = 40,
) -> Found:
    """Search for the smallest staff that keeps an objective.

    More staff never serves worse on average, so the staff at which the mean crosses the bound is found by halving, all
    staffs under the same random numbers. That staff was chosen among noisy ones, so it is put to the proof with runs of
    its own: the one-sided bound must keep the objective. If it does not, the next larger staff is tried with new runs
    and half of the remaining chance of error, so all attempts together err no oftener than asked.

    Parameters
    ----------
    evaluate
        Simulates a staff.
    objective
        What shall hold.
    bounds
        Where to search, and how exactly.
    confidence
        Chance that the staff found keeps the objective.
    search_replications
        Runs of each staff while searching.
    proof_replications, proof_replications_max
        Runs of the first look at a staff's proof, and the most.

    Raises
    ------
    ExperimentError
        If not even the most staff keeps the objective.
    """
    search = _Search(evaluate, objective, search_replications)
    low, high = _bracket(search, bounds)
    halve = False
    while low is not None and high - low > bounds.step:
        length, middle = high - low, _between(search, low, high, bounds.step, halve=halve)
        if search.holds(middle):
            high = middle
        else:
            low = middle
        # Interpolation is quick where the measure is nearly straight; where it is not, it creeps, and halving does not.
        halve = high - low > length / 2
    return _proved(search, bounds, high, confidence, proof_replications, proof_replications_max)


def _between(search: "_Search", low: int, high: int, step: int, *, halve: bool) -> int:
    """Choose a staff between one that fails and one that holds: where a line through both distances crosses zero."""
    below, above = search.distance(low), search.distance(high)
    share = 0.5 if halve or not isfinite(below) or above <= below else -below / (above - below)
    return (
        min(high - step, max(low + step, low + round(share * (high - low))))
        if high - low > 2 * step
        else ((low + high) // 2)
    )


class _Search:
    """Remembers what was simulated."""

    def __init__(self, evaluate: Evaluate, objective: Objective, replications: int) -> None:
        self.evaluate: Final = evaluate
        self.objective: Final = objective
        self.replications: Final = replications
        self.looked: dict[int, Sequence[float]] = {}

    def values(self, staff: int) -> Sequence[float]:
        if staff not in self.looked:
            self.looked[staff] = self.evaluate(staff, range(self.replications))
        return self.looked[staff]

    def margin(self, staff: int) -> float:
        return self.objective.margin(self.values(staff))

    def holds(self, staff: int) -> bool:
        return self.margin(staff) >= 0.0

    def distance(self, staff: int) -> float:
        """Distance to the bound, positive where it is kept: of logarithms where there are any, as waits explode."""
        mean, bound = sum(self.values(staff)) / len(self.values(staff)), self.objective.bound
        if not (mean > 0.0 and bound > 0.0):
            return self.margin(staff)
        return log(mean / bound) if self.objective.at_least else log(bound / mean)

    def slope(self, staff: int) -> float:
        """Margin that one more brings near a staff, by the two nearest looked at; 0 where that is not known."""
        near = sorted(self.looked, key=lambda each: (abs(each - staff), each))[:2]
        if len(near) < 2:
            return 0.0
        rise = (self.margin(near[0]) - self.margin(near[1])) / (near[0] - near[1])
        return rise if isfinite(rise) and rise > 0.0 else 0.0

    def room(self, staff: int, deficit: float, step: int) -> int:
        """Staff, in whole steps, that makes up for a deficit; at most a tenth of the staff."""
        slope = self.slope(staff)
        return 0 if slope == 0.0 else step * int(min(deficit / slope, staff / 10.0) / step)


def _bracket(search: _Search, bounds: Bounds) -> tuple[int | None, int]:
    """Find two staffs between which the objective begins to hold; the lower is None where it holds at the least."""
    staff = min(max(bounds.start, bounds.low), bounds.high)
    if search.holds(staff):
        for _ in range(_ROUNDS_MAX):
            if staff == bounds.low:
                return None, staff
            lower = max(bounds.low, min(int(staff / _STRIDE), staff - bounds.step))
            if not search.holds(lower):
                return lower, staff
            staff = lower
    for _ in range(_ROUNDS_MAX):
        if staff == bounds.high:
            break
        higher = min(bounds.high, max(ceil(staff * _STRIDE), staff + bounds.step))
        if search.holds(higher):
            return staff, higher
        staff = higher
    mean = sum(search.values(staff)) / len(search.values(staff))
    if not isfinite(mean):
        must = "must be of what every run measures, and one had no case to measure; a longer window has more"
        raise ExperimentError(f"objective = {search.objective}: {must}")
    raise ExperimentError(
        f"objective = {search.objective}: must be within reach; a staff of {staff:,} only gets to {mean:.4g}"
    )


def _proved(search: _Search, bounds: Bounds, staff: int, confidence: float, first: int, most: int) -> Found:
    """Put a staff to the proof, and the next larger ones where it fails."""
    failed: Look | None = None
    # Where a step is worth little, the proof would fail by its own noise: begin where it is likely to succeed.
    first_noise = (
        search.objective.half_width(search.values(staff), 1.0 - (1.0 - confidence) / 2)
        * (search.replications / first) ** 0.5
    )
    if isfinite(first_noise):
        staff = min(bounds.high, staff + search.room(staff, first_noise - search.margin(staff), bounds.step))
    for attempt in range(ATTEMPTS_MAX):
        risk = (1.0 - confidence) / 2 ** (attempt + 1)
        # Numbers no other attempt and no search has used.
        begin = search.replications + attempt * most
        values = _until_sure(search, staff, begin, 1.0 - risk, first, most)
        look, sure = Look(staff=staff, values=values), search.objective.sure_margin(values, 1.0 - risk)
        if sure >= 0.0:
            return Found(
                staff=staff,
                confirmed=look,
                below=failed or _largest_failing(search, staff),
                looks=[Look(staff=each, values=search.looked[each]) for each in sorted(search.looked)],
                confidence=confidence,
            )
        failed = look
        if staff >= bounds.high:
            break
        staff = min(bounds.high, staff + max(bounds.step, search.room(staff, -sure, bounds.step)))
    raise ExperimentError(
        f"objective = {search.objective}: must be within reach; a staff of {staff:,} could not be proved to keep it "
        f"in {most} replications"
    )


def _until_sure(search: _Search, staff: int, begin: int, confidence: float, first: int, most: int) -> list[float]:
    """Run until the bound is kept for sure, or the mean is beyond hope, or the most runs are made."""
    values: list[float] = []
    count = first
    while True:
        values += search.evaluate(staff, range(begin + len(values), begin + count))
        margin, sure = search.objective.margin(values), search.objective.sure_margin(values, confidence)
        hopeless = margin < 0.0 and margin + (margin - sure) < 0.0
        if sure >= 0.0 or hopeless or count >= most:
            return values
        count = min(most, 2 * count)


def _largest_failing(search: _Search, staff: int) -> Look | None:
    failing = [each for each in search.looked if each < staff and not search.holds(each)]
    return Look(staff=max(failing), values=search.looked[max(failing)]) if failing else None
