"""The bounds that most formulas share, each with one message."""

from math import isfinite

from sim.theory.errors import TheoryError, UnstableError


def require_positive(**values: float) -> None:
    """Refuse numbers that are not finite and above 0.

    Parameters
    ----------
    **values
        Name and value of each argument.

    Raises
    ------
    TheoryError
        On the first that is not.

    Examples
    --------
    >>> require_positive(arrival_rate=0.8)
    """
    for name, value in values.items():
        if not (isfinite(value) and value > 0):
            raise TheoryError(f"{name}: {value} is not a finite number above 0")


def require_non_negative(**values: float) -> None:
    """Refuse numbers that are not finite and at least 0.

    Parameters
    ----------
    **values
        Name and value of each argument.

    Raises
    ------
    TheoryError
        On the first that is not.

    Examples
    --------
    >>> require_non_negative(load=0.0)
    """
    for name, value in values.items():
        if not (isfinite(value) and value >= 0):
            raise TheoryError(f"{name}: {value} is not a finite number of at least 0")


def require_at_least(bound: int, **counts: int) -> None:
    """Refuse counts below a bound.

    Parameters
    ----------
    bound
        Smallest count allowed.
    **counts
        Name and value of each argument.

    Raises
    ------
    TheoryError
        On the first below it.

    Examples
    --------
    >>> require_at_least(1, servers=12)
    """
    for name, count in counts.items():
        if count < bound:
            raise TheoryError(f"{name}: {count} is below {bound}")


def require_share(**shares: float) -> None:
    """Refuse numbers that are not strictly between 0 and 1.

    Parameters
    ----------
    **shares
        Name and value of each argument.

    Raises
    ------
    TheoryError
        On the first that is not.

    Examples
    --------
    >>> require_share(target=0.2)
    """
    for name, share in shares.items():
        if not 0 < share < 1:
            raise TheoryError(f"{name}: {share} is not between 0 and 1")


def require_stable(load: float, servers: int) -> None:
    """Refuse a load that the servers cannot carry.

    Parameters
    ----------
    load
        Arrival rate times mean service time, in servers.
    servers
        At least 1.

    Raises
    ------
    UnstableError
        If the load is not below the servers.

    Examples
    --------
    >>> require_stable(8.4, 12)
    """
    if not load < servers:
        raise UnstableError(f"load: {load} is not below the servers, {servers}: the queue grows without bound")
