"""The state of a compiled run at its beginning, and with more room."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.queueing.arrivals import SOURCE, first_arrival, next_arrival
from sim.queueing.heap import push
from sim.queueing.histogram import BUCKETS
from sim.queueing.order import JOIN, STAFF, priority
from sim.queueing.program import NONE, Program
from sim.queueing.staffing import staff_at, staff_change_after
from sim.queueing.state import CREW, EVENT, LEDGER, LINE, QUEUE, SLOT, WAIT, State

_SLOTS: Final = 256


def new_state(program: Program) -> State:
    """Return the state at 0, before anybody has come.

    Parameters
    ----------
    program
        The scenario.

    """
    record = program.record
    classes, pools, stations = int(record["class_count"]), int(record["pool_count"]), int(record["station_count"])
    owners, servers = classes + pools + _SLOTS, int(program.arrays["pools"]["servers"].sum())
    queues = np.zeros(stations * classes, QUEUE)
    queues["head"] = queues["tail"] = NONE
    series = np.zeros(int(record["waits_max"]), WAIT)
    series["arrived"] = series["waited"] = NONE
    state = State(
        {
            "heap": np.zeros(owners, EVENT),
            "rows": np.full(owners, NONE, np.int64),
            "slots": _free_slots(0, _SLOTS),
            "queues": queues,
            "crews": np.zeros(pools, CREW),
            "idle": np.zeros(servers, np.int64),
            "absent": np.zeros(servers, np.int64),
            "sources": np.zeros(classes, SOURCE),
            "ledgers": np.zeros(classes + stations, LEDGER),
            "waits": np.zeros((classes + stations, BUCKETS), np.int64),
            "series": series,
            "trace": np.zeros(int(record["trace_max"]), LINE),
        }
    )
    _man(program, state)
    _schedule_firsts(program, state)
    return state


def grow(state: State) -> None:
    """Double the slots of a state that has none free; needed once in a while, so the loop leaves it to Python.

    Parameters
    ----------
    state
        Changed in place.

    """
    have = len(state["slots"])
    state.record["free"] = have
    state.replace(
        {
            "slots": np.concatenate((state["slots"], _free_slots(have, 2 * have))),
            "heap": np.concatenate((state["heap"], np.zeros(have, EVENT))),
            "rows": np.concatenate((state["rows"], np.full(have, NONE, np.int64))),
        }
    )


def _free_slots(begin: int, end: int) -> NDArray[Any]:
    slots = np.zeros(end - begin, SLOT)
    slots["next"] = np.arange(begin + 1, end + 1)
    slots["next"][-1] = NONE
    return slots


def _man(program: Program, state: State) -> None:
    """Put the first servers on duty, idle, the lowest number first; the others are absent, the lowest on top."""
    for number, pool in enumerate(program.arrays["pools"]):
        crew, first, servers = state["crews"][number], int(pool["first_server"]), int(pool["servers"])
        wanted = int(staff_at(program.record, number, 0))
        crew["target"] = crew["on_duty"] = crew["idle"] = wanted
        crew["absent"] = servers - wanted
        state["idle"][first : first + wanted] = np.arange(wanted)
        state["absent"][first : first + servers - wanted] = np.arange(servers - 1, wanted - 1, -1)


def _schedule_firsts(program: Program, state: State) -> None:
    record = program.record
    for number in range(record["class_count"]):
        source = state["sources"][number]
        first_arrival(record, source, number)
        at, subject = next_arrival(record, source, number)
        if at != NONE:
            push(state.record, int(at), priority(JOIN, int(subject)), number)
    for number in range(record["pool_count"]):
        at = staff_change_after(record, number, 0)
        if at != NONE:
            push(state.record, int(at), priority(STAFF, number), int(record["class_count"]) + number)
