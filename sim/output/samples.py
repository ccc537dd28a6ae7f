"""What the procedures ask of a simulation: numbers, and the bounds that all of them check."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import OutputError

Sampler = Callable[[int, int], float]
"""`sample(system, replication)`: one measure of one run; asked twice it gives the same number."""
Numbers = Sequence[float] | NDArray[np.float64]
"""One measure, a number for each replication or each moment."""


def series(name: str, values: Numbers, *, at_least: int) -> NDArray[np.float64]:
    """Turn numbers into an array, and refuse too few of them or one that is not finite.

    Parameters
    ----------
    name
        For the message.
    values
        Shape (n,).
    at_least
        Smallest n.

    Returns
    -------
    ndarray of float64, shape (n,)
        The numbers.

    Raises
    ------
    OutputError
        If they are not a series of that many finite numbers.

    Examples
    --------
    >>> series("values", [1, 2], at_least=2).tolist()
    [1.0, 2.0]
    """
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1:
        raise OutputError(f"{name}: shape {numbers.shape}, not (n,)")
    if numbers.size < at_least:
        raise OutputError(f"{name}: {numbers.size} numbers, at least {at_least} are needed")
    finite = np.isfinite(numbers)
    if not np.all(finite):
        place = int(np.argmin(finite))
        raise OutputError(f"{name}[{place}]: {numbers[place]} is not finite")
    return numbers


def table(name: str, values: NDArray[np.float64], *, rows: int, columns: int) -> NDArray[np.float64]:
    """Refuse what is not a table of finite numbers with at least so many rows and columns.

    Parameters
    ----------
    name
        For the message.
    values
        Shape (n, k).
    rows, columns
        Smallest n and k.

    Returns
    -------
    ndarray of float64, shape (n, k)
        The numbers.

    Raises
    ------
    OutputError
        If they are not such a table.

    Examples
    --------
    >>> table("values", np.ones((2, 3)), rows=2, columns=2).shape
    (2, 3)
    """
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 2 or numbers.shape[0] < rows or numbers.shape[1] < columns:
        raise OutputError(f"{name}: shape {numbers.shape}, at least ({rows}, {columns}) is needed")
    if not np.all(np.isfinite(numbers)):
        raise OutputError(f"{name}: {int(np.sum(~np.isfinite(numbers)))} numbers are not finite")
    return numbers


def require_inside(low: float, high: float, **values: float) -> None:
    """Refuse numbers that are not strictly between two bounds.

    Parameters
    ----------
    low, high
        The bounds.
    **values
        Name and value of each argument.

    Raises
    ------
    OutputError
        On the first outside.

    Examples
    --------
    >>> require_inside(0, 1, level=0.95)
    """
    for name, value in values.items():
        if not low < value < high:
            raise OutputError(f"{name}: {value} is not between {low} and {high}")


def require_counts(bound: int, **counts: int) -> None:
    """Refuse counts below a bound.

    Parameters
    ----------
    bound
        Smallest count allowed.
    **counts
        Name and value of each argument.

    Raises
    ------
    OutputError
        On the first below it.

    Examples
    --------
    >>> require_counts(2, n_min=10)
    """
    for name, count in counts.items():
        if count < bound:
            raise OutputError(f"{name}: {count} is below {bound}")


def ask(sample: Sampler, system: int, replications: Iterable[int]) -> NDArray[np.float64]:
    """Ask a sampler for several replications of one system.

    Parameters
    ----------
    sample
        The simulation.
    system
        Its number.
    replications
        Numbers of the replications.

    Returns
    -------
    ndarray of float64
        One number for each.

    Raises
    ------
    OutputError
        If the sampler gives one that is not finite.

    Examples
    --------
    >>> ask(lambda system, replication: 10 * system + replication, 1, range(3)).tolist()
    [10.0, 11.0, 12.0]
    """
    values = [float(sample(system, replication)) for replication in replications]
    return series(f"sample({system}, ...)", values, at_least=0)
