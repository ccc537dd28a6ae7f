"""Any finite Markov chain in continuous time: states found from their moves, balance equations solved as they are."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import numpy as np

from sim.theory.errors import TheoryError

STATES_MAX: Final = 60_000
"""States of a chain; a sparse factorisation of more takes minutes and gigabytes."""

State = TypeVar("State", bound=tuple[object, ...])


def stationary_states(
    start: State, moves: Callable[[State], Iterable[tuple[State, float]]], *, states_max: int = STATES_MAX
) -> dict[State, float]:
    """Give the long-run share of time in every state that can be reached.

    Parameters
    ----------
    start
        Any state; every state reached must lead back to it.
    moves
        For a state its next states and the rates to them, above 0. A state may come twice: the rates add up.
    states_max
        Refuse chains with more states.

    Returns
    -------
    dict
        State to share, which sum to 1, in the order found.

    Raises
    ------
    TheoryError
        If there are too many states, or a rate is not above 0.

    References
    ----------
    W. J. Stewart (1994), Introduction to the Numerical Solution of Markov Chains, 2.

    Examples
    --------
    >>> law = stationary_states((0,), lambda s: [((1,), 1.0)] if s == (0,) else [((0,), 3.0)])
    >>> [round(share, 6) for share in law.values()]
    [0.75, 0.25]
    """
    from scipy.sparse import csc_matrix  # noqa: PLC0415 - half a second, for few callers
    from scipy.sparse.linalg import spsolve  # noqa: PLC0415 - same

    places, rows, columns, rates = _explore(start, moves, states_max)
    count = len(places)
    if count == 1:
        return {start: 1.0}
    away = np.bincount(columns, weights=rates, minlength=count)
    diagonal = np.arange(count)
    balance = csc_matrix(
        (np.concatenate((rates, -away)), (np.concatenate((rows, diagonal)), np.concatenate((columns, diagonal)))),
        shape=(count, count),
    )
    # The start gets weight 1 and its balance, which follows from the others, is left out.
    weights = np.concatenate(([1.0], spsolve(balance[1:, 1:], -balance[1:, 0].toarray().ravel())))
    shares = weights / np.sum(weights)
    return {state: float(shares[place]) for state, place in places.items()}


def _explore(
    start: State, moves: Callable[[State], Iterable[tuple[State, float]]], states_max: int
) -> tuple[dict[State, int], list[int], list[int], list[float]]:
    """Number the states in the order found; of each move give target, source and rate."""
    places, waiting = {start: 0}, [start]
    rows: list[int] = []
    columns: list[int] = []
    rates: list[float] = []
    for state in waiting:  # grows while it is read
        for target, rate in moves(state):
            if not rate > 0:
                raise TheoryError(f"moves: rate {rate} from {state} to {target} is not above 0")
            if target not in places:
                if len(places) >= states_max:
                    raise TheoryError(f"states_max: the chain has more than {states_max:,} states")
                places[target] = len(places)
                waiting.append(target)
            rows.append(places[target])
            columns.append(places[state])
            rates.append(rate)
    return places, rows, columns, rates
