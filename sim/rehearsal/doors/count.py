"""What is counted of the doors."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.calendar.day import local_datetime
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.moves import Moved
from engine.linked.ledger import Ledger
from engine.linked.records import Answered, AnyRecord, Asked, AttemptFailed, GaveUp
from engine.linked.simulator.checker import contradictions
from engine.linked.simulator.systems import SimulatedSystem
from engine.linked.words import System
from sim.rehearsal.outages import Drainage


@dataclass(slots=True, eq=False)
class DoorCount:
    """Numbers of one run; what happened before it is left out."""

    opened: int = 0
    """Disputes that came in."""
    moves: Counter[tuple[Track, Transition]] = field(default_factory=Counter[tuple[Track, Transition]])
    states: Counter[tuple[Track, State]] = field(default_factory=Counter[tuple[Track, State]])
    """Moves by the state that they led to."""

    def move(self, event: Moved) -> None:
        """Count a move."""
        self.moves[event.track, event.transition] += 1
        self.states[event.track, event.state] += 1

    def by_door(self) -> dict[str, dict[str, int]]:
        """Return how often each transition was taken, by door."""
        doors: dict[str, dict[str, int]] = {}
        for (track, transition), count in sorted(self.moves.items()):
            doors.setdefault(track.value, {})[transition.value] = count
        return doors


def linked_count(
    records: list[AnyRecord],
    systems: Mapping[System, SimulatedSystem],
    ledger: Ledger,
    drainage: Drainage,
    *,
    since: int,
) -> dict[str, Any]:
    """Return what linked systems were asked since an instant, and whether anything was ever lost or done twice."""
    standing = ledger.entries.keys() - ledger.dead.keys()
    books = {system: simulated.book for system, simulated in systems.items()}
    of_run = [record for record in records if record.at >= since]
    asked = Counter(record.request.purpose for record in of_run if isinstance(record, Asked))
    return {
        "asked": dict(sorted(asked.items())),
        "answered": sum(isinstance(record, Answered) for record in of_run),
        "failed": sum(isinstance(record, AttemptFailed) for record in of_run),
        "dead": sum(isinstance(record, GaveUp) for record in of_run),
        "unanswered_at_end": len(standing),
        "drained_at": [None if at is None else local_datetime(at).isoformat() for at in drainage.drained_at],
        "lost_or_done_twice": len(contradictions(records, books, standing)),
    }
