"""Coming to a station: into service, into the queue, or away; and the end of patience."""

from sim.queueing.accounts import ABANDONED, MORE, SAME, arrived, recount
from sim.queueing.compiled import fixed, inner
from sim.queueing.departures import end_visit, leave, note, turn_away
from sim.queueing.heap import push
from sim.queueing.laws import length_us
from sim.queueing.order import NO_DETAIL, PATIENCE, RANK_SHIFT, T_ABANDONED, T_BLOCKED, T_JOINED, T_WAITS
from sim.queueing.program import NONE, ProgramRecord, class_of, station_of
from sim.queueing.seats import idle_pool, take_idle
from sim.queueing.service import recount_waiting, start, stop_waiting
from sim.queueing.state import StateRecord, ledger_of, queue_of, slot_of
from sim.queueing.waiting import enqueue
from sim.randomness.purpose import Purpose

_PATIENCE = fixed(Purpose.QUEUE_PATIENCE)


@inner
def join(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Let a customer come to a station: into service, into the queue, or away."""
    customer = slot_of(state, slot)
    now, station = state.now, customer.station
    account = program.class_count + station
    note(program, state, T_JOINED, customer.subject, station, NO_DETAIL)
    pool = idle_pool(program, state, station, customer.number)
    admitted = ledger_of(state, account).in_system < station_of(program, station).capacity and (
        pool != NONE or _may_wait(program, state, station, customer.number)
    )
    arrived(program, state, account, now, int(admitted))
    if customer.visit == 0:
        arrived(program, state, customer.number, now, int(admitted))
        if admitted:
            recount(state, customer.number, now, SAME, MORE)
    if not admitted:
        note(program, state, T_BLOCKED, customer.subject, station, NO_DETAIL)
        turn_away(program, state, slot)
        return
    recount(state, account, now, SAME, MORE)
    customer.joined = now
    customer.waited = customer.delayed = 0
    customer.remaining = NONE
    if pool != NONE:
        start(program, state, slot, pool, take_idle(program, state, pool))
    else:
        _wait(program, state, slot)


@inner
def _may_wait(program: ProgramRecord, state: StateRecord, station: int, number: int) -> bool:
    account = program.class_count + station
    return (
        ledger_of(state, account).waiting < station_of(program, station).queue_limit
        and queue_of(program, state, station, number).length < class_of(program, number).queue_limit
    )


@inner
def _wait(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    customer = slot_of(state, slot)
    now = state.now
    customer.delayed = 1
    customer.queued = now
    note(program, state, T_WAITS, customer.subject, customer.station, NO_DETAIL)
    law = class_of(program, customer.number).patience
    if law != NONE:
        patience = length_us(program, law, _PATIENCE, customer.subject, customer.visit)
        if patience == 0:
            note(program, state, T_ABANDONED, customer.subject, customer.station, NO_DETAIL)
            end_visit(program, state, slot, ABANDONED)
            leave(program, state, slot, ABANDONED)
            return
        owner = program.class_count + program.pool_count + slot
        push(state, now + patience, PATIENCE << RANK_SHIFT | customer.subject, owner)
    enqueue(program, state, slot)
    recount_waiting(program, state, slot, MORE)


@inner
def abandon(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Let a customer's patience end."""
    customer = slot_of(state, slot)
    stop_waiting(program, state, slot)
    note(program, state, T_ABANDONED, customer.subject, customer.station, NO_DETAIL)
    end_visit(program, state, slot, ABANDONED)
    leave(program, state, slot, ABANDONED)
