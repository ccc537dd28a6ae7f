"""The compiled event loop: one function for every scenario."""

from sim.queueing.arrivals import next_arrival, take_arrival
from sim.queueing.compiled import fixed, inner, outer
from sim.queueing.heap import close_gap, open_gap, push
from sim.queueing.joining import abandon, join
from sim.queueing.order import END as END_RANK
from sim.queueing.order import JOIN, PATIENCE, RANK_SHIFT
from sim.queueing.program import NONE, ProgramRecord, class_of
from sim.queueing.service import finish
from sim.queueing.staff_moves import change_staff
from sim.queueing.state import MOVING, StateRecord, heap_of, slot_of, source_of, wait_of

REACHED = fixed(0)
FULL = fixed(1)


@outer
def advance(program: ProgramRecord, state: StateRecord, until: int, followed: int) -> int:
    """Let everything happen that happens before an instant.

    Parameters
    ----------
    program
        The scenario.
    state
        Changed in place.
    until
        Instant, microseconds; what happens at it is left for later.
    followed
        1 to stop as soon as no measured customer is in the system.

    Returns
    -------
    int
        `REACHED`, or `FULL` where another slot is needed first: grow the state and call again.

    """
    classes = program.class_count
    owners = classes + program.pool_count
    while state.events > 0:
        event = heap_of(state)[0]
        at, owner = event.at, event.owner
        if at >= until or (followed and state.open == 0):
            break
        if program.trace_only and state.traced >= program.trace_max:
            break
        if state.free == NONE:
            return FULL
        state.now = at
        state.handled += 1
        key = event.key
        rank, subject = key >> RANK_SHIFT, key & ((1 << RANK_SHIFT) - 1)
        open_gap(state)
        if owner < classes:
            _arrive(program, state, owner, subject)
        elif owner < owners:
            change_staff(program, state, owner - classes)
        elif rank == END_RANK:
            finish(program, state, owner - owners)
        elif rank == PATIENCE:
            abandon(program, state, owner - owners)
        else:
            join(program, state, owner - owners)
        close_gap(state)
    return REACHED


@inner
def _arrive(program: ProgramRecord, state: StateRecord, number: int, subject: int) -> None:
    """Let a customer enter, and schedule the next of the class."""
    now = state.now
    source = source_of(state, number)
    take_arrival(program, source, number)
    at, following = next_arrival(program, source, number)
    if at != NONE and not (program.closes and at >= program.end):
        push(state, at, JOIN << RANK_SHIFT | following, number)
    slot = state.free
    customer = slot_of(state, slot)
    state.free = customer.next
    customer.subject = subject
    customer.number = number
    customer.station = class_of(program, number).station
    customer.visit = 0
    customer.state = MOVING
    customer.entered = now
    customer.waited = customer.waited_before = customer.delayed = customer.delayed_before = 0
    customer.sequence = state.customers
    state.customers += 1
    if customer.sequence < program.waits_max:
        wait_of(state, customer.sequence).arrived = now
    join(program, state, slot)
