"""Every way through a door, walked: what the rules' data lead to, found before a dispute gets there.

A walk starts from a dispute that has no process yet and tries every command in every state it comes to, lets clocks
run to their ends or to just before, and puts other doors where the conditions look. Two disputes that the rules cannot
tell apart are one state, so the walk ends.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.calendar.calendar import WorkCalendar
from engine.errors import EngineError
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Track
from engine.events.moves import Moved
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.errors import MoveError
from engine.lifecycle.invariants import Checker
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.lifecycle.walk_commands import Choices
from engine.lifecycle.walk_cover import Cover
from engine.lifecycle.walk_events import opening_of, reported
from engine.lifecycle.walk_state import CASE, Former, copied
from engine.lifecycle.walk_surroundings import Surroundings

_EVERYBODY_ASKS: Final = 40
"""So many of the first states see every command of every role, allowed or not."""
_FAULTS: Final = (EngineError, LookupError, ArithmeticError, AssertionError, TypeError, ValueError)


class Findings(NamedTuple):
    """What a walk has found."""

    states: int
    steps: int
    """Ways from one state to another, or back to the same."""
    refusals: int
    """Commands that were refused as they should be."""
    defects: tuple[str, ...]
    """What must not be, each with the events that lead there."""
    transitions: frozenset[int]
    """Ordinals, in the door's file, of the transitions that were taken."""
    lengths: frozenset[tuple[Clock, int]]
    """Clocks that began, with the ordinal of the length that they began with."""


class Walk:
    """Walks one door of one dispute.

    Parameters
    ----------
    rulebook, calendar
        The rules, and what their periods are counted by.
    dispute
        As it is before it comes to the door; `last_at` says when that is.
    track
        The door.

    Examples
    --------
    >>> from engine.lifecycle.example import opened_dispute
    >>> dispute, calendar = opened_dispute(parties=1), WorkCalendar.china(2022, 2024)
    >>> Walk(Rulebook.shipped(), calendar, dispute, Track.MEDIATION).run().defects
    ()
    """

    def __init__(self, rulebook: Rulebook, calendar: WorkCalendar, dispute: Dispute, track: Track) -> None:
        self._lifecycle: Final = Lifecycle(rulebook, calendar)
        machine = rulebook.machines[track]
        self._track: Final = track
        self._cover: Final = Cover(rulebook, machine)
        self._choices: Final = Choices(machine)
        self._former: Final = Former(rulebook.machines, track)
        self._surroundings: Final = Surroundings(rulebook.machines, track)
        self._numbers: Final = {self._former.form(dispute): 0}
        self._disputes: Final = [dispute]
        self._came_from: Final[list[tuple[int, list[Event]]]] = [(-1, [])]
        self._into: Final[list[set[int]]] = [set()]
        """By state, from which it was reached in one step."""
        self._checkers: Final = [Checker()]
        self._checkers[0].follow(opening_of(dispute))
        self._defects: Final[list[str]] = []
        self._steps = self._refusals = 0

    def run(self) -> Findings:
        """Walk, and return what was found."""
        queue = deque([0])
        while queue:
            number = queue.popleft()
            known = len(self._disputes)
            self._leave(number)
            queue.extend(range(known, len(self._disputes)))
        self._check_ends()
        return Findings(
            states=len(self._disputes),
            steps=self._steps,
            refusals=self._refusals,
            defects=tuple(self._defects),
            transitions=frozenset(self._cover.transitions),
            lengths=frozenset(self._cover.lengths),
        )

    def _leave(self, number: int) -> None:
        dispute = self._disputes[number]
        process = dispute.processes.get(CASE)
        if process is not None and self._is_final(process, dispute.last_at):
            if process.clocks:
                self._report(number, "over, yet a clock runs")
            return
        if process is not None and process.next_deadline is None:
            self._report(number, "no clock runs, so nothing needs ever happen")
        before = self._steps
        for after, events in self._following(number, dispute, process):
            self._arrive(number, after, events)
        if self._steps == before:
            self._report(number, "a dead end")

    def _following(
        self, number: int, dispute: Dispute, process: Process | None
    ) -> Iterator[tuple[Dispute, list[Event]]]:
        for command in self._choices.commands(dispute, everybody_asks=number < _EVERYBODY_ASKS):
            yield from self._obeyed(number, dispute, command)
        if process is not None and process.next_deadline is not None:
            yield from self._time_passes(number, dispute, process)
        for after, moved in self._surroundings.changed(self._lifecycle, dispute):
            yield after, [*moved]

    def _obeyed(self, number: int, dispute: Dispute, command: Command) -> Iterator[tuple[Dispute, list[Event]]]:
        at = dispute.last_at
        try:
            ruling = self._lifecycle.check(dispute, command, at)
            if ruling.move.entry.kind == "moved":
                after = copied(dispute)
                yield after, self._lifecycle.execute(after, command, at)
                return
            for event in reported(dispute, ruling.process, ruling.move.entry, at):
                after = copied(dispute)
                yield after, self._lifecycle.follow(after, event)
        except MoveError as refusal:
            self._refusals += 1
            if not refusal.article.value:
                self._report(number, f"{refusal}: names no article")
        except _FAULTS as fault:
            self._report(number, f"{command.transition.value}: {type(fault).__name__}: {fault}")

    def _time_passes(self, number: int, dispute: Dispute, process: Process) -> Iterator[tuple[Dispute, list[Event]]]:
        assert process.next_deadline is not None, "only where a clock runs"
        end, clock = process.next_deadline
        if end - 1 > dispute.last_at:
            later = copied(dispute)
            later.last_at = end - 1
            yield later, []
        at = max(end, dispute.last_at)
        transition = self._lifecycle.rulebook.at(at).on_end[self._track, clock]
        command = Command(case_id=CASE, track=self._track, transition=transition, actor=ActorRole.PLATFORM)
        after = copied(dispute)
        after.last_at = at
        try:
            entry = self._lifecycle.check(after, command, at).move.entry
            if entry.kind in ("moved", "closed"):
                events = self._lifecycle.execute(after, command, at)
            else:
                events = [
                    e for event in reported(after, process, entry, at) for e in self._lifecycle.follow(after, event)
                ]
        except (MoveError, *_FAULTS) as fault:
            self._report(number, f"the end of {clock.value}: {type(fault).__name__}: {fault}")
            return
        if after.processes[CASE].clocks.get(clock, at + 1) <= at:
            self._report(number, f"the end of {clock.value} does not end it")
            return
        yield after, events

    def _arrive(self, number: int, after: Dispute, events: list[Event]) -> None:
        self._steps += 1
        self._cover.follow(self._disputes[number], after, events)
        checker = self._checked(number, events)
        self._surroundings.stand_still(after)
        form = self._former.form(after)
        known = self._numbers.get(form)
        if known is None:
            known = self._numbers[form] = len(self._disputes)
            self._disputes.append(after)
            self._came_from.append((number, events))
            self._checkers.append(checker)
            self._into.append(set())
        self._into[known].add(number)

    def _checked(self, number: int, events: list[Event]) -> Checker:
        checker = self._checkers[number]
        # Processes put around the walked one have no history, so the invariants would miss what led there.
        if not events or self._track is not Track.MEDIATION:
            return checker
        checker = checker.copied()
        for event in events:
            for invariant in checker.follow(event):
                self._report(number, f"breaks {invariant.value}", events)
        return checker

    def _check_ends(self) -> None:
        """Report states from which the process can never be over."""
        final = [
            number
            for number, dispute in enumerate(self._disputes)
            if (process := dispute.processes.get(CASE)) is not None and self._is_final(process, dispute.last_at)
        ]
        reached = set(final)
        while final:
            for number in self._into[final.pop()] - reached:
                reached.add(number)
                final.append(number)
        for number in sorted(set(range(len(self._disputes))) - reached):
            self._report(number, "can never be over")

    def _is_final(self, process: Process, at: int) -> bool:
        return (process.track, process.state) in self._lifecycle.rulebook.at(at).final

    def _history(self, number: int) -> list[Event]:
        parts: list[list[Event]] = []
        while number >= 0:
            number, events = self._came_from[number]
            parts.append(events)
        return [event for events in reversed(parts) for event in events]

    def _report(self, number: int, what: str, events: list[Event] | None = None) -> None:
        path = " > ".join(map(_word, [*self._history(number), *(events or [])]))
        self._defects.append(f"{what} [{path}]")


def _word(event: Event) -> str:
    if isinstance(event, Moved):
        return f"{event.transition.value}({event.parties:b})" if event.parties else event.transition.value
    return str(event.__struct_config__.tag)
