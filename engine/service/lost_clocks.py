"""What a log says of the clocks of the law, and which of them have ended without anything having come of it.

The rules are asked which event stops which clock; the books, their agenda and the disputes at rest are not, since it is
they that may have lost one.
"""

from collections.abc import Iterator
from typing import Final

from engine.events.calendar_events import ClockMoved
from engine.events.lifecycle_words import Clock, State, Track
from engine.events.moves import Moved
from engine.events.records import Accepted, Closed, Declined, Event, Filed, Lapsed, Offered, Released, Withdrawn
from engine.lifecycle.dispute import Process
from engine.lifecycle.rulebook import Move, Rulebook
from engine.registry.panels import Panels
from engine.registry.rest import Resting

_OF_ASSIGNMENT: Final = (Filed, Offered, Accepted, Declined, Lapsed, Released, Closed, Withdrawn)


class ClocksFollowed:
    """Clocks that a log has set and not stopped.

    Parameters
    ----------
    rulebook
        Which transition an event is, and which clocks it stops.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook: Final = rulebook
        self._panels: Final = Panels()
        self._processes: Final[dict[int, Process]] = {}
        """Of every process that is not over: its state, and its clocks."""

    def follow(self, event: Event) -> None:
        """Take note of an event; one that no rule names changes nothing."""
        process = self._processes.get(event.case_id)
        if isinstance(event, ClockMoved):
            if process is not None:
                _move_end(process, event)
        elif isinstance(event, Moved):
            state = None if process is None else process.state
            effects = self._rulebook.at(event.occurred_at).effects
            self._take(event, process, effects.get((event.track, event.transition, state, event.state)))
        elif event.track is Track.MEDIATION and isinstance(event, _OF_ASSIGNMENT):
            if self._panels.moves(process, event):
                self._take(event, process, self._followed(event, process))
            if isinstance(event, Closed | Withdrawn):
                self._panels.forget(event.case_id)

    def meet(self, found: Resting) -> None:
        """Take note of a dispute that had begun before the log did."""
        for process in found.processes:
            self._processes[process.case_id] = Process(
                case_id=process.case_id,
                track=process.track,
                state=process.state,
                entered_at=process.entered_at,
                clocks=dict(process.clocks),
                paused=dict(process.paused),
            )

    def lost(self, at: int) -> Iterator[str]:
        """Yield the clocks that ended before an instant, microseconds since the epoch, and still run."""
        for process in self._processes.values():
            for clock, end in process.clocks.items():
                # That of an offer is the assignment's.
                if end < at and (process.track, clock) != (Track.MEDIATION, Clock.OFFER):
                    yield f"case {process.case_id}: {clock.value} of {process.track.value} was due at {end}"

    def _followed(self, event: Event, process: Process | None) -> Move | None:
        code = event.closing_code if isinstance(event, Closed) else None
        state = None if process is None else process.state
        kind = str(event.__struct_config__.tag)
        return self._rulebook.at(event.occurred_at).followed.get((event.track, kind, code, state))

    def _take(self, event: Event, process: Process | None, move: Move | None) -> None:
        if move is None:
            return
        state = event.state if isinstance(event, Moved) else move.entry.to
        if process is None:
            process = Process(
                case_id=event.case_id,
                track=event.track,
                state=state or State.DRAFT,
                entered_at=event.occurred_at,
            )
            self._processes[event.case_id] = process
        _set(process, move, event)
        process.state = state or process.state
        if (process.track, process.state) in self._rulebook.at(event.occurred_at).final:
            del self._processes[event.case_id]


def _set(process: Process, move: Move, event: Event) -> None:
    """Stop, pause and set clocks as the rules say of a transition."""
    entry = move.entry
    for clock in [*process.clocks, *process.paused] if entry.stops_all else entry.stops:
        process.clocks.pop(clock, None)
        process.paused.pop(clock, None)
    for clock in entry.pauses:
        if (end := process.clocks.pop(clock, None)) is not None:
            process.paused[clock] = end, event.occurred_at
    if move.sets is not None:
        process.paused.pop(move.sets, None)
        if isinstance(event, Moved | Offered) and event.deadline is not None:
            process.clocks[move.sets] = event.deadline


def _move_end(process: Process, event: ClockMoved) -> None:
    if event.clock in process.clocks:
        process.clocks[event.clock] = event.deadline
    elif event.clock in process.paused:
        process.paused[event.clock] = event.deadline, process.paused[event.clock][1]
