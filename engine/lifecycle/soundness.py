"""Whether a machine's data contradict themselves: found when it is read, not when a dispute gets there."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, State, Track
from engine.events.shapes import SHAPES
from engine.lifecycle.conditions import bare, compiled
from engine.lifecycle.errors import MachineError
from engine.lifecycle.machine import MachineEntry, TransitionEntry

_FACTS = ("fact", "no_fact")
_OF_THE_SEAT = frozenset({"replaced"})
"""Facts that the assignment makes: see `engine.lifecycle.apply`."""
_PLACES = ("other", "no_other", "since", "other_running")
_MARKS = ("all", "not_all", "any", "none", "acting", "not_acting")


def check_machines(machines: Sequence[MachineEntry]) -> None:
    """Refuse machines whose words do not fit together, each by itself or where one looks at another.

    Raises
    ------
    MachineError
        With every mistake found, one a line.
    """
    doors = {machine.track: machine for machine in machines}
    mistakes = [
        f"{machine.track.value}: {mistake}"
        for machine in machines
        for mistake in (*_mistakes(machine), *_misplaced(machine, doors))
    ]
    if mistakes:
        raise MachineError("\n".join(mistakes))


def _mistakes(machine: MachineEntry) -> Iterator[str]:
    clocks = {clock.name for clock in machine.clocks}
    if machine.initial not in machine.states:
        yield f"initial = {machine.initial.value}: must be one of its states"
    for entry in machine.transitions:
        yield from _transition_mistakes(machine, entry, clocks)
    for clock in machine.clocks:
        if all(clock.on_end is not entry.name for entry in machine.transitions):
            yield f"clock {clock.name.value}: on_end = {clock.on_end.value}: must be one of its transitions"
        for length in (*clock.lengths, *clock.extensions):
            [compiled(condition) for condition in length.conditions]
            if sum(value is not None for value in (length.days, length.months, length.hours)) != 1:
                yield f"clock {clock.name.value}: needs exactly one of days, months, hours"
            if length.unit not in ("calendar_days", *(["working_days"] if length.rolls else [])):
                yield f"clock {clock.name.value}: unit = {length.unit!r}: working_days, if it rolls, or calendar_days"
    yield from _ends(machine)
    yield from _unmade(machine)
    yield from _doubles(machine)


def _transition_mistakes(machine: MachineEntry, entry: TransitionEntry, clocks: set[Clock]) -> Iterator[str]:
    name = f"transition {entry.name.value}"
    [compiled(condition) for condition in entry.conditions]
    for state in (*entry.from_states, *([entry.to] if entry.to else [])):
        if state not in machine.states:
            yield f"{name}: {state.value}: must be one of its states"
    named = (entry.starts, entry.restarts, entry.extends, entry.resumes, *entry.pauses, *entry.stops)
    for clock in named:
        if clock is not None and clock not in clocks:
            yield f"{name}: {clock.value}: must be one of its clocks"
    if entry.automatic and ActorRole.PLATFORM not in entry.actors:
        yield f"{name}: is automatic, so the platform must be one of its actors"
    if sum(clock is not None for clock in named[:4]) > 1:
        yield f"{name}: may set one clock only"
    if entry.kind not in SHAPES:
        yield f"{name}: kind = {entry.kind!r}: must be a kind of event"
    if entry.kind != "moved" and (entry.restarts or entry.extends or entry.resumes or entry.agreed):
        yield f"{name}: an event of kind {entry.kind} carries no date of a clock that goes on"


def _ends(machine: MachineEntry) -> Iterator[str]:
    left: set[State] = {state for entry in machine.transitions if entry.to for state in entry.from_states}
    reached = {entry.to for entry in machine.transitions} | {machine.initial}
    for state, entry in machine.states.items():
        if entry.final and state in left:
            yield f"state {state.value}: is final, yet a transition leaves it"
        if not entry.final and state not in left:
            yield f"state {state.value}: nothing leaves it, yet it is not final"
        if state not in reached:
            yield f"state {state.value}: nothing reaches it"


def _unmade(machine: MachineEntry) -> Iterator[str]:
    """Yield conditions about facts and marks that nothing makes."""
    facts = _OF_THE_SEAT | {fact for entry in machine.transitions for fact in entry.records}
    marks = {entry.marks for entry in machine.transitions}
    sums = {"dispute", *(entry.keeps for entry in machine.transitions)}
    for entry in machine.transitions:
        for condition in entry.conditions:
            name, _, argument = bare(condition).partition(":")
            if (name in _FACTS and argument not in facts) or (name in _MARKS and argument not in marks):
                yield f"transition {entry.name.value}: condition {condition!r}: nothing makes it true"
            if name == "amount_share" and argument.partition(":")[0] not in sums:
                yield f"transition {entry.name.value}: condition {condition!r}: nothing keeps that sum"
        if entry.starts_from is not None and entry.starts_from not in facts:
            yield f"transition {entry.name.value}: starts_from = {entry.starts_from!r}: nothing records it"


def _misplaced(machine: MachineEntry, doors: Mapping[Track, MachineEntry]) -> Iterator[str]:
    """Yield conditions about a state or clock that another door does not have."""
    for entry in (*machine.transitions, *(length for clock in machine.clocks for length in clock.lengths)):
        for condition in entry.conditions:
            name, _, argument = bare(condition).partition(":")
            places = argument.split(",") if name in _PLACES else ()
            for track, _, words in (place.partition(":") for place in places):
                door = doors.get(Track(track))
                known = {*door.states, *(clock.name for clock in door.clocks)} if door else set(words.split("|"))
                for word in words.split("|"):
                    if word not in known:
                        yield f"condition {condition!r}: {track} has no {word}"


def _doubles(machine: MachineEntry) -> Iterator[str]:
    """Yield pairs of transitions that their events would not tell apart."""
    for one, other in combinations(machine.transitions, 2):
        if one.kind != other.kind or not _overlap(one, other):
            continue
        shared = set(one.from_states) & set(other.from_states)
        alike = shared or not (one.from_states or other.from_states)
        if one.kind == "moved":
            alike = alike and one.name is other.name and one.to is other.to
        else:
            codes = set(one.closing_codes) & set(other.closing_codes)
            alike = shared and (codes or not (one.closing_codes or other.closing_codes))
        if alike:
            yield f"transition {one.name.value}: stands twice from and to the same states"


def _overlap(one: TransitionEntry, other: TransitionEntry) -> bool:
    """Whether both are in force on some day."""
    starts = [entry.valid_from for entry in (one, other) if entry.valid_from is not None]
    ends = [entry.valid_to for entry in (one, other) if entry.valid_to is not None]
    return not starts or not ends or max(starts) <= min(ends)
