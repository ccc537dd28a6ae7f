"""What may stand around a process that is walked: other doors, put where its conditions look."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.calendar.day import DAY_US
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Article, Clock, State, Track
from engine.events.moves import Moved
from engine.lifecycle.conditions import bare
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.machine import ClockEntry, Length, MachineEntry, TransitionEntry
from engine.lifecycle.walk_state import CASE, copied

_CASE: Final = 2
_FOREVER_US: Final = 1000 * DAY_US
_OF_PLACES: Final = frozenset({"other", "no_other", "since", "other_running"})
_Place = tuple[Track, State, Clock | None]


class Surroundings:
    """The places at other doors, and the facts of the dispute, that the conditions of a door name.

    One other process at a time is put there, in states where it is asked about, and it has no time of its own.

    Parameters
    ----------
    machines
        All doors.
    track
        The door that is walked.
    """

    def __init__(self, machines: Mapping[Track, MachineEntry], track: Track) -> None:
        self._machines: Final = machines
        conditions = [part for text in _texts(machines[track]) for part in _parts(text)]
        self._asked_in: Final = frozenset(_states_that_ask(machines[track]))
        self._places: Final = sorted(
            {place for name, argument in conditions for place in _places(name, argument, machines)}, key=str
        )
        self._facts: Final = sorted({argument for name, argument in conditions if name.endswith("dispute_fact")})

    def changed(self, lifecycle: Lifecycle, dispute: Dispute) -> Iterator[tuple[Dispute, list[Moved]]]:
        """Yield the dispute with something else around the process, and what that set off."""
        if not self._is_asked(dispute):
            return
        for track, state, clock in self._places:
            there = dispute.processes.get(_CASE)
            if there is None or (there.track, there.state) != (track, state):
                yield self._with(lifecycle, dispute, track, state, clock)
        if _CASE in dispute.processes:
            without = copied(dispute)
            del without.processes[_CASE]
            yield without, []
        for fact in self._facts:
            if fact not in dispute.facts:
                knowing = copied(dispute)
                knowing.facts[fact] = dispute.last_at
                yield knowing, []

    def stand_still(self, dispute: Dispute) -> None:
        """Take away what nothing asks about, and stop the clocks that events of the walk have started around it."""
        other = dispute.processes.get(_CASE)
        if other is None:
            return
        if not self._is_asked(dispute):
            del dispute.processes[_CASE]
        other.clocks = {clock: end for clock, end in other.clocks.items() if end - dispute.last_at > _FOREVER_US // 2}

    def _is_asked(self, dispute: Dispute) -> bool:
        process = dispute.processes.get(CASE)
        return (None if process is None else process.state) in self._asked_in

    def _with(
        self, lifecycle: Lifecycle, dispute: Dispute, track: Track, state: State, clock: Clock | None
    ) -> tuple[Dispute, list[Moved]]:
        after, at = copied(dispute), dispute.last_at
        entry = self._way_to(track, state)
        before = entry.from_states[0] if entry is not None and entry.from_states else state
        after.processes.pop(_CASE, None)
        facts = {entry.starts_from: at for entry in self._machines[track].transitions if entry.starts_from}
        other = Process(case_id=_CASE, track=track, state=before, opened_at=at, entered_at=at, facts=facts)
        if entry is None or entry.from_states:
            after.processes[_CASE] = other
        if entry is None:
            other.clocks = {} if clock is None else {clock: at + _FOREVER_US}
            return after, []
        event = Moved(
            occurred_at=at,
            recorded_at=at,
            dispute_id=dispute.dispute_id,
            case_id=_CASE,
            court_id=dispute.court_id,
            track=track,
            transition=entry.name,
            state=state,
            actor=ActorRole.COURT,
            article=Article.ASSUMED,
        )
        events = lifecycle.follow(after, event)
        moved = [event for event in events if isinstance(event, Moved) and event.case_id != _CASE]
        # It stands there and has no time of its own, but for the clock that is asked about.
        after.processes[_CASE].clocks = {} if clock is None else {clock: at + _FOREVER_US}
        return after, moved

    def _way_to(self, track: Track, state: State) -> TransitionEntry | None:
        """Return a transition into a state that is in force for ever, if one is recorded as a move."""
        for entry in self._machines[track].transitions:
            if entry.to is state and entry.kind == "moved" and entry.valid_from is None and entry.valid_to is None:
                return entry
        return None


def _texts(machine: MachineEntry) -> Iterator[str]:
    """Yield the conditions of a door."""
    for entry in (*machine.transitions, *(length for clock in machine.clocks for length in _lengths(clock))):
        yield from entry.conditions


def _lengths(clock: ClockEntry) -> tuple[Length, ...]:
    return (*clock.lengths, *clock.extensions)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    name, _, argument = bare(text).partition(":")
    if name.endswith("dispute_fact") or name in _OF_PLACES:
        yield name, argument


def _states_that_ask(machine: MachineEntry) -> Iterator[State | None]:
    """Yield where a transition, or a length of its clock, asks about what is around; None is no state."""
    asking = {
        clock.name
        for clock in machine.clocks
        if any([*_parts(text)] for length in _lengths(clock) for text in length.conditions)
    }
    for entry in machine.transitions:
        if entry.sets in asking or any([*_parts(text)] for text in entry.conditions):
            yield from entry.from_states or (None,)


def _places(name: str, argument: str, machines: Mapping[Track, MachineEntry]) -> Iterator[_Place]:
    if name == "other_running":
        track_name, _, clock_name = argument.partition(":")
        machine = machines[Track(track_name)]
        running = next(entry.to for entry in machine.transitions if entry.to and entry.starts == clock_name)
        yield machine.track, running, Clock(clock_name)
    elif name in _OF_PLACES:
        for door in argument.split(","):
            track_name, _, states = door.partition(":")
            if Track(track_name) in machines:
                yield from ((Track(track_name), State(state), None) for state in states.split("|"))
