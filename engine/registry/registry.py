"""Every dispute of a platform: requests in, events out, lifecycle and assignment in step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from engine.desk.desk import Desk
from engine.desk.lodging import ManyWords
from engine.errors import EngineError
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Track
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.calendar_year import CALENDAR_EVENTS, CalendarYears, LoadYear
from engine.registry.designation import Designation
from engine.registry.designation_requests import DesignationRequest
from engine.registry.errors import UnknownDisputeError
from engine.registry.following import LodgedRun, LodgingsFollowed
from engine.registry.intake import filing_of, opening
from engine.registry.lodging import Lodge, Lodgings, Outcome
from engine.registry.numbers import check_number, check_opening
from engine.registry.register import Register
from engine.registry.requests import AnswerOffer, FileCase, Move, OpenDispute, Request
from engine.registry.staff_requests import StaffRequest
from engine.registry.staffing import Staffing

RegistryRequest: TypeAlias = Request | StaffRequest | DesignationRequest | LoadYear | Lodge
"""Everything that can be asked of a registry; the `type` tag tells them apart on the wire."""
_OF_CALENDAR: Final = frozenset(CALENDAR_EVENTS)


class Registry(Register):
    """Disputes, their processes and who handles them.

    Parameters
    ----------
    lifecycle
        The rules.
    desks
        By door: who assigns its cases, each from a roster of its own: of mediators, experts, judges, institutions.

    Examples
    --------
    >>> from engine.registry.example import MONDAY, filed_dispute, one_court_registry
    >>> registry = one_court_registry()
    >>> events = [event for request in filed_dispute(7) for event in registry.execute(request, MONDAY)]
    >>> registry.dispute(7).processes[7].state.value
    'offered'
    """

    def __init__(self, lifecycle: Lifecycle, desks: Mapping[Track, Desk]) -> None:
        super().__init__(lifecycle, desks)
        self._designation: Final = Designation(lifecycle, self._appointments, self._books)
        self._staffing: Final = Staffing(self._appointments, self._designation)
        self._years: Final = CalendarYears(lifecycle, desks, self._books)
        self._lodgings: Final = Lodgings(lifecycle, self._appointments, self._books)
        self._followed: Final = LodgingsFollowed(lifecycle, self._appointments, self._books)

    def execute(self, request: RegistryRequest, at: int) -> list[Event]:
        """Do what is asked.

        Parameters
        ----------
        request
            See `engine.registry.requests`, `staff_requests` and `designation_requests`.
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
        self._books.rest()
        match request:
            case Lodge():
                (outcome,) = self._lodgings.lodge((request,), self.next_number, at)
                if isinstance(outcome, EngineError):
                    raise outcome
                events = [*outcome]
            case OpenDispute():
                events = self._open(request, at)
            case FileCase():
                events = self._file(request, at)
            case AnswerOffer():
                events = self._answer(request, at)
            case Move():
                events = self._move(self.dispute(request.dispute_id), request.numbered(self.next_number), at)
            case LoadYear():
                events = self._years.load(request, at)
            case _:
                events = self._books.follow(self._at_desk(request, at))
        events = self._with_assigned(events, at)
        self._note(events, at)
        return events

    def lodge_many(self, requests: Sequence[Lodge], at: int, *, words: ManyWords | None = None) -> list[Outcome]:
        """Take in complete applications as `execute` would one after another, for a fraction of the time.

        Parameters
        ----------
        requests
            In their order; disputes and cases are numbered so.
        at
            When, microseconds since the epoch.
        words
            A quicker source of the words that the desk's own would give; see `engine.desk.lodging`.

        Returns
        -------
        list[Sequence[Event] | EngineError]
            For each request what has happened, or why it was refused; a refusal changes nothing and harms no other.

        Raises
        ------
        RegistryError, DeskClockError, CalendarRangeError
            If nothing can be taken in at `at`; nothing has changed then.
        """
        self._check_clock(at)
        self._books.rest()
        outcomes = self._lodgings.lodge(requests, self.next_number, at, words)
        taken = [events for events in outcomes if not isinstance(events, EngineError)]
        if taken:
            # Their numbers ascend, so the last says it for all; before the first comes what the desk had left over.
            self._note([*taken[0], *taken[-1]], at)
        return outcomes

    def advance(self, to: int) -> list[Event]:
        """Let everything happen that is due by an instant: offers lapse, steps and clocks end.

        Of one instant, the desks come first, then the disputes in order of number.
        """
        events: list[Event] = []
        while (due_at := self.next_due) is not None and due_at <= to:
            at = due_at if self._now is None else max(due_at, self._now)
            desk = next(
                (one for one in self.desks.values() if one.next_due is not None and one.next_due <= due_at), None
            )
            step = self._ended_clock(at) if desk is None else self._books.follow(desk.advance(at))
            events += self._with_assigned(step, at)
        for desk in self.desks.values():
            events += self._with_assigned(self._books.follow(desk.advance(to)), to)
        self._note(events, to)
        return events

    def replay(self, events: Iterable[Event]) -> None:
        """Take over a log: disputes, desks and cores follow its events, and nothing is decided.

        Raises
        ------
        LifecycleError, CoreError
            If an event does not fit the state that those before it have left.
        """
        for event in events:
            self._note((event,), event.recorded_at)
            # By the kind itself: an `isinstance` that denies takes ten times as long.
            if type(event) is DisputeOpened:
                self._books.enter(event)
            elif type(event) is Moved:
                self._books.replay(event)
            elif type(event) in _OF_CALENDAR and isinstance(event, CALENDAR_EVENTS):
                self._years.replay(event)
            else:
                self._appointments.desk(event.track).resume((event,))
                self._books.replay(event)

    def replay_lodged(self, run: LodgedRun) -> int:
        """Take over applications of a log; return how many, the rest being for `replay`."""
        count = self._followed.follow(run)
        if count:
            self._last_number = max(self._last_number, run.numbers[count - 1])
            self._last_at = run.at
            self._now = run.at if self._now is None else max(run.at, self._now)
        return count

    def _at_desk(self, request: StaffRequest | DesignationRequest, at: int) -> list[Event]:
        if isinstance(request, StaffRequest):
            return self._staffing.execute(request, at)
        return self._designation.execute(request, at)

    def _open(self, request: OpenDispute, at: int) -> list[Event]:
        if request.dispute_id in self._books.disputes:
            raise UnknownDisputeError(f"dispute_id = {request.dispute_id}: must not be registered already")
        check_opening(request)
        event = opening(request, at)
        self._books.enter(event)
        return [event]

    def _file(self, request: FileCase, at: int) -> list[Event]:
        check_number("case_id", request.case_id)
        dispute, opened = self.dispute(request.dispute_id), self._books.opening(request.dispute_id)
        self._books.check_case(dispute, request.case_id)
        assigning = self._appointments.check_filing(dispute, request, at)
        process = dispute.processes.get(request.case_id)
        desk = self._appointments.desk(Track.MEDIATION if process is None else process.track)
        filing = filing_of(request, dispute, opened)
        events = self._books.follow(desk.file(filing, at, choose=request.choose, list_size=request.list_size))
        return events if assigning is None else events + self._moved(dispute, assigning, at)

    def _answer(self, request: AnswerOffer, at: int) -> list[Event]:
        dispute, process = self.process(request.case_id)
        desk = self._appointments.desk(process.track)
        offer = (request.case_id, request.mediator_id, request.attempt)
        if request.declined_because is not None:
            return self._books.follow(desk.decline(*offer, request.declined_because, at))
        if process.track is Track.MEDIATION:
            return self._books.follow(desk.accept(*offer, at))
        number = self._appointments.number_of(process, desk.entry(request.case_id), request.mediator_id)
        self._appointments.check_acceptance(dispute, process, number, at)
        events = self._books.follow(desk.accept(*offer, at))
        command = self._appointments.completed(process)
        return events if command is None else events + self._moved(dispute, command, at)

    def _move(self, dispute: Dispute, command: Command, at: int) -> list[Event]:
        """Carry out a command; what the assignment records goes through the desk."""
        check_number("case_id", command.case_id)
        self._books.check_case(dispute, command.case_id)
        ruling = self._lifecycle.check(dispute, command, at)
        if ruling.move.entry.kind == "moved":
            self._appointments.check_named(command)
            return self._moved(dispute, command, at)
        return self._books.follow(self._appointments.recorded(command, ruling, at))

    def _moved(self, dispute: Dispute, command: Command, at: int) -> list[Event]:
        extended = self._appointments.extended(command, at)  # first, since the desk may refuse it
        events = self._lifecycle.execute(dispute, command, at)
        self._books.moved(dispute, command.case_id)
        cases = {event.case_id: None for event in events}
        events += self._books.follow(extended)
        for case_id in cases:
            events += self._books.follow(self._appointments.end(dispute.processes[case_id], at))
        return events

    def _ended_clock(self, at: int) -> list[Event]:
        dispute = self.dispute(self._books.agenda.next_dispute)
        due = self._lifecycle.due(dispute, at)
        assert due is not None, "the agenda names disputes whose clock has ended"
        track = dispute.processes[due.case_id].track
        command = Command(case_id=due.case_id, track=track, transition=due.transition, actor=ActorRole.PLATFORM)
        return self._move(dispute, command, at)
