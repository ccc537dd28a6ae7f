"""The survival curve of times of which some are seen late and some not to their end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.errors import StatisticsError

_TIE = 1e-9
"""Two survival shares closer than this are one: the product of 700,000 factors is exact to about 1e-10."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SurvivalCurve:
    """A product-limit estimate: a falling step function, 1 before the first event.

    All arrays are of shape (k,), one entry for each distinct time at which something ended.
    """

    times: NDArray[np.float64]
    """Increasing; in the unit of the observations."""
    at_risk: NDArray[np.int64]
    """Subjects under observation and not yet ended, just before each time."""
    ended: NDArray[np.int64]
    """Subjects that ended at each time, at least 1."""
    survival: NDArray[np.float64]
    """Share that outlasts each time: the value of the curve from that time on."""
    variance: NDArray[np.float64]
    """Greenwood's sum: the variance of `survival` divided by its square; infinite where all at risk ended."""
    subjects: int
    """Subjects observed at all."""
    peak_at_risk: int
    """Most subjects at risk at any one time; equal to `subjects` without delayed entry."""
    last_time: float
    """Longest time anybody was observed for; the estimate says nothing beyond it."""

    def survival_at(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Read the curve.

        Parameters
        ----------
        times
            float64, any shape, any order.

        Returns
        -------
        ndarray of float64
            Share that outlasts each time, of the same shape.
        """
        values = np.concatenate(([1.0], self.survival))
        return values[np.searchsorted(self.times, times, side="right")]

    def quantile(self, share: float) -> float | None:
        """Give the time by which a share has ended.

        Parameters
        ----------
        share
            Between 0 and 1, both excluded; 0.5 for the median.

        Returns
        -------
        float or None
            The first time at which the curve is at or below 1 - `share`; None if it never comes down to it.

        Raises
        ------
        StatisticsError
            If `share` is not inside (0, 1).
        """
        if not 0 < share < 1:
            raise StatisticsError(f"share: {share} is not between 0 and 1")
        reached = np.flatnonzero(self.survival <= 1 - share + _TIE)
        return float(self.times[reached[0]]) if reached.size else None

    def restricted_mean(self, limit: float) -> float:
        """Give the mean of the smaller of the time and `limit`: the area under the curve up to `limit`.

        Parameters
        ----------
        limit
            At least 0; beyond `last_time` the curve is taken to stay where it was.

        Returns
        -------
        float
            In the unit of the times. Equal to the mean where the curve has come down to 0 by `limit`.

        Raises
        ------
        StatisticsError
            If `limit` is negative.
        """
        if limit < 0:
            raise StatisticsError(f"limit: {limit} is below 0")
        before = int(np.searchsorted(self.times, limit))
        edges = np.concatenate(([0.0], self.times[:before], [limit]))
        heights = np.concatenate(([1.0], self.survival[:before]))
        return float(np.sum(heights * np.diff(edges)))


def kaplan_meier(
    exits: NDArray[np.int64] | NDArray[np.float64],
    is_event: NDArray[np.bool_],
    *,
    entries: NDArray[np.int64] | NDArray[np.float64] | None = None,
) -> SurvivalCurve:
    """Estimate a survival curve from delayed and cut-off observations.

    At each time t at which d of the r subjects at risk end, the curve is multiplied by 1 - d/r. A subject is at
    risk at t if its entry < t <= its exit: one that came under observation late says nothing of the time before
    (it could not have been seen to end then), one whose end was not seen counts up to its exit.

    Parameters
    ----------
    exits
        Shape (n,): the time since its start at which each subject ended or was last seen. Integers are exact
        up to 2**53, 285 years in microseconds.
    is_event
        bool, shape (n,): whether it ended then.
    entries
        Shape (n,), each below its exit: the time since its start from which each subject was watched. By default
        every subject is watched from the start, so that one may end at time 0.

    Returns
    -------
    SurvivalCurve
        The estimate with Greenwood's variance. The work is that of three sorts of n numbers.

    Raises
    ------
    StatisticsError
        If the arrays differ in shape, hold a number that is not finite, or an entry is not below its exit.

    References
    ----------
    E. L. Kaplan and P. Meier (1958), Nonparametric estimation from incomplete observations, J. Am. Stat. Assoc.
    53, 457-481. Delayed entry: W.-Y. Tsai, N. P. Jewell and M.-C. Wang (1987), A note on the product-limit
    estimator under right censoring and left truncation, Biometrika 74, 883-886. Variance: M. Greenwood (1926).

    Examples
    --------
    Four cases close after 1, 2, 2 and 4 days; a fifth is still open after 3.

    >>> curve = kaplan_meier(np.array([1, 2, 2, 3, 4]), np.array([True, True, True, False, True]))
    >>> curve.times.tolist(), curve.at_risk.tolist(), curve.survival.round(3).tolist()
    ([1.0, 2.0, 4.0], [5, 4, 1], [0.8, 0.4, 0.0])
    """
    _check(exits, is_event, entries)
    times, ended = np.unique(exits[is_event].astype(np.float64), return_counts=True)
    sorted_exits = np.sort(exits.astype(np.float64))
    come, peak = _entered(entries, sorted_exits, times)
    at_risk = come - np.searchsorted(sorted_exits, times, side="left").astype(np.int64)
    return _curve(times, at_risk, ended.astype(np.int64), sorted_exits, peak)


def _curve(
    times: NDArray[np.float64],
    at_risk: NDArray[np.int64],
    ended: NDArray[np.int64],
    sorted_exits: NDArray[np.float64],
    peak_at_risk: int,
) -> SurvivalCurve:
    left = at_risk - ended
    shares = left.astype(np.float64) / at_risk
    factors = np.full(times.shape, np.inf)
    np.divide(ended, at_risk * left, out=factors, where=left > 0)
    return SurvivalCurve(
        times=times,
        at_risk=at_risk,
        ended=ended,
        survival=np.cumprod(shares, dtype=np.float64),
        variance=np.cumsum(factors),
        subjects=int(sorted_exits.size),
        peak_at_risk=peak_at_risk,
        last_time=float(sorted_exits[-1]) if sorted_exits.size else 0.0,
    )


def _entered(
    entries: NDArray[np.int64] | NDArray[np.float64] | None,
    sorted_exits: NDArray[np.float64],
    times: NDArray[np.float64],
) -> tuple[NDArray[np.int64], int]:
    """Count who had entered before each time, and the most at risk at once."""
    if entries is None:
        return np.full(times.shape, sorted_exits.size, dtype=np.int64), int(sorted_exits.size)
    sorted_entries = np.sort(entries.astype(np.float64))
    come = np.searchsorted(sorted_entries, times, side="left").astype(np.int64)
    return come, _peak(sorted_entries, sorted_exits)


def _peak(sorted_entries: NDArray[np.float64], sorted_exits: NDArray[np.float64]) -> int:
    # The number at risk can only grow just after an entry, so those are the only times to look at.
    gone = np.searchsorted(sorted_exits, sorted_entries, side="right")
    come = np.arange(1, sorted_entries.size + 1)
    return int(np.max(come - gone, initial=0))


def _check(
    exits: NDArray[np.int64] | NDArray[np.float64],
    is_event: NDArray[np.bool_],
    entries: NDArray[np.int64] | NDArray[np.float64] | None,
) -> None:
    if exits.ndim != 1 or exits.shape != is_event.shape:
        raise StatisticsError(f"exits and is_event: shapes {exits.shape} and {is_event.shape}, not (n,) twice")
    if not np.all(np.isfinite(exits)):
        raise StatisticsError(f"exits: {int(np.sum(~np.isfinite(exits)))} not finite")
    if entries is None:
        return
    if entries.shape != exits.shape:
        raise StatisticsError(f"entries: shape {entries.shape}, not that of exits, {exits.shape}")
    if not np.all(entries < exits):  # also false for an entry that is not a number
        worst = int(np.flatnonzero(~(entries < exits))[0])
        raise StatisticsError(f"entries[{worst}]: {entries[worst]} is not below its exit, {exits[worst]}")
