"""Experts, arbitrators and judges: drawn by desks of their own for processes of the other doors."""

from collections.abc import Mapping
from typing import Final

from engine.desk.desk import Desk
from engine.desk.errors import DeskCaseError
from engine.events.enums import ActorRole, ClosingCode
from engine.events.lifecycle_words import Track, Transition
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle

_COMPLETES: Final[Mapping[Track, tuple[Transition, ActorRole]]] = {
    Track.EVALUATION: (Transition.CONSTITUTE, ActorRole.COURT),
    Track.ARBITRATION: (Transition.CONSTITUTE, ActorRole.INSTITUTION),
}
"""What a process does when the last of its panel has accepted, and in whose name; at other doors it does nothing."""


class Appointments:
    """What the lifecycle and a desk owe each other while a panel is found, and when its process is over.

    Parameters
    ----------
    lifecycle
        The rules.
    desks
        By door.
    """

    def __init__(self, lifecycle: Lifecycle, desks: Mapping[Track, Desk]) -> None:
        self._lifecycle: Final = lifecycle
        self._desks: Final = desks

    def check(self, dispute: Dispute, process: Process, size: int, at: int) -> None:
        """Refuse a panel that the rules would not let a process have.

        Raises
        ------
        MoveError
            If the process does not stand where one is appointed, or the panel has too few members or too many.
        """
        command = self._completing(process, size)
        if command is not None:
            self._lifecycle.check(dispute, command, at)

    def completed(self, process: Process) -> Command | None:
        """Return what a process does now that somebody has accepted; None while a seat is free."""
        entry = self._desks[process.track].entry(process.case_id)
        return self._completing(process, entry.panel_size) if entry.is_held else None

    def panel(self, process: Process) -> tuple[int, ...]:
        """Return who has accepted a process, in order of seat."""
        desk = self._desks.get(process.track)
        try:
            seats = {} if desk is None else desk.entry(process.case_id).seats
        except DeskCaseError:
            return ()
        return tuple(seat.mediator for _, seat in sorted(seats.items()) if seat.deadline is None)

    def end(self, process: Process, at: int) -> list[Event]:
        """Let a panel go whose process is over, complete or not."""
        desk = self._desks.get(process.track)
        if desk is None or process.track is Track.MEDIATION or not self._lifecycle.is_over(process, at):
            return []
        try:
            entry = desk.entry(process.case_id)
        except DeskCaseError:
            return []  # nobody was ever asked
        if entry.is_held:
            return desk.close(process.case_id, ClosingCode.OTHER, at)
        return desk.withdraw(process.case_id, at, release_held=True)

    def _completing(self, process: Process, size: int) -> Command | None:
        completes = _COMPLETES.get(process.track)
        if completes is None:
            return None
        transition, actor = completes
        return Command(case_id=process.case_id, track=process.track, transition=transition, actor=actor, number=size)
