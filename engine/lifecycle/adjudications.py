"""Whether a dispute is before one court or tribunal at a time, as its events tell it."""

from functools import cache
from typing import Final

from engine.events.lifecycle_words import State, Track
from engine.events.moves import Moved
from engine.lifecycle.rulebook import Rulebook

ADJUDICATIVE: Final = frozenset({Track.ARBITRATION, Track.LITIGATION})


class Adjudications:
    """Follows the processes of a dispute that end in a judgment or an award."""

    def __init__(self, active: frozenset[int] = frozenset()) -> None:
        self._active: Final = set(active)

    def copied(self) -> "Adjudications":
        """Return one that goes on by itself from here."""
        return Adjudications(frozenset(self._active))

    def follow(self, event: Moved) -> bool:
        """Take over a move of one; return whether at most one such process is active."""
        if (event.track, event.state) in _idle():
            self._active.discard(event.case_id)
            return True
        is_new = event.case_id not in self._active
        self._active.add(event.case_id)
        return not is_new or len(self._active) == 1


@cache
def _idle() -> frozenset[tuple[Track, State]]:
    """Return where an adjudication is over."""
    return frozenset(
        (machine.track, state)
        for machine in Rulebook.shipped().machines.values()
        for state, entry in machine.states.items()
        if not entry.adjudicating
    )
