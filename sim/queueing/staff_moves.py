"""What happens when servers come and go."""

from sim.queueing.accounts import FEWER, INTERRUPTED, MORE, SAME, staffed
from sim.queueing.compiled import inner
from sim.queueing.departures import end_visit, leave, note
from sim.queueing.heap import drop, push
from sim.queueing.order import NO_DETAIL, RANK_SHIFT, STAFF, T_INTERRUPTED, T_STAFF
from sim.queueing.program import FINISH, LOSE, NONE, REQUEUE_RESUME, ProgramRecord, pool_of
from sim.queueing.seats import idle_pool, rest, take_idle
from sim.queueing.service import call, start, wait_again
from sim.queueing.staffing import staff_at, staff_change_after
from sim.queueing.state import IN_SERVICE, StateRecord, absent_of, crew_of, slot_of
from sim.queueing.waiting import next_waiting


@inner
def change_staff(program: ProgramRecord, state: StateRecord, pool: int) -> None:
    """Bring a pool to the servers wanted from now on: idle ones go first, those longest idle before the others.

    Parameters
    ----------
    program, state
        The scenario and its state.
    pool
        Number of the pool.

    """
    now, crew, row = state.now, crew_of(state, pool), pool_of(program, pool)
    owner = program.class_count + pool
    following = staff_change_after(program, pool, now)
    if following != NONE:
        push(state, following, STAFF << RANK_SHIFT | pool, owner)
    wanted = staff_at(program, pool, now)
    if wanted == crew.target:
        return
    crew.target = wanted
    note(program, state, T_STAFF, pool, NO_DETAIL, wanted)
    while crew.on_duty > wanted and crew.idle > 0:
        _send_home(program, state, pool, take_idle(program, state, pool), SAME)
    while crew.on_duty > wanted and row.policy != FINISH:
        _break_off(program, state, pool)
    while crew.on_duty < wanted:
        crew.absent -= 1
        _set_to_work(program, state, pool, absent_of(state)[row.first_server + crew.absent])


@inner
def _send_home(program: ProgramRecord, state: StateRecord, pool: int, server: int, busy: int) -> None:
    crew = crew_of(state, pool)
    staffed(state, pool, state.now, FEWER, -busy)
    absent_of(state)[pool_of(program, pool).first_server + crew.absent] = server
    crew.absent += 1


@inner
def _set_to_work(program: ProgramRecord, state: StateRecord, pool: int, server: int) -> None:
    staffed(state, pool, state.now, MORE, SAME)
    slot = next_waiting(program, state, pool)
    if slot == NONE:
        rest(program, state, pool, server)
    else:
        call(program, state, slot)
        start(program, state, slot, pool, server)


@inner
def _break_off(program: ProgramRecord, state: StateRecord, pool: int) -> None:
    """Send the server home whose service began last; of several, the one with the highest customer number."""
    last = NONE
    for slot in range(state.slot_count):
        customer = slot_of(state, slot)
        if customer.state == IN_SERVICE and customer.pool == pool and (last == NONE or _later(state, slot, last)):
            last = slot
    customer, now = slot_of(state, last), state.now
    drop(state, program.class_count + program.pool_count + last)
    note(program, state, T_INTERRUPTED, customer.subject, pool, customer.server)
    _send_home(program, state, pool, customer.server, MORE)
    policy = pool_of(program, pool).policy
    if policy == LOSE:
        end_visit(program, state, last, INTERRUPTED)
        leave(program, state, last, INTERRUPTED)
        return
    if policy == REQUEUE_RESUME:
        customer.remaining = customer.started + customer.remaining - now
    other = idle_pool(program, state, customer.station, customer.number)
    if other == NONE:
        wait_again(program, state, last)
    else:
        start(program, state, last, other, take_idle(program, state, other))


@inner
def _later(state: StateRecord, slot: int, other: int) -> bool:
    left, right = slot_of(state, slot), slot_of(state, other)
    if left.started != right.started:
        return left.started > right.started
    return left.subject > right.subject
