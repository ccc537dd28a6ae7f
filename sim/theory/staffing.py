"""The smallest staff that meets a target, by exact formulas."""

from collections.abc import Callable
from math import ceil, floor
from typing import Final

from sim.theory.checks import require_non_negative, require_positive, require_share
from sim.theory.erlang_a import ErlangA, erlang_a
from sim.theory.erlang_c import erlang_c
from sim.theory.errors import TheoryError
from sim.theory.mmc import MMc, mmc

STAFF_MAX: Final = 10_000_000
"""The search gives up here: sixty times the mediators of the nation."""


def smallest_staff(meets: Callable[[int], bool], *, at_least: int = 1, at_most: int = STAFF_MAX) -> int:
    """Find the smallest staff that meets a target, by doubling and halving.

    Parameters
    ----------
    meets
        Whether so many servers are enough; once true it must stay true for more.
    at_least
        Where to begin, at least 1.
    at_most
        Where to give up.

    Returns
    -------
    int
        The smallest staff from `at_least` on for which `meets` is true, after about twice log2 of it questions.

    Raises
    ------
    TheoryError
        If `at_most` servers are not enough.

    Examples
    --------
    >>> smallest_staff(lambda servers: servers * servers >= 1000)
    32
    """
    step, low = 1, at_least
    high = at_least
    while not meets(high):
        if high >= at_most:
            raise TheoryError(f"at_most: {at_most} servers do not meet the target")
        low = high + 1
        high = min(high + step, at_most)
        step *= 2
    while low < high:
        middle = (low + high) // 2
        if meets(middle):
            high = middle
        else:
            low = middle + 1
    return high


def staff_for_wait_probability(*, load: float, target: float) -> int:
    """Give the smallest c of M/M/c at which at most a share of arrivals waits.

    Parameters
    ----------
    load
        a, arrival rate times mean service time, above 0.
    target
        Inside (0, 1).

    Returns
    -------
    int
        Servers.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    Examples
    --------
    What sharing is worth: one pool for the load of 3,501 courts, against each court on its own.

    >>> staff_for_wait_probability(load=7437.5, target=0.2), 3501 * staff_for_wait_probability(load=2.1244, target=0.2)
    (7530, 17505)
    """
    require_positive(load=load)
    require_share(target=target)
    return smallest_staff(lambda servers: erlang_c(servers, load) <= target, at_least=floor(load) + 1)


def staff_mmc(*, arrival_rate: float, service_rate: float, meets: Callable[[MMc], bool]) -> int:
    """Give the smallest c at which the steady state of M/M/c meets a target of any kind.

    Parameters
    ----------
    arrival_rate, service_rate
        Per unit of time, above 0.
    meets
        Whether a steady state is good enough; once true it must stay true for more servers.

    Returns
    -------
    int
        Servers.

    Raises
    ------
    TheoryError
        If a rate is not above 0, or no staff meets the target.

    Examples
    --------
    >>> staff_mmc(arrival_rate=100 / 30, service_rate=1 / 3, meets=lambda queue: queue.service_level(1 / 3) >= 0.8)
    14
    """
    require_positive(arrival_rate=arrival_rate, service_rate=service_rate)
    return smallest_staff(
        lambda servers: meets(mmc(arrival_rate=arrival_rate, service_rate=service_rate, servers=servers)),
        at_least=floor(arrival_rate / service_rate) + 1,
    )


def staff_erlang_a(
    *, arrival_rate: float, service_rate: float, mean_patience: float, meets: Callable[[ErlangA], bool]
) -> int:
    """Give the smallest c at which the steady state of M/M/c+M meets a target of any kind.

    Parameters
    ----------
    arrival_rate, service_rate
        Per unit of time, above 0.
    mean_patience
        In units of time, above 0.
    meets
        Whether a steady state is good enough; once true it must stay true for more servers.

    Returns
    -------
    int
        Servers.

    Raises
    ------
    TheoryError
        If a number is not above 0, or no staff meets the target.

    Examples
    --------
    >>> staff_erlang_a(arrival_rate=4.2, service_rate=0.5, mean_patience=1, meets=lambda q: q.abandonment <= 0.03)
    12
    """

    def enough(servers: int) -> bool:
        return meets(
            erlang_a(arrival_rate=arrival_rate, service_rate=service_rate, servers=servers, mean_patience=mean_patience)
        )

    return smallest_staff(enough)


def gross_staff(net: int, *, shrinkage: float) -> int:
    """Give the people to employ so that, less a share who are away, enough are there.

    Parameters
    ----------
    net
        People needed at work, at least 0.
    shrinkage
        Share of the paid time that is leave, training or sickness; at least 0 and below 1.

    Returns
    -------
    int
        net / (1 - shrinkage), rounded up.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    Examples
    --------
    >>> gross_staff(14, shrinkage=0.3)
    20
    """
    require_non_negative(net=net, shrinkage=shrinkage)
    if shrinkage >= 1:
        raise TheoryError(f"shrinkage: {shrinkage} is not below 1")
    return ceil(net / (1.0 - shrinkage) - 1e-9)  # 1e-9: a quotient that is whole stays so in floating point
