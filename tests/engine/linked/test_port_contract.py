"""What every port keeps to: simulated systems in this process, and the same ones at the other end of a network."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Protocol

import pytest

from engine.linked.network.call import Content
from engine.linked.requests import AnyRequest, Key, VerifyIdentity
from engine.linked.settings import LinkedSettings
from engine.linked.simulator.faults import Faults, Outage
from engine.linked.simulator.systems import SimulatedSystem, simulated_systems
from engine.linked.simulator.words import mixed_key_words
from engine.linked.words import FailureReason, System
from tests.engine.linked.over_network import Wire
from tests.engine.linked.worlds import KINDS, SECOND, changed, request_of

SYSTEM = System.IDENTITY_AUTHENTICATION
REQUEST = VerifyIdentity(dispute_id=1, subject=1)
QUICK = changed(timeout_us=SECOND // 4)
"""For systems that say nothing: what is waited for in vain should not take long."""


class Asking(Protocol):
    """Linked systems that can be asked one attempt at a time."""

    now: int

    @property
    def systems(self) -> Mapping[System, SimulatedSystem]:
        """Whose books say what was done."""
        ...

    def content(self, request: AnyRequest, attempt: int = 1, key: Key | None = None) -> list[Content]:
        """What one attempt comes to."""
        ...


class InProcess:
    """The simulated systems themselves."""

    def __init__(self, settings: LinkedSettings, faults: Mapping[System, Faults] | None = None) -> None:
        self.now = 0
        self.systems = simulated_systems(settings, mixed_key_words(0), faults)

    def content(self, request: AnyRequest, attempt: int = 1, key: Key | None = None) -> list[Content]:
        replies = self.systems[request.system].send(request, key or request.key, attempt, self.now)
        assert all(reply.at >= self.now for reply in replies)
        return [reply.content for reply in replies]


@pytest.fixture(params=["in process", "over a network"])
def made(request: pytest.FixtureRequest):
    """Makes either kind."""

    @contextmanager
    def make(faults: Faults | None = None, settings: LinkedSettings | None = None) -> Iterator[Asking]:
        of, wanted = {SYSTEM: faults} if faults else None, settings or changed()
        if request.param == "in process":
            yield InProcess(wanted, of)
            return
        with closing(Wire(wanted, of)) as wire:
            yield wire
            assert wire.failed == []

    return make


def test_every_kind_of_request_is_answered_in_its_kind(made):
    """Each request brings the answer of its kind, and its system's book has it."""
    with made() as asking:
        for dispute in range(len(KINDS)):
            request = request_of(dispute)
            (content,) = asking.content(request)

            assert type(content) is request.answer_type
            assert asking.systems[request.system].book.works[request.key].answer == content


def test_a_key_is_done_once_and_answered_alike(made):
    """However often a key is sent, the work is done once, and every answer is the first."""
    with made() as asking:
        contents = [asking.content(REQUEST, attempt) for attempt in range(1, 6)]

        assert len({content for (content,) in contents}) == 1
        assert asking.systems[SYSTEM].book.works[REQUEST.key].times_done == 1
        assert asking.systems[SYSTEM].book.works[REQUEST.key].times_asked == 5


def test_another_request_under_a_key_is_rejected(made):
    """A key stands for one request: another one under it can never be carried out."""
    with made() as asking:
        asking.content(REQUEST)

        assert asking.content(VerifyIdentity(dispute_id=1, subject=2), 1, REQUEST.key) == [FailureReason.REJECTED]
        assert asking.systems[SYSTEM].book.works[REQUEST.key].request == REQUEST


def test_a_system_that_fails_says_so_and_does_nothing(made):
    """An error of the system is its reason, and no work."""
    with made(Faults(error_milli=1000)) as asking:
        assert asking.content(REQUEST) == [FailureReason.SYSTEM_ERROR]
        assert asking.systems[SYSTEM].book.works == {}


def test_a_double_is_done_once(made):
    """What reaches a system twice is done once, and all that is answered is the same."""
    with made(Faults(duplicate_milli=1000)) as asking:
        assert len(set(asking.content(REQUEST))) == 1
        assert asking.systems[SYSTEM].book.works[REQUEST.key].times_done == 1


def test_a_lost_answer_is_had_by_asking_again(made):
    """Work whose answer is lost is done; nothing that comes of the attempt is an answer."""
    with made(Faults(lost_milli=1000), QUICK) as asking:
        assert asking.content(REQUEST) in ([], [FailureReason.TIMED_OUT])
        assert asking.systems[SYSTEM].book.works[REQUEST.key].times_done == 1


@pytest.mark.parametrize(("silent", "expected"), [(False, [FailureReason.UNREACHABLE]), (True, [])])
def test_an_outage_takes_nothing_and_ends(made, silent, expected):
    """Within an outage nothing is done, refused at once or in silence; after it the same key is answered."""
    outage = Outage(from_at=0, to_at=10, silent=silent)
    with made(Faults(outages=(outage,)), QUICK) as asking:
        assert asking.content(REQUEST) in (expected, [FailureReason.TIMED_OUT] if silent else expected)
        assert asking.systems[SYSTEM].book.works == {}
        asking.now = 10
        (content,) = asking.content(REQUEST, 2)
        assert type(content) is REQUEST.answer_type
