"""Institutions of commercial mediation are a roster; those of arbitration are units of the arbitrators' roster."""

from typing import Any

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.core.assignment import AssignmentCore
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.desk.desk import Desk
from engine.desk.errors import ChoiceError
from engine.desk.example import words
from engine.events.enums import ActorRole, Channel, DeclineReason, DisputeType, EntryRoute
from engine.events.lifecycle_words import Reach, State, Track, Transition
from engine.events.moves import Moved
from engine.events.records import Closed, Event, Offered, Withdrawn
from engine.lifecycle.errors import ConditionError, NotOpenError
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.registry.designation_requests import ChooseMediator, ReplaceMediator
from engine.registry.errors import RequestError
from engine.registry.example import agreed_to_mediate, staffed_registry
from engine.registry.registry import Registry
from engine.registry.requests import FileCase, Move, OpenDispute
from engine.registry.staff_requests import QualifyMediator
from tests.engine.registry.court import Platform

COMMERCIAL = Track.COMMERCIAL_MEDIATION
COMMITTEE = 0


class Commerce(Platform):
    """The expert committee and two institutions, and parties who will mediate with them."""

    def __init__(self) -> None:
        super().__init__(staffed_registry(COMMERCIAL, capacity=20))

    def agree(self, case_id: int, number: int | None = None) -> None:
        self.ask(*agreed_to_mediate(case_id, number=number))

    def seek(self, case_id: int) -> int:
        """Who is drawn."""
        events = self.ask(FileCase(dispute_id=case_id, case_id=case_id))
        return next(one.mediator_id for one in events if isinstance(one, Offered))

    def take(self, case_id: int, transition: Transition, actor: ActorRole, **fields: Any) -> list[Event]:
        return self.move(case_id, transition, actor, track=COMMERCIAL, **fields)

    @property
    def loads(self) -> int:
        return int(self.registry.desks[COMMERCIAL].core.mediators[0].sum())


@pytest.fixture
def commerce() -> Commerce:
    return Commerce()


def test_who_names_nobody_is_given_one_of_those_that_take_its_kind(commerce: Commerce):
    """The draw falls on everybody who takes such disputes, and never on one who does not."""
    commerce.ask(QualifyMediator(track=COMMERCIAL, mediator_id=2, dispute_types=(DisputeType.FAMILY,)))
    drawn: list[int] = []
    for case_id in range(1, 13):
        commerce.agree(case_id)
        drawn.append(commerce.seek(case_id))
    assert set(drawn) == {0, 1}


@pytest.mark.parametrize(
    ("number", "actor"), [(COMMITTEE, ActorRole.EXPERT), (1, ActorRole.INSTITUTION), (2, ActorRole.INSTITUTION)]
)
def test_who_is_named_is_offered_it_and_begins_the_mediation(commerce: Commerce, number: int, actor: ActorRole):
    """Nobody is drawn past a name; the acceptance is recorded under the number of the list, in the right role."""
    commerce.agree(1, number)
    with pytest.raises(RequestError, match="the parties have named who mediates"):
        commerce.ask(FileCase(dispute_id=1, case_id=1))
    commerce.ask(FileCase(dispute_id=1, case_id=1, choose=True), ChooseMediator(case_id=1, mediator_id=number))
    events = commerce.accept(1)
    (moved,) = [one for one in events if isinstance(one, Moved)]
    assert (moved.transition, moved.actor, moved.number) == (Transition.ACCEPT, actor, number)
    assert commerce.state(1) is State.MEDIATING
    assert commerce.registry.panel(1) == (number,)


def test_nobody_is_asked_before_all_agree_to_mediate(commerce: Commerce):
    """One party alone finds no institution; nor do several mediate together."""
    opened, apply = agreed_to_mediate(1)
    assert isinstance(apply, Move)
    commerce.ask(opened)
    commerce.take(1, Transition.APPLY_ANYWHERE, ActorRole.PARTY, parties=0b01)
    with pytest.raises(ConditionError, match="consented"):
        commerce.seek(1)
    commerce.take(1, Transition.CONSENT, ActorRole.PARTY, parties=0b10)
    with pytest.raises(RequestError, match="one institution mediates"):
        commerce.ask(FileCase(dispute_id=1, case_id=1, panel_size=2))
    commerce.seek(1)
    with pytest.raises(RequestError, match="must be accepted by 1 members, not 0"):
        commerce.take(1, Transition.ACCEPT, ActorRole.INSTITUTION)


def test_an_institution_that_declines_the_offer_is_followed_by_another(commerce: Commerce):
    """The application stays, and another is asked; only the command `decline` ends it, and the desk lets it go."""
    commerce.agree(1)
    first = commerce.seek(1)
    (another,) = [one for one in commerce.ask(commerce.answer(1, DeclineReason.WORKLOAD)) if isinstance(one, Offered)]
    assert another.mediator_id != first
    assert commerce.state(1) is State.SUBMITTED
    events = commerce.take(1, Transition.DECLINE, ActorRole.INSTITUTION)
    assert [type(one) for one in events] == [Moved, Withdrawn]
    assert commerce.loads == 0


def test_a_settlement_lets_the_institution_go(commerce: Commerce):
    """While it mediates it is taken away by nobody; signed by both, its load is gone, and the agreement stands."""
    commerce.agree(1)
    commerce.seek(1)
    commerce.accept(1)
    with pytest.raises(NotOpenError):
        commerce.ask(ReplaceMediator(case_id=1))
    commerce.take(1, Transition.DRAFT_AGREEMENT, ActorRole.INSTITUTION)
    assert commerce.loads == 1000
    events = commerce.take(1, Transition.SIGN, ActorRole.PARTY, parties=0b11)
    assert [type(one) for one in events] == [Moved, Moved, Closed]
    assert commerce.state(1) is State.SETTLED
    assert commerce.loads == 0
    again = Commerce()
    again.registry.replay(commerce.events)
    assert again.registry.standing() == commerce.registry.standing()


def test_a_choice_that_has_no_room_leaves_the_parties_choosing(commerce: Commerce):
    """Who does not take such disputes cannot be chosen; the parties may choose another."""
    commerce.ask(QualifyMediator(track=COMMERCIAL, mediator_id=2, dispute_types=(DisputeType.FAMILY,)))
    commerce.agree(1, 2)
    commerce.ask(FileCase(dispute_id=1, case_id=1, choose=True))
    with pytest.raises(ChoiceError):
        commerce.ask(ChooseMediator(case_id=1, mediator_id=2))
    commerce.ask(ChooseMediator(case_id=1, mediator_id=1))
    assert commerce.answer(1).mediator_id == 1


def test_a_tribunal_is_of_the_institution_that_the_parties_have_named():
    """Institutions are units of the arbitrators' roster, whose ladder does not leave the unit."""
    arbitration = Arbitration()
    arbitration.constitute(institution=1)
    tribunal = set(arbitration.registry.panel(1))
    assert len(tribunal) == 3
    assert tribunal < {4, 5, 6, 7}


def test_an_award_lets_the_tribunal_go_and_a_new_one_may_arbitrate_anew():
    """Nobody's load waits for the end of the time to enforce; sent back by the court, another panel is constituted."""
    arbitration = Arbitration()
    arbitration.constitute(institution=0)
    arbitration.take(Transition.OPEN_HEARING, ActorRole.INSTITUTION)
    arbitration.take(Transition.AWARD, ActorRole.INSTITUTION)
    assert arbitration.registry.panel(1) == ()
    assert int(arbitration.registry.desks[Track.ARBITRATION].core.mediators[0].sum()) == 0
    for step, actor, parties in (
        (Transition.APPLY_TO_SET_ASIDE, ActorRole.PARTY, 0b10),
        (Transition.ACCEPT, ActorRole.COURT, 0),
        (Transition.REMIT, ActorRole.COURT, 0),
    ):
        arbitration.move(2, step, actor, dispute_id=1, track=Track.LITIGATION, parties=parties)
    arbitration.take(Transition.REHEAR, ActorRole.INSTITUTION)
    arbitration.seek(institution=0)
    with pytest.raises(RequestError, match="must be accepted by 3 members, not 0"):
        arbitration.take(Transition.AWARD, ActorRole.INSTITUTION)
    arbitration.accepted_by_all()
    assert len(arbitration.registry.panel(1)) == 3
    assert arbitration.state(1) is State.REHEARING
    arbitration.take(Transition.AWARD, ActorRole.INSTITUTION)
    assert arbitration.registry.panel(1) == ()


class Arbitration(Platform):
    """Two institutions with four arbitrators each, and a dispute that has named one of them."""

    def __init__(self) -> None:
        super().__init__(_arbitrators())
        self.asked: list[Offered] = []
        self.ask(
            OpenDispute(
                dispute_id=1,
                court_id=0,
                dispute_type=DisputeType.FOREIGN_COMMERCIAL,
                channel=Channel.ONLINE_FILING,
                entry_route=EntryRoute.PARTY_APPLICATION,
                amount_fen=40_000_000_000,
                reach=Reach.INTERNATIONAL,
            )
        )

    def constitute(self, institution: int) -> None:
        self.take(Transition.APPLY, ActorRole.PARTY, parties=0b01, number=1 + institution)
        self.take(Transition.ACCEPT, ActorRole.INSTITUTION)
        self.seek(institution)
        self.accepted_by_all()

    def seek(self, institution: int) -> None:
        events = self.ask(FileCase(dispute_id=1, case_id=1, panel_size=3, court_id=institution))
        self.asked = [one for one in events if isinstance(one, Offered)]

    def accepted_by_all(self) -> None:
        for offer in self.asked:
            self.ask(self.answer_to(offer))

    def take(self, transition: Transition, actor: ActorRole, **fields: Any) -> list[Event]:
        return self.move(1, transition, actor, track=Track.ARBITRATION, **fields)


def _arbitrators() -> Registry:
    calendar, people = WorkCalendar.china(2022, 2026), 8
    roster = Roster(
        court_region=np.zeros(2, np.int32),
        region_province=np.zeros(1, np.int32),
        mediator_court=np.repeat(np.arange(2, dtype=np.int32), people // 2),
        capacity=np.full(people, 2, np.int32),
        dispute_types=np.full(people, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(people, np.uint64),
    )
    core = AssignmentCore(roster, PolicySettings(), Ladder(steps=(LadderStep(circle=0),)))
    desk = Desk(core, calendar, words, track=Track.ARBITRATION)
    return Registry(Lifecycle(Rulebook.shipped(), calendar), {Track.ARBITRATION: desk})
