"""Idle servers: a ring for each pool, the longest idle first."""

from sim.queueing.compiled import inner
from sim.queueing.program import NONE, ProgramRecord, choice_of, pool_of
from sim.queueing.state import StateRecord, crew_of, idle_of


@inner
def idle_pool(program: ProgramRecord, state: StateRecord, station: int, number: int) -> int:
    """Return the pool with an idle server that a class prefers at a station, NONE if there is none."""
    for place in range(program.pool_count):
        pool = choice_of(program, station, number, place)
        if pool == NONE:
            break
        if crew_of(state, pool).idle > 0:
            return pool
    return NONE


@inner
def take_idle(program: ProgramRecord, state: StateRecord, pool: int) -> int:
    """Return the longest idle server of a pool, who is idle no longer."""
    crew, row = crew_of(state, pool), pool_of(program, pool)
    server = idle_of(state)[row.first_server + crew.idle_head]
    crew.idle_head += 1
    if crew.idle_head == row.servers:
        crew.idle_head = 0
    crew.idle -= 1
    return server


@inner
def rest(program: ProgramRecord, state: StateRecord, pool: int, server: int) -> None:
    """Put a server behind all who are idle."""
    crew, row = crew_of(state, pool), pool_of(program, pool)
    place = crew.idle_head + crew.idle
    if place >= row.servers:
        place -= row.servers
    idle_of(state)[row.first_server + place] = server
    crew.idle += 1
