"""Rules that contradict themselves are refused when they are read, by what is wrong with them."""

from typing import Any

import msgspec
import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, State, Track, Transition
from engine.lifecycle.errors import MachineError, NotEntitledError
from engine.lifecycle.machine import MachineEntry, TransitionEntry
from engine.lifecycle.rulebook import Rulebook
from engine.lifecycle.soundness import check_machines
from tests.engine.lifecycle.stories import in_session

SHIPPED = Rulebook.shipped().machines
AUTOMATIC = [
    (track, entry.name) for track, machine in SHIPPED.items() for entry in machine.transitions if entry.automatic
]


def with_transition(track: Track, name: Transition, **changes: Any) -> list[MachineEntry]:
    """All machines, the transitions of one name in one of them changed."""

    def changed(entry: TransitionEntry) -> TransitionEntry:
        return msgspec.structs.replace(entry, **changes) if entry.name is name else entry

    machine = SHIPPED[track]
    other = msgspec.structs.replace(machine, transitions=tuple(map(changed, machine.transitions)))
    return [other if one.track is track else one for one in SHIPPED.values()]


@pytest.mark.parametrize(("track", "name"), AUTOMATIC)
def test_what_happens_by_itself_is_done_by_the_platform(track: Track, name: Transition):
    """An automatic transition that the platform may not take is refused by its name: nobody else would take it."""
    machines = with_transition(track, name, actors=(ActorRole.COURT,))

    with pytest.raises(MachineError, match=rf"{track.value}: transition {name.value}: is automatic, so the platform"):
        check_machines(machines)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"to": State.DISMISSED}, "dismissed: must be one of its states"),
        ({"stops": (Clock.AWARD,)}, "award: must be one of its clocks"),
        ({"kind": "gone"}, "kind = 'gone': must be a kind of event"),
        ({"starts_from": "nowhere"}, "starts_from = 'nowhere': nothing records it"),
        ({"conditions": ("fact:nowhere",)}, "condition 'fact:nowhere': nothing makes it true"),
    ],
)
def test_words_that_do_not_fit_together_are_refused(changes: dict[str, Any], says: str):
    """A transition that names what its door does not have is refused, and the refusal says what."""
    with pytest.raises(MachineError, match=says):
        check_machines(with_transition(Track.MEDIATION, Transition.RELEASE, **changes))


def test_the_shipped_rules_have_automatic_transitions_and_are_sound():
    """There are such transitions, so that the refusal is about something, and the rules as shipped pass."""
    check_machines(list(SHIPPED.values()))
    assert len(AUTOMATIC) > 5


def test_a_mediator_cannot_release_himself():
    """Whether a mediator leaves a case the court decides (SIM 15): he discloses what stands in the way."""
    with pytest.raises(NotEntitledError):
        in_session().does(Transition.RELEASE, ActorRole.MEDIATOR)
