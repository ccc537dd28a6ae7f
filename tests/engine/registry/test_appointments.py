"""Experts and arbitrators are rosters of desks of their own, over the same core as the mediators'."""

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_instant_us
from engine.core.assignment import AssignmentCore
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.desk.desk import Desk
from engine.desk.example import words
from engine.events.enums import (
    AbsenceCause,
    ActorRole,
    Channel,
    ConflictGround,
    ConflictSource,
    DeclineReason,
    DisputeType,
    EntryRoute,
)
from engine.events.lifecycle_words import Reach, State, Track, Transition
from engine.events.records import Closed, Event, Offered, Released, Withdrawn
from engine.lifecycle.command import Command
from engine.lifecycle.errors import MoveError
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.registry.designation_requests import FindConflict, ReplaceMediator
from engine.registry.registry import Registry
from engine.registry.requests import AnswerOffer, FileCase, Move, OpenDispute, Request
from engine.registry.staff_requests import GoAbsent

MONDAY = local_instant_us(2024, 6, 3, 9)
EXPERTS = 5
EVALUATION = 1
"""Number of the dispute and of its evaluation."""


class Evaluation:
    """An international dispute of 400 million yuan whose parties both want to hear experts."""

    def __init__(self, track: Track = Track.EVALUATION) -> None:
        self.track = track
        self.registry = _registry(track)
        self.now = MONDAY
        self.events: list[Event] = []
        self.ask(
            OpenDispute(
                dispute_id=EVALUATION,
                court_id=0,
                dispute_type=DisputeType.FOREIGN_COMMERCIAL,
                channel=Channel.ONLINE_FILING,
                entry_route=EntryRoute.PARTY_APPLICATION,
                amount_fen=40_000_000_000,
                reach=Reach.INTERNATIONAL,
            )
        )
        self.move(Transition.APPLY, ActorRole.PARTY, parties=0b11, number=1)
        self.move(Transition.ACCEPT, ActorRole.COURT if track is Track.EVALUATION else ActorRole.INSTITUTION)

    def ask(self, request: Request) -> list[Event]:
        self.now += 60_000_000
        happened = self.registry.advance(self.now) + self.registry.execute(request, self.now)
        self.events += happened
        return happened

    def move(
        self, transition: Transition, actor: ActorRole, *, parties: int = 0, number: int | None = None
    ) -> list[Event]:
        command = Command(
            case_id=EVALUATION, track=self.track, transition=transition, actor=actor, parties=parties, number=number
        )
        return self.ask(Move(dispute_id=EVALUATION, command=command))

    def seek(self, size: int) -> list[Offered]:
        happened = self.ask(FileCase(dispute_id=EVALUATION, case_id=EVALUATION, panel_size=size))
        return [event for event in happened if isinstance(event, Offered)]

    def answer(self, offer: Offered, because: DeclineReason | None = None) -> list[Event]:
        return self.ask(
            AnswerOffer(
                case_id=EVALUATION, mediator_id=offer.mediator_id, attempt=offer.attempt, declined_because=because
            )
        )

    @property
    def state(self) -> State:
        return self.registry.process(EVALUATION)[1].state

    @property
    def loads(self) -> int:
        return int(self.registry.desks[Track.EVALUATION].core.mediators[0].sum())


def _registry(track: Track = Track.EVALUATION) -> Registry:
    calendar = WorkCalendar.china(2022, 2026)
    roster = Roster(
        court_region=np.zeros(1, np.int32),
        region_province=np.zeros(1, np.int32),
        mediator_court=np.zeros(EXPERTS, np.int32),
        capacity=np.full(EXPERTS, 2, np.int32),
        dispute_types=np.full(EXPERTS, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(EXPERTS, np.uint64),
    )
    desk = Desk(AssignmentCore(roster, PolicySettings()), calendar, words, track=track)
    return Registry(Lifecycle(Rulebook.shipped(), calendar), {track: desk})


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation()


def test_a_panel_is_constituted_when_the_last_expert_accepts(evaluation: Evaluation):
    """Three are drawn, one declines and another is drawn in his place; the third acceptance begins the evaluation."""
    first, second, third = evaluation.seek(3)
    replaced = evaluation.answer(first, DeclineReason.WORKLOAD)
    (another,) = [event for event in replaced if isinstance(event, Offered)]
    for offer in (second, third):
        evaluation.answer(offer)
        assert evaluation.state is State.APPOINTING
    evaluation.answer(another)
    assert evaluation.state is State.EVALUATING
    assert len(set(evaluation.registry.panel(EVALUATION))) == 3
    assert {event.track for event in evaluation.events if isinstance(event, Offered)} == {Track.EVALUATION}


def test_experts_are_free_again_when_their_evaluation_is_over(evaluation: Evaluation):
    """Delivered and left, the process lets its panel go; nobody's load stays."""
    for offer in evaluation.seek(3):
        evaluation.answer(offer)
    evaluation.move(Transition.DELIVER_OPINION, ActorRole.EXPERT)
    assert evaluation.loads > 0
    happened = evaluation.move(Transition.LEAVE, ActorRole.PARTY, parties=0b01)
    assert evaluation.state is State.COMPLETED
    assert [type(event) for event in happened[1:]] == [Closed]
    assert evaluation.loads == 0


def test_experts_are_let_go_when_the_parties_go_through_another_door(evaluation: Evaluation):
    """An application for mediation ends the evaluation, and in the same request its panel has nothing left to do."""
    for offer in evaluation.seek(3):
        evaluation.answer(offer)
    evaluation.move(Transition.DELIVER_OPINION, ActorRole.EXPERT)
    apply = Command(
        case_id=2,
        track=Track.COMMERCIAL_MEDIATION,
        transition=Transition.APPLY,
        actor=ActorRole.PARTY,
        parties=0b11,
        number=1,
    )
    happened = evaluation.ask(Move(dispute_id=EVALUATION, command=apply))
    assert evaluation.state is State.COMPLETED
    assert [event.case_id for event in happened if isinstance(event, Closed)] == [EVALUATION]
    assert evaluation.loads == 0


def test_a_panel_that_is_not_complete_is_let_go_with_its_process(evaluation: Evaluation):
    """Withdrawn while one of two has accepted: he is released, the open offer ends, and a replayed log agrees."""
    offers = evaluation.seek(2)
    evaluation.answer(offers[0])
    happened = evaluation.move(Transition.WITHDRAW, ActorRole.PARTY, parties=0b01)
    assert [type(event) for event in happened[1:]] == [Released, Withdrawn]
    assert evaluation.loads == 0
    rebuilt = _registry()
    rebuilt.replay(evaluation.events)
    assert repr(rebuilt.dispute(EVALUATION)) == repr(evaluation.registry.dispute(EVALUATION))
    assert evaluation.registry.advance(evaluation.now + 60 * DAY_US) == []


def test_the_rules_say_how_many_and_when(evaluation: Evaluation):
    """Four experts are one too many, and none are sought before the application has been accepted."""
    with pytest.raises(MoveError, match="number = 4"):
        evaluation.seek(4)
    for offer in evaluation.seek(1):
        evaluation.answer(offer)
    with pytest.raises(MoveError, match="constitute from evaluating"):
        evaluation.seek(1)


def test_a_tribunal_is_a_panel_of_the_arbitrators_roster():
    """Three arbitrators of a desk of their own make the tribunal, in the name of the institution."""
    arbitration = Evaluation(Track.ARBITRATION)
    for offer in arbitration.seek(3):
        assert arbitration.state is State.ACCEPTED
        arbitration.answer(offer)
    assert arbitration.state is State.CONSTITUTED
    assert len(set(arbitration.registry.panel(EVALUATION))) == 3


def test_nobody_is_taken_from_a_panel_that_works(evaluation: Evaluation):
    """Once constituted, no way leads a panel back to being looked for: whatever would take a member away is refused."""
    for offer in evaluation.seek(3):
        evaluation.answer(offer)
    (who, *_), before = evaluation.registry.panel(EVALUATION), evaluation.registry.standing()
    door = Track.EVALUATION
    for request in (
        GoAbsent(track=door, mediator_id=who, cause=AbsenceCause.SUSPENDED, release_held=True),
        FindConflict(
            case_id=EVALUATION, mediator_id=who, ground=ConflictGround.KINSHIP, source=ConflictSource.DISCLOSED
        ),
        ReplaceMediator(case_id=EVALUATION, mediator_id=who),
    ):
        with pytest.raises(MoveError):
            evaluation.registry.execute(request, evaluation.now)
        assert evaluation.registry.standing() == before
