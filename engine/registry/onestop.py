"""The whole platform behind one `execute`: disputes and desks, the diary, and the linked systems."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final, TypeAlias

from engine.events.records import Closed, Event, Withdrawn
from engine.lifecycle.errors import MoveError
from engine.linked.postbox import Postbox
from engine.linked.records import Answered, Asked
from engine.linked.records import AnyRecord as LinkedRecord
from engine.linked.requests import AnyRequest
from engine.registry.errors import RegistryClockError
from engine.registry.letters import Letters, VerifyParties, moves
from engine.registry.meetings import CancelMeeting, EndMeeting, MeetingRequest, Meetings, MoveMeeting, SetMeeting
from engine.registry.registry import Registry
from engine.registry.requests import Request
from engine.scheduling.records import AnyRecord as BookingRecord
from engine.scheduling.scheduler import Scheduler

Happening: TypeAlias = Event | BookingRecord | LinkedRecord
"""What can happen on a platform: each is a record that a log may hold."""


class OneStop:
    """A platform: what happens to a dispute cancels its meetings and is told to the systems it is linked to.

    Parameters
    ----------
    registry
        Disputes and desks.
    scheduler
        Sessions and hearings.
    postbox
        The linked systems. After a restart, one over the ledger of the log that is then replayed.

    Examples
    --------
    >>> from engine.registry.example import MONDAY, filed_dispute, one_court_platform
    >>> platform = one_court_platform()
    >>> asked = [str(one.request.purpose) for request in filed_dispute(7) for one in platform.execute(request, MONDAY)
    ...          if isinstance(one, Asked)]
    >>> asked
    ['register_mediation']
    """

    def __init__(self, registry: Registry, scheduler: Scheduler, postbox: Postbox) -> None:
        self.registry: Final = registry
        self.scheduler: Final = scheduler
        self.postbox: Final = postbox
        self._meetings: Final = Meetings(scheduler)
        self._letters: Final = Letters()
        self._now: int | None = None

    def execute(self, request: Request | MeetingRequest | VerifyParties, at: int) -> list[Happening]:
        """Do what is asked.

        Parameters
        ----------
        request
            Of the registry, for a meeting, or to verify parties.
        at
            When, microseconds since the epoch.

        Returns
        -------
        list[Happening]
            What has happened, in order.

        Raises
        ------
        EngineError
            If registry, rules, desk, core or diary refuse it: nothing has changed then.
        """
        self._check_clock(at)
        match request:
            case SetMeeting():
                dispute, process = self.registry.process(request.case_id)
                panel = self.registry.panel(request.case_id)
                happened: list[Happening] = [self._meetings.set(request, dispute, process, panel, at)]
            case MoveMeeting() | CancelMeeting() | EndMeeting():
                happened = [self._meetings.change(request, at)]
            case VerifyParties():
                letters = self._letters.identity(request.parties, self.registry.dispute(request.dispute_id))
                happened = self._ask(letters, at)
            case _:
                happened = self._after(self.registry.execute(request, at), at)
        self._now = at
        return happened

    def advance(self, to: int) -> list[Happening]:
        """Let everything happen that is due by an instant; of one instant, clocks and desks before answers."""
        happened: list[Happening] = []
        while (due_at := self.next_due) is not None and due_at <= to:
            at = due_at if self._now is None else max(due_at, self._now)
            registry_due = self.registry.next_due
            if registry_due is not None and registry_due <= due_at:
                happened += self._after(self.registry.advance(at), at)
            else:
                happened += self._answers(at)
            self._now = at
        happened += self._after(self.registry.advance(to), to)
        self._now = to if self._now is None else max(to, self._now)
        return happened

    def replay(self, happenings: Iterable[Happening]) -> None:
        """Take over a log; the ledger of the postbox must be that of the same log."""
        for one in happenings:
            if isinstance(one, Event):
                self.registry.replay([one])
                self._now = max(one.recorded_at, self._now or one.recorded_at)
            elif isinstance(one, BookingRecord):
                self._meetings.replay(one)
            elif isinstance(one, Asked):
                self._letters.asked(one)
            elif isinstance(one, Answered):
                self._letters.answered(one)

    @property
    def next_due(self) -> int | None:
        """When something is due next, microseconds since the epoch; None if nothing is."""
        dues = (self.registry.next_due, self.postbox.next_due)
        return min((due for due in dues if due is not None), default=None)

    def _check_clock(self, at: int) -> None:
        if self._now is not None and at < self._now:
            raise RegistryClockError(f"at = {at}: must not lie before {self._now}, the instant of the last request")
        due_at = self.next_due
        if due_at is not None and due_at < at:
            raise RegistryClockError(f"at = {at}: something was due at {due_at}; advance the platform to {at} first")

    def _ask(self, letters: Iterable[AnyRequest], at: int) -> list[Happening]:
        records: list[Happening] = []
        for letter in letters:
            record = self.postbox.ask(letter, at)
            self._letters.asked(record)
            records.append(record)
        return records

    def _after(self, events: Iterable[Event], at: int) -> list[Happening]:
        """Add to events what they cancel and what they make the platform ask."""
        happened: list[Happening] = []
        for event in events:
            happened.append(event)
            if isinstance(event, Closed | Withdrawn):
                happened += self._meetings.end_case(event.case_id, at)
            if event.dispute_id in self.registry.numbers:
                letters = self._letters.of(event, self.registry.dispute(event.dispute_id))
                happened += self._ask(letters, at)
        return happened

    def _answers(self, at: int) -> list[Happening]:
        """Let the linked systems answer; an answer that came too late for its dispute sets nothing off."""
        happened: list[Happening] = []
        for record in self.postbox.advance(at):
            happened.append(record)
            request = self._letters.answered(record) if isinstance(record, Answered) else None
            if request is None or not isinstance(record, Answered):
                continue
            for move in moves(record, request, self.registry.dispute(request.dispute_id)):
                with suppress(MoveError):
                    happened += self._after(self.registry.execute(move, at), at)
        return happened
