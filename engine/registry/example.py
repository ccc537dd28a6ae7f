"""The smallest registry, and requests that fill it: for examples, documentation and first tests."""

from typing import Final

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us
from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.policy import PolicySettings
from engine.desk.desk import Desk
from engine.desk.example import words
from engine.events.enums import ActorRole, Channel, DisputeType, EntryRoute
from engine.events.lifecycle_words import Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.linked.postbox import Postbox
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
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


def one_court_platform(*, capacity: int = 3) -> OneStop:
    """Return the same court with a diary and simulated linked systems that never fail."""
    calendar = WorkCalendar.china(2022, 2024)
    settings = shipped_settings()
    systems = simulated_systems(settings, mixed_key_words(1))
    postbox = Postbox(settings, systems, mixed_words(2), at=MONDAY)
    return OneStop(one_court_registry(capacity=capacity), Scheduler(Diary(), calendar), postbox)
