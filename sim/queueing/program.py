"""A scenario as arrays: everything compiled code needs to know, in one shape for every scenario."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.queueing.compiled import fixed, inner, outer
from sim.queueing.memory import SHAPE, carray, fill, layout, pointer

NONE: Final = fixed(-1)
"""No slot, no law, no pool, no instant."""
FINISH: Final = fixed(0)
REQUEUE_RESTART: Final = fixed(1)
REQUEUE_RESUME: Final = fixed(2)
LOSE: Final = fixed(3)
OLDEST: Final = fixed(0)
PREFERENCE: Final = fixed(1)
NO_SOURCE: Final = fixed(0)
RENEWAL: Final = fixed(1)
RATES: Final = fixed(2)

_I: Final = np.int64
_F: Final = np.float64

LAW: Final = np.dtype([("kind", _I), ("a", _F), ("b", _F), ("zero", _F), ("first", _I), ("n", _I)])
"""A law: its kind, two parameters in microseconds where they are lengths, the probability of zero, and where its
values stand in the list of values: `n` lengths, or `n` cumulative shares and then `n` rows of laws."""
CLASS: Final = np.dtype(
    [
        ("priority", _I),
        ("station", _I),  # where it enters
        ("patience", _I),  # row of the law, NONE for ever
        ("queue_limit", _I),
        ("target", _I),  # microseconds of a wait that counts as in time
        ("source", _I),  # NO_SOURCE, RENEWAL or RATES
        ("gap", _I),  # row of the law of gaps
        ("first_gap", _F),  # microseconds before the first arrival; below 0 for one gap
        ("first_edge", _I),  # rates: edges[first_edge : first_edge + n + 1], rates[first_edge : first_edge + n]
        ("edges", _I),
        ("cycle", _F),  # microseconds; 0 for none
        ("busy_shape", _F),  # shape of the factor of a period; 0 for none
        ("busy_period", _F),
        ("busy_subject", _I),
        ("first_extra", _I),
        ("extras", _I),
        ("extra_bit", _I),  # set in the ordinals of extra arrivals
    ]
)
"""What a class is like."""
POOL: Final = np.dtype(
    [
        ("station", _I),
        ("first_server", _I),
        ("servers", _I),  # most there ever are
        ("policy", _I),
        ("takes", _I),
        ("first_served", _I),  # served[first_served : first_served + n] are its classes
        ("served", _I),
        ("first_step", _I),  # steps: how many are there from when
        ("steps", _I),
        ("first_outage", _I),
        ("outages", _I),
        ("cycle", _I),  # microseconds; 0 for none
    ]
)
"""What a pool is like."""
STATION: Final = np.dtype([("capacity", _I), ("queue_limit", _I)])
STEP: Final = np.dtype([("at", _I), ("servers", _I)])
"""From `at` (microseconds, in the cycle if there is one) there are so many servers."""
OUTAGE: Final = np.dtype([("starts", _I), ("ends", _I), ("share", _F)])

_NUMBERS: Final = (
    "seed",
    "replication",
    "mirrored",
    "warm",
    "end",
    "closes",
    "waits_max",
    "trace_max",
    "trace_only",
    "class_count",
    "pool_count",
    "station_count",
)
ARRAYS: Final[Mapping[str, Any]] = {
    "laws": LAW,
    "law_values": _F,  # what rows of laws point at
    "classes": CLASS,
    "edges": _F,  # ends of intervals of constant rate, microseconds
    "rates": _F,  # arrivals a microsecond
    "extras": _I,  # instants of arrivals by trace and burst, microseconds, sorted within a class
    "stations": STATION,
    "routes": _F,  # [classes, stations, stations]: cumulative probability of going on to the stations up to each
    "pools": POOL,
    "served": _I,  # classes by pool, in its order
    "choices": _I,  # [stations, classes, pools]: pools in the class's order; NONE after the last
    "service": _I,  # [classes, pools]: row of the law, NONE where the pool does not serve the class
    "steps": STEP,
    "outages": OUTAGE,
}
"""The arrays of a program; those with several axes are laid out row by row."""
_PROGRAM: Final = layout(_NUMBERS, ARRAYS)


class ProgramRecord(Protocol):
    """What compiled code sees of a program: numbers here, arrays by the functions below."""

    seed: int
    replication: int
    mirrored: int
    """1 if every uniform number is mirrored."""
    warm: int
    """End of the warm-up, microseconds."""
    end: int
    """End of the window, microseconds."""
    closes: int
    """1 if nobody comes after the end."""
    waits_max: int
    trace_max: int
    trace_only: int
    """1 to stop when the trace is full."""
    class_count: int
    pool_count: int
    station_count: int

    def __getattr__(self, name: str) -> Any:
        """Give the address of an array."""
        ...


class Program:
    """A scenario as arrays, and the words it is run with.

    Parameters
    ----------
    numbers
        The fields of `ProgramRecord`.
    arrays
        The arrays named by `ARRAYS`.

    """

    def __init__(self, numbers: Mapping[str, int], arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays: Final = {name: np.ascontiguousarray(arrays[name], dtype) for name, dtype in ARRAYS.items()}
        self._table: Final = np.zeros(1, _PROGRAM)
        self.record: Final[Any] = self._table[0]
        """What compiled functions take."""
        for name in _NUMBERS:
            self.record[name] = numbers[name]
        fill(self.record, self.arrays)


@inner
def laws_of(program: ProgramRecord) -> NDArray[np.void]:
    """Return `LAW`[laws]."""
    return carray(pointer(program.laws), SHAPE, LAW)


@inner
def law_values_of(program: ProgramRecord) -> Any:
    """Return float64[n]."""
    return carray(pointer(program.law_values), SHAPE, _F)


@inner
def class_of(program: ProgramRecord, number: int) -> Any:
    """Return a `CLASS`."""
    return carray(pointer(program.classes), SHAPE, CLASS)[number]


@inner
def pool_of(program: ProgramRecord, number: int) -> Any:
    """Return a `POOL`."""
    return carray(pointer(program.pools), SHAPE, POOL)[number]


@inner
def station_of(program: ProgramRecord, number: int) -> Any:
    """Return a `STATION`."""
    return carray(pointer(program.stations), SHAPE, STATION)[number]


@inner
def edge_of(program: ProgramRecord, place: int) -> float:
    """Return an edge of an interval, microseconds."""
    return carray(pointer(program.edges), SHAPE, _F)[place]


@inner
def rate_of(program: ProgramRecord, place: int) -> float:
    """Return the rate of an interval, arrivals a microsecond."""
    return carray(pointer(program.rates), SHAPE, _F)[place]


@inner
def extra_of(program: ProgramRecord, place: int) -> int:
    """Return the instant of an extra arrival, microseconds."""
    return carray(pointer(program.extras), SHAPE, _I)[place]


@inner
def route_of(program: ProgramRecord, number: int, station: int, target: int) -> float:
    """Return the probability that a class goes from a station to one of those up to the target."""
    row = (number * program.station_count + station) * program.station_count
    return carray(pointer(program.routes), SHAPE, _F)[row + target]


@inner
def served_of(program: ProgramRecord, place: int) -> int:
    """Return a class that a pool serves."""
    return carray(pointer(program.served), SHAPE, _I)[place]


@inner
def choice_of(program: ProgramRecord, station: int, number: int, rank: int) -> int:
    """Return the pool that a class prefers at a station in that rank, NONE after the last."""
    row = (station * program.class_count + number) * program.pool_count
    return carray(pointer(program.choices), SHAPE, _I)[row + rank]


@outer
def service_of(program: ProgramRecord, number: int, pool: int) -> int:
    """Return the row of the law by which a pool serves a class."""
    return carray(pointer(program.service), SHAPE, _I)[number * program.pool_count + pool]


@inner
def step_of(program: ProgramRecord, place: int) -> Any:
    """Return a `STEP`."""
    return carray(pointer(program.steps), SHAPE, STEP)[place]


@inner
def outage_of(program: ProgramRecord, place: int) -> Any:
    """Return an `OUTAGE`."""
    return carray(pointer(program.outages), SHAPE, OUTAGE)[place]
