"""Hearings and sessions of the other doors book whoever was assigned, and end with their case."""

import pytest

from engine.events.enums import ActorRole, ConflictGround, ConflictSource
from engine.events.lifecycle_words import Track, Transition
from engine.events.records import Offered
from engine.lifecycle.command import Command
from engine.registry.designation_requests import FindConflict
from engine.registry.errors import RequestError
from engine.registry.example import (
    MONDAY,
    agreed_to_mediate,
    one_court_platform,
    registered_suit,
    staffed_registry,
)
from engine.registry.meetings import SetMeeting
from engine.registry.onestop import Happening, OneStop, PlatformRequest
from engine.registry.requests import AnswerOffer, FileCase, Move
from engine.scheduling.records import Booked, Cancelled
from engine.scheduling.resource import Resource
from engine.scheduling.words import ChangeReason, Purpose, ResourceKind

MINUTE = 60_000_000


class Day:
    """A court with as many judges as one panel needs, a diary, and everything that has happened."""

    def __init__(self, *, people: int = 3) -> None:
        self.people = people
        self.platform = self.empty()
        self.now = MONDAY
        self.log: list[Happening] = []

    def empty(self) -> OneStop:
        registry = staffed_registry(Track.LITIGATION, Track.COMMERCIAL_MEDIATION, people=self.people)
        return one_court_platform(registry=registry)

    def ask(self, *requests: PlatformRequest) -> list[Happening]:
        happened: list[Happening] = []
        for request in requests:
            self.now += MINUTE
            happened += self.platform.advance(self.now) + self.platform.execute(request, self.now)
        self.log += happened
        return happened

    def move(self, case_id: int, transition: Transition, actor: ActorRole, *, parties: int = 0) -> list[Happening]:
        command = Command(case_id=case_id, track=Track.LITIGATION, transition=transition, actor=actor, parties=parties)
        return self.ask(Move(dispute_id=case_id, command=command))

    def sue(self, number: int) -> None:
        self.ask(*registered_suit(number), FileCase(dispute_id=number, case_id=number, panel_size=3))

    def book(self, number: int) -> Booked:
        asked = SetMeeting(dispute_id=number, case_id=number, not_before=self.now, duration_minutes=120)
        (booked,) = [one for one in self.ask(asked) if isinstance(one, Booked)]
        return booked


@pytest.fixture
def day() -> Day:
    return Day()


def test_a_hearing_books_the_judges_of_its_suit_and_nobody_twice(day: Day):
    """Two suits with the same three judges are heard one after the other, at times when all three are free."""
    day.sue(1)
    day.sue(2)
    first, second = day.book(1), day.book(2)
    judges = {Resource(ResourceKind.JUDGE, judge) for judge in range(3)}
    for booked in (first, second):
        assert booked.purpose is Purpose.HEARING
        assert judges < set(booked.participants)
    assert first.ends_at <= second.starts_at or second.ends_at <= first.starts_at


def test_no_hearing_is_set_before_judges_are_assigned(day: Day):
    """A suit that nobody has been assigned to has nobody to book."""
    day.ask(*registered_suit(1))
    with pytest.raises(RequestError, match="must be held by somebody"):
        day.book(1)


def test_a_hearing_is_cancelled_when_its_suit_ends(day: Day):
    """A party withdraws: its hearing is cancelled, and the judges' time is free for another."""
    day.sue(1)
    day.sue(2)
    hearing = day.book(1)
    happened = day.move(1, Transition.WITHDRAW, ActorRole.PARTY, parties=0b01)
    (cancelled,) = [one for one in happened if isinstance(one, Cancelled)]
    assert (cancelled.number, cancelled.reason) == (hearing.number, ChangeReason.CASE_CLOSED)
    assert day.book(2).starts_at < hearing.ends_at


def test_a_hearing_with_a_judge_who_may_not_sit_is_cancelled():
    """A recusal cancels what is booked with him; the next hearing is booked with whoever was drawn instead."""
    day = Day(people=4)
    day.sue(1)
    hearing = day.book(1)
    barred = day.platform.registry.panel(1)[0]
    happened = day.ask(
        FindConflict(case_id=1, mediator_id=barred, ground=ConflictGround.KINSHIP, source=ConflictSource.PARTY)
    )
    assert [one.number for one in happened if isinstance(one, Cancelled)] == [hearing.number]
    again = {one.number for one in day.book(1).participants if one.kind is ResourceKind.JUDGE}
    assert again == set(range(4)) - {barred}


def test_a_session_with_an_institution_books_the_parties_alone(day: Day):
    """An institution mediates many disputes at a time: that it is busy keeps no other from meeting."""
    for number in (1, 2):
        day.ask(*agreed_to_mediate(number))
        (offer,) = [one for one in day.ask(FileCase(dispute_id=number, case_id=number)) if isinstance(one, Offered)]
        day.ask(AnswerOffer(case_id=number, mediator_id=offer.mediator_id, attempt=offer.attempt))
    first, second = day.book(1), day.book(2)
    assert first.purpose is Purpose.SESSION
    assert {one.kind for one in first.participants} == {ResourceKind.PARTY}
    assert second.starts_at < first.ends_at


def test_hearings_are_replayed(day: Day):
    """The log of a suit with its hearing brings back the same platform."""
    day.sue(1)
    day.book(1)
    day.move(1, Transition.OPEN_HEARING, ActorRole.COURT)
    day.move(1, Transition.JUDGE, ActorRole.JUDGE)
    again = day.empty()
    again.replay(day.log)
    assert again.standing() == day.platform.standing()
