"""What the registry remembers of its disputes, kept true by events alone."""

from collections.abc import Iterable
from typing import Final

from engine.events.lifecycle_words import Track
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Closed, Event, Withdrawn
from engine.lifecycle.apply import opened
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.agenda import Agenda
from engine.registry.errors import UnknownDisputeError
from engine.registry.panels import Panels

_FOREVER: Final = 2**62
_FOLLOWED: Final = frozenset({"filed", "offered", "accepted", "declined", "lapsed", "released", "closed", "withdrawn"})
"""Kinds of the assignment that move a process; the rest moves seats, lists and ladders only."""


class Books:
    """Disputes by number, and when the next clock of any of them ends.

    Parameters
    ----------
    lifecycle
        The rules by which disputes follow events.
    """

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle: Final = lifecycle
        self.disputes: Final[dict[int, Dispute]] = {}
        self._openings: Final[dict[int, DisputeOpened]] = {}
        self._dispute_of: Final[dict[int, int]] = {}
        self._panels: Final = Panels()
        self.agenda: Final = Agenda()

    def dispute(self, dispute_id: int) -> Dispute:
        """Return a dispute.

        Raises
        ------
        UnknownDisputeError
            If no such dispute is registered.
        """
        dispute = self.disputes.get(dispute_id)
        if dispute is None:
            raise UnknownDisputeError(f"dispute_id = {dispute_id}: must be one of the {len(self.disputes)} registered")
        return dispute

    def opening(self, dispute_id: int) -> DisputeOpened:
        """Return the event that opened a registered dispute."""
        return self._openings[dispute_id]

    def of_case(self, case_id: int) -> Dispute:
        """Return the dispute that a case belongs to.

        Raises
        ------
        UnknownDisputeError
            If no such case is registered.
        """
        dispute_id = self._dispute_of.get(case_id)
        if dispute_id is None:
            raise UnknownDisputeError(f"case_id = {case_id}: must be one of the {len(self._dispute_of)} registered")
        return self.disputes[dispute_id]

    def check_case(self, dispute: Dispute, case_id: int) -> None:
        """Refuse a case number that another dispute has.

        Raises
        ------
        UnknownDisputeError
            If it belongs to another one.
        """
        if self._dispute_of.get(case_id, dispute.dispute_id) != dispute.dispute_id:
            raise UnknownDisputeError(f"case_id = {case_id}: must be a case of dispute {dispute.dispute_id}")

    def enter(self, event: DisputeOpened) -> None:
        """Register a dispute."""
        self.disputes[event.dispute_id] = opened(event)
        self._openings[event.dispute_id] = event

    def moved(self, dispute: Dispute, case_id: int) -> None:
        """Take note that the lifecycle has moved a case of a dispute."""
        self._dispute_of[case_id] = dispute.dispute_id
        self._touch(dispute)

    def follow(self, events: Iterable[Event]) -> list[Event]:
        """Let the disputes follow what a desk has recorded; return that with what it sets off."""
        followed: list[Event] = []
        for event in events:
            dispute = self._moved_by(event)
            if dispute is None:
                followed.append(event)
                continue
            followed += self._lifecycle.follow(dispute, event)
            self._after(dispute, event)
        return followed

    def replay(self, event: Event) -> None:
        """Let a dispute follow an event that was recorded before; what it set off was recorded, too."""
        if isinstance(event, Moved):
            dispute = self.dispute(event.dispute_id)
            self._lifecycle.replay(dispute, event)
            self.moved(dispute, event.case_id)
        elif (dispute := self._moved_by(event)) is not None:
            self._lifecycle.replay(dispute, event)
            self._after(dispute, event)

    def _moved_by(self, event: Event) -> Dispute | None:
        """Return the dispute that an event of the assignment moves; None if it moves seats only."""
        if event.track is not Track.MEDIATION or event.__struct_config__.tag not in _FOLLOWED:
            return None  # panels of other doors move their process by commands
        dispute = self.disputes[event.dispute_id]
        return dispute if self._panels.moves(dispute.processes[event.case_id], event) else None

    def _after(self, dispute: Dispute, event: Event) -> None:
        if isinstance(event, Closed | Withdrawn):
            self._panels.forget(event.case_id)
        self._touch(dispute)

    def _touch(self, dispute: Dispute) -> None:
        due = self._lifecycle.due(dispute, _FOREVER)
        self.agenda.set(dispute.dispute_id, None if due is None else due.ends_at)
