"""Whether the rules allow a command, and when the clock ends that it sets."""

from dataclasses import replace
from typing import NamedTuple

from engine.events.lifecycle_words import Article, Clock, State
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.errors import (
    ConditionError,
    DateError,
    MachineError,
    MoveError,
    NotEntitledError,
    NotOpenError,
    UnknownProcessError,
)
from engine.lifecycle.periods import Periods
from engine.lifecycle.rulebook import Era, Move, Period


class Ruling(NamedTuple):
    """A command that the rules allow."""

    move: Move
    process: Process
    """As it is before; for a transition that opens one, a blank that the dispute does not have yet."""
    state: State
    """The state it leads to."""
    deadline: int | None
    """End of the clock that it sets, microseconds since the epoch; None if it sets none."""


def rule_on(dispute: Dispute, command: Command, at: int, era: Era, periods: Periods) -> Ruling:
    """Rule on a command.

    Raises
    ------
    MoveError
        If the rules do not allow it, by the subclass that says why; names the article.
    CalendarRangeError
        If a clock would end beyond the calendar.
    """
    process = dispute.processes.get(command.case_id)
    state = None if process is None else process.state
    moves = era.from_state.get((command.track, command.transition, state))
    if not moves or (process is not None and process.track is not command.track):
        raise _not_open(command, process, era)
    if process is None:
        process = blank(command, moves[0], at)
    if at < dispute.last_at:
        article = moves[0].article
        raise DateError(_about(command, state), article, f"at = {at}: must not lie before {dispute.last_at}")
    move = _allowed(dispute, process, command, at, moves, state)
    return ruling_of(dispute, process, command, at, move, era, periods)


def ruling_of(
    dispute: Dispute, process: Process, command: Command, at: int, move: Move, era: Era, periods: Periods
) -> Ruling:
    """Return what a command comes to by a transition that it may take; raises what `rule_on` raises of its clock."""
    deadline = None if move.sets is None else _deadline(dispute, process, command, at, move, move.sets, era, periods)
    return Ruling(move, process, move.entry.to or process.state, deadline)


def _allowed(
    dispute: Dispute, process: Process, command: Command, at: int, moves: list[Move], state: State | None
) -> Move:
    """Return the first transition that the actor may take and whose conditions hold; else raise what stands first."""
    refusal: MoveError | None = None
    for move in moves:
        if command.actor not in move.entry.actors:
            who = " or ".join(actor.value for actor in move.entry.actors)
            reason = f"actor = {command.actor.value}: must be {who}"
            refusal = refusal or NotEntitledError(_about(command, state), move.article, reason)
            continue
        missing = unmet(dispute, process, command, at, move)
        if missing is None:
            return move
        # A condition says more than that it was not this actor's to take.
        if refusal is None or isinstance(refusal, NotEntitledError):
            refusal = ConditionError(_about(command, state), *missing)
    assert refusal is not None, "there is at least one transition"
    raise refusal


def unmet(dispute: Dispute, process: Process, command: Command, at: int, move: Move) -> tuple[Article, str] | None:
    """Return the first condition that does not hold: the article that stands against the command, and why."""
    for condition, article in move.checks:
        reason = condition(dispute, process, command, at)
        if reason is not None:
            return article, reason
    return None


def _deadline(
    dispute: Dispute, process: Process, command: Command, at: int, move: Move, clock: Clock, era: Era, periods: Periods
) -> int | None:
    entry = move.entry
    if entry.kind != "moved":
        return None
    if (entry.restarts or entry.extends) is not None and clock not in process.clocks:
        raise ConditionError(_about(command, process.state), move.article, f"no {clock.value} runs")
    if entry.agreed:
        if command.until is None or command.until < at:
            raise ConditionError(
                _about(command, process.state), move.article, f"until = {command.until}: must be later"
            )
        return command.until
    if entry.resumes is not None:
        stopped = process.paused.get(clock)
        return None if stopped is None else periods.shifted(stopped[0], at - stopped[1])
    since, period = period_of(dispute, process, command, at, move, era)
    return periods.end(period.entry, since)


def period_of(
    dispute: Dispute, process: Process, command: Command, at: int, move: Move, era: Era
) -> tuple[int, Period]:
    """Return from when the clock counts that a transition starts, restarts or extends, and its length.

    Raises
    ------
    MachineError
        If no length is in force.
    """
    entry, clock = move.entry, move.sets
    assert clock is not None, "only asked of transitions that set a clock"
    since, lengths = at, era.periods[command.track, clock]
    if entry.starts_from is not None:
        since = process.facts[entry.starts_from]
    elif entry.extends is not None:
        # The last instant of the last day: the next day is the first that counts.
        since, lengths = process.clocks[clock] - 1, era.extensions[command.track, clock]
    known: Process | None = None
    for period in lengths:
        if not period.conditions:
            return since, period
        # A length may hang on what the transition itself makes known; most hang on nothing, and copying costs.
        known = known or _knowing(process, entry.records, at)
        if all(condition(dispute, known, command, at) is None for condition in period.conditions):
            return since, period
    raise MachineError(f"clock {clock.value}: no length is in force for {_about(command, process.state)}")


def _knowing(process: Process, facts: tuple[str, ...], at: int) -> Process:
    """Return a process as it will be when it knows some facts, too."""
    return replace(process, facts=process.facts | dict.fromkeys(facts, at)) if facts else process


def blank(command: Command, move: Move, at: int) -> Process:
    """Return the process that a transition opens, as it is before."""
    state = move.entry.to
    assert state is not None, "a transition that opens a process says where it begins"
    return Process(case_id=command.case_id, track=command.track, state=state, opened_at=at, entered_at=at)


def _not_open(command: Command, process: Process | None, era: Era) -> MoveError:
    known = era.moves.get((command.track, command.transition), [])
    article = known[0].article if known else Article.ASSUMED
    about = _about(command, None if process is None else process.state)
    if process is None and known and all(move.entry.from_states for move in known):
        return UnknownProcessError(about, article, "the dispute has no such process")
    if process is not None and process.track is not command.track:
        return UnknownProcessError(about, article, f"the process is one of {process.track.value}")
    states = sorted({state.value for move in known for state in move.entry.from_states})
    reason = f"is open from {', '.join(states)} only" if states else "is not open"
    return NotOpenError(about, article, reason)


def _about(command: Command, state: State | None) -> str:
    where = "" if state is None else f" from {state.value}"
    return f"case_id = {command.case_id}: {command.transition.value}{where}"
