"""What a platform says of what ends next, of its numbers, and of systems that are not there."""

import pytest

from engine.calendar.day import DAY_US
from engine.desk.docket import DocketEntry
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Track, Transition
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Process
from engine.linked.answers import IdentityVerified, MediationRegistered
from engine.linked.postbox import Postbox
from engine.linked.records import Answered, Asked, GaveUp, Requeued
from engine.linked.requests import Key, RegisterMediation
from engine.linked.requests import Request as Letter
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.words import mixed_words
from engine.linked.words import FailureReason, IdentityResult, System
from engine.registry.deadlines import Deadline, Wait
from engine.registry.errors import RequestError, UnknownDisputeError
from engine.registry.example import MONDAY, filed_dispute, one_court_platform
from engine.registry.letters import VerifyParties
from engine.registry.meetings import SetMeeting
from engine.registry.onestop import Happening, OneStop
from engine.registry.requests import AnswerOffer, FileCase, Move, RequeueLetter
from tests.engine.registry.city import MINUTE, Life, city
from tests.engine.registry.people import entry_of


class Network:
    """A system behind a network: it is told of requests, and its answers come by another way."""

    def __init__(self) -> None:
        self.sent: list[tuple[Letter, int]] = []

    def send(self, request: Letter, key: Key, attempt: int, at: int) -> tuple[()]:
        """Note the attempt; nothing is known yet."""
        assert (key, at) == (request.key, at)
        self.sent.append((request, attempt))
        return ()


def _networked(network: Network, *, linked: tuple[System, ...] = tuple(System)) -> OneStop:
    plain = one_court_platform()
    postbox = Postbox(shipped_settings(), dict.fromkeys(System, network), mixed_words(2), at=MONDAY)
    return OneStop(plain.registry, plain.scheduler, postbox, linked=linked)


def _filed(platform: OneStop) -> None:
    for request in filed_dispute(7):
        platform.execute(request, MONDAY)


@pytest.mark.parametrize("seed", [1, 2])
def test_deadlines_are_those_of_all_cases_and_no_others(seed: int):
    """Read off every dispute and every docket, what ends within a fortnight is what the platform says, in its order."""
    life = Life(city(), seed)
    life.live(400)
    before = life.now + 14 * DAY_US
    found = life.platform.deadlines(before)
    assert found == _every_deadline(life.platform, before)
    assert life.platform.deadlines(before, most=5) == found[:5]
    assert {Wait.OFFER, Wait.STEP} & {one.what for one in found}
    for case_id in {one.case_id for one in found}:
        mine = [one for one in found if one.case_id == case_id]
        assert life.platform.next_deadline(case_id) == mine[0]


def _every_deadline(platform: OneStop, before: int) -> list[Deadline]:
    found: list[Deadline] = []
    for number in platform.registry.numbers:
        for process in platform.registry.dispute(number).processes.values():
            entry = entry_of(platform.registry, process)
            ends = [(end, clock) for clock, end in process.clocks.items() if _is_of_lifecycle(process.track, clock)]
            found += [_deadline(number, process, *one) for one in [*ends, *_waits(entry)]]
    return sorted(one for one in found if one.due_at <= before)


def _is_of_lifecycle(track: Track, clock: Clock) -> bool:
    return (track, clock) != (Track.MEDIATION, Clock.OFFER)


def _waits(entry: DocketEntry | None) -> list[tuple[int, Wait]]:
    if entry is None:
        return []
    waits = [(seat.deadline, Wait.OFFER) for seat in entry.seats.values() if seat.deadline is not None]
    if entry.choice_ends_at is not None:
        return [*waits, (entry.choice_ends_at, Wait.CHOICE)]
    if entry.waits:
        waits.append((entry.waits_until, Wait.REVIEW if entry.exhausted else Wait.STEP))
    return waits


def _deadline(dispute_id: int, process: Process, due_at: int, what: Wait | Clock) -> Deadline:
    return Deadline(due_at=due_at, dispute_id=dispute_id, case_id=process.case_id, track=process.track, what=what)


def test_the_next_number_is_beyond_all_that_were_ever_seen():
    """Disputes and their later processes count, live and replayed, and a restored platform goes on from there."""
    life = Life(city(), 11)
    assert life.platform.registry.next_number == 1
    life.live(200)
    events = [one for one in life.log if isinstance(one, Event)]
    largest = max(max(one.dispute_id, one.case_id) for one in events)
    assert life.platform.registry.next_number == largest + 1 > 10
    again = city()
    again.replay(life.log)
    assert again.registry.next_number == life.platform.registry.next_number


def test_of_a_system_that_is_not_linked_nothing_is_asked():
    """Without identity authentication nobody can be verified by it; the other systems are asked as before."""
    network = Network()
    platform = _networked(network, linked=(System.MEDIATION_PLATFORM,))
    _filed(platform)
    platform.advance(MONDAY)
    assert [type(request) for request, _ in network.sent] == [RegisterMediation]
    with pytest.raises(RequestError, match="must be linked"):
        platform.execute(VerifyParties(dispute_id=7, parties=0b01), MONDAY + 1)
    alone = _networked(Network(), linked=())
    _filed(alone)
    assert alone.advance(MONDAY + DAY_US) == []


def test_a_reply_from_the_network_has_its_effect_at_once():
    """What a client has got is recorded as it comes, and a matched identity identifies; its double changes nothing."""
    platform, now = _networked(Network()), MONDAY + MINUTE
    _filed(platform)
    platform.advance(now)
    (offer,) = (seat for seat in platform.registry.desks[Track.MEDIATION].entry(7).seats.values())
    platform.execute(AnswerOffer(case_id=7, mediator_id=offer.mediator, attempt=offer.attempt), now)
    (asked,) = platform.execute(VerifyParties(dispute_id=7, parties=0b10), now)
    assert isinstance(asked, Asked)
    platform.advance(now)
    answer = IdentityVerified(result=IdentityResult.MATCHED)
    happened = platform.receive(asked.number, 1, answer, now + 1)
    assert [type(one).__name__ for one in happened] == ["Answered", "Moved"]
    assert platform.registry.process(7)[1].marks["identified"] == 0b10
    assert platform.receive(asked.number, 1, answer, now + 2) == []


def test_a_dead_letter_can_be_sent_again():
    """A request that its system has rejected is given up, and goes out once more when somebody asks for it."""
    network = Network()
    platform = _networked(network)
    _filed(platform)
    platform.advance(MONDAY)
    happened = platform.receive(1, 1, FailureReason.REJECTED, MONDAY + 1)
    assert any(isinstance(one, GaveUp) for one in happened)
    assert [type(one) for one in platform.execute(RequeueLetter(number=1), MONDAY + 2)] == [Requeued]
    platform.advance(MONDAY + 2)
    assert [attempt for _, attempt in network.sent] == [1, 2]


def test_after_a_restart_what_has_no_answer_is_asked_again_when_somebody_is_there_to_hear_it():
    """Nothing is sent while a log is followed; the first advance sends it, at its own instant, under its number."""
    first, log = _networked(Network()), list[Happening]()
    for request in filed_dispute(7):
        log += first.execute(request, MONDAY)
    log += first.advance(MONDAY)
    network = Network()
    second = _networked(network)
    second.replay(log)
    assert network.sent == []
    assert second.next_due == MONDAY
    later = MONDAY + 90 * MINUTE
    assert second.advance(later) == []
    assert [(type(request), attempt) for request, attempt in network.sent] == [(RegisterMediation, 1)]
    (answered,) = second.receive(1, 1, MediationRegistered(mediation_number=5), later + 1)
    assert isinstance(answered, Answered)


def test_a_case_of_another_dispute_is_refused():
    """Whoever names a dispute of his own cannot reach a case of another one by it."""
    platform = one_court_platform()
    for number in (7, 8):
        for request in filed_dispute(number):
            platform.execute(request, MONDAY)
    assign = Move(dispute_id=8, command=Command(case_id=7, transition=Transition.REFUSE, actor=ActorRole.PARTY))
    requests = (assign, FileCase(dispute_id=8, case_id=7), SetMeeting(dispute_id=8, case_id=7, not_before=MONDAY))
    for request in requests:
        with pytest.raises(UnknownDisputeError, match="case_id = 7"):
            platform.execute(request, MONDAY)
