"""The whole platform behind one `execute`: disputes and desks, the diary, and the linked systems."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Final, TypeAlias

from engine.desk.lodging import ManyWords
from engine.errors import EngineError
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import (
    Accepted,
    Closed,
    Declined,
    Escalated,
    Event,
    Filed,
    Lapsed,
    Offered,
    Released,
    Withdrawn,
)
from engine.lifecycle.errors import MoveError
from engine.linked.answers import Answer
from engine.linked.postbox import Postbox
from engine.linked.records import Answered
from engine.linked.requests import AnyRequest
from engine.linked.words import FailureReason, System
from engine.registry.errors import RegistryClockError
from engine.registry.letters import VerifyParties, moves
from engine.registry.lodging import Lodge
from engine.registry.meetings import CancelMeeting, EndMeeting, MeetingRequest, MoveMeeting, SetMeeting
from engine.registry.platform_state import Happening, PlatformState
from engine.registry.registry import Registry, RegistryRequest
from engine.registry.requests import RequeueLetter
from engine.registry.told import Told
from engine.scheduling.scheduler import Scheduler

__all__ = ["Happening", "OneStop", "PlatformRequest"]

_UNTOLD: Final = frozenset({Filed, Offered, Escalated, Accepted, Declined, Lapsed})
"""Commonest kinds of those that cancel no meeting and that no linked system is told of."""

PlatformRequest: TypeAlias = RegistryRequest | MeetingRequest | VerifyParties | RequeueLetter
"""Everything that can be asked of a platform; the `type` tag tells them apart on the wire."""


class OneStop(PlatformState):
    """A platform: what happens to a dispute cancels its meetings and is told to the systems it is linked to.

    Parameters
    ----------
    registry
        Disputes and desks.
    scheduler
        Sessions and hearings.
    postbox
        The linked systems.
    linked
        Systems that exist; nothing is asked of the others. All of them if left out.

    Examples
    --------
    >>> from engine.linked.records import Asked
    >>> from engine.registry.example import MONDAY, filed_dispute, one_court_platform
    >>> platform = one_court_platform()
    >>> asked = [str(one.request.purpose) for request in filed_dispute(7) for one in platform.execute(request, MONDAY)
    ...          if isinstance(one, Asked)]
    >>> asked
    ['register_mediation']
    """

    def __init__(
        self,
        registry: Registry,
        scheduler: Scheduler,
        postbox: Postbox,
        *,
        linked: Collection[System] = tuple(System),
    ) -> None:
        super().__init__(registry, scheduler, postbox, linked)

    def execute(self, request: PlatformRequest, at: int) -> list[Happening]:
        """Do what is asked.

        Parameters
        ----------
        request
            Of the registry, for a meeting, to verify parties, or to send again what was given up.
        at
            When, microseconds since the epoch.

        Returns
        -------
        list[Happening]
            What has happened, in order.

        Raises
        ------
        EngineError
            If registry, rules, desk, core, diary or postbox refuse it: nothing has changed then.
        """
        self._check_clock(at)
        self._wake(at)
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
            case RequeueLetter():
                happened = [self.postbox.requeue(request.number, at)]
            case _:
                happened = self._after(self.registry.execute(request, at), at)
        return self._noted(happened, at)

    def lodge_many(
        self, requests: Sequence[Lodge], at: int, *, words: ManyWords | None = None
    ) -> list[Sequence[Happening] | EngineError]:
        """Take in complete applications as `execute` would one after another; see `Registry.lodge_many`."""
        self._check_clock(at)
        self._wake(at)
        told = Told(self._is_told, _UNTOLD)
        outcomes: list[Sequence[Happening] | EngineError] = []
        last: Sequence[Happening] = ()
        for outcome in self.registry.lodge_many(requests, at, words=words):
            if isinstance(outcome, EngineError):
                outcomes.append(outcome)
            else:
                last = self._after(outcome, at) if told.of(outcome) else outcome
                outcomes.append(last)
        self._noted([*last[-1:]], at)
        return outcomes

    def follow_up(self, at: int) -> list[Happening]:
        """Let happen what a request has made due at its own instant; the linked systems are asked later.

        For whoever carries out several requests at one instant before any of it is stored.
        """
        happened: list[Happening] = []
        while (due_at := self.registry.next_due) is not None and due_at <= at:
            happened += self._after(self.registry.advance(at), at)
        return self._noted(happened, at)

    def settle(self, at: int) -> list[Happening]:
        """Let every case that waits look for somebody once more, as after cases were taken over from elsewhere."""
        self._check_clock(at)
        self._wake(at)
        return self._noted(self._after(self.registry.settle(at), at), at)

    def receive(self, number: int, attempt: int, content: Answer | FailureReason, at: int) -> list[Happening]:
        """Take a reply that a network client of a linked system has got, and let happen what follows at once.

        Parameters
        ----------
        number, attempt
            Which attempt of which request it belongs to. One that nobody waits for any longer changes nothing.
        content
            The answer, or why there is none.
        at
            When it came, microseconds since the epoch.

        Raises
        ------
        RegistryClockError
            If something is due before it; nothing has changed then.
        """
        self._check_clock(at)
        self._wake(at)
        self.postbox.receive(number, attempt, content, at)
        return self.advance(at)

    def advance(self, to: int) -> list[Happening]:
        """Let everything happen that is due by an instant; of one instant, clocks and desks before answers.

        After `replay` and `restore`, the linked systems are asked again only now, at `to`: while nobody was there to
        hear them, nothing was sent.
        """
        happened: list[Happening] = []
        while (due_at := self._next_due) is not None and due_at <= to:
            at = due_at if self._now is None else max(due_at, self._now)
            registry_due = self.registry.next_due
            if registry_due is not None and registry_due <= due_at:
                happened += self._after(self.registry.advance(at), at)
            else:
                happened += self._answers(at)
            self._now = at
        happened += self._after(self.registry.advance(to), to)
        if self._sleeps:
            self._wake(to)
            happened += self._answers(to)
        return self._noted(happened, to)

    def _check_clock(self, at: int) -> None:
        if self._now is not None and at < self._now:
            raise RegistryClockError(f"at = {at}: must not lie before {self._now}, the instant of the last request")
        due_at = self._next_due
        if due_at is not None and due_at < at:
            raise RegistryClockError(f"at = {at}: something was due at {due_at}; advance the platform to {at} first")

    def _ask(self, letters: Iterable[AnyRequest], at: int) -> list[Happening]:
        records: list[Happening] = []
        for letter in letters:
            record = self.postbox.ask(letter, at)
            self._letters.asked(record)
            records.append(record)
        return records

    def _is_told(self, event: Event) -> bool:
        """Tell whether `_after` may add anything to an event."""
        if type(event) in _UNTOLD:
            return False
        if isinstance(event, DisputeOpened):
            return self._letters.are_written_of_lodgings
        ends = isinstance(event, Closed | Withdrawn) or (isinstance(event, Moved) and self.registry.is_final(event))
        return ends or isinstance(event, Released) or self._letters.has(event)

    def _after(self, events: Iterable[Event], at: int) -> list[Happening]:
        """Add to events what they cancel and what they make the platform ask."""
        happened: list[Happening] = []
        for event in events:
            happened.append(event)
            if type(event) in _UNTOLD:
                continue
            if isinstance(event, DisputeOpened):
                happened += self._ask(self._letters.lodged(event), at)
            elif isinstance(event, Released):
                happened += self._meetings.release(event, at)
            elif isinstance(event, Closed | Withdrawn) or (isinstance(event, Moved) and self.registry.is_final(event)):
                happened += self._meetings.end_case(event.case_id, at)
            if self._letters.has(event):
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
