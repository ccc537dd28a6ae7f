"""The exact entropy of a simulation's draws, from the tickets that events do not hold."""

from collections.abc import Sequence
from typing import Final

from analytics.fairness.predictability import ticket_entropy
from engine.core.assignment import AssignmentCore
from engine.events.enums import OfferBasis
from engine.events.records import Event, Offered
from engine.events.sink import EventSink


class EntropyProbe:
    """An event sink that follows a simulation with a core of its own and asks it who was in each draw.

    Parameters
    ----------
    core
        Like the one that decides, and empty.
    sink
        Takes the events after they have been looked at.
    """

    def __init__(self, core: AssignmentCore, sink: EventSink) -> None:
        self._core: Final = core
        self._sink: Final = sink
        self._bits = 0.0
        self._draws = 0

    @property
    def mean_bits(self) -> float | None:
        """Mean entropy over the draws among two or more, in bits; None without one."""
        return self._bits / self._draws if self._draws else None

    def append(self, events: Sequence[Event]) -> None:
        """Look at the events, follow them, and hand them on."""
        for event in events:
            if isinstance(event, Offered) and event.basis is OfferBasis.DRAWN and event.pool_size > 1:
                self._bits += ticket_entropy(self._core.pool(event.case_id).tickets)
                self._draws += 1
            self._core.apply(event)
        self._sink.append(events)
