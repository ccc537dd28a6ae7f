"""Confirmation and preservation may have desks of their own; their judges are assigned like those of a suit."""

from typing import Any

import pytest

from engine.events.enums import ActorRole, ConflictGround, ConflictSource
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.records import Accepted, Closed, Event
from engine.lifecycle.errors import ConditionError
from engine.registry.designation_requests import FindConflict
from engine.registry.errors import RequestError
from engine.registry.example import agreed_to_mediate, registered_suit, staffed_registry
from engine.registry.requests import FileCase
from tests.engine.registry.court import Platform

SUM_FEN = 1_000_000
STEP = Transition
PARTY, COURT = ActorRole.PARTY, ActorRole.COURT


class Door(Platform):
    """A dispute, number 1, that has come to the door of a court, as case 2."""

    def __init__(self, track: Track) -> None:
        super().__init__(staffed_registry(track))
        self.track = track
        if track is Track.PRESERVATION:
            self.ask(*registered_suit(1))
            self.take(STEP.APPLY_IN_SUIT, PARTY, parties=0b01, amount_fen=SUM_FEN)
            self.take(STEP.OPEN_CASE, COURT)
        else:
            self._settle()
            self.take(STEP.APPLY, PARTY, parties=0b11)
            self.take(STEP.ACCEPT, COURT)

    def take(self, step: Transition, actor: ActorRole, **fields: Any) -> list[Event]:
        return self.move(2, step, actor, dispute_id=1, track=self.track, **fields)

    def seek(self, size: int = 1) -> list[Event]:
        return self.ask(FileCase(dispute_id=1, case_id=2, panel_size=size))

    def at(self) -> State:
        return self.registry.process(2)[1].state

    def _settle(self) -> None:
        self.ask(*agreed_to_mediate(1, number=1))
        for step, actor, parties in (
            (STEP.ACCEPT, ActorRole.INSTITUTION, 0),
            (STEP.DRAFT_AGREEMENT, ActorRole.INSTITUTION, 0),
            (STEP.SIGN, PARTY, 0b11),
        ):
            self.move(1, step, actor, track=Track.COMMERCIAL_MEDIATION, parties=parties)


@pytest.mark.parametrize(
    ("track", "ruling", "state"),
    [
        (Track.CONFIRMATION, STEP.CONFIRM, State.CONFIRMED),
        (Track.PRESERVATION, STEP.GRANT_UNSECURED, State.GRANTED),
    ],
)
def test_a_judge_is_assigned_and_let_go_with_the_ruling(track: Track, ruling: Transition, state: State):
    """One judge has the case at once; with his ruling his load is gone, though the process goes on."""
    door = Door(track)
    assert [type(one) for one in door.seek()][-1] is Accepted
    assert len(door.registry.panel(2)) == 1
    events = door.take(ruling, COURT)
    assert door.at() is state
    assert isinstance(events[-1], Closed)
    assert door.registry.panel(2) == ()


@pytest.mark.parametrize(
    ("track", "ruling"),
    [(Track.CONFIRMATION, STEP.CONFIRM), (Track.PRESERVATION, STEP.GRANT_UNSECURED)],
)
def test_no_ruling_is_made_by_a_panel_that_is_looked_for(track: Track, ruling: Transition):
    """Of five judges the court has three: the case waits, and so does the ruling. An even panel is none at all."""
    door = Door(track)
    with pytest.raises(ConditionError, match="must be odd"):
        door.seek(2)
    door.seek(5)
    with pytest.raises(RequestError, match="must be accepted by 5 members, not 3"):
        door.take(ruling, COURT)


def test_an_objection_has_judges_of_its_own():
    """Confirmed and objected to, the case is assigned anew, and the panel that looks into it is let go in its turn."""
    door = Door(Track.CONFIRMATION)
    door.seek()
    door.take(STEP.CONFIRM, COURT)
    door.take(STEP.OBJECT, PARTY, parties=0b10)
    door.seek(3)
    assert len(door.registry.panel(2)) == 3
    door.take(STEP.UPHOLD, COURT)
    assert door.registry.panel(2) == ()


def test_the_end_of_a_period_is_not_held_up_by_the_desk():
    """The court refuses no measure with one judge missing; security not given in time is its end all the same."""
    door = Door(Track.PRESERVATION)
    door.seek(3)
    door.take(STEP.ORDER_SECURITY, COURT, amount_fen=SUM_FEN // 5)
    who = door.registry.panel(2)[0]
    door.ask(FindConflict(case_id=2, mediator_id=who, ground=ConflictGround.KINSHIP, source=ConflictSource.DISCLOSED))
    with pytest.raises(RequestError, match="must be accepted by 3 members, not 2"):
        door.take(STEP.REJECT, COURT)
    door.wait(8)
    assert door.at() is State.REFUSED
    assert door.registry.panel(2) == ()
