"""Loops around the core's compiled functions, as a compiled caller has them.

Not cached on disk: the cache would notice a change of this file but not of the core that it calls, and the
benchmark would time yesterday's core.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.apply import (
    apply_conflict_found,
    apply_escalated,
    apply_filed,
    apply_offered,
    apply_refused,
)
from engine.core.decide import decide_offer
from engine.core.eligibility import candidates, staffed_step
from engine.core.outcome import NOBODY
from engine.core.queue import unit_of
from engine.core.staff import charge, take_room
from engine.core.state import CONFLICTED, DECLINED, NONE, CoreState
from sim.model.course import Features
from sim.randomness.words import COURT_SHIFT


@njit
def file_all(
    state: CoreState,
    case_ids: NDArray[np.int64],
    filed_at: int,
    like: Features,
    conflicts: NDArray[np.int64],
    declines: NDArray[np.bool_],
    picks: NDArray[np.int64],
    words: NDArray[np.int64],
) -> NDArray[np.int64]:
    """File cases, find their conflicts, let some be declined, and let each climb until somebody is free.

    Parameters
    ----------
    state
        The assignment state; afterwards the cases wait in it, and nobody's load or weight has changed.
    case_ids, filed_at, like
        The cases, the instant of their filing, and what each is like.
    conflicts
        int64[n]: mediators in conflict with a party (ONL 13), of those who could take the case in its court or, where
        there is none, at the first step with any; the same one may be found twice.
    declines
        bool[n]: whether the first mediator asked declines (ONL 12).
    picks
        int64[n, k], not negative: bits to choose the conflicted ones by, for at most k of them.
    words
        int64[n]: bits of the draws.

    Returns
    -------
    NDArray[np.int64]
        int64[n]: the slots.
    """
    count = len(case_ids)
    slots = np.empty(count, np.int64)
    for i in range(count):
        court, kind, language = case_ids[i] >> COURT_SHIFT, like.dispute_type[i], like.language[i]
        weight_milli = like.weight_milli[i]
        slot = apply_filed(state, case_ids[i], filed_at, court, kind, language, 0, 0, weight_milli, 0, 1)
        step = staffed_step(state, slot, 0)
        if step > 0:
            apply_escalated(state, slot, step)
        _find_conflicts(state, slot, picks[i, : conflicts[i]])
        if declines[i]:
            _decline(state, slot, decide_offer(state, slot, words[i])[0], filed_at)
        _climb(state, slot, words[i])
        slots[i] = slot
    return slots


@njit
def decide_all(state: CoreState, slots: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[n], the mediator drawn for each waiting case; the state is only read."""
    drawn = np.empty(len(slots), np.int64)
    for i in range(len(slots)):
        drawn[i] = decide_offer(state, slots[i], words[i])[0]
    return drawn


@njit
def steps_of(state: CoreState, slots: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[n], the ladder step that each case has reached."""
    steps = np.empty(len(slots), np.int64)
    for i in range(len(slots)):
        steps[i] = state.step[slots[i]]
    return steps


@njit
def bars_of(state: CoreState, slots: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[k, 3]: place of the case, mediator kept from it, and 1 for a conflict or 0 for a refusal."""
    table, size = np.empty((len(state.barred), 3), np.int64), 0
    for i in range(len(slots)):
        node = state.first_barred[slots[i]]
        while node != NONE:
            table[size, 0] = i
            table[size, 1] = state.barred[node]
            table[size, 2] = state.barred_for[node] != DECLINED
            size += 1
            node = state.next_barred[node]
    return table[:size]


@njit
def copy_mediators(source: CoreState, target: CoreState) -> None:
    """Give each mediator of `target` the room and the weight of the one of `source` whose copy he is.

    Mediator m of the larger roster, without cases so far, is a copy of mediator m modulo the size of the smaller.
    """
    count = len(source.held)
    for mediator in range(len(target.held)):
        original = mediator % count
        take_room(target, mediator, source.load_milli[original], source.held[original])
        charge(target, mediator, source.cumulative_milli[original])


@njit
def copy_cases(
    source: CoreState,
    slots: NDArray[np.int64],
    target: CoreState,
    case_ids: NDArray[np.int64],
    first_mediator: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Bring waiting cases of `source` into the same position in `target`.

    Parameters
    ----------
    source, slots
        Where the cases wait, each with one seat.
    target
        A state whose mediators are copies of those of `source`.
    case_ids
        int64[n]: the numbers of the cases there, which name their courts.
    first_mediator
        int64[n]: the copy of mediator 0 in the nation that each case lies in.

    Returns
    -------
    NDArray[np.int64]
        int64[n]: the slots in `target`.
    """
    copies = np.empty(len(slots), np.int64)
    for i in range(len(slots)):
        slot: int = slots[i]
        court = case_ids[i] >> COURT_SHIFT
        kind: int = source.dispute_type[slot]
        language: int = source.language[slot]
        weight_milli: int = source.weight_milli[slot]
        filed_at: int = source.aged_at[slot]
        step: int = source.step[slot]
        copy = apply_filed(target, case_ids[i], filed_at, court, kind, language, 0, 0, weight_milli, 0, 1)
        apply_escalated(target, copy, step)
        node = source.first_barred[slot]
        while node != NONE:
            mediator = first_mediator[i] + source.barred[node]
            if source.barred_for[node] == DECLINED:
                _decline(target, copy, mediator, filed_at)
            else:
                apply_conflict_found(target, copy, mediator, CONFLICTED)
            node = source.next_barred[node]
        copies[i] = copy
    return copies


@njit
def _find_conflicts(state: CoreState, slot: int, picks: NDArray[np.int64]) -> None:
    members, first, last = candidates(state, slot, unit_of(state, slot))
    if last > first:
        for i in range(len(picks)):
            place: int = first + picks[i] % (last - first)
            mediator: int = members[place]
            apply_conflict_found(state, slot, mediator, CONFLICTED)


@njit
def _decline(state: CoreState, slot: int, mediator: int, at: int) -> None:
    """Nobody who declines is charged here, so that every case meets the same mediators."""
    if mediator >= 0:
        apply_offered(state, slot, mediator, 1)
        apply_refused(state, slot, 0, at)


@njit
def _climb(state: CoreState, slot: int, word: int) -> None:
    """Escalate a case at once where nobody is free, as `sim.model.seating` does."""
    while decide_offer(state, slot, word)[0] == NOBODY and state.step[slot] < len(state.step_circle) - 1:
        apply_escalated(state, slot, staffed_step(state, slot, state.step[slot] + 1))
