"""Lifecycle and desks stay in step whatever is asked: who looks for somebody, asks somebody or has somebody."""

import pytest

from engine.desk.docket import DocketEntry
from engine.events.lifecycle_words import State, Track
from engine.lifecycle.dispute import Process
from engine.lifecycle.rulebook import Rulebook
from engine.registry.doors import door_of
from tests.engine.registry.city import Life, city
from tests.engine.registry.people import entry_of

HELD = {
    State.CONTACTING,
    State.IN_SESSION,
    State.REPLACING,
    State.SUSPENDED,
    State.UNDER_SUSPICION,
    State.SIGNING,
    State.IN_EFFECT,
}
WORKING = {State.EVALUATING, State.CONSTITUTED, State.HEARING, State.MEDIATING}
MACHINES = Rulebook.shipped().machines


@pytest.mark.parametrize("seed", [1])
def test_no_process_says_another_thing_than_its_desk(seed: int):
    """Between any two requests a mediation looks, is offered or is held exactly where its desk says so."""
    assert _contradictions(seed, steps=400) == []


@pytest.mark.full
@pytest.mark.parametrize("seed", range(40, 60))
def test_no_process_ever_says_another_thing_than_its_desk(seed: int):
    """The same over twenty longer lives."""
    assert _contradictions(seed, steps=1_500) == []


def _contradictions(seed: int, *, steps: int) -> list[str]:
    life, found = Life(city(), seed), list[str]()
    for _ in range(steps // 10):
        life.live(10)
        registry = life.platform.registry
        for number in registry.numbers:
            for process in registry.dispute(number).processes.values():
                entry = entry_of(registry, process)
                if not _agree(process, entry):
                    found.append(f"seed {seed}, case {process.case_id}: {process.state.value}, but {entry}")
    return found


def _may_have_panel(process: Process, entry: DocketEntry) -> bool:
    """Nobody sits where all is done, and who is assigned is never waited for."""
    door = door_of(process.track)
    is_over = MACHINES[process.track].states[process.state].final
    is_asked = any(seat.deadline is not None for seat in entry.seats.values())
    return not is_over and process.state not in door.done and (door.is_asked or not is_asked)


def _agree(process: Process, entry: DocketEntry | None) -> bool:
    if process.track is not Track.MEDIATION:
        return entry is None or (_may_have_panel(process, entry) and (process.state not in WORKING or entry.is_held))
    if entry is None:
        return process.state not in HELD | {State.SELECTING, State.OFFERED}
    if entry.is_held:
        return process.state in HELD and entry.seat_of(process.mediator_id or 0) is not None
    # A panel's case stays offered while one has accepted and another seat is looked for.
    is_asked = any(seat.deadline is not None for seat in entry.seats.values())
    return process.state is State.OFFERED if is_asked else process.state in (State.SELECTING, State.OFFERED)
