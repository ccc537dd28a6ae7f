"""Every dispute of a platform: requests in, events out, lifecycle and assignment in step."""

from collections.abc import Iterable, KeysView, Mapping
from typing import Final

from engine.desk.desk import Desk
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.ruling import Ruling
from engine.registry.appointments import Appointments
from engine.registry.books import Books
from engine.registry.errors import RegistryClockError, RequestError, UnknownDisputeError
from engine.registry.intake import filing_of, opening
from engine.registry.requests import PARTIES_MAX, AnswerOffer, FileCase, Move, OpenDispute, Request


class Registry:
    """Disputes, their processes and who handles them.

    Parameters
    ----------
    lifecycle
        The rules.
    desks
        By door: who assigns its cases. Mediators, experts and arbitrators are rosters of desks of their own.

    Examples
    --------
    >>> from engine.registry.example import MONDAY, filed_dispute, one_court_registry
    >>> registry = one_court_registry()
    >>> events = [event for request in filed_dispute(7) for event in registry.execute(request, MONDAY)]
    >>> registry.dispute(7).processes[7].state.value
    'offered'
    """

    def __init__(self, lifecycle: Lifecycle, desks: Mapping[Track, Desk]) -> None:
        self._lifecycle: Final = lifecycle
        self.desks: Final = desks
        self._books: Final = Books(lifecycle)
        self._appointments: Final = Appointments(lifecycle, desks)
        self._now: int | None = None

    def execute(self, request: Request, at: int) -> list[Event]:
        """Do what is asked.

        Parameters
        ----------
        request
            See `engine.registry.requests`.
        at
            When, microseconds since the epoch.

        Returns
        -------
        list[Event]
            What has happened, in order, of this dispute and of others that it set free somebody for.

        Raises
        ------
        RegistryError
            If the registry cannot take the request.
        LifecycleError, DeskError, CoreError
            If the rules, the desk or the core refuse it. Nothing has changed in any of these cases.
        """
        self._check_clock(at)
        match request:
            case OpenDispute():
                events = self._open(request, at)
            case FileCase():
                events = self._file(request, at)
            case AnswerOffer():
                events = self._answer(request, at)
            case Move():
                events = self._move(self.dispute(request.dispute_id), request.command, at)
        self._now = at
        return events

    def advance(self, to: int) -> list[Event]:
        """Let everything happen that is due by an instant: offers lapse, steps and clocks end.

        Of one instant, the desks come first, then the disputes in order of number.
        """
        events: list[Event] = []
        while (due_at := self.next_due) is not None and due_at <= to:
            at = due_at if self._now is None else max(due_at, self._now)
            desks = [desk for desk in self.desks.values() if desk.next_due is not None and desk.next_due <= due_at]
            if desks:
                events += self._books.follow(desks[0].advance(at))
            else:
                events += self._end_clock(self.dispute(self._books.agenda.next_dispute), at)
        for desk in self.desks.values():
            events += self._books.follow(desk.advance(to))
        self._now = to if self._now is None else max(to, self._now)
        return events

    def replay(self, events: Iterable[Event]) -> None:
        """Take over a log: disputes, desks and cores follow its events, and nothing is decided.

        Raises
        ------
        LifecycleError, CoreError
            If an event does not fit the state that those before it have left.
        """
        for event in events:
            self._now = event.recorded_at if self._now is None else max(self._now, event.recorded_at)
            if isinstance(event, DisputeOpened):
                self._books.enter(event)
                continue
            if not isinstance(event, Moved):
                self._desk(event.track).resume([event])
            self._books.replay(event)

    def dispute(self, dispute_id: int) -> Dispute:
        """Return a dispute; to be read only.

        Raises
        ------
        UnknownDisputeError
            If no such dispute is registered.
        """
        return self._books.dispute(dispute_id)

    def process(self, case_id: int) -> tuple[Dispute, Process]:
        """Return a case and the dispute it belongs to; to be read only.

        Raises
        ------
        UnknownDisputeError
            If no such case is registered.
        """
        dispute = self._books.of_case(case_id)
        return dispute, dispute.processes[case_id]

    def panel(self, case_id: int) -> tuple[int, ...]:
        """Return who handles a case, in order of seat: members of the roster of its door."""
        return self._appointments.panel(self.process(case_id)[1])

    @property
    def numbers(self) -> KeysView[int]:
        """Numbers of the registered disputes, in the order they were opened."""
        return self._books.disputes.keys()

    @property
    def next_due(self) -> int | None:
        """When something is due next, microseconds since the epoch; None if nothing is."""
        dues = [self._books.agenda.next_due, *(desk.next_due for desk in self.desks.values())]
        return min((due for due in dues if due is not None), default=None)

    def _check_clock(self, at: int) -> None:
        if self._now is not None and at < self._now:
            raise RegistryClockError(f"at = {at}: must not lie before {self._now}, the instant of the last request")
        due_at = self.next_due
        if due_at is not None and due_at <= at:
            raise RegistryClockError(f"at = {at}: something was due at {due_at}; advance the registry to {at} first")

    def _open(self, request: OpenDispute, at: int) -> list[Event]:
        if request.dispute_id in self._books.disputes:
            raise UnknownDisputeError(f"dispute_id = {request.dispute_id}: must not be registered already")
        if not 2 <= request.parties <= PARTIES_MAX:
            raise RequestError(f"parties = {request.parties}: must be within 2..{PARTIES_MAX}")
        if not 1 <= request.applicants < request.parties:
            raise RequestError(f"applicants = {request.applicants}: must be within 1..{request.parties - 1}")
        event = opening(request, at)
        self._books.enter(event)
        return [event]

    def _file(self, request: FileCase, at: int) -> list[Event]:
        dispute, opened = self.dispute(request.dispute_id), self._books.opening(request.dispute_id)
        process = dispute.processes.get(request.case_id)
        if process is None or process.track is Track.MEDIATION:
            command = Command(case_id=request.case_id, transition=Transition.FILE, actor=ActorRole.COURT)
            self._lifecycle.check(dispute, command, at)
        else:
            self._appointments.check(dispute, process, request.panel_size, at)
        desk = self._desk(Track.MEDIATION if process is None else process.track)
        return self._books.follow(desk.file(filing_of(request, dispute, opened), at))

    def _answer(self, request: AnswerOffer, at: int) -> list[Event]:
        dispute, process = self.process(request.case_id)
        desk = self._desk(process.track)
        offer = (request.case_id, request.mediator_id, request.attempt)
        if request.declined_because is not None:
            return self._books.follow(desk.decline(*offer, request.declined_because, at))
        if process.track is Track.MEDIATION:
            return self._books.follow(desk.accept(*offer, at))
        self._appointments.check(dispute, process, desk.entry(request.case_id).panel_size, at)
        events = self._books.follow(desk.accept(*offer, at))
        command = self._appointments.completed(process)
        return events if command is None else events + self._moved(dispute, command, at)

    def _move(self, dispute: Dispute, command: Command, at: int) -> list[Event]:
        """Carry out a command; what the assignment records goes through the desk."""
        self._books.check_case(dispute, command.case_id)
        ruling = self._lifecycle.check(dispute, command, at)
        kind = ruling.move.entry.kind
        if kind == "moved":
            return self._moved(dispute, command, at)
        return self._books.follow(self._assigned(command, kind, ruling, at))

    def _moved(self, dispute: Dispute, command: Command, at: int) -> list[Event]:
        events = self._lifecycle.execute(dispute, command, at)
        if command.track is Track.MEDIATION and command.transition is Transition.EXTEND and command.until is not None:
            self._extend(command, command.until, at)
        self._books.moved(dispute, command.case_id)
        for case_id in {event.case_id: None for event in events}:
            events += self._books.follow(self._appointments.end(dispute.processes[case_id], at))
        return events

    def _assigned(self, command: Command, kind: str, ruling: Ruling, at: int) -> list[Event]:
        """Let the desk of a door record what only it can record."""
        desk = self._desk(command.track)
        if kind == "closed":
            return desk.close(command.case_id, ruling.move.entry.closing_codes[0], at)
        if kind == "withdrawn":
            return desk.withdraw(command.case_id, at)
        if kind == "released":
            return desk.replace(command.case_id, at)
        raise RequestError(f"transition = {command.transition.value}: is asked for by file_case or answer_offer")

    def _extend(self, command: Command, until: int, at: int) -> None:
        """Let the desk know of a later end, which it marks overdue cases by."""
        desk = self._desk(command.track)
        ends_at = desk.entry(command.case_id).period_ends_at
        if ends_at is not None and until > ends_at:
            desk.extend(command.case_id, until, at)

    def _end_clock(self, dispute: Dispute, at: int) -> list[Event]:
        due = self._lifecycle.due(dispute, at)
        assert due is not None, "the agenda names disputes whose clock has ended"
        process = dispute.processes[due.case_id]
        command = Command(case_id=due.case_id, track=process.track, transition=due.transition, actor=ActorRole.PLATFORM)
        return self._move(dispute, command, at)

    def _desk(self, track: Track) -> Desk:
        desk = self.desks.get(track)
        if desk is None:
            raise RequestError(f"track = {track.value}: no desk assigns its cases")
        return desk
