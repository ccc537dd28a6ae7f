"""Erlang's loss formula: how often all servers are busy where nobody may wait."""

from typing import Final

import numpy as np

from sim.theory.checks import require_at_least, require_non_negative

_CHUNK: Final = 2048
"""Terms of the sum taken at once."""
_SMALL: Final = 1e-25
"""The sum ends where a chunk's last term is below this share of it."""


def erlang_b(servers: int, load: float) -> float:
    """Give the share of arrivals that M/G/c/c turns away.

    1/B = 1 + (c/a) (1 + (c-1)/a (1 + ...)): the recursion on the inverse, written as the sum of its products. All
    terms are positive, so nothing cancels: right to about twelve digits at 165,000 servers.

    Parameters
    ----------
    servers
        c, at least 0.
    load
        a, arrival rate times mean service time, at least 0.

    Returns
    -------
    float
        Between 0 and 1; 0 where it is below the smallest float. Work grows at most with `servers`: about 1 ms at
        165,000.

    Raises
    ------
    TheoryError
        If an argument is negative or not finite.

    References
    ----------
    A. K. Erlang (1917), Solution of some problems in the theory of probabilities of significance in automatic
    telephone exchanges. The inverse: D. L. Jagerman (1974), Bell System Technical Journal 53, 525-551.

    Examples
    --------
    >>> f"{erlang_b(10, 10.0):.6f} {erlang_b(30, 20.0):.7f}"
    '0.214582 0.0084575'
    """
    return 1.0 / (1.0 + idle_to_full(servers, load))


def idle_to_full(servers: int, load: float) -> float:
    """Give the odds of a free server against none in M/G/c/c: 1/B - 1, without the loss of digits near B = 1.

    Parameters
    ----------
    servers
        c, at least 0.
    load
        a, at least 0.

    Returns
    -------
    float
        0 without servers; infinite where B is below the smallest float.

    Raises
    ------
    TheoryError
        If an argument is negative or not finite.

    Examples
    --------
    >>> idle_to_full(1, 0.5)
    2.0
    """
    require_at_least(0, servers=servers)
    require_non_negative(load=load)
    if servers == 0:
        return 0.0
    if load == 0:
        return float("inf")
    total, term = 0.0, 1.0
    with np.errstate(over="ignore", under="ignore"):
        for first in range(servers, 0, -_CHUNK):
            products = term * np.cumprod(np.arange(first, max(first - _CHUNK, 0), -1) / load)
            total += float(np.sum(products))
            term = float(products[-1])
            # Below the load terms fall ever faster; without this most time goes into numbers near the smallest float.
            if total == np.inf or (first - _CHUNK < load and term <= _SMALL * total):
                break
    return total
