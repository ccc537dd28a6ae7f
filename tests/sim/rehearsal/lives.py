"""Whole lives of disputes, driven through the real lifecycle step by step: what the tests compare with."""

from dataclasses import dataclass
from functools import cache

import msgspec

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import HOUR_US, local_instant_us
from engine.events.enums import ActorRole, Channel, ClosingCode, DisputeType
from engine.events.lifecycle_words import Impact, Reach, Transition
from engine.events.moves import DisputeOpened
from engine.lifecycle.apply import opened
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from sim.laws.traits import ENTRY_ROUTES
from sim.model.laws import case_laws
from sim.rehearsal.chance import parties_of, procedure_of
from sim.rehearsal.closing import closing
from sim.rehearsal.course import course
from sim.rehearsal.hindsight import accepted as taken
from sim.rehearsal.hindsight import filed, offered
from sim.rehearsal.law import MEDIA, PROCEDURES, held, lifecycle_law
from sim.rehearsal.steps import ASK_IDENTITY, Step, command_of
from sim.scenario.lifecycle import Lifecycle as Section
from sim.scenario.load import load_scenario


@dataclass(frozen=True, kw_only=True)
class Life:
    """A case: how it came, when it was accepted, when and how it closes."""

    case_id: int
    route: int
    code: int
    accepted_at: int
    closes_at: int


@cache
def world(**changes):
    """Calendar, laws, law and lifecycle, with a section changed."""
    calendar = WorkCalendar.china()
    rulebook = Rulebook.shipped()
    law = lifecycle_law(Section(**changes), rulebook.at(local_instant_us(2022, 6, 1)))
    laws = case_laws(load_scenario("national-2020"), calendar, seed=1, replication=0)
    return calendar, laws, law, held(law), Lifecycle(rulebook, calendar)


def opening(life, law, laws):
    """The event that opens the dispute of a life."""
    at = life.accepted_at - 8 * HOUR_US
    return DisputeOpened(
        occurred_at=at,
        recorded_at=at,
        dispute_id=life.case_id,
        case_id=life.case_id,
        court_id=0,
        parties=parties_of(laws, law, life.case_id),
        applicants=1,
        dispute_type=DisputeType.SALES,
        channel=Channel.ONLINE_FILING,
        entry_route=ENTRY_ROUTES[life.route],
        procedure=PROCEDURES[procedure_of(laws, law, life.case_id)],
        amount_fen=100,
        reach=Reach.DOMESTIC,
        impact=Impact.ORDINARY,
    )


SEAT = (3, 1, 1, 0)
"""Mediator, organisation, attempt and ladder step of every life."""


def accepted(life, where):
    """The dispute of a life up to its acceptance, and its events."""
    calendar, laws, law, _, lifecycle = where
    first = opening(life, law, laws)
    dispute, at = opened(first), first.occurred_at
    events = [first]
    for transition in (Transition.OPEN_DRAFT, Transition.IDENTIFY, Transition.SUBMIT):
        command = Command(case_id=life.case_id, transition=transition, actor=ActorRole.PARTY, parties=1)
        events += lifecycle.execute(dispute, command, at)
    before = msgspec.structs.replace(offered(first, *SEAT, at), deadline=calendar.end_of_working_day(at, 3))
    filed_first = msgspec.structs.replace(filed(first), occurred_at=at, recorded_at=at)
    for event in (filed_first, before, taken(first, *SEAT, life.accepted_at)):
        events += lifecycle.follow(dispute, event)
    return dispute, events


def steps_of(life, where):
    """The course of a life as records."""
    _, laws, _, law, _ = where
    rows = course(laws, law, life.case_id, life.route, life.code, life.accepted_at, life.closes_at)
    return [Step(*row) for row in rows.tolist()]


def lived(life, where, until=None) -> tuple[Dispute, list]:
    """Live a life: to its close, or through what happens before an instant; return the dispute and its events."""
    *_, lifecycle = where
    dispute, events = accepted(life, where)
    stop = life.closes_at if until is None else until - 1
    for step in steps_of(life, where):
        if step.at > stop:
            break
        if step.what == ASK_IDENTITY:
            continue
        events += lifecycle.advance(dispute, step.at)
        events += lifecycle.execute(dispute, command_of(step, life.case_id, MEDIA[1]), step.at)
    if until is not None:
        return dispute, events + lifecycle.advance(dispute, stop)
    events += lifecycle.advance(dispute, life.closes_at - 1)
    close = closing(life.case_id, ClosingCode(life.code), dispute)
    return dispute, events + lifecycle.execute(dispute, close, life.closes_at)
