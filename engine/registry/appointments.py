"""What lifecycle and desks owe each other: panels of the other doors, and what only a desk can record."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from engine.desk.desk import Desk
from engine.desk.errors import DeskCaseError
from engine.events.enums import ActorRole, ClosingCode
from engine.events.lifecycle_words import Track, Transition
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.ruling import Ruling
from engine.registry.errors import RequestError

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

    def check_named(self, command: Command) -> None:
        """Refuse to let a process go on with a panel that a desk is still looking for.

        Raises
        ------
        RequestError
            If seats are free: the last acceptance constitutes the panel.
        """
        completes, desk = _COMPLETES.get(command.track), self._desks.get(command.track)
        if completes is None or desk is None or command.transition is not completes[0]:
            return
        with suppress(DeskCaseError):
            entry = desk.entry(command.case_id)
            if not entry.is_held:
                accepted = sum(seat.deadline is None for seat in entry.seats.values())
                raise RequestError(
                    f"case_id = {command.case_id}: must be accepted by {entry.panel_size} members, not {accepted}"
                )

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

    def recorded(self, command: Command, ruling: Ruling, at: int) -> list[Event]:
        """Let the desk of a door record a command that only it can record.

        Raises
        ------
        RequestError
            If another request asks for it, or no desk serves the door.
        DeskError, CoreError
            If the desk or the core refuse it.
        """
        desk, kind = self.desk(command.track), ruling.move.entry.kind
        if kind == "closed":
            return desk.close(command.case_id, ruling.move.entry.closing_codes[0], at)
        if kind == "withdrawn":
            return desk.withdraw(command.case_id, at)
        if kind == "released":
            # It counts as a party's wish (ONL 14), and the second time as refusing mediation.
            return desk.replace(command.case_id, at)
        raise RequestError(f"transition = {command.transition.value}: is asked for by file_case or answer_offer")

    def extended(self, command: Command, at: int) -> list[Event]:
        """Let the desk know of a mediation's later end, which it marks overdue cases by."""
        if command.track is not Track.MEDIATION or command.transition is not Transition.EXTEND or command.until is None:
            return []
        desk = self.desk(command.track)
        ends_at = desk.entry(command.case_id).period_ends_at
        if ends_at is None or command.until <= ends_at:
            return []
        return desk.extend(command.case_id, command.until, at)

    def desk(self, track: Track) -> Desk:
        """Return who assigns the cases of a door.

        Raises
        ------
        RequestError
            If nobody does.
        """
        desk = self._desks.get(track)
        if desk is None:
            raise RequestError(f"track = {track.value}: no desk assigns its cases")
        return desk

    @staticmethod
    def is_waited_for(track: Track) -> bool:
        """Tell whether processes of a door go on when their panel is complete, and so cannot lose it unnoticed."""
        return track is Track.MEDIATION or track in _COMPLETES

    def _completing(self, process: Process, size: int) -> Command | None:
        completes = _COMPLETES.get(process.track)
        if completes is None:
            return None
        transition, actor = completes
        return Command(case_id=process.case_id, track=process.track, transition=transition, actor=actor, number=size)
