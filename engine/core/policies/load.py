"""What a mediator holds now, as the court counts it."""

from numba import njit

from engine.core.state import CoreState


@njit(cache=True)
def load_of(state: CoreState, court: int, mediator: int) -> int:
    """Return the cases held or offered, or their weight in thousandths where the court's policy counts weight."""
    if state.by_weight[court] != 0:
        return state.load_milli[mediator]
    return state.held[mediator]
