"""What lifecycle and desks owe each other: panels of the other doors, and what only a desk can record."""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.desk.desk import Desk
from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskCaseError
from engine.events.enums import ActorRole, ClosingCode
from engine.events.lifecycle_words import Track, Transition
from engine.events.records import Event, Offered
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.ruling import Ruling
from engine.registry.doors import ANYWHERE, assigning, completing, door_of
from engine.registry.errors import RequestError
from engine.registry.requests import FileCase


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
        self._assigns: Final = any(not door_of(track).is_asked for track in desks)

    def check_filing(self, dispute: Dispute, request: FileCase, at: int) -> Command | None:
        """Refuse a filing that the rules would not let a process have; return what the court does with it, if anything.

        Raises
        ------
        RequestError
            If the parties choose where they may not, or have named who shall do it and do not.
        MoveError
            If the process does not stand where one is appointed, or the panel has too few members or too many.
        """
        process = dispute.processes.get(request.case_id)
        if process is None or process.track is Track.MEDIATION:
            filing = Command(case_id=request.case_id, transition=Transition.FILE, actor=ActorRole.COURT)
            self._lifecycle.check(dispute, filing, at)
            return None
        door, size = door_of(process.track), request.panel_size
        if request.choose and not door.is_chosen:
            raise RequestError(f"choose = True: must be False, the judges of {process.track.value} are assigned")
        if process.track is Track.COMMERCIAL_MEDIATION:
            _check_institution(process, request)
        command = assigning(process, size)
        if command is None:
            self.check_acceptance(dispute, process, size, at)
        else:
            self._lifecycle.check(dispute, command, at)
        return command

    def check_acceptance(self, dispute: Dispute, process: Process, number: int, at: int) -> None:
        """Refuse what the rules would not let a process do with a full panel.

        Parameters
        ----------
        dispute, process
            What it is about.
        number
            As `Appointments.number_of` tells it.
        at
            When, microseconds since the epoch.

        Raises
        ------
        MoveError
            If the process does not stand where it waits for its panel, or the panel has too few members or too many.
        """
        command = completing(process, number)
        if command is not None:
            self._lifecycle.check(dispute, command, at)

    def check_named(self, command: Command) -> None:
        """Refuse to let a process go on with a panel that a desk is still looking for.

        Raises
        ------
        RequestError
            If seats are free: the last acceptance completes the panel; or if a desk has to be asked.
        """
        door, desk = door_of(command.track), self._desks.get(command.track)
        # The end of a period is nobody's to refuse.
        if desk is None or command.actor is ActorRole.PLATFORM:
            return
        if command.transition is door.assigns:
            raise RequestError(f"transition = {command.transition.value}: is asked for by file_case")
        entry = self._entry(command.track, command.case_id) if command.transition in door.waits else None
        if entry is not None and not entry.is_held:
            accepted = sum(seat.deadline is None for seat in entry.seats.values())
            raise RequestError(
                f"case_id = {command.case_id}: must be accepted by {entry.panel_size} members, not {accepted}"
            )

    def completed(self, process: Process) -> Command | None:
        """Return what a process does now that somebody has accepted; None while a seat is free."""
        entry = self._desks[process.track].entry(process.case_id)
        return completing(process, self.number_of(process, entry)) if entry.is_held else None

    @staticmethod
    def number_of(process: Process, entry: DocketEntry, member: int | None = None) -> int:
        """Return what a full panel's transition is about: which institution mediates, elsewhere how many sit.

        Parameters
        ----------
        process, entry
            As lifecycle and desk know the case.
        member
            Who is about to accept; by default who has.
        """
        if process.track is not Track.COMMERCIAL_MEDIATION:
            return entry.panel_size
        return entry.seats[0].mediator if member is None else member

    def panel(self, process: Process) -> tuple[int, ...]:
        """Return who has accepted a process, in order of seat."""
        entry = self._entry(process.track, process.case_id)
        seats = {} if entry is None else entry.seats
        return tuple(seat.mediator for _, seat in sorted(seats.items()) if seat.deadline is None)

    def assigned(self, events: Iterable[Event], at: int) -> list[Event]:
        """Let whoever is assigned and not asked have the cases that he was drawn for.

        Parameters
        ----------
        events
            What desks have just recorded; an offer among them that is no longer open is passed over.
        at
            When, microseconds since the epoch.
        """
        if not self._assigns:
            return []
        accepted: list[Event] = []
        for event in events:
            if type(event) is not Offered or door_of(event.track).is_asked:
                continue
            entry = self._entry(event.track, event.case_id)
            seat = None if entry is None else entry.seat_of(event.mediator_id)
            if seat is not None and seat.attempt == event.attempt and seat.deadline is not None:
                accepted += self._desks[event.track].accept(event.case_id, event.mediator_id, event.attempt, at)
        return accepted

    def end(self, process: Process, at: int) -> list[Event]:
        """Let a panel go that has nothing left to do, complete or not."""
        if process.track is Track.MEDIATION or not self.is_done(process, at):
            return []
        entry = self._entry(process.track, process.case_id)
        if entry is None:
            return []  # nobody was ever asked
        desk = self._desks[process.track]
        if entry.is_held:
            return desk.close(process.case_id, ClosingCode.OTHER, at)
        return desk.withdraw(process.case_id, at, release_held=True)

    def is_done(self, process: Process, at: int) -> bool:
        """Tell whether the panel of a process has nothing left to do: it is over, or what was asked of them is done."""
        return process.state in door_of(process.track).done or self._lifecycle.is_over(process, at)

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
        return track is Track.MEDIATION or door_of(track).completes is not None

    def _entry(self, track: Track, case_id: int) -> DocketEntry | None:
        """Return what the desk of a door knows of a case; None if no desk serves it, or the case is not open there."""
        desk = self._desks.get(track)
        try:
            return None if desk is None else desk.entry(case_id)
        except DeskCaseError:
            return None


def _check_institution(process: Process, request: FileCase) -> None:
    if request.panel_size != 1:
        raise RequestError(f"panel_size = {request.panel_size}: must be 1, one institution mediates")
    if ANYWHERE not in process.facts and not request.choose:
        raise RequestError("choose = False: must be True, the parties have named who mediates")
