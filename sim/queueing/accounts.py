"""Accounts of customers and of visits: opened when one comes, closed when one goes, areas kept between.

A ledger knows its count in system at every instant, from which the time averages come, and the time of each customer,
from which the means come. The two are kept apart, so that Little's law checks one by the other.
"""

from sim.queueing.compiled import fixed, inner
from sim.queueing.histogram import bucket_of
from sim.queueing.program import ProgramRecord
from sim.queueing.state import StateRecord, count_wait, crew_of, ledger_of

SERVED = fixed(0)
ABANDONED = fixed(1)
BLOCKED = fixed(2)
INTERRUPTED = fixed(3)
SAME = fixed(0)
MORE = fixed(1)
FEWER = fixed(-1)


@inner
def recount(state: StateRecord, number: int, now: int, waiting: int, in_system: int) -> None:
    """Change how many wait and how many are there.

    Parameters
    ----------
    state
        The state.
    number
        Ledger.
    now
        Instant, microseconds.
    waiting, in_system
        What to add.

    """
    ledger = ledger_of(state, number)
    passed = now - ledger.since
    if passed > 0:
        ledger.queue_area += float(ledger.waiting * passed)
        ledger.system_area += float(ledger.in_system * passed)
        ledger.since = now
    ledger.waiting += waiting
    ledger.in_system += in_system


@inner
def arrived(program: ProgramRecord, state: StateRecord, number: int, now: int, admitted: int) -> None:
    """Count an arrival; one who is let in has an open account until `closed`.

    Parameters
    ----------
    program, state
        The scenario and its state.
    number
        Ledger.
    now
        Instant, microseconds.
    admitted
        1 if there is room, 0 if the customer is blocked.

    """
    if program.warm <= now < program.end:
        ledger = ledger_of(state, number)
        ledger.arrived += 1
        ledger.admitted += admitted
        ledger.blocked += 1 - admitted
        state.open += admitted


@inner
def closed(
    program: ProgramRecord,
    state: StateRecord,
    number: int,
    began: int,
    now: int,
    waited: int,
    delayed: int,
    outcome: int,
    target: int,
) -> None:
    """Close an account.

    Parameters
    ----------
    program, state
        The scenario and its state.
    number
        Ledger.
    began, now
        When it was opened, and now, microseconds.
    waited
        Time waited, microseconds.
    delayed
        1 if there was any waiting.
    outcome
        `SERVED`, `ABANDONED`, `BLOCKED` or `INTERRUPTED`.
    target
        Wait that counts as in time, microseconds.

    """
    ledger = ledger_of(state, number)
    warm, end = program.warm, program.end
    if began < warm:
        ledger.carried_in += float(max(0, min(now, end) - warm))
        return
    if began >= end:
        return
    state.open -= 1
    ledger.delayed += delayed
    ledger.wait += float(waited)
    ledger.time += float(now - began)
    ledger.carried_out += float(max(0, now - end))
    count_wait(state, number, bucket_of(waited))
    if outcome == SERVED:
        ledger.served += 1
        ledger.wait_served += float(waited)
        ledger.in_time += int(waited <= target)
    elif outcome == ABANDONED:
        ledger.abandoned += 1
        ledger.gone_early += int(waited < target)
    elif outcome == BLOCKED:
        ledger.blocked += 1
    else:
        ledger.interrupted += 1


@inner
def staffed(state: StateRecord, pool: int, now: int, on_duty: int, busy: int) -> None:
    """Change how many servers of a pool are on duty, and how many of them busy.

    Parameters
    ----------
    state
        The state.
    pool
        Number of the pool.
    now
        Instant, microseconds.
    on_duty, busy
        What to add.

    """
    crew = crew_of(state, pool)
    passed = now - crew.since
    if passed > 0:
        crew.busy_area += float(crew.busy * passed)
        crew.duty_area += float(crew.on_duty * passed)
        crew.since = now
    crew.on_duty += on_duty
    crew.busy += busy
