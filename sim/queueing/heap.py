"""What happens next: a binary heap in which every owner has at most one event, so an event can be taken back.

Events are ordered by time, then by key; keys of one instant differ, so the order is total. The first event, while it is
being handled, leaves a gap at the top that the next event pushed fills: most events bring exactly one other, and one
sinking costs half of a removal and an insertion.
"""

from sim.queueing.compiled import fixed, inner, outer
from sim.queueing.program import NONE
from sim.queueing.state import StateRecord, heap_of, rows_of

_TOP = fixed(0)


@inner
def open_gap(state: StateRecord) -> None:
    """Begin to handle the first event: it is nobody's any more, and its place waits for another.

    Parameters
    ----------
    state
        The state; it has an event and no gap.

    """
    rows_of(state)[heap_of(state)[0].owner] = NONE
    state.gap = 1


@inner
def close_gap(state: StateRecord) -> None:
    """Take the handled event out of the heap, if nothing has taken its place.

    Parameters
    ----------
    state
        The state.

    """
    if state.gap:
        state.gap = 0
        last = state.events - 1
        state.events = last
        if last > 0:
            moved = heap_of(state)[last]
            _sink(state, _TOP, moved.at, moved.key, moved.owner)


@outer
def push(state: StateRecord, at: int, key: int, owner: int) -> None:
    """Add an owner's event.

    Parameters
    ----------
    state
        The state; the owner has no event in it.
    at
        Instant, microseconds; not before that of the event being handled.
    key
        Order within the instant.
    owner
        Whose event it is.

    """
    if state.gap:
        state.gap = 0
        _sink(state, _TOP, at, key, owner)
    else:
        row = state.events
        state.events = row + 1
        _rise(state, row, at, key, owner)


@inner
def drop(state: StateRecord, owner: int) -> None:
    """Take an owner's event back.

    Parameters
    ----------
    state
        The state.
    owner
        Whose event; it may have none.

    """
    row = rows_of(state)[owner]
    if row == NONE:
        return
    rows_of(state)[owner] = NONE
    last = state.events - 1
    state.events = last
    if row == last:
        return
    moved = heap_of(state)[last]
    at, key, mover = moved.at, moved.key, moved.owner
    above = (row - 1) >> 1
    # The gap at the top, if there is one, still holds an event before all others, so nothing rises past it.
    if row > 0 and _before(state, at, key, above):
        _rise(state, row, at, key, mover)
    else:
        _sink(state, row, at, key, mover)


@inner
def _before(state: StateRecord, at: int, key: int, row: int) -> bool:
    there = heap_of(state)[row]
    return at < there.at or (at == there.at and key < there.key)


@inner
def _rise(state: StateRecord, row: int, at: int, key: int, owner: int) -> None:
    """Move the free place at a row up until the event fits."""
    heap, rows = heap_of(state), rows_of(state)
    while row > 0:
        above = (row - 1) >> 1
        there = heap[above]
        if at > there.at or (at == there.at and key > there.key):
            break
        here = heap[row]
        here.at, here.key, here.owner = there.at, there.key, there.owner
        rows[there.owner] = row
        row = above
    here = heap[row]
    here.at, here.key, here.owner = at, key, owner
    rows[owner] = row


@inner
def _sink(state: StateRecord, row: int, at: int, key: int, owner: int) -> None:
    """Move the free place at a row down until the event fits."""
    heap, rows, count = heap_of(state), rows_of(state), state.events
    below = 2 * row + 1
    while below < count:
        there = heap[below]
        if below + 1 < count:
            other = heap[below + 1]
            if other.at < there.at or (other.at == there.at and other.key < there.key):
                below += 1
                there = other
        if at < there.at or (at == there.at and key < there.key):
            break
        here = heap[row]
        here.at, here.key, here.owner = there.at, there.key, there.owner
        rows[there.owner] = row
        row = below
        below = 2 * row + 1
    here = heap[row]
    here.at, here.key, here.owner = at, key, owner
    rows[owner] = row
