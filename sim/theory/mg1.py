"""M/G/1: one server, any law of service, by Pollaczek and Khinchine."""

from dataclasses import dataclass

from sim.theory.checks import require_non_negative, require_positive, require_stable


@dataclass(frozen=True, kw_only=True)
class MG1:
    """The steady state of M/G/1, first come first served. Times are in the unit of the service time."""

    occupancy: float
    """Share of the time the server is busy; also the share of arrivals that wait."""
    mean_wait: float
    """Mean time in queue."""
    mean_queue: float
    """Mean number waiting."""
    mean_stay: float
    """Mean time in queue and service."""
    mean_number: float
    """Mean number waiting and in service."""


def mg1(*, arrival_rate: float, mean_service: float, squared_variation: float) -> MG1:
    """Solve M/G/1: the mean wait is lambda E[S^2] / (2 (1 - rho)), with E[S^2] = E[S]^2 (1 + squared variation).

    Parameters
    ----------
    arrival_rate
        lambda, per unit of time, above 0.
    mean_service
        E[S], in units of time, above 0.
    squared_variation
        Variance of S over its squared mean, at least 0: 0 constant, 1/k Erlang-k, 1 exponential.

    Returns
    -------
    MG1
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range; `UnstableError` if lambda E[S] is not below 1.

    References
    ----------
    F. Pollaczek (1930) and A. Y. Khinchine (1932); L. Kleinrock (1975), Queueing Systems I, 5.6.

    Examples
    --------
    >>> [round(mg1(arrival_rate=0.8, mean_service=1.0, squared_variation=v).mean_wait, 9) for v in (0, 0.5, 1, 4)]
    [2.0, 3.0, 4.0, 10.0]
    """
    require_positive(arrival_rate=arrival_rate, mean_service=mean_service)
    require_non_negative(squared_variation=squared_variation)
    occupancy = arrival_rate * mean_service
    require_stable(occupancy, 1)
    wait = occupancy * mean_service * (1.0 + squared_variation) / (2.0 * (1.0 - occupancy))
    return MG1(
        occupancy=occupancy,
        mean_wait=wait,
        mean_queue=arrival_rate * wait,
        mean_stay=wait + mean_service,
        mean_number=arrival_rate * (wait + mean_service),
    )
