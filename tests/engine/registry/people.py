"""What may be asked about people, at random."""

from contextlib import suppress
from typing import TYPE_CHECKING

from engine.desk.appointment import Appointment
from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskCaseError
from engine.desk.party_choice import Side
from engine.desk.rules import STRIKES_OF_LIST
from engine.events.enums import AbsenceCause, ConflictGround, ConflictSource, DisputeType, OverrideCode, PolicyName
from engine.events.lifecycle_words import Track
from engine.lifecycle.dispute import Process
from engine.registry.designation_requests import (
    ChooseMediator,
    DesignationRequest,
    EndChoice,
    FindConflict,
    LiftConflict,
    NameLead,
    OpenChoice,
    OverrideDraw,
    ReplaceMediator,
    StrikeAndRank,
)
from engine.registry.registry import Registry
from engine.registry.staff_requests import (
    AdoptPolicy,
    AppointMediators,
    EnterRelation,
    EraseParty,
    GoAbsent,
    HoldPresence,
    PlanAbsence,
    QualifyMediator,
    ReturnToWork,
    SetCapacity,
    StaffRequest,
    WithdrawRelation,
)

if TYPE_CHECKING:
    from tests.engine.registry.city import Life

HOUR = 3_600_000_000
LIST_SIZE = min(STRIKES_OF_LIST)


def entry_of(registry: Registry, process: Process) -> DocketEntry | None:
    """What the desk of a process's door has of it, None if it has nothing."""
    desk = registry.desks.get(process.track)
    if desk is None:
        return None
    with suppress(DeskCaseError):
        return desk.entry(process.case_id)
    return None


def staff_request(life: "Life") -> StaffRequest:
    """Anything that may be asked about a mediator or a court of some door."""
    track = (
        tuple(life.platform.registry.desks)[life.pick(len(life.platform.registry.desks))]
        if life.pick(2)
        else Track.MEDIATION
    )
    who, cause = life.pick(4), tuple(AbsenceCause)[life.pick(len(AbsenceCause))]
    starts_at = life.now + (life.pick(50) - 5) * HOUR
    party, ground = f"party {life.pick(5)}", tuple(ConflictGround)[life.pick(3)]
    asked: tuple[StaffRequest, ...] = (
        SetCapacity(track=track, mediator_id=who, capacity=1 + life.pick(4)),
        GoAbsent(track=track, mediator_id=who, cause=cause, release_held=bool(life.pick(2))),
        ReturnToWork(track=track, mediator_id=who, cause=cause),
        ReturnToWork(track=track, mediator_id=who, cause=AbsenceCause.SUSPENDED),
        ReturnToWork(track=track, mediator_id=who, cause=AbsenceCause.OFF_ROSTER),
        HoldPresence(track=track, mediator_id=who, until=life.now + life.pick(90) * HOUR),
        PlanAbsence(track=track, mediator_id=who, starts_at=starts_at, ends_at=starts_at + life.pick(60) * HOUR),
        AdoptPolicy(track=track, court_id=life.pick(2), policy=tuple(PolicyName)[life.pick(4)]),
        EnterRelation(
            track=track,
            party=party,
            mediator_id=who,
            ground=ground,
            source=ConflictSource.RECORD,
            provenance=f"paper {life.pick(9)}",
        ),
        WithdrawRelation(track=track, party=party, mediator_id=who, ground=ground),
        EraseParty(track=track, party=party),
        AppointMediators(track=track, mediators=(_somebody(life),) * (1 + life.pick(2))),
        QualifyMediator(track=track, mediator_id=who, dispute_types=_takes(life), capacity=1 + life.pick(4)),
    )
    return asked[life.pick(len(asked))]


def _somebody(life: "Life") -> Appointment:
    return Appointment(
        court_id=life.pick(2), organisation_id=life.pick(5), dispute_types=_takes(life), capacity=1 + life.pick(3)
    )


def _takes(life: "Life") -> tuple[DisputeType, ...]:
    """Any type, one half of the types, or all of them."""
    every = tuple(DisputeType)
    return (every[life.pick(len(every)) :: 1], every[:7], every)[life.pick(3)]


def designation_request(life: "Life", process: Process) -> DesignationRequest:
    """Anything that may be asked about who handles a case; mostly what could be of use where it stands."""
    case_id, entry = process.case_id, entry_of(life.platform.registry, process)
    seated = [] if entry is None else [seat.mediator for seat in entry.seats.values()]
    listed = () if entry is None else entry.listed
    who = seated[life.pick(len(seated))] if seated and life.pick(3) else life.pick(4)
    choice: tuple[DesignationRequest, ...] = (
        OpenChoice(case_id=case_id, list_size=LIST_SIZE if life.pick(2) else None),
        ChooseMediator(case_id=case_id, mediator_id=life.pick(4)),
        StrikeAndRank(case_id=case_id, strikes={Side.APPLICANT: listed[:1]}, ranks={Side.RESPONDENT: listed[::-1]}),
        StrikeAndRank(case_id=case_id, ranks={Side.RESPONDENT: listed[1:]}),
        EndChoice(case_id=case_id),
    )
    if entry is not None and not seated:
        return choice[life.pick(len(choice))]
    asked: tuple[DesignationRequest, ...] = (
        FindConflict(case_id=case_id, mediator_id=who, ground=ConflictGround.KINSHIP, source=ConflictSource.DISCLOSED),
        LiftConflict(case_id=case_id, mediator_id=who, consents=tuple(Side)[: 1 + life.pick(2)]),
        ReplaceMediator(case_id=case_id, mediator_id=who if life.pick(2) else None),
        ReplaceMediator(case_id=case_id, mediator_id=who, choice=life.pick(4)),
        *choice,
        OverrideDraw(case_id=case_id, mediator_id=life.pick(4), code=OverrideCode.URGENT, approver="a judge"),
        NameLead(case_id=case_id, mediator_id=who),
    )
    return asked[life.pick(len(asked))]
