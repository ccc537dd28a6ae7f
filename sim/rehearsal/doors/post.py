"""The linked systems of international disputes, simulated apart from those of the mediations."""

from functools import partial
from typing import Any, Final

from engine.linked.postbox import Postbox
from engine.linked.records import AnyRecord
from engine.linked.requests import AnyRequest, Key
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from sim.randomness.purpose import Purpose
from sim.randomness.words import word
from sim.rehearsal.doors.count import linked_count
from sim.rehearsal.outages import Drainage, faults_of
from sim.scenario.lifecycle import Lifecycle as Section

_LATENCY: Final = int(Purpose.LINKED_LATENCY)
_JITTER: Final = int(Purpose.LINKED_JITTER)
_PURPOSES: Final = {request.purpose: place for place, request in enumerate(AnyRequest.__args__)}


class Post:
    """A postbox, the systems behind it, and what they were asked and answered.

    Parameters
    ----------
    section
        When they are out.
    seed, replication
        Key of the words of latencies and waits.
    at
        When the postbox is opened, microseconds.
    """

    def __init__(self, section: Section, seed: int, replication: int, *, at: int) -> None:
        settings = shipped_settings()

        def latency(key: Key, attempt: int) -> int:
            k = (_PURPOSES[key.purpose] << 40) | (key.ordinal << 16) | attempt
            return word(seed, replication, _LATENCY, key.dispute_id, k)

        self._systems: Final = simulated_systems(settings, latency, faults_of(section.outage))
        self._drainage: Final = Drainage(section.outage)
        self.postbox: Final = Postbox(settings, self._systems, partial(word, seed, replication, _JITTER), at=at)
        self._records: Final[list[AnyRecord]] = []

    def keep(self, record: AnyRecord) -> None:
        """Keep what the postbox has recorded."""
        self._records.append(record)

    def look(self, at: int) -> None:
        """Look whether what an outage has left undone has been made up for."""
        if self._drainage.is_awaited:
            self._drainage.look(self.postbox.ledger, at)

    def summary(self, since: int) -> dict[str, Any]:
        """Return what a run's summary says, of what was recorded since an instant."""
        return linked_count(self._records, self._systems, self.postbox.ledger, self._drainage, since=since)
