"""The judges of a court are a roster of the assignment core; they are assigned, and not asked."""

from typing import Any

import pytest

from engine.events.enums import AbsenceCause, ActorRole, ConflictGround, ConflictSource, OverrideCode
from engine.events.lifecycle_words import Ground, Procedure, Track, Transition
from engine.events.moves import Moved
from engine.events.records import Accepted, Closed, ConflictFound, Event, Filed, LeadNamed, Offered, Released
from engine.lifecycle.errors import ConditionError, NotOpenError
from engine.registry.designation_requests import (
    ChooseMediator,
    DesignationRequest,
    EndChoice,
    FindConflict,
    LiftConflict,
    OpenChoice,
    OverrideDraw,
    ReplaceMediator,
    StrikeAndRank,
)
from engine.registry.errors import RequestError
from engine.registry.example import registered_suit, staffed_registry
from engine.registry.requests import FileCase
from engine.registry.staff_requests import GoAbsent, PlanAbsence, ReturnToWork
from tests.engine.registry.court import Platform

SUIT = Track.LITIGATION
HOUR = 3_600_000_000


class Court(Platform):
    """A court with so many judges, and suits before it."""

    def __init__(self, judges: int = 5, capacity: int = 3, courts: int = 1) -> None:
        super().__init__(staffed_registry(SUIT, people=judges, capacity=capacity, courts=courts))

    def sue(self, number: int, size: int = 3, *, procedure: Procedure = Procedure.ORDINARY) -> list[Event]:
        self.ask(*registered_suit(number, procedure=procedure))
        return self.ask(FileCase(dispute_id=number, case_id=number, panel_size=size))

    def take(self, suit: int, transition: Transition, actor: ActorRole, **fields: Any) -> list[Event]:
        return self.move(suit, transition, actor, track=SUIT, **fields)

    def recuse(self, number: int, judge: int) -> list[Event]:
        return self.ask(
            FindConflict(case_id=number, mediator_id=judge, ground=ConflictGround.KINSHIP, source=ConflictSource.PARTY)
        )

    @property
    def loads(self) -> list[int]:
        return self.registry.desks[SUIT].core.mediators[0].tolist()


@pytest.mark.parametrize(("procedure", "size"), [(Procedure.ORDINARY, 3), (Procedure.SUMMARY, 1)])
def test_a_suit_has_its_judges_in_the_request_that_asks_for_them(procedure: Procedure, size: int):
    """Three under ordinary procedure and one under summary are drawn and have the case; none of them is waited for."""
    court = Court()
    events = court.sue(1, size, procedure=procedure)
    kinds = [type(event) for event in events]
    assert kinds == [Filed, *[Offered] * size, Moved, *[Accepted] * size, *[LeadNamed] * (size > 1)]
    assert [(one.transition, one.number) for one in events if isinstance(one, Moved)] == [(Transition.ASSIGN, size)]
    assert len(set(court.registry.panel(1))) == size
    assert court.registry.desks[SUIT].next_due is None


@pytest.mark.parametrize(
    ("procedure", "size", "message"),
    [
        (Procedure.ORDINARY, 1, r"must be from 3 to 7 under ordinary procedure \[CPL 40\]"),
        (Procedure.ORDINARY, 4, r"must be odd \[CPL 40\]"),
        (Procedure.ORDINARY, 9, r"must be from 3 to 7 under ordinary procedure \[CPL 40\]"),
        (Procedure.SUMMARY, 3, r"must be 1 under summary procedure \[CPL 163\]"),
    ],
)
def test_the_procedure_says_how_many(procedure: Procedure, size: int, message: str):
    """A panel that the rules do not let a suit have is refused, with the article, and nothing has changed."""
    court = Court()
    court.ask(*registered_suit(1, procedure=procedure))
    before = court.registry.standing()
    with pytest.raises(ConditionError, match=message):
        court.ask(FileCase(dispute_id=1, case_id=1, panel_size=size))
    assert court.registry.standing() == before


def test_no_judges_are_assigned_before_the_suit_is_registered():
    """A suit that is only filed has none, and the court assigns by the desk and not past it."""
    court = Court()
    opened, sue, _ = registered_suit(1)
    court.ask(opened, sue)
    with pytest.raises(NotOpenError, match="assign from filed"):
        court.ask(FileCase(dispute_id=1, case_id=1, panel_size=3))
    court.take(1, Transition.REGISTER, ActorRole.COURT)
    with pytest.raises(RequestError, match="asked for by file_case"):
        court.take(1, Transition.ASSIGN, ActorRole.COURT, number=3)


def test_a_judge_who_may_not_sit_is_replaced_at_once_and_for_good():
    """A recusal takes the case from him, bars him and gives it to another; the panel has a new presiding judge."""
    court = Court()
    court.sue(1)
    first, *others = court.registry.panel(1)
    events = court.recuse(1, first)
    assert [type(event) for event in events] == [Released, ConflictFound, Offered, Accepted, LeadNamed]
    assert first not in court.registry.panel(1)
    assert set(others) < set(court.registry.panel(1))


def test_no_hearing_opens_while_a_judge_is_looked_for():
    """With nobody else to sit, no hearing or ruling goes on; a judge who comes back has the case at once."""
    court = Court(judges=4)
    court.ask(GoAbsent(track=SUIT, mediator_id=3, cause=AbsenceCause.MANUAL))
    court.sue(1)
    court.recuse(1, 0)
    with pytest.raises(RequestError, match="must be accepted by 3 members, not 2"):
        court.take(1, Transition.OPEN_HEARING, ActorRole.COURT)
    court.take(1, Transition.OBJECT, ActorRole.PARTY, parties=0b10)
    for ruling in (Transition.DISMISS, Transition.OVERRULE):
        with pytest.raises(RequestError, match="must be accepted by 3 members, not 2"):
            court.take(1, ruling, ActorRole.COURT)
    court.ask(ReturnToWork(track=SUIT, mediator_id=3, cause=AbsenceCause.MANUAL))
    assert sorted(court.registry.panel(1)) == [1, 2, 3]
    court.take(1, Transition.OVERRULE, ActorRole.COURT)
    court.take(1, Transition.OPEN_HEARING, ActorRole.COURT)
    court.recuse(1, 1)
    with pytest.raises(RequestError, match="must be accepted by 3 members, not 2"):
        court.take(1, Transition.JUDGE, ActorRole.JUDGE)


def test_a_judge_whose_leave_ends_has_what_waits_for_him_at_that_instant():
    """What a deadline sets free is assigned as what a request does."""
    court = Court(judges=3)
    court.ask(
        PlanAbsence(track=SUIT, mediator_id=2, starts_at=court.now + HOUR, ends_at=court.now + 5 * HOUR),
    )
    court.pass_time(2 * HOUR)
    court.sue(1)
    assert len(court.registry.panel(1)) == 2
    events = court.pass_time(4 * HOUR)
    assert [type(event) for event in events][-3:] == [Offered, Accepted, LeadNamed]
    assert sorted(court.registry.panel(1)) == [0, 1, 2]


def test_no_judge_of_another_court_hears_a_suit():
    """A court with two is short of one for a panel, however long it waits, unless one from elsewhere is named."""
    court = Court(judges=4, courts=2)
    court.sue(1)
    court.wait(90)
    assert sorted(court.registry.panel(1)) == [0, 1]
    override = OverrideDraw(case_id=1, mediator_id=3, code=OverrideCode.URGENT, approver="the president")
    court.ask(override)
    assert sorted(court.registry.panel(1)) == [0, 1, 3]


@pytest.mark.parametrize(
    "request_",
    [
        OpenChoice(case_id=1),
        ChooseMediator(case_id=1, mediator_id=0),
        StrikeAndRank(case_id=1),
        EndChoice(case_id=1),
        LiftConflict(case_id=1, mediator_id=0, consents=()),
        ReplaceMediator(case_id=1, mediator_id=0, choice=4),
    ],
    ids=lambda one: type(one).__name__,
)
def test_parties_do_not_choose_their_judges(request_: DesignationRequest):
    """What parties may decide about a mediator is refused, and no consent of theirs lets a judge sit who may not."""
    court = Court()
    court.sue(1)
    before = court.registry.standing()
    with pytest.raises(RequestError, match="the judges of litigation are not chosen"):
        court.ask(request_)
    with pytest.raises(RequestError, match="the judges of litigation are assigned"):
        court.ask(FileCase(dispute_id=1, case_id=1, panel_size=1, choose=True))
    assert court.registry.standing() == before


def test_a_court_may_replace_judges_as_often_as_it_must():
    """Unlike a party who asks for a third mediator, it does not end the case by it."""
    court = Court(judges=6)
    court.sue(1)
    for _ in range(3):
        court.ask(ReplaceMediator(case_id=1, mediator_id=court.registry.panel(1)[0]))
    assert len(set(court.registry.panel(1))) == 3


def test_a_judgment_lets_the_panel_go_and_the_next_suit_has_it():
    """Judges who are free after a judgment are assigned what waits, in the same request."""
    court = Court(judges=3, capacity=1)
    court.sue(1)
    court.sue(2)
    assert court.registry.panel(2) == ()
    court.take(1, Transition.OPEN_HEARING, ActorRole.COURT)
    events = court.take(1, Transition.JUDGE, ActorRole.JUDGE)
    assert [type(event) for event in events] == [Moved, Closed, *[Offered] * 3, *[Accepted] * 3, LeadNamed]
    assert len(court.registry.panel(2)) == 3
    court.wait(60)
    assert court.loads == [1000, 1000, 1000]


@pytest.mark.parametrize("way", ["withdrawn", "to arbitration", "withdrawn from mediation"])
def test_a_suit_that_goes_through_another_door_lets_its_panel_go(way: str):
    """Withdrawn, dismissed because of a clause on arbitration, or ended in mediation: nobody's load stays."""
    court = Court()
    court.sue(1)
    if way == "withdrawn":
        court.take(1, Transition.WITHDRAW, ActorRole.PARTY, parties=0b01)
    elif way == "to arbitration":
        court.take(1, Transition.OBJECT, ActorRole.PARTY, parties=0b10)
        court.take(1, Transition.DISMISS, ActorRole.COURT, ground=Ground.ARBITRATION_AGREEMENT)
    else:
        court.take(1, Transition.SEND_TO_MEDIATION, ActorRole.JUDGE, parties=0b11)
        assert len(court.registry.panel(1)) == 3
        court.take(1, Transition.WITHDRAW, ActorRole.PARTY, parties=0b01)
    assert court.registry.panel(1) == ()
    assert court.loads == [0] * 5


def test_what_was_assigned_is_replayed():
    """A log of assignments, recusals and judgments brings back the same registry, which goes on the same."""
    court = Court(judges=4, capacity=2)
    for number in (1, 2, 3):
        court.sue(number)
    court.recuse(1, court.registry.panel(1)[1])
    court.take(2, Transition.OPEN_HEARING, ActorRole.COURT)
    court.take(2, Transition.JUDGE, ActorRole.JUDGE)
    again = Court(judges=4, capacity=2)
    again.registry.replay(court.events)
    assert again.registry.standing() == court.registry.standing()
    again.now = court.now
    assert again.wait(400) == court.wait(400)
