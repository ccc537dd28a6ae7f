"""Who may not be asked for a case: one chain a case, of refusals in this round and of conflicts."""

from numba import njit

from engine.core.growth import grow_bars
from engine.core.state import DECLINED, NONE, CoreState


@njit(cache=True)
def bar(state: CoreState, head: int, mediator: int, reason: int) -> None:
    """Keep a mediator from a case; the same twice is once, and a replacement outlasts a conflict."""
    node: int = state.first_barred[head]
    while node != NONE:
        if state.barred[node] == mediator and (reason == DECLINED) == (state.barred_for[node] == DECLINED):
            state.barred_for[node] = max(state.barred_for[node], reason)
            return
        node = state.next_barred[node]
    if state.barred_chain == NONE:
        grow_bars(state)
    node = state.barred_chain
    state.barred_chain = state.next_barred[node]
    state.barred[node] = mediator
    state.barred_for[node] = reason
    state.next_barred[node] = state.first_barred[head]
    state.first_barred[head] = node


@njit(cache=True)
def unbar(state: CoreState, head: int, mediator: int) -> None:
    """Lift what keeps a mediator from a case, but for his refusal."""
    _remove(state, head, mediator, False)


@njit(cache=True)
def forget_decliners(state: CoreState, head: int) -> None:
    """Lift every refusal of the present round."""
    _remove(state, head, NONE, True)


@njit(cache=True)
def _remove(state: CoreState, head: int, mediator: int, refusals: bool) -> None:
    """Take nodes off a case's chain: all refusals, or what else bars one mediator."""
    before = NONE
    node: int = state.first_barred[head]
    while node != NONE:
        following: int = state.next_barred[node]
        is_refusal = state.barred_for[node] == DECLINED
        if is_refusal == refusals and (refusals or state.barred[node] == mediator):
            if before == NONE:
                state.first_barred[head] = following
            else:
                state.next_barred[before] = following
            state.next_barred[node] = state.barred_chain
            state.barred_chain = node
        else:
            before = node
        node = following
