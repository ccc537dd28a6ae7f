"""Queues of waiting customers: one a station and class, in order of joining, linked through the slots."""

from sim.queueing.compiled import inner
from sim.queueing.program import NONE, OLDEST, ProgramRecord, class_of, pool_of, served_of
from sim.queueing.state import WAITING, StateRecord, queue_of, slot_of


@inner
def enqueue(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Let a customer wait, behind all who joined before; one whose service was broken off finds the old place again.

    Parameters
    ----------
    program, state
        The scenario and its state.
    slot
        The customer; in no queue.

    """
    customer = slot_of(state, slot)
    queue = queue_of(program, state, customer.station, customer.number)
    before = queue.tail
    after = NONE
    while before != NONE and (
        slot_of(state, before).joined > customer.joined
        or (slot_of(state, before).joined == customer.joined and slot_of(state, before).subject > customer.subject)
    ):
        after = before
        before = slot_of(state, before).previous
    customer.previous = before
    customer.next = after
    if before == NONE:
        queue.head = slot
    else:
        slot_of(state, before).next = slot
    if after == NONE:
        queue.tail = slot
    else:
        slot_of(state, after).previous = slot
    queue.length += 1
    customer.state = WAITING


@inner
def dequeue(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Take a waiting customer out of the queue.

    Parameters
    ----------
    program, state
        The scenario and its state.
    slot
        The customer.

    """
    customer = slot_of(state, slot)
    queue = queue_of(program, state, customer.station, customer.number)
    if customer.previous == NONE:
        queue.head = customer.next
    else:
        slot_of(state, customer.previous).next = customer.next
    if customer.next == NONE:
        queue.tail = customer.previous
    else:
        slot_of(state, customer.next).previous = customer.previous
    queue.length -= 1


@inner
def next_waiting(program: ProgramRecord, state: StateRecord, pool: int) -> int:
    """Return the slot of whom a server of a pool takes next, NONE if nobody waits for it.

    Parameters
    ----------
    program, state
        The scenario and its state.
    pool
        Number of the pool.

    Returns
    -------
    int
        By priority, then time of joining, then number; or, if the pool takes by preference, the longest waiting of the
        first class in its order that has anybody.

    """
    row = pool_of(program, pool)
    best = NONE
    for place in range(row.first_served, row.first_served + row.served):
        number = served_of(program, place)
        head = queue_of(program, state, row.station, number).head
        if head == NONE:
            continue
        if row.takes != OLDEST:
            return head
        if best == NONE or _before(program, state, head, best):
            best = head
    return best


@inner
def _before(program: ProgramRecord, state: StateRecord, slot: int, other: int) -> bool:
    left, right = slot_of(state, slot), slot_of(state, other)
    left_priority, right_priority = class_of(program, left.number).priority, class_of(program, right.number).priority
    if left_priority != right_priority:
        return left_priority < right_priority
    if left.joined != right.joined:
        return left.joined < right.joined
    return left.subject < right.subject
