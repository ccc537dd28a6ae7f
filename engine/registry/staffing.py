"""Requests about people: each goes to the desk of its door, once the rules have nothing against what it takes away."""

from typing import Final

from engine.core.policy import Policy, PolicySettings
from engine.desk.desk import Desk
from engine.events.records import Event
from engine.registry.appointments import Appointments
from engine.registry.designation import Designation
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


class Staffing:
    """Room, presence, leave and policy.

    Parameters
    ----------
    appointments
        Knows the desks.
    designation
        Knows what may be taken from whom.
    """

    def __init__(self, appointments: Appointments, designation: Designation) -> None:
        self._appointments: Final = appointments
        self._designation: Final = designation

    def execute(self, request: StaffRequest, at: int) -> list[Event]:
        """Do what is asked, and return what the desk has recorded.

        Raises
        ------
        RequestError
            If no desk serves the door.
        LifecycleError, DeskError, CoreError
            If the rules, the desk or the core refuse it; nothing has changed then.
        """
        desk = self._appointments.desk(request.track)
        match request:
            case EnterRelation() | WithdrawRelation() | EraseParty():
                return _register(desk, request, at)
            case SetCapacity():
                return desk.set_capacity(request.mediator_id, request.capacity, at)
            case GoAbsent():
                if request.release_held:
                    for case_id in desk.cases_of(request.mediator_id):
                        self._designation.check_loses(case_id, request.mediator_id, at)
                return desk.go_absent(request.mediator_id, request.cause, at, release_held=request.release_held)
            case ReturnToWork():
                return desk.return_(request.mediator_id, request.cause, at)
            case HoldPresence():
                return desk.hold_presence(request.mediator_id, request.until, at)
            case PlanAbsence():
                return desk.plan_absence(request.mediator_id, request.starts_at, request.ends_at, at)
            case AdoptPolicy():
                return desk.adopt_policy(request.court_id, _settings(request), at)
            case AppointMediators():
                return desk.appoint(request.mediators, at)
            case QualifyMediator():
                return _qualified(desk, request, at)


def _register(desk: Desk, request: EnterRelation | WithdrawRelation | EraseParty, at: int) -> list[Event]:
    match request:
        case EnterRelation():
            who = (request.party, request.mediator_id, request.ground, request.source)
            return desk.enter_relation(*who, at, provenance=request.provenance)
        case WithdrawRelation():
            return desk.withdraw_relation(request.party, request.mediator_id, request.ground, at)
        case EraseParty():
            return desk.erase_party(request.party, at)


def _qualified(desk: Desk, request: QualifyMediator, at: int) -> list[Event]:
    return desk.qualify(
        request.mediator_id,
        at,
        dispute_types=request.dispute_types,
        languages=request.languages,
        attributes=request.attributes,
        share_milli=request.share_milli,
        capacity=request.capacity,
    )


def _settings(request: AdoptPolicy) -> PolicySettings:
    return PolicySettings(
        policy=Policy[request.policy.name],
        band_width_milli=request.band_width_milli,
        sample_size=request.sample_size,
        by_weight=request.by_weight,
    )
