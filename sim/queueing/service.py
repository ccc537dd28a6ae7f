"""Service: its beginning and end, whom a server turns to next, where a customer goes next."""

from sim.queueing.accounts import FEWER, MORE, SAME, SERVED, recount, staffed
from sim.queueing.compiled import fixed, inner
from sim.queueing.departures import end_visit, leave, note
from sim.queueing.heap import drop, push
from sim.queueing.laws import draw, length_us
from sim.queueing.order import END, JOIN, RANK_SHIFT, T_ENDED, T_STARTED
from sim.queueing.program import NONE, ProgramRecord, pool_of, route_of, service_of
from sim.queueing.seats import rest
from sim.queueing.state import IN_SERVICE, MOVING, StateRecord, absent_of, crew_of, slot_of
from sim.queueing.waiting import dequeue, enqueue, next_waiting
from sim.randomness.purpose import Purpose

_SERVICE = fixed(Purpose.QUEUE_SERVICE)
_ROUTE = fixed(Purpose.QUEUE_ROUTE)


@inner
def start(program: ProgramRecord, state: StateRecord, slot: int, pool: int, server: int) -> None:
    """Begin a service by a server who has just been idle."""
    staffed(state, pool, state.now, SAME, MORE)
    serve(program, state, slot, pool, server)


@inner
def serve(program: ProgramRecord, state: StateRecord, slot: int, pool: int, server: int) -> None:
    """Begin a service by a server who counts as busy."""
    customer, now = slot_of(state, slot), state.now
    customer.state = IN_SERVICE
    customer.pool = pool
    customer.server = server
    customer.started = now
    note(program, state, T_STARTED, customer.subject, pool, server)
    takes = customer.remaining
    if takes == NONE:
        law = service_of(program, customer.number, pool)
        takes = length_us(program, law, _SERVICE, customer.subject, customer.visit)
        customer.remaining = takes
    owner = program.class_count + program.pool_count + slot
    push(state, now + takes, END << RANK_SHIFT | customer.subject, owner)


@inner
def call(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Take a customer out of the queue to be served."""
    drop(state, program.class_count + program.pool_count + slot)
    stop_waiting(program, state, slot)


@inner
def stop_waiting(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Take a customer out of the queue, whatever comes next."""
    customer = slot_of(state, slot)
    dequeue(program, state, slot)
    customer.waited += state.now - customer.queued
    recount_waiting(program, state, slot, FEWER)


@inner
def recount_waiting(program: ProgramRecord, state: StateRecord, slot: int, change: int) -> None:
    """Change how many wait, in the account of the class and of the station."""
    customer, now = slot_of(state, slot), state.now
    recount(state, customer.number, now, change, SAME)
    recount(state, program.class_count + customer.station, now, change, SAME)


@inner
def wait_again(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Put a customer whose service was broken off back in the queue, to wait without limit."""
    customer = slot_of(state, slot)
    customer.delayed = 1
    customer.queued = state.now
    enqueue(program, state, slot)
    recount_waiting(program, state, slot, MORE)


@inner
def finish(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """End a service: the customer moves on, the server turns to the next."""
    customer = slot_of(state, slot)
    pool, server = customer.pool, customer.server
    note(program, state, T_ENDED, customer.subject, pool, server)
    end_visit(program, state, slot, SERVED)
    _move_on(program, state, slot)
    crew = crew_of(state, pool)
    if crew.on_duty > crew.target:
        staffed(state, pool, state.now, FEWER, FEWER)
        absent_of(state)[pool_of(program, pool).first_server + crew.absent] = server
        crew.absent += 1
        return
    following = next_waiting(program, state, pool)
    if following == NONE:
        staffed(state, pool, state.now, SAME, FEWER)
        rest(program, state, pool, server)
    else:
        call(program, state, following)
        serve(program, state, following, pool, server)


@inner
def _move_on(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Send a customer to the next station, or home."""
    customer = slot_of(state, slot)
    number, here, stations = customer.number, customer.station, program.station_count
    if route_of(program, number, here, stations - 1) > 0.0:
        u = draw(program, _ROUTE, customer.subject, customer.visit)
        for station in range(stations):
            if u < route_of(program, number, here, station):
                customer.waited_before += customer.waited
                customer.delayed_before |= customer.delayed
                customer.waited = customer.delayed = 0
                customer.state = MOVING
                customer.station = station
                customer.visit += 1
                owner = program.class_count + program.pool_count + slot
                push(state, state.now, JOIN << RANK_SHIFT | customer.subject, owner)
                return
    leave(program, state, slot, SERVED)
