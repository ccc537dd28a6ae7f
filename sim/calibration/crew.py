"""How many served: estimates from the log, and whole numbers of servers made of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import DAY_SECONDS, Customers
from sim.calibration.slots import Slots

WAITING_SECONDS_MIN: Final = 60.0
"""Least time with somebody waiting, over all days, for which the busy servers of that time are counted."""
NOBODY_BELOW: Final = 0.2
"""Servers on average below which an interval has none: whoever comes a minute early is no staff for half an hour."""
ESTIMATORS: Final = {
    "available": "servers present, times the share of them who serve while somebody waits",
    "busy_while_waiting": "servers busy, on average over the time in which somebody waits",
    "presence": "servers between the first and last service of a stretch without a long break",
    "active": "servers with a service in the interval",
    "roster": "the roster given",
}
"""What each estimate counts."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CrewFit:
    """Fitted staff."""

    estimator: str
    """A name in `ESTIMATORS`."""
    mean: NDArray[np.float64]
    """float64[groups, intervals]: servers, before rounding."""
    servers: NDArray[np.int64]
    """int64[groups, intervals]: whole servers; rounding is carried on, so that the day's sum keeps."""
    filled: int
    """Intervals in which hardly anybody waited, and the most services at once stand in."""
    availability: float = float("nan")
    """With "available": the share of those present who serve while somebody waits."""


def fit_crew(customers: Customers, slots: Slots, *, estimator: str, break_seconds: float = 3_600.0) -> CrewFit:
    """Estimate staff from a log.

    Services at once underestimate staff whenever some are free, and servers who are logged in overestimate it
    whenever they rest between calls. While somebody waits nobody is free who could serve: those busy then are the staff
    that decides how long people wait.

    Parameters
    ----------
    customers
        The log.
    slots
        Intervals of the day.
    estimator
        Which of `ESTIMATORS`.
    break_seconds
        With "presence": a longer time without service is an absence.

    """
    filled, availability = 0, float("nan")
    if estimator == "busy_while_waiting":
        mean, filled = _busy_while_waiting(customers, slots)
    else:
        spells = _spells(customers, None if estimator == "active" else break_seconds)
        mean = _present(spells, customers, slots, whole=estimator == "active")
        if estimator == "available":
            availability = _availability(customers, spells, slots)
            mean = mean * availability
    return CrewFit(
        estimator=estimator, mean=mean, servers=whole_servers(mean), filled=filled, availability=availability
    )


def whole_servers(mean: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round servers by interval to whole ones, carrying what is left over to the next interval.

    Parameters
    ----------
    mean
        float64[groups, intervals].

    Examples
    --------
    >>> whole_servers(np.array([[2.5, 2.5, 0.3, 0.0]])).tolist()
    [[3, 2, 1, 0]]

    """
    rounded = np.zeros(mean.shape, dtype=np.int64)
    for group, row in enumerate(mean):
        owed = 0.0
        for slot, value in enumerate(row):
            owed += value if value < NOBODY_BELOW else 0.0
            if value < NOBODY_BELOW:
                continue
            # Somebody serves in this interval: never nobody.
            rounded[group, slot] = max(1, int(np.floor(value + owed + 0.5)))
            owed += value - rounded[group, slot]
            owed = min(max(owed, -1.0), 1.0)
    return rounded


def _busy_while_waiting(customers: Customers, slots: Slots) -> tuple[NDArray[np.float64], int]:
    edges, busy, waiting = _levels(customers, slots)
    lengths = np.diff(edges)
    day = (edges[:-1] // DAY_SECONDS).astype(np.int64)
    slot = np.minimum(((edges[:-1] - day * DAY_SECONDS) // slots.seconds).astype(np.int64), slots.per_day - 1)
    group = np.array([slots.group(int(each)) for each in range(int(day.max()) + 1)])[day]
    inside = np.isin(day, customers.days)
    some = inside & (waiting > 0)
    shape = (slots.groups, slots.per_day)
    time, work = np.zeros(shape), np.zeros(shape)
    np.add.at(time, (group[some], slot[some]), lengths[some])
    np.add.at(work, (group[some], slot[some]), lengths[some] * busy[some])
    peak = np.zeros((int(day.max()) + 1, slots.per_day))
    np.maximum.at(peak, (day[inside], slot[inside]), busy[inside])
    most = np.array([peak[[d for d in customers.days if slots.group(d) == g]].mean(axis=0) if g in group[inside]
                     else np.zeros(slots.per_day) for g in range(slots.groups)])  # fmt: skip
    enough = time >= WAITING_SECONDS_MIN
    return np.where(enough, work / np.maximum(time, 1.0), most), int(np.sum(~enough & (most > 0)))


def _availability(customers: Customers, spells: NDArray[np.float64], slots: Slots) -> float:
    """Server-time busy over server-time present, while somebody waits; 1 where nobody ever waits."""
    edges, busy, waiting = _levels(customers, slots)
    some = np.concatenate((np.diff(edges) * (waiting > 0), [0.0]))
    work = float(np.sum(some[:-1] * busy))
    until = np.concatenate(([0.0], np.cumsum(some)))[:-1]
    there = float(np.sum(np.interp(spells[:, 2], edges, until) - np.interp(spells[:, 1], edges, until)))
    return min(1.0, work / there) if there > 0 else 1.0


def _levels(customers: Customers, slots: Slots) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Instants at which anything changes, the edges of intervals among them, and who is busy and waits from each on."""
    served = customers.served
    begin = customers.arrival + customers.wait
    end = begin[served] + customers.service[served]
    last = max(customers.days) + 1
    grid = np.arange(min(customers.days) * slots.per_day, last * slots.per_day + 1) * slots.seconds
    at = np.concatenate((customers.arrival, begin, begin[served], end, grid))
    waits = np.concatenate((np.ones(begin.size), -np.ones(begin.size), np.zeros(2 * end.size + grid.size)))
    works = np.concatenate((np.zeros(2 * begin.size), np.ones(end.size), -np.ones(end.size), np.zeros(grid.size)))
    order = np.argsort(at, kind="stable")
    edges = at[order].astype(np.float64)
    busy, waiting = np.cumsum(works[order])[:-1], np.cumsum(waits[order])[:-1]
    return edges, busy.astype(np.float64), waiting.astype(np.float64)


def _spells(customers: Customers, break_seconds: float | None) -> NDArray[np.float64]:
    """float64[spells, 3]: server, begin and end of stretches of work, or of single services if there are no breaks."""
    known = customers.served & (customers.server >= 0)
    begin = (customers.arrival + customers.wait)[known]
    end, server = begin + customers.service[known], customers.server[known]
    order = np.lexsort((begin, server))
    begin, end, server = begin[order], end[order], server[order]
    if break_seconds is None or not begin.size:
        return np.column_stack((server.astype(np.float64), begin, end))
    new = np.ones(begin.size, dtype=np.bool_)
    new[1:] = (server[1:] != server[:-1]) | (begin[1:] - end[:-1] > break_seconds)
    first = np.flatnonzero(new)
    starts, ends = begin[first], np.maximum.reduceat(end, first)
    services = np.diff(np.append(first, begin.size))
    # Whoever is there is seen only through services: on average a gap between two is missed at either end.
    rest = np.maximum(ends - starts - np.add.reduceat(end - begin, first), 0.0) / np.maximum(services - 1, 1)
    return np.column_stack((server[first].astype(np.float64), starts - rest, ends + rest))


def _present(spells: NDArray[np.float64], customers: Customers, slots: Slots, *, whole: bool) -> NDArray[np.float64]:
    """Mean over like days of the servers present: by time, or as the number seen in the interval at all."""
    place = {day: row for row, day in enumerate(customers.days)}
    seen = np.zeros((len(customers.days), slots.per_day))
    met: set[tuple[int, int, int]] = set()
    for server, begin, end in spells:
        for cell in range(int(begin // slots.seconds), int(end // slots.seconds) + 1):
            day, slot = divmod(cell, slots.per_day)
            key = (int(server), day, slot)
            if day not in place or (whole and key in met):
                continue
            met.add(key)
            share = (min(end, (cell + 1) * slots.seconds) - max(begin, cell * slots.seconds)) / slots.seconds
            seen[place[day], slot] += 1.0 if whole else max(share, 0.0)
    rows = [slots.members(customers.days, group) for group in range(slots.groups)]
    return np.array([seen[own].mean(axis=0) if own else np.zeros(slots.per_day) for own in rows])
