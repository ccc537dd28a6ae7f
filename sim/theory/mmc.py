"""M/M/c: Poisson arrivals, exponential service, c servers, endless patience, first come first served."""

from dataclasses import dataclass
from math import exp

from sim.theory.checks import require_at_least, require_non_negative, require_positive
from sim.theory.erlang_c import erlang_c


@dataclass(frozen=True, kw_only=True)
class MMc:
    """The steady state of M/M/c. Times are in the unit of the rates."""

    arrival_rate: float
    """Arrivals per unit of time."""
    service_rate: float
    """Services a busy server ends per unit of time."""
    servers: int
    """Servers, at least 1."""
    wait_probability: float
    """Share of arrivals that wait at all."""
    mean_wait: float
    """Mean time in queue, over all arrivals."""

    @property
    def occupancy(self) -> float:
        """Share of the time a server is busy."""
        return self.arrival_rate / (self.servers * self.service_rate)

    @property
    def mean_queue(self) -> float:
        """Mean number waiting."""
        return self.arrival_rate * self.mean_wait

    @property
    def mean_stay(self) -> float:
        """Mean time in queue and in service."""
        return self.mean_wait + 1.0 / self.service_rate

    @property
    def mean_number(self) -> float:
        """Mean number waiting and in service."""
        return self.arrival_rate * self.mean_stay

    def wait_tail(self, time: float) -> float:
        """Give the share of arrivals that wait longer than a time.

        Parameters
        ----------
        time
            At least 0.

        Returns
        -------
        float
            C exp(-(c mu - lambda) t).

        Raises
        ------
        TheoryError
            If the time is negative.
        """
        require_non_negative(time=time)
        return self.wait_probability * exp(-(self.servers * self.service_rate - self.arrival_rate) * time)

    def service_level(self, time: float) -> float:
        """Give the share of arrivals whose service begins within a time.

        Parameters
        ----------
        time
            At least 0. Nobody abandons here, so the three definitions of a service level agree.

        Returns
        -------
        float
            1 less `wait_tail`.

        Raises
        ------
        TheoryError
            If the time is negative.
        """
        return 1.0 - self.wait_tail(time)


def mmc(*, arrival_rate: float, service_rate: float, servers: int) -> MMc:
    """Solve M/M/c.

    The mean wait is C / (c mu - lambda) with C of Erlang's waiting formula. A pool that is trained for several kinds of
    cases of one service rate is this queue with the arrival rates added, whatever it prefers: the X-model too.

    Parameters
    ----------
    arrival_rate
        lambda, per unit of time, above 0.
    service_rate
        mu, per busy server and unit of time, above 0.
    servers
        c, at least 1, more than lambda / mu.

    Returns
    -------
    MMc
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range; `UnstableError` if there is no steady state.

    References
    ----------
    D. Gross, J. F. Shortle, J. M. Thompson and C. M. Harris (2008), Fundamentals of Queueing Theory, 4th ed., 2.3.

    Examples
    --------
    >>> queue = mmc(arrival_rate=4.2, service_rate=0.5, servers=12)
    >>> f"{queue.mean_wait:.6f} {queue.mean_queue:.6f} {queue.service_level(1 / 3):.6f}"
    '0.102160 0.429073 0.899080'
    """
    require_positive(arrival_rate=arrival_rate, service_rate=service_rate)
    require_at_least(1, servers=servers)
    waits = erlang_c(servers, arrival_rate / service_rate)
    return MMc(
        arrival_rate=arrival_rate,
        service_rate=service_rate,
        servers=servers,
        wait_probability=waits,
        mean_wait=waits / (servers * service_rate - arrival_rate),
    )
