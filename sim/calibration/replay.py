"""Simulate a scenario of a fit, and return its customers as a log's."""

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import DAY_SECONDS, Customers
from sim.calibration.errors import CalibrationError
from sim.queueing.order import ORDINAL_BITS, T_ABANDONED, T_ENDED, T_JOINED, T_STARTED
from sim.queueing.run import run_queue
from sim.queueing.scenario import QueueScenario
from sim.queueing.stability import arrival_rate

LINES_A_CUSTOMER = 6
"""Lines of the trace that one customer can leave at a single station."""


def replay(scenario: QueueScenario, like: Customers, *, seed: int, replication: int) -> Customers:
    """Simulate once, over the days of a log.

    Parameters
    ----------
    scenario
        Of a fit: seconds from Monday 00:00, one station.
    like
        The log; its days are those returned.
    seed, replication
        Key of the random numbers.

    Returns
    -------
    Customers
        Those who came on the same days; their waits and services in seconds.

    Raises
    ------
    CalibrationError
        If more customers came than anybody expected, so that the trace is not whole.

    """
    most = _lines_max(scenario)
    outcome = run_queue(scenario, seed=seed, replication=replication, trace_max=most)
    trace = outcome.trace
    if len(trace) == most:
        raise CalibrationError(f"trace: must be shorter than {most:,} lines")
    joined = trace[trace[:, 1] == T_JOINED]
    joined = joined[np.argsort(joined[:, 2], kind="stable")]
    subjects, arrival = joined[:, 2], joined[:, 0]
    started, ended = _when(trace, T_STARTED, subjects), _when(trace, T_ENDED, subjects)
    left = _when(trace, T_ABANDONED, subjects)
    known = (started >= 0) | (left >= 0)
    known &= arrival < round(scenario.run.length * scenario.unit_us)
    order = np.flatnonzero(known)
    order = order[np.argsort(arrival[order], kind="stable")]
    served = started[order] >= 0
    unit = float(scenario.unit_us)
    until = np.where(served, started[order], left[order])
    found = Customers(
        monday=like.monday,
        days=like.days,
        arrival=arrival[order] / unit,
        wait=(until - arrival[order]) / unit,
        service=np.where(served & (ended[order] >= 0), (ended[order] - started[order]) / unit, np.nan),
        served=served,
        kind=subjects[order] >> ORDINAL_BITS,
        server=np.full(order.size, -1, dtype=np.int64),
        classes=like.classes,
    )
    return found.on_days(like.days)


def _lines_max(scenario: QueueScenario) -> int:
    """Twice the lines expected, and room for small runs."""
    span = scenario.run.length
    rate = sum(arrival_rate(scenario, each) for each in scenario.classes)
    extra = sum(burst.count for each in scenario.classes for burst in each.bursts)
    return int(2 * LINES_A_CUSTOMER * (rate * span + extra)) + 100_000


def _when(trace: NDArray[np.int64], kind: int, subjects: NDArray[np.int64]) -> NDArray[np.int64]:
    """Instant of each subject's last line of a kind; -1 for none."""
    rows = trace[trace[:, 1] == kind]
    found = np.full(subjects.size, -1, dtype=np.int64)
    found[np.searchsorted(subjects, rows[:, 2])] = rows[:, 0]
    return found


def last_day(scenario: QueueScenario) -> int:
    """Return the last day of a scenario, counted from its Monday."""
    return int(scenario.run.length // DAY_SECONDS) - 1
