"""Outages of linked systems: as the simulated systems take them, and how long each takes to be made up for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from engine.calendar.day import DAY_US, EPOCH_ORDINAL, UTC_OFFSET_US
from engine.linked.ledger import Ledger
from engine.linked.simulator.faults import Faults, Outage
from engine.linked.words import System
from sim.scenario.lifecycle import LinkedOutage

_SECOND_US: Final = 1_000_000


def instant_of(local: datetime) -> int:
    """Return the instant of a local date and time, microseconds.

    Examples
    --------
    >>> instant_of(datetime(1970, 1, 1, 8))
    0
    """
    seconds = (local.hour * 60 + local.minute) * 60 + local.second
    day = local.toordinal() - EPOCH_ORDINAL
    return day * DAY_US - UTC_OFFSET_US + seconds * _SECOND_US + local.microsecond


def faults_of(outages: Sequence[LinkedOutage]) -> Mapping[System, Faults]:
    """Return what goes wrong with each system: while it is out, it refuses every request at once."""
    spans: dict[System, list[Outage]] = {}
    for outage in outages:
        span = Outage(from_at=instant_of(outage.starts_at), to_at=instant_of(outage.ends_at))
        spans.setdefault(outage.system, []).append(span)
    return {system: Faults(outages=tuple(found)) for system, found in spans.items()}


class Drainage:
    """Watches when everything that was asked of a system before its outage ended has been dealt with.

    Parameters
    ----------
    outages
        Of the scenario, in its order.
    """

    def __init__(self, outages: Sequence[LinkedOutage]) -> None:
        self.drained_at: Final[list[int | None]] = [None] * len(outages)
        """When that was, by outage; None as long as it is not."""
        self._open: Final = {place: (outage.system, instant_of(outage.ends_at)) for place, outage in enumerate(outages)}
        self._last: Final[dict[int, int]] = {}
        """Number of the last request before the end of each outage."""

    @property
    def is_awaited(self) -> bool:
        """Whether an outage has still to be made up for."""
        return bool(self._open)

    def look(self, ledger: Ledger, at: int) -> None:
        """Look at what is still unanswered, at an instant not before that of the last look."""
        for place, (system, ends_at) in list(self._open.items()):
            if at < ends_at:
                continue
            last = self._last.setdefault(place, ledger.last_number)
            if not any(
                number <= last and number not in ledger.dead and entry.request.system is system
                for number, entry in ledger.entries.items()
            ):
                self.drained_at[place] = at
                del self._open[place]
