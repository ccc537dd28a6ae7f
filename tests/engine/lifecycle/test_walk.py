"""Every way through every door, walked."""

from functools import cache

import pytest
from msgspec.structs import replace

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us
from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Impact, Procedure, Reach, Track, Transition
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.example import opened_dispute
from engine.lifecycle.machine import MachineEntry, TransitionEntry
from engine.lifecycle.rulebook import Rulebook
from engine.lifecycle.walk import Findings, Walk

CALENDAR = WorkCalendar.china(2016, 2026)
STARTS = (
    local_instant_us(2017, 3, 6, 9),
    local_instant_us(2021, 12, 6, 9),  # every period but the shortest reaches into the online rules
    local_instant_us(2024, 3, 4, 9),
)
OTHER_DOORS = [track for track in Track if track is not Track.MEDIATION]
HEAVY_DOORS = {Track.CONFIRMATION, Track.ARBITRATION, Track.LITIGATION, Track.PRESERVATION}


def dispute(at: int, route: EntryRoute, procedure: Procedure, parties: int = 2) -> Dispute:
    """A dispute that every door is open to, still without a process."""
    found = opened_dispute(entry_route=route, at=at, parties=parties)
    found.procedure, found.reach, found.impact = procedure, Reach.INTERNATIONAL, Impact.SIGNIFICANT
    return found


@cache
def walked(track: Track, at: int, route: EntryRoute, procedure: Procedure, parties: int) -> Findings:
    return Walk(Rulebook.shipped(), CALENDAR, dispute(at, route, procedure, parties), track).run()


def unused(track: Track, findings: list[Findings]) -> list[str]:
    """Transitions and lengths of a door that no walk has used."""
    machine = Rulebook.shipped().machines[track]
    transitions = set[int]().union(*(found.transitions for found in findings))
    lengths = set[tuple[str, int]]().union(*(found.lengths for found in findings))
    return [
        *(
            f"{entry.name.value} from {', '.join(entry.from_states)}"
            for ordinal, entry in enumerate(machine.transitions)
            if ordinal not in transitions
        ),
        *(
            f"{clock.name.value}, length {ordinal}"
            for clock in machine.clocks
            for ordinal in range(len(clock.lengths))
            # The assignment says itself when an offer ends.
            if (clock.name, ordinal) not in lengths and (track, clock.on_end) != (Track.MEDIATION, Transition.LAPSE)
        ),
    ]


def test_a_mediation_of_one_party_always_has_a_way_on():
    """With one party, before filing and after, no state is stuck, without a deadline or without a way to be over."""
    found = [
        walked(Track.MEDIATION, STARTS[2], EntryRoute.DELEGATED, Procedure.SUMMARY, 1),
        walked(Track.MEDIATION, STARTS[0], EntryRoute.ENTRUSTED, Procedure.SUMMARY, 1),
    ]

    assert [defect for one in found for defect in one.defects] == []
    assert min(one.states for one in found) > 100


@pytest.mark.parametrize("track", [track for track in OTHER_DOORS if track not in HEAVY_DOORS])
def test_a_small_door_always_has_a_way_on(track: Track):
    """No state of a small door is stuck, and every transition of its data is taken by somebody."""
    found = walked(track, STARTS[2], EntryRoute.DELEGATED, Procedure.ORDINARY, 1)

    assert found.defects == ()
    assert unused(track, [found]) == []


@pytest.mark.full
@pytest.mark.parametrize("at", STARTS)
@pytest.mark.parametrize("route", list(EntryRoute))
def test_a_mediation_always_has_a_way_on(at: int, route: EntryRoute):
    """With two parties, before and after the online rules, no state of any route is stuck."""
    procedure = Procedure.ORDINARY if route is EntryRoute.JUDGE_LED else Procedure.SUMMARY

    assert walked(Track.MEDIATION, at, route, procedure, 2).defects == ()


@pytest.mark.full
@pytest.mark.parametrize("track", sorted(HEAVY_DOORS))
def test_a_heavy_door_always_has_a_way_on(track: Track):
    """No state of a door with many others around it is stuck."""
    assert walked(track, STARTS[2], EntryRoute.DELEGATED, Procedure.ORDINARY, 1).defects == ()


@pytest.mark.full
@pytest.mark.parametrize("track", [Track.MEDIATION, Track.CONFIRMATION, Track.PRESERVATION])
def test_no_data_are_dead(track: Track):
    """Every transition and every length of a door is used by some route, procedure and date."""
    routes = list(EntryRoute) if track is Track.MEDIATION else [EntryRoute.DELEGATED]
    cases = [(at, route, procedure) for at in (STARTS[0], STARTS[2]) for route in routes for procedure in Procedure]
    found = [walked(track, at, route, procedure, 1) for at, route, procedure in cases]

    assert unused(track, found) == []


def shortened(machine: MachineEntry, name: Transition, **changes: object) -> Rulebook:
    """The rules with some transitions of mediation changed, or left out where nothing is said."""
    entries = [
        replace(entry, **changes) if entry.name is name else entry
        for entry in machine.transitions
        if changes or entry.name is not name
    ]
    return Rulebook([replace(machine, transitions=tuple[TransitionEntry, ...](entries))])


@pytest.mark.parametrize(
    ("name", "changes", "what"),
    [
        (Transition.ALLOW_TIME, {}, "no clock runs"),
        (Transition.REMIND, {"restarts": None}, "does not end it"),
        (Transition.REGISTER, {"conditions": ("fact:sealed",)}, "can never be over"),
        (Transition.START_SESSION, {"conditions": ("all:identified", "medium_agreed")}, "session_needs_all_consents"),
    ],
)
def test_spoilt_rules_are_noticed(name: Transition, changes: dict[str, object], what: str):
    """A rule that leaves a process without a deadline, a way out or its guard is reported, with the way there."""
    rulebook = shortened(Rulebook.shipped().machines[Track.MEDIATION], name, **changes)
    case = dispute(STARTS[2], EntryRoute.DELEGATED, Procedure.SUMMARY, 1)
    found = Walk(rulebook, CALENDAR, case, Track.MEDIATION).run()

    assert any(what in defect and ("open_draft" in defect or "filed" in defect) for defect in found.defects)
