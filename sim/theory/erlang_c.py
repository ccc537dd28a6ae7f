"""Erlang's waiting formula: how often an arrival has to wait where everybody does until served."""

from sim.theory.checks import require_at_least, require_non_negative, require_stable
from sim.theory.erlang_b import idle_to_full


def erlang_c(servers: int, load: float) -> float:
    """Give the probability of waiting in M/M/c.

    C = 1 / (1 + (1 - a/c) (1/B - 1)) with B of Erlang's loss formula: no factorials, no difference of near numbers.

    Parameters
    ----------
    servers
        c, at least 1.
    load
        a, arrival rate times mean service time, at least 0 and below c.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    TheoryError
        If an argument is out of range; `UnstableError` if the load is not below the servers.

    References
    ----------
    A. K. Erlang (1917); R. B. Cooper (1981), Introduction to Queueing Theory, 2nd ed., 3.4.

    Examples
    --------
    >>> f"{erlang_c(12, 8.4):.6f} {erlang_c(14, 10.0):.6f}"
    '0.183889 0.174132'
    """
    require_at_least(1, servers=servers)
    require_non_negative(load=load)
    require_stable(load, servers)
    return 1.0 / (1.0 + (1.0 - load / servers) * idle_to_full(servers, load))
