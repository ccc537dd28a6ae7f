"""State changes, each by an event alone: what the rules in force at its date say that such an event does."""

from functools import cache
from typing import Final

from engine.events.enums import ReleaseGround
from engine.events.lifecycle_words import Article, State, Track
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Accepted, Closed, Event, Filed, Offered, Released
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.errors import NotOpenError, UnknownProcessError
from engine.lifecycle.machine import TransitionEntry
from engine.lifecycle.rulebook import Era, Move

_SEATING: Final = (Offered, Accepted)


def opened(event: DisputeOpened) -> Dispute:
    """Return the dispute that an event opens; it has no process yet."""
    return Dispute(
        dispute_id=event.dispute_id,
        court_id=event.court_id,
        parties=event.parties,
        applicants=event.applicants,
        entry_route=event.entry_route,
        procedure=event.procedure,
        amount_fen=event.amount_fen,
        reach=event.reach,
        impact=event.impact,
        last_at=event.occurred_at,
    )


def apply(dispute: Dispute, event: Event, era: Era) -> Process:
    """Let a dispute follow an event, and return the process that it is about.

    Parameters
    ----------
    dispute
        Changed.
    event
        One that `execute` has returned, or one of the assignment of a mediator; of those, kinds that no machine names
        change nothing but the time.
    era
        The rules in force when it happened.

    Raises
    ------
    UnknownProcessError
        If the event is about a process that the dispute does not have.
    NotOpenError
        If no such event can happen in the state the process is in. The dispute is then as before.
    """
    process = dispute.processes.get(event.case_id)
    if process is not None and type(event) is not Moved and _kind(type(event)) not in era.kinds:
        dispute.last_at = event.occurred_at  # a conflict, a wider circle: the search goes on, the process stays
        return process
    move = moved_by(process, event, era)
    if process is None:
        state = event.state if isinstance(event, Moved) else move.entry.to
        assert state is not None, "a transition that opens a process says where it begins"
        process = Process(
            case_id=event.case_id,
            track=event.track,
            state=state,
            opened_at=event.occurred_at,
            entered_at=event.occurred_at,
        )
        dispute.processes[event.case_id] = process
    _take(dispute, process, move, event)
    if (process.track, process.state) in era.final:
        process.clocks.clear()
        process.paused.clear()
    dispute.last_at = event.occurred_at
    return process


def moved_by(process: Process | None, event: Event, era: Era) -> Move:
    """Return the transition that an event is the record of.

    Raises
    ------
    UnknownProcessError
        If there is no process and the event opens none.
    NotOpenError
        If none leads from the state of the process.
    """
    state = None if process is None else process.state
    if type(event) is Moved:
        move = era.effects.get((event.track, event.transition, state, event.state))
    else:
        code = event.closing_code if isinstance(event, Closed) else None
        move = era.followed.get((event.track, _kind(type(event)), code, state))
        if move is None and state is None:
            raise UnknownProcessError(f"case_id = {event.case_id}", Article.ASSUMED, "no such process is open")
    if move is None:
        what = f"case_id = {event.case_id}: {_kind(type(event))}"
        raise NotOpenError(what, Article.ASSUMED, f"cannot happen in state {_word(state)}")
    return move


@cache
def _kind(record: type[Event]) -> str:
    return str(record.__struct_config__.tag)


def _word(state: State | None) -> str:
    return "of a process not yet open" if state is None else state.value


def _take(dispute: Dispute, process: Process, move: Move, event: Event) -> None:
    """Do what a transition does: clocks first, then facts, marks and the state."""
    entry, at = move.entry, event.occurred_at
    _set_clocks(process, move, event, at)
    for fact in entry.clears:
        process.facts.pop(fact, None)
    for fact in entry.records:
        process.facts[fact] = at
    for fact in entry.records_on_dispute:
        dispute.facts[fact] = at
    if entry.keeps is not None and isinstance(event, Moved) and event.amount_fen is not None:
        process.amounts[entry.keeps] = event.amount_fen
    if entry.marks is not None or entry.unmarks is not None or entry.unmarks_all is not None:
        _mark(dispute, process, entry, event)
    if entry.to is not None:
        process.state, process.entered_at = entry.to, at
    if process.track is Track.MEDIATION:
        _seat(process, event)


def _set_clocks(process: Process, move: Move, event: Event, at: int) -> None:
    entry, clocks = move.entry, process.clocks
    if entry.stops_all:
        clocks.clear()
        process.paused.clear()
    for clock in entry.stops:
        clocks.pop(clock, None)
        process.paused.pop(clock, None)
    for clock in entry.pauses:
        end = clocks.pop(clock, None)
        if end is not None:
            process.paused[clock] = (end, at)
    if move.sets is not None:
        deadline = event.deadline if type(event) is Moved or type(event) is Offered else None
        process.paused.pop(move.sets, None)
        if deadline is not None:
            clocks[move.sets] = deadline


def _acting(dispute: Dispute, event: Event) -> int:
    """Return which parties did it, one bit each; a case is handed in by the applicants."""
    if type(event) is Moved:
        return event.parties
    return (1 << dispute.applicants) - 1 if isinstance(event, Filed) else 0


def _mark(dispute: Dispute, process: Process, entry: TransitionEntry, event: Event) -> None:
    marks = process.marks
    if entry.unmarks_all is not None:
        marks.pop(entry.unmarks_all, None)
    if entry.unmarks is None and entry.marks is None:
        return
    parties = _acting(dispute, event)
    if entry.unmarks is not None:
        marks[entry.unmarks] = marks.get(entry.unmarks, 0) & ~parties
    if entry.marks is not None:
        marks[entry.marks] = marks.get(entry.marks, 0) | parties


def _seat(process: Process, event: Event) -> None:
    """Remember who is asked for, or holds, a mediation."""
    if type(event) is not Moved and isinstance(event, _SEATING):
        process.mediator_id, process.organisation_id = event.mediator_id, event.organisation_id
        process.attempt, process.step = event.attempt, event.step
    elif process.state is State.SELECTING:
        process.mediator_id = process.organisation_id = None
    if type(event) is Released and event.ground is ReleaseGround.REPLACED:
        process.facts["replaced"] = event.occurred_at
