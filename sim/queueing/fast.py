"""Drive the compiled loop from one instant to look at to the next."""

import numpy as np
from numpy.typing import NDArray

from sim.queueing.begin import grow, new_state
from sim.queueing.loop import FULL, advance
from sim.queueing.program import Program
from sim.queueing.state import FREE_SLOT, WAITING, State
from sim.queueing.tally import FOLLOWED_LENGTHS, Snapshot, Tally


def run_fast(program: Program, stops: list[int]) -> Tally:
    """Run a scenario in the compiled loop.

    Parameters
    ----------
    program
        The scenario as arrays.
    stops
        Instants to look at, rising, the ends of warm-up and of the run among them; microseconds.

    """
    state = new_state(program)
    warm, end = int(program.record["warm"]), int(program.record["end"])
    in_system, area, came = np.zeros(len(stops), np.int64), np.zeros(len(stops)), np.zeros(len(stops), np.int64)
    classes = int(program.record["class_count"])
    snapshots: dict[int, Snapshot] = {}
    for place, stop in enumerate(stops):
        _advance(program, state, stop, followed=0)
        _settle(state, stop)
        in_system[place] = state["ledgers"]["in_system"][:classes].sum()
        area[place] = state["ledgers"]["system_area"][:classes].sum()
        came[place] = state.record["customers"]
        if stop in (warm, end):
            snapshots[stop] = Snapshot(ledgers=state["ledgers"].copy(), crews=state["crews"].copy())
    _advance(program, state, end * (1 + FOLLOWED_LENGTHS), followed=1)
    _cut_off(program, state)
    record = state.record
    return Tally(
        at_warm_up=snapshots[warm],
        at_end=snapshots[end],
        ledgers=state["ledgers"],
        waits=state["waits"],
        in_system=in_system,
        area=area,
        came=came,
        series=_as_columns(state["series"])[: int(record["customers"])],
        trace=_as_columns(state["trace"])[: int(record["traced"])],
        events=int(record["handled"]),
        customers=int(record["customers"]),
        last_left=int(record["last_left"]),
    )


def _advance(program: Program, state: State, until: int, *, followed: int) -> None:
    while advance(program.record, state.record, until, followed) == FULL:
        grow(state)


def _settle(state: State, at: int) -> None:
    """Bring all areas up to an instant."""
    ledgers, crews = state["ledgers"], state["crews"]
    passed = at - ledgers["since"]
    ledgers["queue_area"] += ledgers["waiting"] * passed
    ledgers["system_area"] += ledgers["in_system"] * passed
    ledgers["since"] = at
    passed = at - crews["since"]
    crews["busy_area"] += crews["busy"] * passed
    crews["duty_area"] += crews["on_duty"] * passed
    crews["since"] = at


def _cut_off(program: Program, state: State) -> None:
    """Close the accounts of the measured customers who are still there: the wait and time so far."""
    warm, end = int(program.record["warm"]), int(program.record["end"])
    now = max(end, int(state.record["now"]))
    slots = state["slots"][state["slots"]["state"] != FREE_SLOT]
    waited = slots["waited"] + np.where(slots["state"] == WAITING, now - slots["queued"], 0)
    _close_open(state["ledgers"], slots["number"], slots["entered"], waited + slots["waited_before"], (warm, end, now))
    stations = int(program.record["class_count"]) + slots["station"]
    _close_open(state["ledgers"], stations, slots["joined"], waited, (warm, end, now))


def _close_open(
    ledgers: NDArray[np.void],
    accounts: NDArray[np.int64],
    began: NDArray[np.int64],
    waited: NDArray[np.int64],
    window: tuple[int, int, int],
) -> None:
    warm, end, now = window
    before = began < warm
    np.add.at(ledgers["carried_in"], accounts[before], float(end - warm))
    inside = ~before & (began < end)
    account = accounts[inside]
    np.add.at(ledgers["cut_off"], account, 1)
    np.add.at(ledgers["wait"], account, waited[inside].astype(float))
    np.add.at(ledgers["time"], account, (now - began[inside]).astype(float))
    np.add.at(ledgers["carried_out"], account, float(now - end))


def _as_columns(table: NDArray[np.void]) -> NDArray[np.int64]:
    """Return a table of int64 fields as int64[rows, fields]."""
    return table.view(np.int64).reshape(len(table), len(table.dtype.names or ()))
