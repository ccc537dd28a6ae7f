"""The order of things at one instant, and the kinds of lines of a trace.

Room is given back before anybody asks for it: services end, then staff come and go, then patience ends, then customers
join. Whoever's patience ends at the instant a server turns to them is served. Within a kind, by class and then by
ordinal within the class.
"""

from typing import Final

from sim.queueing.compiled import fixed

RANK_SHIFT: Final = fixed(52)
ORDINAL_BITS: Final = fixed(42)
"""A customer's number is `class << 42 | ordinal`; classes fit the ten bits above."""
EXTRA_BIT: Final = fixed(1 << 41)
"""Set in the ordinals of bursts, so that adding one leaves every other customer's random words alone."""

END: Final = fixed(1)
STAFF: Final = fixed(2)
PATIENCE: Final = fixed(3)
JOIN: Final = fixed(4)

T_JOINED: Final = fixed(1)
"""Customer, station: comes to a station. Columns of a trace: time, kind, subject, place, detail."""
T_BLOCKED: Final = fixed(2)
"""Customer, station: finds no room, is lost."""
T_WAITS: Final = fixed(3)
"""Customer, station: joins the queue."""
T_STARTED: Final = fixed(4)
"""Customer, pool, server: service begins."""
T_ENDED: Final = fixed(5)
"""Customer, pool, server: service ends."""
T_ABANDONED: Final = fixed(6)
"""Customer, station: patience ends."""
T_INTERRUPTED: Final = fixed(7)
"""Customer, pool, server: service is broken off."""
T_LEFT: Final = fixed(8)
"""Customer, station: leaves the system."""
T_STAFF: Final = fixed(9)
"""Pool, -, servers wanted from now on."""

NO_DETAIL: Final = fixed(0)

TRACE_NAMES: Final = {
    T_JOINED: "joined",
    T_BLOCKED: "blocked",
    T_WAITS: "waits",
    T_STARTED: "started",
    T_ENDED: "ended",
    T_ABANDONED: "abandoned",
    T_INTERRUPTED: "interrupted",
    T_LEFT: "left",
    T_STAFF: "staff",
}


def priority(rank: int, subject: int) -> int:
    """Return one integer that sorts by kind of event, then by customer or pool.

    Examples
    --------
    >>> priority(END, 7) < priority(JOIN, 0)
    True

    """
    return int(rank << RANK_SHIFT | subject)
