"""Which policy a case is drawn by."""

from numba import njit

from engine.core.state import NONE, CoreState


@njit(cache=True)
def policy_of(state: CoreState, slot: int) -> int:
    """Return the policy by which a case is drawn at its step: the step's own, else its court's."""
    step: int = state.step[slot]
    court: int = state.court[slot]
    own: int = state.step_policy[step]
    return own if own != NONE else state.policy[court]
