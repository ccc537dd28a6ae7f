"""Leaving: the end of a visit, the end of a customer's stay; and the lines of the trace."""

from sim.queueing.accounts import BLOCKED, FEWER, SAME, closed, recount
from sim.queueing.compiled import inner
from sim.queueing.order import NO_DETAIL, T_LEFT
from sim.queueing.program import ProgramRecord, class_of
from sim.queueing.state import FREE_SLOT, StateRecord, line_of, slot_of, wait_of


@inner
def note(program: ProgramRecord, state: StateRecord, kind: int, subject: int, place: int, detail: int) -> None:
    """Write a line of the trace, while there is room for it."""
    row = state.traced
    if row < program.trace_max:
        line = line_of(state, row)
        line.at, line.kind, line.subject, line.place, line.detail = state.now, kind, subject, place, detail
        state.traced = row + 1


@inner
def end_visit(program: ProgramRecord, state: StateRecord, slot: int, outcome: int) -> None:
    """Close the account of a visit."""
    customer, now = slot_of(state, slot), state.now
    account = program.class_count + customer.station
    target = class_of(program, customer.number).target
    recount(state, account, now, SAME, FEWER)
    closed(program, state, account, customer.joined, now, customer.waited, customer.delayed, outcome, target)


@inner
def leave(program: ProgramRecord, state: StateRecord, slot: int, outcome: int) -> None:
    """Close the account of a customer and free the slot."""
    customer, now, number = slot_of(state, slot), state.now, slot_of(state, slot).number
    waited = customer.waited_before + customer.waited
    delayed = customer.delayed_before | customer.delayed
    recount(state, number, now, SAME, FEWER)
    closed(program, state, number, customer.entered, now, waited, delayed, outcome, class_of(program, number).target)
    note(program, state, T_LEFT, customer.subject, customer.station, NO_DETAIL)
    if customer.sequence < program.waits_max:
        wait_of(state, customer.sequence).waited = waited
    state.last_left = now
    _free(state, slot)


@inner
def turn_away(program: ProgramRecord, state: StateRecord, slot: int) -> None:
    """Lose a customer who finds no room: at once, or on the way."""
    if slot_of(state, slot).visit == 0:
        _free(state, slot)
    else:
        leave(program, state, slot, BLOCKED)


@inner
def _free(state: StateRecord, slot: int) -> None:
    slot_of(state, slot).state = FREE_SLOT
    slot_of(state, slot).next = state.free
    state.free = slot
