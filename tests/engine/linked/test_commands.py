"""A postbox's commands: what they refuse, what they remember, what a network client hands in."""

import pytest

from engine.linked.answers import IdentityVerified
from engine.linked.errors import KeyReuseError, LinkedClockError, RecordOrderError, RequestNumberError
from engine.linked.ledger import Ledger
from engine.linked.records import Answered, Asked, AttemptFailed, BreakerClosed, BreakerOpened, GaveUp, Requeued
from engine.linked.requests import VerifyIdentity
from engine.linked.words import FailureReason, GiveUpReason, IdentityResult, System
from tests.engine.linked.scripted import scripted
from tests.engine.linked.worlds import HOUR, SECOND, changed, every, request_of

REQUEST = VerifyIdentity(dispute_id=7, subject=1)
MATCHED = IdentityVerified(result=IdentityResult.MATCHED)
TIMEOUT_US = 5 * SECOND


def test_asking_the_same_again_asks_once():
    """The same request returns its first record and is sent once; another one under its key is refused."""
    postbox, port = scripted()
    first = postbox.ask(REQUEST, 0)
    postbox.advance(SECOND)
    again = postbox.ask(REQUEST, SECOND)
    postbox.advance(HOUR)

    assert again is first
    assert len(port.sent) == 1
    with pytest.raises(KeyReuseError, match="must be free, is that of request 1"):
        postbox.ask(VerifyIdentity(dispute_id=7, subject=2), HOUR)


def test_finished_requests_are_forgotten_after_the_window():
    """What is remembered of finished requests does not grow beyond the window."""
    postbox, _ = scripted()
    window_us = changed().idempotency_window_us
    sizes: list[int] = []
    for place, (_, request) in enumerate(every(0, 400)):
        postbox.ask(request, place * window_us // 100)
        postbox.advance(place * window_us // 100 + 10)
        sizes.append(postbox.ledger.remembered)

    assert sizes[:100] == list(range(1, 101))
    assert max(sizes) == 101
    assert postbox.ledger.entries == {}
    assert postbox.ledger.last_number == 400


def test_commands_of_the_past_are_refused():
    """Every command dated before the last advance is refused, and changes nothing."""
    postbox, port = scripted()
    postbox.advance(100)

    for command in (
        lambda: postbox.ask(REQUEST, 99),
        lambda: postbox.advance(99),
        lambda: postbox.receive(1, 1, MATCHED, 99),
        lambda: postbox.requeue(1, 99),
    ):
        with pytest.raises(LinkedClockError, match="at = 99: must not be before the last advance, 100"):
            command()
    assert postbox.advance(HOUR) == []
    assert port.sent == []


def test_only_a_dead_letter_can_be_requeued():
    """Requeuing what is answered, under way or unknown is refused with its number."""
    postbox, _ = scripted()
    postbox.ask(REQUEST, 0)

    for number in (1, 2):
        with pytest.raises(RequestNumberError, match=f"number = {number}: must be one of the 0 dead letters"):
            postbox.requeue(number, 0)


def test_a_network_client_hands_in_its_replies():
    """A port that knows no reply yet gets the same course: what is received counts, what is not in time fails."""
    postbox, port = scripted([], [])
    postbox.ask(REQUEST, 0)
    postbox.advance(0)
    postbox.receive(1, 1, FailureReason.UNREACHABLE, 30)
    (failed,) = postbox.advance(30)
    assert isinstance(failed, AttemptFailed)
    assert (failed.at, failed.reason) == (30, FailureReason.UNREACHABLE)

    postbox.receive(1, 2, MATCHED, 90)
    postbox.receive(1, 2, MATCHED, 91)
    postbox.receive(9, 1, MATCHED, 92)
    assert postbox.advance(HOUR) == [Answered(at=90, number=1, attempt=2, answer=MATCHED)]
    assert len(port.sent) == 2


def test_a_port_that_fails_with_an_error_of_its_own_loses_nothing():
    """The error reaches the caller, the attempt counts as unanswered, and the request goes on."""
    postbox, port = scripted(RuntimeError("socket"), word=2**63)
    postbox.ask(REQUEST, 0)
    with pytest.raises(RuntimeError, match="socket"):
        postbox.advance(10)

    failed, answered = postbox.advance(HOUR)
    assert isinstance(failed, AttemptFailed)
    assert (failed.at, failed.reason) == (TIMEOUT_US, FailureReason.TIMED_OUT)
    assert isinstance(answered, Answered)
    assert [attempt for _, _, attempt in port.sent] == [1, 2]


def test_a_ledger_takes_a_request_twice_and_nothing_else():
    """A record that was stored twice does no harm; records that do not follow from the others are refused."""
    asked = Asked(at=0, number=1, request=REQUEST)
    ledger = Ledger.of(changed(), [asked, asked])
    assert list(ledger.entries) == [1]

    for record, message in (
        (Asked(at=0, number=1, request=request_of(3)), "number = 1: must be above 1"),
        (Asked(at=0, number=2, request=REQUEST), "free"),
        (Answered(at=0, number=2, attempt=1, answer=MATCHED), "number = 2: must be a request that was asked"),
        (GaveUp(at=0, number=2, reason=GiveUpReason.REJECTED), "number = 2: must be a request that was asked"),
        (Requeued(at=0, number=1), "number = 1: must be one of the 0 dead letters"),
        (BreakerOpened(at=0, system=System.PRESERVATION, until=1), "must be open by the records, is closed"),
    ):
        with pytest.raises(RecordOrderError, match=message):
            ledger.apply(record)
    ledger.apply(BreakerClosed(at=0, system=System.PRESERVATION))  # it is
