"""Which events of a panel's seats move its case, and which only its seats."""

from typing import Final

from engine.events.lifecycle_words import State
from engine.events.records import Accepted, Declined, Event, Filed, Lapsed, Offered, Released
from engine.lifecycle.dispute import Process

PanelsTold = list[tuple[int, int, list[int], list[int]]]
"""Case, size, who is asked and who has accepted."""


class Panels:
    """Seats of cases that several mediators handle together (ONL 11).

    The lifecycle knows one offer and one acceptance a case: a panel's case is offered with its first open offer,
    accepted when its last seat is, and looks again when no offer is open and a seat is free.
    """

    def __init__(self) -> None:
        self._sizes: Final[dict[int, int]] = {}
        self._open: Final[dict[int, set[int]]] = {}
        self._accepted: Final[dict[int, set[int]]] = {}

    def moves(self, process: Process | None, event: Event) -> bool:
        """Take over an event of a case's assignment and tell whether it moves the case."""
        if isinstance(event, Filed) and event.panel_size > 1:
            self._sizes[event.case_id] = event.panel_size
            self._open[event.case_id], self._accepted[event.case_id] = set(), set()
        if event.case_id not in self._sizes:
            return True
        offers, accepted = self._open[event.case_id], self._accepted[event.case_id]
        if isinstance(event, Offered):
            offers.add(event.mediator_id)
            return process is not None and process.state is State.SELECTING
        if isinstance(event, Accepted):
            offers.discard(event.mediator_id)
            accepted.add(event.mediator_id)
            return len(accepted) == self._sizes[event.case_id]
        if isinstance(event, Declined | Lapsed | Released):
            was_complete = len(accepted) == self._sizes[event.case_id]
            offers.discard(event.mediator_id)
            accepted.discard(event.mediator_id)
            return was_complete or (not offers and process is not None and process.state is State.OFFERED)
        return True

    def forget(self, case_id: int) -> None:
        """Forget a case that is over."""
        for kept in (self._sizes, self._open, self._accepted):
            kept.pop(case_id, None)

    def told(self) -> PanelsTold:
        """Return all of it, in order of case."""
        return [
            (case_id, size, sorted(self._open[case_id]), sorted(self._accepted[case_id]))
            for case_id, size in sorted(self._sizes.items())
        ]

    def load(self, told: PanelsTold) -> None:
        """Take over what `told` has returned."""
        for case_id, size, offers, accepted in told:
            self._sizes[case_id] = size
            self._open[case_id], self._accepted[case_id] = set(offers), set(accepted)
