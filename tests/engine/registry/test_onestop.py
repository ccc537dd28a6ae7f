"""The whole platform: what happens to a dispute reaches its meetings and the linked systems, and comes back."""

import pytest

from engine.calendar.day import DAY_US
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Medium, State, Transition
from engine.events.moves import Moved
from engine.events.records import Event, Offered
from engine.lifecycle.command import Command
from engine.linked.records import Answered, Asked
from engine.registry.designation_requests import ReplaceMediator
from engine.registry.errors import RegistryClockError, RequestError
from engine.registry.example import MONDAY, filed_dispute, one_court_platform
from engine.registry.letters import VerifyParties
from engine.registry.meetings import EndMeeting, MoveMeeting, SetMeeting
from engine.registry.onestop import Happening, OneStop, PlatformRequest
from engine.registry.requests import AnswerOffer, Move
from engine.scheduling.records import Booked, Cancelled, Held, Rebooked
from engine.scheduling.words import ChangeReason

MINUTE = 60_000_000


class Day:
    """A platform and everything that has happened on it."""

    def __init__(self, platform: OneStop) -> None:
        self.platform = platform
        self.now = MONDAY
        self.log: list[Happening] = []

    def ask(self, request: PlatformRequest) -> list[Happening]:
        self.pass_time(MINUTE)
        happened = self.platform.execute(request, self.now)
        self.log += happened
        return happened

    def pass_time(self, span_us: int) -> list[Happening]:
        self.now += span_us
        happened = self.platform.advance(self.now)
        self.log += happened
        return happened

    def move(self, transition: Transition, actor: ActorRole, *, parties: int = 0) -> list[Happening]:
        command = Command(case_id=1, transition=transition, actor=actor, parties=parties, medium=Medium.VIDEO)
        return self.ask(Move(dispute_id=1, command=command))

    def accepted(self) -> None:
        """Dispute 1 is filed and accepted by whoever is offered it."""
        for request in filed_dispute(1):
            self.ask(request)
        offer = next(one for one in self.log if isinstance(one, Offered))
        self.ask(AnswerOffer(case_id=1, mediator_id=offer.mediator_id, attempt=offer.attempt))

    def purposes(self) -> list[str]:
        return [one.request.purpose for one in self.log if isinstance(one, Asked)]

    def answered(self) -> int:
        return sum(isinstance(one, Answered) for one in self.log)


@pytest.fixture
def day() -> Day:
    return Day(one_court_platform())


def test_a_verified_identity_is_what_lets_a_session_begin(day: Day):
    """Asked for both parties, authentication answers within minutes, and the mediator may open the session."""
    day.accepted()
    day.move(Transition.CONSENT, ActorRole.PARTY, parties=0b11)
    day.ask(VerifyParties(dispute_id=1, parties=0b11))
    happened = day.pass_time(30 * MINUTE)
    identified = [one for one in happened if isinstance(one, Moved) and one.transition is Transition.IDENTIFY]
    assert sorted(one.parties for one in identified) == [0b01, 0b10]
    assert {one.actor for one in identified} == {ActorRole.PLATFORM}
    day.move(Transition.START_SESSION, ActorRole.MEDIATOR)
    assert day.platform.registry.process(1)[1].state is State.IN_SESSION


def test_each_duty_at_the_end_is_told_to_its_system_once(day: Day):
    """A delegated mediation that expires is reported, and its registration handed to the courts; all is answered."""
    day.accepted()
    day.pass_time(60 * DAY_US)
    assert day.purposes() == ["register_mediation", "report_outcome", "register_case"]
    assert day.answered() == 3


def test_meetings_are_set_within_the_period_moved_held_and_cancelled_with_the_case(day: Day):
    """A session is booked before the period ends; one is held, and what is left when the case ends is cancelled."""
    day.accepted()
    period_ends_at = max(day.platform.registry.process(1)[1].clocks.values())
    (first,) = day.ask(SetMeeting(dispute_id=1, case_id=1, not_before=day.now))
    (second,) = day.ask(SetMeeting(dispute_id=1, case_id=1, not_before=day.now))
    assert isinstance(first, Booked)
    assert isinstance(second, Booked)
    assert first.ends_at <= second.starts_at < second.ends_at <= period_ends_at
    (moved,) = day.ask(MoveMeeting(number=second.number, not_before=second.ends_at, reason=ChangeReason.PARTY_REQUEST))
    assert isinstance(moved, Rebooked)
    assert moved.starts_at >= second.ends_at
    day.pass_time(first.ends_at - day.now)
    assert isinstance(day.ask(EndMeeting(number=first.number))[0], Held)
    happened = day.move(Transition.CLOSE_OTHER, ActorRole.MEDIATOR)
    assert [one.number for one in happened if isinstance(one, Cancelled)] == [second.number]


def test_a_meeting_with_a_mediator_who_has_lost_the_case_is_cancelled(day: Day):
    """Replaced by a party's wish, he is not waited for: what was booked with him is given back."""
    day.accepted()
    (booked,) = day.ask(SetMeeting(dispute_id=1, case_id=1, not_before=day.now))
    assert isinstance(booked, Booked)
    day.move(Transition.REQUEST_REPLACEMENT, ActorRole.PARTY, parties=0b01)
    cancelled = [one for one in day.ask(ReplaceMediator(case_id=1)) if isinstance(one, Cancelled)]
    assert [(one.number, one.reason) for one in cancelled] == [(booked.number, ChangeReason.STAFF_UNAVAILABLE)]
    assert day.platform.scheduler.diary.open_of_case(1) == ()


def test_what_cannot_be_is_refused_by_name(day: Day):
    """A meeting without anybody to hold it, parties that do not exist, a date in the past."""
    for request in filed_dispute(1)[:-1]:
        day.ask(request)
    with pytest.raises(RequestError, match="must be held by somebody"):
        day.ask(SetMeeting(dispute_id=1, case_id=1, not_before=day.now))
    with pytest.raises(RequestError, match="must name at least one of 2"):
        day.ask(VerifyParties(dispute_id=1, parties=0b100))
    with pytest.raises(RegistryClockError, match="must not lie before"):
        day.platform.execute(filed_dispute(2)[0], MONDAY)


def test_a_platform_rebuilt_from_its_log_goes_on_as_the_first(day: Day):
    """Disputes, diary and open requests come back, requests in flight are sent again, and the future has the same end.

    The restart happens while two identities are being verified; the systems do no work twice, since the keys stay.
    """
    day.accepted()
    day.move(Transition.CONSENT, ActorRole.PARTY, parties=0b11)
    day.ask(SetMeeting(dispute_id=1, case_id=1, not_before=day.now))
    day.ask(VerifyParties(dispute_id=1, parties=0b11))
    second = Day(_rebuilt(day.log, day.now))
    second.now = day.now
    first_end, second_end = _told(day.pass_time(90 * DAY_US)), _told(second.pass_time(90 * DAY_US))
    assert second_end == first_end
    assert repr(second.platform.registry.dispute(1)) == repr(day.platform.registry.dispute(1))
    assert second.platform.scheduler.diary == day.platform.scheduler.diary


def _rebuilt(log: list[Happening], now: int) -> OneStop:
    platform = one_court_platform()
    platform.replay(log)
    assert platform.advance(now) == []
    return platform


def _told(happened: list[Happening]) -> list[str]:
    """What happened to the dispute after the answers: answers of a second sending may come at other instants."""
    events = [one for one in happened if isinstance(one, Event)]
    return [f"{type(one).__name__} {getattr(one, 'transition', '')}" for one in events]
