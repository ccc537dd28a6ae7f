"""What a run leaves behind, whichever backend ran it; the measures are made of this."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.queueing.scenario import QueueScenario

FOLLOWED_LENGTHS: Final = 10
"""Lengths of the run for which measured customers are followed past its end before they are given up."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The areas and numbers at an instant, brought up to it."""

    ledgers: NDArray[np.void]
    """`LEDGER`[classes + stations]."""
    crews: NDArray[np.void]
    """`CREW`[pools]."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The result of a run before it is divided by anything."""

    at_warm_up: Snapshot
    at_end: Snapshot
    ledgers: NDArray[np.void]
    """`LEDGER`[classes + stations] when the last measured customer had left."""
    waits: NDArray[np.int64]
    """int64[classes + stations, buckets]: histogram of waits."""
    in_system: NDArray[np.int64]
    """int64[stops]: customers in the system at each instant looked at."""
    area: NDArray[np.float64]
    """float64[stops]: customer-microseconds in the system up to then."""
    came: NDArray[np.int64]
    """int64[stops]: customers who came before each instant, blocked or not."""
    series: NDArray[np.int64]
    """int64[n, 2]: arrival and wait of the first customers, microseconds; -1 where unknown."""
    trace: NDArray[np.int64]
    """int64[n, 5]: time, kind, subject, place, detail."""
    events: int
    """Events handled."""
    customers: int
    """Customers who came, measured or not, blocked or not."""
    last_left: int
    """When the last customer left, microseconds."""


def stops_of(scenario: QueueScenario) -> list[int]:
    """Return the instants at which a run is looked at, microseconds, rising: observations, end of warm-up, end.

    Parameters
    ----------
    scenario
        What is simulated.

    Examples
    --------
    >>> from sim.queueing.load import load_queue
    >>> stops_of(load_queue("textbook/deterministic"))
    [0, 101000000]

    """
    run, unit = scenario.run, scenario.unit_us
    inside = {round(at * unit) for at in (*run.observe_at, *run.observe_between)}
    cycle, end = round((run.cycle or run.length) * unit), round(run.length * unit)
    repeated = {base + at for base in range(0, end, cycle) for at in inside} if inside else set[int]()
    return sorted({at for at in repeated if at <= end} | {round(run.warm_up * unit), end})
