"""The smallest registry, and requests that fill it: for examples, documentation and first tests."""

from typing import Final

import numpy as np

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us
from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.desk.desk import Desk
from engine.desk.example import words
from engine.events.enums import ActorRole, Channel, DisputeType, EntryRoute
from engine.events.lifecycle_words import Procedure, Reach, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.linked.postbox import Postbox
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.registry.doors import door_of
from engine.registry.lodging import Lodge
from engine.registry.onestop import OneStop
from engine.registry.registry import Registry
from engine.registry.requests import FileCase, Move, OpenDispute, Request
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler

MONDAY: Final = local_instant_us(2022, 6, 6, 10)
"""Ten in the morning of a working Monday under the online rules."""


def one_court_registry(*, capacity: int = 3) -> Registry:
    """Return the registry of one court with two mediators, for the years 2022 to 2024."""
    calendar = WorkCalendar.china(2022, 2024)
    core = AssignmentCore(one_court_roster(capacity), PolicySettings())
    return Registry(Lifecycle(Rulebook.shipped(), calendar), {Track.MEDIATION: Desk(core, calendar, words)})


def staffed_registry(*tracks: Track, people: int = 3, capacity: int = 3, courts: int = 1) -> Registry:
    """Return the registry of courts with so many people in all at each of some doors, for the years 2022 to 2026."""
    calendar = WorkCalendar.china(2022, 2026)
    roster = Roster(
        court_region=np.zeros(courts, np.int32),
        region_province=np.zeros(1, np.int32),
        mediator_court=np.sort(np.arange(people, dtype=np.int32) % courts),
        capacity=np.full(people, capacity, np.int32),
        dispute_types=np.full(people, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(people, np.uint64),
    )
    cores = {track: AssignmentCore(roster, PolicySettings(), door_of(track).ladder) for track in tracks}
    desks = {track: Desk(core, calendar, words, track=track) for track, core in cores.items()}
    return Registry(Lifecycle(Rulebook.shipped(), calendar), desks)


def registered_suit(dispute_id: int, *, procedure: Procedure = Procedure.ORDINARY) -> list[Request]:
    """Return what a claimant and the court ask until a suit waits for its judges."""
    dispute = OpenDispute(
        dispute_id=dispute_id,
        court_id=0,
        dispute_type=DisputeType.FAMILY,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        amount_fen=2_000_000,
        procedure=procedure,
    )
    steps = ((Transition.SUE, ActorRole.PARTY), (Transition.REGISTER, ActorRole.COURT))
    return [dispute, *(_moved(dispute_id, Track.LITIGATION, step, actor) for step, actor in steps)]


def agreed_to_mediate(dispute_id: int, *, number: int | None = None) -> list[Request]:
    """Return what parties ask who will mediate an international dispute, with one of the list or wherever it may be."""
    dispute = OpenDispute(
        dispute_id=dispute_id,
        court_id=0,
        dispute_type=DisputeType.FOREIGN_COMMERCIAL,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        amount_fen=40_000_000_000,
        reach=Reach.INTERNATIONAL,
    )
    apply = Command(
        case_id=dispute_id,
        track=Track.COMMERCIAL_MEDIATION,
        transition=Transition.APPLY_ANYWHERE if number is None else Transition.APPLY,
        actor=ActorRole.PARTY,
        parties=0b11,
        number=number,
    )
    return [dispute, Move(dispute_id=dispute_id, command=apply)]


def _moved(dispute_id: int, track: Track, transition: Transition, actor: ActorRole) -> Move:
    parties = 0b01 if actor is ActorRole.PARTY else 0
    command = Command(case_id=dispute_id, track=track, transition=transition, actor=actor, parties=parties)
    return Move(dispute_id=dispute_id, command=command)


def filed_dispute(dispute_id: int, *, entry_route: EntryRoute = EntryRoute.DELEGATED) -> list[Request]:
    """Return what one applicant, one respondent and the court ask until a mediation looks for its mediator."""
    dispute = OpenDispute(
        dispute_id=dispute_id,
        court_id=0,
        dispute_type=DisputeType.FAMILY,
        channel=Channel.ONLINE_FILING,
        entry_route=entry_route,
        amount_fen=2_000_000,
    )
    steps = (Transition.OPEN_DRAFT, Transition.IDENTIFY, Transition.SUBMIT)
    moves = [
        Move(
            dispute_id=dispute_id,
            command=Command(case_id=dispute_id, transition=step, actor=ActorRole.PARTY, parties=0b01),
        )
        for step in steps
    ]
    return [dispute, *moves, FileCase(dispute_id=dispute_id, case_id=dispute_id)]


def lodging(*, entry_route: EntryRoute = EntryRoute.DELEGATED) -> Lodge:
    """Return what one applicant against one respondent hands in complete."""
    return Lodge(
        court_id=0,
        dispute_type=DisputeType.FAMILY,
        channel=Channel.ONLINE_FILING,
        entry_route=entry_route,
        amount_fen=2_000_000,
    )


def one_court_platform(*, capacity: int = 3, registry: Registry | None = None) -> OneStop:
    """Return the same court, or another registry, with a diary and simulated linked systems that never fail."""
    calendar = WorkCalendar.china(2022, 2024)
    settings = shipped_settings()
    systems = simulated_systems(settings, mixed_key_words(1))
    postbox = Postbox(settings, systems, mixed_words(2), at=MONDAY)
    registry = one_court_registry(capacity=capacity) if registry is None else registry
    return OneStop(registry, Scheduler(Diary(), calendar), postbox)
