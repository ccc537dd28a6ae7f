"""A registry that is rebuilt from its events is the one that made them."""

from typing import Any

import numpy as np
import pytest

from engine.calendar.day import DAY_US
from engine.errors import EngineError
from engine.events.enums import ActorRole, EntryRoute
from engine.events.lifecycle_words import Medium, State, Track, Transition
from engine.events.moves import Moved
from engine.lifecycle.command import Command
from engine.lifecycle.rulebook import Rulebook
from engine.registry.example import filed_dispute, one_court_registry
from engine.registry.registry import Registry
from engine.registry.requests import Move
from tests.engine.registry.court import MINUTE, Platform


@pytest.mark.parametrize("route", EntryRoute)
def test_a_registry_rebuilt_from_its_events_is_the_same_and_goes_on_the_same(route: EntryRoute):
    """Random requests over weeks: the log replayed gives equal disputes, loads and deadlines, and an equal future."""
    first = Platform(one_court_registry(capacity=2))
    _live(first, np.random.default_rng(5), route)
    second = Platform(one_court_registry(capacity=2))
    second.registry.replay(first.events)
    second.now = first.now
    assert _known(second.registry) == _known(first.registry)
    assert len(first.events) > 150
    assert any(isinstance(event, Moved) and event.clock is not None for event in first.events)
    assert second.wait(200) == first.wait(200)
    assert _known(second.registry) == _known(first.registry)


def _live(platform: Platform, chance: np.random.Generator, route: EntryRoute) -> None:
    """Twenty disputes; everybody tries anything at any time, and what is refused changes nothing."""
    for dispute_id in range(1, 21):
        platform.ask(*filed_dispute(dispute_id, entry_route=route))
        for _ in range(25):
            _try_something(platform, chance, int(chance.integers(1, dispute_id + 1)))
        platform.wait(int(chance.integers(0, 3)))


def _try_something(platform: Platform, chance: np.random.Generator, case_id: int) -> None:
    """Ask for something that the rules know in this state, or for anything at all."""
    state = platform.state(case_id)
    platform.pass_time(MINUTE)
    before = _known(platform.registry)
    try:
        if state is State.OFFERED and chance.random() < 0.7:
            platform.events += platform.registry.execute(platform.answer(case_id), platform.now)
        else:
            _move_somehow(platform, chance, case_id, state)
    except EngineError:
        assert _known(platform.registry) == before


def _move_somehow(platform: Platform, chance: np.random.Generator, case_id: int, state: State) -> None:
    known = [name for (_, name, start), _ in Rulebook.shipped().at(platform.now).from_state.items() if start is state]
    names = known if known and chance.random() < 0.9 else list(Transition)
    transition = names[int(chance.integers(len(names)))]
    moves = Rulebook.shipped().at(platform.now).moves[Track.MEDIATION, transition]
    actors = moves[0].entry.actors if moves else (ActorRole.PARTY,)
    command = Command(
        case_id=case_id,
        transition=transition,
        actor=actors[int(chance.integers(len(actors)))],
        parties=int(chance.choice([0, 1, 2, 3, 3, 3])),
        medium=Medium.VIDEO,
        until=platform.now + int(chance.integers(-5, 80)) * DAY_US,
    )
    platform.events += platform.registry.execute(Move(dispute_id=case_id, command=command), platform.now)


def _known(registry: Registry) -> tuple[Any, ...]:
    """Everything that can be seen of a registry."""
    loads = [column.tolist() for desk in registry.desks.values() for column in desk.core.mediators]
    return repr([registry.dispute(number) for number in registry.numbers]), loads, registry.next_due
