"""Which parts of a door's data a walk has made use of: what is never used is dead."""

from typing import Final

from engine.events.lifecycle_words import Clock
from engine.events.moves import Moved
from engine.events.records import Event
from engine.lifecycle.apply import moved_by
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.machine import MachineEntry
from engine.lifecycle.rulebook import Rulebook
from engine.lifecycle.walk_state import CASE, copied


class Cover:
    """Remembers the transitions and lengths that events stood for.

    Parameters
    ----------
    rulebook
        All doors.
    machine
        The one that is walked.
    """

    def __init__(self, rulebook: Rulebook, machine: MachineEntry) -> None:
        self._rulebook: Final = rulebook
        self._machine: Final = machine
        self._ordinals: Final = {id(entry): ordinal for ordinal, entry in enumerate(machine.transitions)}
        self._lengths: Final = {clock.name: clock.lengths for clock in machine.clocks}
        self.transitions: Final[set[int]] = set()
        """Ordinals in the file."""
        self.lengths: Final[set[tuple[Clock, int]]] = set()

    def follow(self, before: Dispute, after: Dispute, events: list[Event]) -> None:
        """Remember what the events between two stages of a dispute stand for."""
        process = copied(before).processes.get(CASE)
        for event in events:
            if event.case_id != CASE:
                continue
            entry = moved_by(process, event, self._rulebook.at(event.occurred_at)).entry
            self.transitions.add(self._ordinals[id(entry)])
            process = process or copied(after).processes[CASE]
            process.state = (event.state if isinstance(event, Moved) else entry.to) or process.state
            if isinstance(event, Moved) and event.clock is not None and (entry.starts or entry.restarts):
                self._began(after, event, event.clock)

    def _began(self, after: Dispute, event: Moved, clock: Clock) -> None:
        at, track = event.occurred_at, self._machine.track
        command = Command(case_id=CASE, track=track, transition=event.transition, actor=event.actor)
        for period in self._rulebook.at(at).periods[track, clock]:
            if all(condition(after, after.processes[CASE], command, at) is None for condition in period.conditions):
                ordinal = next(n for n, length in enumerate(self._lengths[clock]) if length is period.entry)
                self.lengths.add((clock, ordinal))
                return
