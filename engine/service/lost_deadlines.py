"""Whether a log keeps its own word: of everything that was due before its end, something must have come.

A service whose timers have lost a deadline goes on as if nothing were wrong, and a log that it wrote can be followed;
only this shows it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from engine.events.records import Event
from engine.lifecycle.rulebook import Rulebook
from engine.log.log import Log
from engine.service.entries import Entry, EntryCodec
from engine.service.lost_clocks import ClocksFollowed
from engine.service.lost_waits import WaitsFollowed
from engine.service.records import DisputeMet

_CODEC: Final = EntryCodec()


def lost_deadlines(batches: Iterable[Sequence[Entry]], rulebook: Rulebook) -> list[str]:
    """Return what was due before the end of a log, by what its events say, and has not happened.

    What is due at the very instant of the last entry need not have happened yet.

    Parameters
    ----------
    batches
        The whole log's entries, in order, in pieces of any length.
    rulebook
        Of the service that wrote it.

    Returns
    -------
    list[str]
        One sentence for each: whose it is, what it is, and the instant, microseconds since the epoch.

    Examples
    --------
    >>> from engine.events.records import LeaseHeld
    >>> from engine.service.records import Started
    >>> held = LeaseHeld(occurred_at=5, recorded_at=5, court_id=0, mediator_id=3, deadline=9)
    >>> later = Started(at=10, epoch=2, release="1.0", roster_digest="ab")
    >>> lost_deadlines([[held], [later]], Rulebook.shipped())
    ['mediator 3: lease was due at 9']
    """
    waits, clocks = WaitsFollowed(), ClocksFollowed(rulebook)
    last_at = 0
    for entries in batches:
        for entry in entries:
            if isinstance(entry, Event):
                waits.follow(entry)
                clocks.follow(entry)
            elif isinstance(entry, DisputeMet):
                clocks.meet(entry.dispute)
        if entries:
            last_at = max(last_at, _CODEC.recorded_at(entries[-1]))
    return [*waits.lost(last_at), *clocks.lost(last_at)]


def lost_in(log: Log[Entry], rulebook: Rulebook) -> list[str]:
    """Return what a log has lost; see `lost_deadlines`."""
    return lost_deadlines((_CODEC.decode(batch.body) for batch in log.batches()), rulebook)
