"""How customers come: rates by interval of the week, the busyness of whole days, and bursts."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import Customers
from sim.calibration.slots import Slots, counts_by_slot

BURST_SPREADS: Final = 10.0
"""Square roots of the median by which a count must exceed it to be a burst: five deviations at a dispersion of 4."""
BURST_COUNT_MIN: Final = 20.0
"""Fewest customers in an interval that is called a burst."""
BURST_DAYS_MIN: Final = 3
"""Fewest days of a group: of two nobody can say which is the odd one."""
DISPERSION_DAYS_MIN: Final = 5
"""Fewest days of a group whose dispersion is looked at: the median variance of few days is far below the mean one."""
DISPERSION_MEAN_MIN: Final = 5.0
"""Least mean count of the hours whose dispersion is looked at: below, it says little."""


@dataclass(frozen=True, kw_only=True)
class FoundBurst:
    """An interval with far more customers than the same interval of like days."""

    day: int
    """Counted from the Monday."""
    slot: int
    """Interval of the day."""
    came: int
    """Who came, those who did not queue included."""
    usual: float
    """Median of like days."""
    queued_extra: int
    """Customers of the queue above the mean of the other like days."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RateFit:
    """Fitted arrivals."""

    per_slot: NDArray[np.float64]
    """float64[classes, groups, intervals]: mean customers of the queue an interval, bursts left out."""
    day_variation: float
    """Coefficient of variation of the gamma factor of a day; 0 where days vary no more than by chance."""
    dispersion: float
    """Median over the hours of like days of variance over mean; NaN where there is nothing to judge by."""
    bursts: tuple[FoundBurst, ...]
    """What was left out of the rates."""
    customers: int
    """Customers that were fitted."""
    days_of_group: tuple[int, ...]
    """Days of each group."""


def fit_rates(customers: Customers, at_once: NDArray[np.float64], slots: Slots) -> RateFit:
    """Fit arrivals.

    Rates are means over the days of a group. The gamma factor of a day gets its variance by the method of moments:
    what the totals of like days vary beyond the Poisson variance, pooled over groups.

    Parameters
    ----------
    customers
        Who came to the queue.
    at_once
        float64[m]: when those came who did not queue; they count where bursts are looked for.
    slots
        Intervals of the day.

    """
    days = customers.days
    queued = counts_by_slot(customers.arrival, days, slots)
    came = queued + counts_by_slot(at_once, days, slots)
    odd = _odd(came, days, slots)
    rates = np.zeros((len(customers.classes), slots.groups, slots.per_day))
    for number in range(len(customers.classes)):
        own = counts_by_slot(customers.arrival[customers.kind == number], days, slots)
        rates[number] = _means(own, odd, days, slots)
    whole = rates.sum(axis=0)
    usual = np.array([whole[slots.group(day)] for day in days])
    level = np.where(odd, usual, queued)
    return RateFit(
        per_slot=rates,
        day_variation=_day_variation(level.sum(axis=1), days, slots),
        dispersion=dispersion_of(customers.arrival, days, slots),
        bursts=_bursts(came, queued, usual, odd, days, slots),
        customers=int(customers.arrival.size),
        days_of_group=tuple(len(slots.members(days, group)) for group in range(slots.groups)),
    )


def _odd(came: NDArray[np.float64], days: tuple[int, ...], slots: Slots) -> NDArray[np.bool_]:
    odd = np.zeros(came.shape, dtype=np.bool_)
    for group in range(slots.groups):
        rows = slots.members(days, group)
        if len(rows) >= BURST_DAYS_MIN:
            usual = np.median(came[rows], axis=0)
            most = np.maximum(usual + BURST_SPREADS * np.sqrt(np.maximum(usual, 1.0)), BURST_COUNT_MIN)
            odd[rows] = came[rows] > most
    return odd


def _means(
    counts: NDArray[np.float64], odd: NDArray[np.bool_], days: tuple[int, ...], slots: Slots
) -> NDArray[np.float64]:
    means = np.zeros((slots.groups, slots.per_day))
    for group in range(slots.groups):
        rows = slots.members(days, group)
        kept = (~odd[rows]).sum(axis=0)
        means[group] = np.where(odd[rows], 0.0, counts[rows]).sum(axis=0) / np.maximum(kept, 1)
    return means


def _day_variation(totals: NDArray[np.float64], days: tuple[int, ...], slots: Slots) -> float:
    squares, poisson, scale = 0.0, 0.0, 0.0
    for group in range(slots.groups):
        own = totals[slots.members(days, group)]
        if own.size >= 2:
            mean = float(np.mean(own))
            squares += float(np.sum((own - mean) ** 2))
            poisson += (own.size - 1) * mean
            scale += (own.size - 1) * mean**2
    return float(np.sqrt(max(0.0, squares - poisson) / scale)) if scale > 0 else 0.0


def dispersion_of(arrival: NDArray[np.float64], days: tuple[int, ...], slots: Slots) -> float:
    """Return the median, over hours of like days, of the variance of the counts over their mean; 1 for Poisson.

    Parameters
    ----------
    arrival
        float64[n], seconds.
    days
        Days counted.
    slots
        Their groups; the hours are whole ones whatever the intervals.

    Returns
    -------
    float
        NaN where no group has `DISPERSION_DAYS_MIN` days.

    """
    hours = Slots(group_of_weekday=slots.group_of_weekday, group_names=slots.group_names, seconds=3_600.0)
    counts = counts_by_slot(arrival, days, hours)
    ratios: list[float] = []
    for group in range(hours.groups):
        own = counts[hours.members(days, group)]
        if len(own) >= DISPERSION_DAYS_MIN:
            means = own.mean(axis=0)
            told = means >= DISPERSION_MEAN_MIN
            ratios += list(own.var(axis=0, ddof=1)[told] / means[told])
    return float(np.median(ratios)) if ratios else float("nan")


def _bursts(
    came: NDArray[np.float64],
    queued: NDArray[np.float64],
    usual: NDArray[np.float64],
    odd: NDArray[np.bool_],
    days: tuple[int, ...],
    slots: Slots,
) -> tuple[FoundBurst, ...]:
    found: list[FoundBurst] = []
    for row, slot in (divmod(cell, slots.per_day) for cell in map(int, np.flatnonzero(odd))):
        alike = slots.members(days, slots.group(days[row]))
        found.append(
            FoundBurst(
                day=days[row],
                slot=int(slot),
                came=int(came[row, slot]),
                usual=float(np.median(came[alike, slot])),
                queued_extra=max(0, round(float(queued[row, slot] - usual[row, slot]))),
            )
        )
    return tuple(found)
