"""What a compiled run remembers: customers in slots, servers, queues, events, accounts. It grows with who is there."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.queueing.arrivals import SOURCE
from sim.queueing.compiled import fixed, inner
from sim.queueing.histogram import BUCKETS
from sim.queueing.memory import SHAPE, carray, fill, layout, pointer
from sim.queueing.program import ProgramRecord

_I: Final = np.int64
_F: Final = np.float64

SLOT: Final = np.dtype(
    [
        ("subject", _I),
        ("number", _I),  # of the class
        ("station", _I),
        ("visit", _I),
        ("next", _I),  # in the queue, or in the list of free slots
        ("previous", _I),
        ("state", _I),
        ("pool", _I),
        ("server", _I),
        ("entered", _I),
        ("joined", _I),  # the station
        ("queued", _I),  # beginning of the wait that goes on
        ("waited", _I),  # at this station before that
        ("waited_before", _I),  # at earlier stations
        ("delayed", _I),  # 1 if the station had no server free
        ("delayed_before", _I),
        ("started", _I),
        ("remaining", _I),  # of a service that was broken off; NONE for a new one
        ("sequence", _I),  # of all customers, in order of arrival
    ]
)
"""A customer in the system."""
FREE_SLOT: Final = fixed(0)
WAITING: Final = fixed(1)
IN_SERVICE: Final = fixed(2)
MOVING: Final = fixed(3)

QUEUE: Final = np.dtype([("head", _I), ("tail", _I), ("length", _I)])
CREW: Final = np.dtype(
    [
        ("target", _I),  # servers wanted
        ("on_duty", _I),
        ("busy", _I),
        ("idle", _I),
        ("idle_head", _I),  # in the ring of idle servers, the longest idle first
        ("absent", _I),  # in the stack of absent servers
        ("since", _I),
        ("busy_area", _F),  # server-microseconds
        ("duty_area", _F),
    ]
)
LEDGER: Final = np.dtype(
    [
        ("arrived", _I),
        ("admitted", _I),
        ("blocked", _I),
        ("served", _I),
        ("abandoned", _I),
        ("interrupted", _I),
        ("delayed", _I),
        ("in_time", _I),
        ("gone_early", _I),
        ("cut_off", _I),
        ("wait", _F),  # customer-microseconds, as below
        ("wait_served", _F),
        ("time", _F),
        ("carried_in", _F),  # time inside the window of those who came before it
        ("carried_out", _F),  # time after the window of those who came in it
        ("waiting", _I),  # now
        ("in_system", _I),
        ("since", _I),
        ("queue_area", _F),
        ("system_area", _F),
    ]
)
"""An account of a class's customers, or of the visits to a station."""


EVENT: Final = np.dtype([("at", _I), ("key", _I), ("owner", _I)])
LINE: Final = np.dtype([("at", _I), ("kind", _I), ("subject", _I), ("place", _I), ("detail", _I)])
"""A line of the trace."""
WAIT: Final = np.dtype([("arrived", _I), ("waited", _I)])
"""Of a customer, microseconds; NONE where unknown."""

_NUMBERS: Final = ("now", "events", "gap", "free", "open", "customers", "traced", "last_left", "handled", "slot_count")
ARRAYS: Final[Mapping[str, Any]] = {
    "heap": EVENT,  # the first `events` rows are a binary heap
    "rows": _I,  # row of the heap of each owner's only event, NONE if it has none; owners are the classes (next
    # arrival), then the pools (next change of staff), then the slots
    "slots": SLOT,
    "queues": QUEUE,  # [stations, classes]
    "crews": CREW,
    "idle": _I,  # a ring for each pool
    "absent": _I,  # a stack for each pool
    "sources": SOURCE,
    "ledgers": LEDGER,  # [classes + stations]
    "waits": _I,  # [classes + stations, buckets]: histogram
    "series": WAIT,
    "trace": LINE,
}
_STATE: Final = layout(_NUMBERS, ARRAYS)


class StateRecord(Protocol):
    """What compiled code sees of a state: numbers here, arrays by the functions below."""

    now: int
    """Microseconds."""
    events: int
    """In the heap."""
    gap: int
    """1 while the first of them is the one being handled."""
    free: int
    """First free slot, NONE if there is none."""
    open: int
    """Accounts of measured customers and visits that are not closed yet."""
    customers: int
    """Who have come so far."""
    traced: int
    """Lines of the trace."""
    last_left: int
    """When the last customer left, microseconds."""
    handled: int
    """Events so far."""
    slot_count: int

    def __getattr__(self, name: str) -> Any:
        """Give the address of an array."""
        ...


class State:
    """Everything that changes.

    Parameters
    ----------
    arrays
        The arrays named by `ARRAYS`.

    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._table: Final = np.zeros(1, _STATE)
        self.record: Final[Any] = self._table[0]
        """What compiled functions take."""
        self.arrays: Final[dict[str, NDArray[Any]]] = {}
        self.replace(arrays)

    def replace(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Put other arrays in the place of some.

        Parameters
        ----------
        arrays
            By name.

        """
        self.arrays.update(arrays)
        fill(self.record, arrays)
        self.record["slot_count"] = len(self.arrays["slots"])

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name]


@inner
def heap_of(state: StateRecord) -> NDArray[np.void]:
    """Return `EVENT`[owners]."""
    return carray(pointer(state.heap), SHAPE, EVENT)


@inner
def rows_of(state: StateRecord) -> NDArray[np.int64]:
    """Return int64[owners]."""
    return carray(pointer(state.rows), SHAPE, _I)


@inner
def slot_of(state: StateRecord, slot: int) -> Any:
    """Return a `SLOT`."""
    return carray(pointer(state.slots), SHAPE, SLOT)[slot]


@inner
def queue_of(program: ProgramRecord, state: StateRecord, station: int, number: int) -> Any:
    """Return the `QUEUE` of a class at a station."""
    return carray(pointer(state.queues), SHAPE, QUEUE)[station * program.class_count + number]


@inner
def crew_of(state: StateRecord, pool: int) -> Any:
    """Return a `CREW`."""
    return carray(pointer(state.crews), SHAPE, CREW)[pool]


@inner
def idle_of(state: StateRecord) -> Any:
    """Return int64[servers]."""
    return carray(pointer(state.idle), SHAPE, _I)


@inner
def absent_of(state: StateRecord) -> Any:
    """Return int64[servers]."""
    return carray(pointer(state.absent), SHAPE, _I)


@inner
def source_of(state: StateRecord, number: int) -> Any:
    """Return a `SOURCE`."""
    return carray(pointer(state.sources), SHAPE, SOURCE)[number]


@inner
def ledger_of(state: StateRecord, number: int) -> Any:
    """Return a `LEDGER`."""
    return carray(pointer(state.ledgers), SHAPE, LEDGER)[number]


@inner
def count_wait(state: StateRecord, number: int, bucket: int) -> None:
    """Add a wait to a histogram."""
    carray(pointer(state.waits), SHAPE, _I)[number * BUCKETS + bucket] += 1


@inner
def wait_of(state: StateRecord, customer: int) -> Any:
    """Return the `WAIT` of one of the first customers."""
    return carray(pointer(state.series), SHAPE, WAIT)[customer]


@inner
def line_of(state: StateRecord, row: int) -> Any:
    """Return a `LINE`."""
    return carray(pointer(state.trace), SHAPE, LINE)[row]
