"""Erlang A, M/M/c+M: who waits leaves after an exponential patience."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.theory.checks import require_at_least, require_non_negative, require_positive
from sim.theory.erlang_b import idle_to_full
from sim.theory.offered_wait import OfferedWait


class ServiceLevels(NamedTuple):
    """Three shares that are all called "service level"; never compare one with another."""

    of_all: float
    """Served within the time, of all arrivals."""
    of_served: float
    """Served within the time, of those served."""
    of_all_but_early_leavers: float
    """Served within the time, of all arrivals but those who left before it was over."""


@dataclass(frozen=True, kw_only=True)
class ErlangA:
    """The steady state of M/M/c+M. Times are in the unit of the rates."""

    wait_probability: float
    """Share of arrivals that find no server free."""
    abandonment: float
    """Share of arrivals that leave unserved."""
    mean_wait: float
    """Mean time in queue of all arrivals, until service or until they leave."""
    mean_wait_served: float
    """Mean time in queue of those served."""
    occupancy: float
    """Share of the time a server is busy."""
    mean_queue: float
    """Mean number waiting."""
    offered_wait: OfferedWait
    """Law of the wait of somebody with endless patience who has to wait."""

    def service_levels(self, time: float) -> ServiceLevels:
        """Give the three service levels at a time.

        Parameters
        ----------
        time
            At least 0.

        Returns
        -------
        ServiceLevels
            Each between 0 and 1; at 0 only those who did not wait count as served in time.

        Raises
        ------
        TheoryError
            If the time is negative.
        """
        require_non_negative(time=time)
        rate = self.offered_wait.patience_rate
        waits = self.wait_probability
        served = self.offered_wait.mean_until(time, lambda wait: np.exp(-rate * wait))
        left = self.offered_wait.mean_until(time, lambda wait: -np.expm1(-rate * wait))
        left += self.offered_wait.share_beyond(time) * float(-np.expm1(-rate * time))
        in_time = 1.0 - waits + waits * served
        return ServiceLevels(
            of_all=in_time,
            of_served=in_time / (1.0 - self.abandonment),
            of_all_but_early_leavers=in_time / (1.0 - waits * left),
        )


def erlang_a(*, arrival_rate: float, service_rate: float, servers: int, mean_patience: float) -> ErlangA:
    """Solve M/M/c+M.

    With B of Erlang's loss formula and J the mean of Palm, c mu times the integral of exp(lambda (1 - e^(-theta s)) /
    theta - c mu s), the share that waits is J / (J + 1/B - 1). The rest are means over the law of the offered wait,
    whose density is the integrand; its logarithm is concave, so a fixed quadrature is right to about twelve digits.

    Parameters
    ----------
    arrival_rate
        lambda, per unit of time, above 0. May exceed what the servers can do: those who leave keep the queue finite.
    service_rate
        mu, per busy server and unit of time, above 0.
    servers
        c, at least 1; tested at 165,000.
    mean_patience
        1/theta, in units of time, above 0.

    Returns
    -------
    ErlangA
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    References
    ----------
    C. Palm (1957), Research on telephone traffic carried by full availability groups, Tele 1; A. Mandelbaum and
    S. Zeltyn (2007), Service engineering in action: the Palm/Erlang-A queue, in Advances in Services Innovations.
    Density of the offered wait: F. Baccelli and G. Hebuterne (1981), On queues with impatient customers.

    Examples
    --------
    >>> queue = erlang_a(arrival_rate=4.2, service_rate=0.5, servers=12, mean_patience=1.0)
    >>> f"{queue.wait_probability:.6f} {queue.abandonment:.6f} {queue.mean_wait_served:.6f} {queue.occupancy:.6f}"
    '0.127372 0.029679 0.024060 0.679225'
    >>> [f"{level:.6f}" for level in queue.service_levels(1 / 3)]
    ['0.945270', '0.974182', '0.967872']
    """
    require_positive(arrival_rate=arrival_rate, service_rate=service_rate, mean_patience=mean_patience)
    require_at_least(1, servers=servers)
    theta = 1.0 / mean_patience
    capacity = servers * service_rate
    offered = OfferedWait(arrival_rate=arrival_rate, capacity=capacity, patience_rate=theta)
    palm_inverse = np.exp(-offered.log_integral) / capacity
    waits = float(1.0 / (1.0 + idle_to_full(servers, arrival_rate / service_rate) * palm_inverse))
    abandons = waits * offered.mean(lambda wait: -np.expm1(-theta * wait))
    waited_for_service = waits * offered.mean(lambda wait: wait * np.exp(-theta * wait))
    return ErlangA(
        wait_probability=waits,
        abandonment=abandons,
        mean_wait=abandons / theta,
        mean_wait_served=waited_for_service / (1.0 - abandons),
        occupancy=arrival_rate * (1.0 - abandons) / capacity,
        mean_queue=arrival_rate * abandons / theta,
        offered_wait=offered,
    )
