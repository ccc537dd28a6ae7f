"""A closed group of customers that come back: the machine repair model."""

from dataclasses import dataclass

import numpy as np

from sim.theory.birth_death import stationary_law
from sim.theory.checks import require_at_least, require_positive


@dataclass(frozen=True, kw_only=True)
class MachineRepair:
    """The steady state of N machines before c repairers."""

    down: float
    """Mean number of machines waiting or in repair."""
    queue: float
    """Mean number waiting."""
    throughput: float
    """Repairs per unit of time."""
    mean_wait: float
    """Mean time a broken machine waits."""
    occupancy: float
    """Share of the time a repairer is busy."""


def machine_repair(*, machines: int, repairers: int, failure_rate: float, repair_rate: float) -> MachineRepair:
    """Solve the machine repair model: those away cannot come, so the arrival rate falls as the queue grows.

    Parameters
    ----------
    machines
        N, at least 1.
    repairers
        c, at least 1.
    failure_rate
        lambda, per running machine and unit of time, above 0.
    repair_rate
        mu, per busy repairer and unit of time, above 0.

    Returns
    -------
    MachineRepair
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    References
    ----------
    C. Palm (1947), The distribution of repairmen in servicing automatic machines; Gross et al. (2008), 2.7.

    Examples
    --------
    >>> group = machine_repair(machines=2, repairers=1, failure_rate=1.0, repair_rate=1.0)
    >>> f"{group.down:.4f} {group.throughput:.4f}"
    '1.2000 0.8000'
    """
    require_at_least(1, machines=machines, repairers=repairers)
    require_positive(failure_rate=failure_rate, repair_rate=repair_rate)
    numbers = np.arange(machines + 1)
    busy = np.minimum(numbers, repairers)
    away = (machines - numbers[:-1]).astype(np.float64)
    law = stationary_law(away * failure_rate, busy[1:].astype(np.float64) * repair_rate)
    throughput = float(law @ busy) * repair_rate
    queue = float(law @ (numbers - busy))
    return MachineRepair(
        down=float(law @ numbers),
        queue=queue,
        throughput=throughput,
        mean_wait=queue / throughput,
        occupancy=float(law @ busy) / repairers,
    )
