"""Requests about who handles a case: the rules first where a process would move, then the desk of its door."""

from typing import Final

from engine.desk.desk import Desk
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Transition
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.appointments import Appointments
from engine.registry.books import Books
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
from engine.registry.doors import door_of
from engine.registry.errors import RequestError

_OF_PARTIES: Final = (ChooseMediator, EndChoice, LiftConflict, OpenChoice, StrikeAndRank)
"""What the parties decide about a mediator."""


class Designation:
    """Conflicts, replacement, the parties' choice, offers out of sequence.

    Parameters
    ----------
    lifecycle
        The rules.
    appointments
        Knows the desks.
    books
        Disputes.
    """

    def __init__(self, lifecycle: Lifecycle, appointments: Appointments, books: Books) -> None:
        self._lifecycle: Final = lifecycle
        self._appointments: Final = appointments
        self._books: Final = books

    def execute(self, request: DesignationRequest, at: int) -> list[Event]:
        """Do what is asked, and return what the desk has recorded.

        Raises
        ------
        UnknownDisputeError, RequestError
            If no such case is registered, or no desk serves its door.
        LifecycleError, DeskError, CoreError
            If the rules, the desk or the core refuse it; nothing has changed then.
        """
        case_id, desk = request.case_id, self._desk(request.case_id)
        self._check_choice(request)
        match request:
            case FindConflict():
                self.check_loses(case_id, request.mediator_id, at)
                return desk.find_conflict(case_id, request.mediator_id, request.ground, request.source, at)
            case LiftConflict():
                return desk.lift_conflict(case_id, request.mediator_id, request.consents, at)
            case ReplaceMediator():
                self.check_loses(case_id, request.mediator_id, at)
                return desk.replace(case_id, at, mediator=request.mediator_id, choice=request.choice)
            case OpenChoice():
                return desk.open_choice(case_id, at, list_size=request.list_size)
            case ChooseMediator():
                return desk.choose(case_id, request.mediator_id, at)
            case StrikeAndRank():
                return desk.strike_and_rank(case_id, request.strikes, request.ranks, at)
            case EndChoice():
                return desk.end_choice(case_id, at)
            case OverrideDraw():
                return desk.override(case_id, request.mediator_id, request.code, at, approver=request.approver)
            case NameLead():
                return desk.name_lead(case_id, request.mediator_id, at)

    def check_loses(self, case_id: int, mediator_id: int | None, at: int) -> None:
        """Refuse to take a case from somebody where the rules know no way back to looking for another.

        Parameters
        ----------
        case_id
            A case that is open at the desk of its door.
        mediator_id
            Who loses it; None for whoever holds it alone. Of who is not on it nothing is taken.
        at
            When, microseconds since the epoch.

        Raises
        ------
        DeskCaseError
            If no such case is open.
        MoveError
            If the case is held by all it needs, its process has gone on, and nothing leads back.
        """
        dispute = self._books.of_case(case_id)
        process = dispute.processes[case_id]
        entry = self._desk(case_id).entry(case_id)
        takes_away = mediator_id is None or entry.seat_of(mediator_id) is not None
        # A seat of a panel that is not complete moves seats only; so does a panel whose door waits for none.
        if not takes_away or not entry.is_held or not Appointments.is_waited_for(process.track):
            return
        release = Command(case_id=case_id, track=process.track, transition=Transition.RELEASE, actor=ActorRole.COURT)
        self._lifecycle.check(dispute, release, at)

    def _check_choice(self, request: DesignationRequest) -> None:
        """Refuse to let parties choose a judge: who may not sit is barred, and another is drawn (CPL 47)."""
        track = self._books.of_case(request.case_id).processes[request.case_id].track
        chooses = isinstance(request, _OF_PARTIES) or (
            isinstance(request, ReplaceMediator) and request.choice is not None
        )
        if chooses and not door_of(track).is_chosen:
            what = type(request).__struct_config__.tag
            raise RequestError(f"{what}: case_id = {request.case_id}: the judges of {track.value} are not chosen")

    def _desk(self, case_id: int) -> Desk:
        return self._appointments.desk(self._books.of_case(case_id).processes[case_id].track)
