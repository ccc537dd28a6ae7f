"""Run a queue scenario once and measure it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.queueing.build import build_program
from sim.queueing.measures import measures_of
from sim.queueing.program import Program
from sim.queueing.scenario import QueueScenario
from sim.queueing.tally import Tally, stops_of


@dataclass(frozen=True, kw_only=True)
class QueueOutcome:
    """What a run gives."""

    measures: dict[str, float]
    """Value by name, such as `wait_mean` or `utilisation:agents`; times in the scenario's unit."""
    arrived_at: NDArray[np.float64]
    """float64[n]: when the first customers came, in order; the scenario's unit."""
    waits: NDArray[np.float64]
    """float64[n]: how long each of them waited in all; NaN where blocked, or not known by the end."""
    trace: NDArray[np.int64]
    """int64[n, 5]: time (microseconds), kind, subject, place, detail; see `sim.queueing.order`."""
    events: int
    """Events handled."""
    customers: int
    """Customers who came, measured or not."""


def run_queue(
    scenario: QueueScenario,
    *,
    seed: int,
    replication: int = 0,
    backend: str = "fast",
    antithetic: bool = False,
    waits_max: int = 0,
    trace_max: int = 0,
) -> QueueOutcome:
    """Run a scenario.

    Parameters
    ----------
    scenario
        What to simulate.
    seed, replication
        Key of all random words; equal keys give equal results on every machine.
    backend
        "fast", the compiled loop, or "simpy", the readable model; both give the same.
    antithetic
        Whether every uniform number u becomes 1 - u: the run's mirror image.
    waits_max
        Customers, from the first on, whose waits are kept one by one.
    trace_max
        Lines of the trace kept.

    Raises
    ------
    SimError
        If there is no such backend.

    Examples
    --------
    >>> from sim.queueing.load import load_queue
    >>> outcome = run_queue(load_queue("textbook/deterministic"), seed=1)
    >>> outcome.measures["served"], outcome.measures["lost_blocked"], outcome.measures["busy_time"]
    (50.0, 50.0, 75.0)

    """
    program = build_program(
        scenario, seed=seed, replication=replication, antithetic=antithetic, waits_max=waits_max, trace_max=trace_max
    )
    return _outcome(scenario, tally_of(scenario, program, backend))


def tally_of(scenario: QueueScenario, program: Program, backend: str) -> Tally:
    """Run a scenario that has been turned into arrays.

    Parameters
    ----------
    scenario, program
        The scenario, and the same as arrays.
    backend
        "fast" or "simpy".

    Raises
    ------
    SimError
        If there is no such backend.

    """
    stops = stops_of(scenario)
    if backend == "fast":
        from sim.queueing.fast import run_fast  # noqa: PLC0415 - each backend is loaded by those who use it

        return run_fast(program, stops)
    if backend == "simpy":
        from sim.queueing.model import run_model  # noqa: PLC0415 - as above

        return run_model(scenario, program, stops)
    raise SimError(f"backend = {backend!r}: must be fast or simpy")


def _outcome(scenario: QueueScenario, tally: Tally) -> QueueOutcome:
    series = tally.series / scenario.unit_us
    return QueueOutcome(
        measures=measures_of(scenario, tally),
        arrived_at=series[:, 0],
        waits=np.where(tally.series[:, 1] < 0, np.nan, series[:, 1]),
        trace=tally.trace,
        events=tally.events,
        customers=tally.customers,
    )
