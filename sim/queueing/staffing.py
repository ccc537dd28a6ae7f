"""How many servers a pool wants at an instant, and when that changes next; a function of time alone."""

import numpy as np

from sim.queueing.compiled import outer
from sim.queueing.program import NONE, ProgramRecord, outage_of, pool_of, step_of


@outer
def staff_at(program: ProgramRecord, pool: int, at: int) -> int:
    """Return the servers a pool wants from an instant on.

    Parameters
    ----------
    program
        The scenario.
    pool
        Number of the pool.
    at
        Instant, microseconds.

    Returns
    -------
    int
        Those of the shifts, less those gone; the number gone is rounded to the nearest, a half upwards.

    """
    row = pool_of(program, pool)
    place = at % row.cycle if row.cycle else at
    servers = 0
    for step in range(row.first_step, row.first_step + row.steps):
        if step_of(program, step).at > place:
            break
        servers = step_of(program, step).servers
    gone = 0.0
    for outage in range(row.first_outage, row.first_outage + row.outages):
        if outage_of(program, outage).starts <= at < outage_of(program, outage).ends:
            gone += outage_of(program, outage).share
    return servers - min(servers, int(np.floor(servers * gone + 0.5)))


@outer
def staff_change_after(program: ProgramRecord, pool: int, at: int) -> int:
    """Return the next instant at which a pool may want other servers, NONE if there is none.

    Parameters
    ----------
    program
        The scenario.
    pool
        Number of the pool.
    at
        Instant, microseconds; the one returned is later.

    """
    row = pool_of(program, pool)
    base = at - at % row.cycle if row.cycle else 0
    found = NONE
    for turn in range(2 if row.cycle else 1):
        for step in range(row.first_step, row.first_step + row.steps):
            instant = base + turn * row.cycle + step_of(program, step).at
            if instant > at and (found == NONE or instant < found):
                found = instant
    for outage in range(row.first_outage, row.first_outage + row.outages):
        for instant in (outage_of(program, outage).starts, outage_of(program, outage).ends):
            if instant > at and (found == NONE or instant < found):
                found = instant
    return found
