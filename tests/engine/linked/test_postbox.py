"""A postbox's commands and its exact traces, against ports that answer as they are told."""

from engine.linked.answers import CaseFiled, IdentityVerified
from engine.linked.records import Answered, Asked, AttemptFailed, GaveUp, Requeued
from engine.linked.requests import VerifyIdentity
from engine.linked.words import FailureReason, GiveUpReason, IdentityResult
from tests.engine.linked.scripted import OK, scripted
from tests.engine.linked.worlds import HOUR, SECOND

REQUEST = VerifyIdentity(dispute_id=7, subject=1)
MATCHED = IdentityVerified(result=IdentityResult.MATCHED)
TIMEOUT_US = 5 * SECOND


def test_asking_sends_nothing_until_the_postbox_advances():
    """The record of a request is there to be stored before any system has heard of the request."""
    postbox, port = scripted()
    asked = postbox.ask(REQUEST, 100)

    assert asked == Asked(at=100, number=1, request=REQUEST)
    assert port.sent == []
    assert postbox.next_due == 100
    assert postbox.advance(109) == []
    assert port.sent == [(100, REQUEST.key, 1)]
    assert postbox.advance(110) == [Answered(at=110, number=1, attempt=1, answer=MATCHED)]
    assert postbox.next_due is None


def test_a_failed_attempt_is_made_again_after_its_wait_under_the_same_key():
    """With a word of one half, the waits are half of 2 s and half of 4 s, and the key never changes."""
    error = [(10, FailureReason.SYSTEM_ERROR)]
    postbox, port = scripted(error, error, word=2**63)
    postbox.ask(REQUEST, 0)
    records = postbox.advance(HOUR)

    assert port.sent == [(0, REQUEST.key, 1), (SECOND + 10, REQUEST.key, 2), (3 * SECOND + 20, REQUEST.key, 3)]
    assert records == [
        AttemptFailed(at=10, number=1, attempt=1, reason=FailureReason.SYSTEM_ERROR, spent=1, retry_at=SECOND + 10),
        AttemptFailed(
            at=SECOND + 20,
            number=1,
            attempt=2,
            reason=FailureReason.SYSTEM_ERROR,
            spent=2,
            retry_at=3 * SECOND + 20,
        ),
        Answered(at=3 * SECOND + 30, number=1, attempt=3, answer=MATCHED),
    ]


def test_an_answer_at_the_very_end_of_its_time_counts():
    """An answer at the timeout's instant is in time; one a microsecond later finds the attempt failed."""
    in_time, _ = scripted([(TIMEOUT_US, None)])
    late, _ = scripted([(TIMEOUT_US + 1, None)], word=2**63)
    for postbox in (in_time, late):
        postbox.ask(REQUEST, 0)

    assert [type(record) for record in in_time.advance(HOUR)] == [Answered]
    first, second = late.advance(HOUR)
    assert isinstance(first, AttemptFailed)
    assert (first.at, first.reason) == (TIMEOUT_US, FailureReason.TIMED_OUT)
    assert second == Answered(at=TIMEOUT_US + 1, number=1, attempt=1, answer=MATCHED)


def test_a_late_answer_spares_the_retry():
    """Once a late answer has come, nothing is sent any more and nothing is left to do."""
    postbox, port = scripted([(TIMEOUT_US + 1, None)], word=2**63)
    postbox.ask(REQUEST, 0)
    postbox.advance(HOUR)

    assert len(port.sent) == 1
    assert postbox.next_due is None
    assert postbox.ledger.entries == {}


def test_only_the_first_of_several_answers_counts():
    """A doubled answer, or the answers to two attempts, make one record."""
    doubled, _ = scripted([OK, OK])
    twice, _ = scripted([(TIMEOUT_US + 50, None)], [(40, None)], word=0)
    for postbox in (doubled, twice):
        postbox.ask(REQUEST, 0)

    assert [type(record) for record in doubled.advance(HOUR)] == [Answered]
    assert [type(record) for record in twice.advance(HOUR)] == [AttemptFailed, Answered]


def test_spent_attempts_make_a_dead_letter_that_can_be_requeued():
    """After the last attempt the request is listed and left alone, until a command has it sent under its old key."""
    error = [(10, FailureReason.SYSTEM_ERROR)]
    postbox, port = scripted(error, error, attempts_max=2)
    postbox.ask(REQUEST, 0)
    records = postbox.advance(HOUR)

    assert records[-1] == GaveUp(at=20, number=1, reason=GiveUpReason.ATTEMPTS_SPENT)
    assert postbox.dead_letters == (records[-1],)
    assert postbox.ledger.entries[1].request == REQUEST
    assert postbox.next_due is None

    assert postbox.requeue(1, HOUR) == Requeued(at=HOUR, number=1)
    assert postbox.advance(2 * HOUR) == [Answered(at=HOUR + 10, number=1, attempt=3, answer=MATCHED)]
    assert postbox.dead_letters == ()
    assert {key for _, key, _ in port.sent} == {REQUEST.key}


def test_a_rejected_request_is_given_up_at_once_and_the_breaker_stays_closed():
    """What can never be carried out is not tried again, and does not count against the system."""
    postbox, port = scripted([(10, FailureReason.REJECTED)], breaker_failures=1)
    postbox.ask(REQUEST, 0)
    failed, gave_up = postbox.advance(HOUR)

    assert isinstance(failed, AttemptFailed)
    assert gave_up == GaveUp(at=10, number=1, reason=GiveUpReason.REJECTED)
    assert len(port.sent) == 1


def test_an_answer_after_giving_up_still_counts():
    """A dead letter whose answer comes late is answered, and leaves the list."""
    postbox, _ = scripted([(TIMEOUT_US + 1, None)], attempts_max=1)
    postbox.ask(REQUEST, 0)

    assert [type(record) for record in postbox.advance(HOUR)] == [AttemptFailed, GaveUp, Answered]
    assert postbox.dead_letters == ()
    assert postbox.ledger.entries == {}


def test_an_answer_of_the_wrong_kind_is_a_failed_attempt():
    """A system that answers another question than was asked is asked again."""
    postbox, _ = scripted([(10, CaseFiled(filing_number=1))])
    postbox.ask(REQUEST, 0)
    failed, answered = postbox.advance(HOUR)

    assert isinstance(failed, AttemptFailed)
    assert failed.reason is FailureReason.MALFORMED
    assert isinstance(answered, Answered)


def test_resendings_keep_the_gap_and_new_requests_do_not_wait_for_it():
    """Requests that failed together go out again one gap apart; new ones go out at once, in their order."""
    error = [(10, FailureReason.SYSTEM_ERROR)]
    postbox, port = scripted(error, error, error, resend_gap_us=1_000)
    for dispute in range(3):
        postbox.ask(VerifyIdentity(dispute_id=dispute, subject=1), 0)
    postbox.advance(500)
    postbox.ask(VerifyIdentity(dispute_id=9, subject=1), 500)
    postbox.advance(HOUR)

    assert [(at, key.dispute_id) for at, key, _ in port.sent] == [
        (0, 0),
        (0, 1),
        (0, 2),
        (10, 0),
        (500, 9),
        (1_010, 1),
        (2_010, 2),
    ]
