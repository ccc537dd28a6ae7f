"""Exact traces of restarts: what is sent again, what is left alone, what a log cut short still tells."""

import pytest

from engine.linked.errors import LinkedStandingError
from engine.linked.ledger import Ledger
from engine.linked.postbox import Postbox
from engine.linked.records import (
    Answered,
    AnyRecord,
    AttemptFailed,
    BreakerClosed,
    BreakerHalfOpened,
    BreakerOpened,
    GaveUp,
)
from engine.linked.requests import VerifyIdentity
from engine.linked.words import FailureReason, System
from tests.engine.linked.scripted import ScriptedPort, scripted
from tests.engine.linked.worlds import HOUR, SECOND, changed

ERROR = [(10, FailureReason.SYSTEM_ERROR)]


def asked_and_failed(*, attempts_max: int = 10, breaker_failures: int = 5, times: int = 1) -> list[AnyRecord]:
    """The log of one request that has failed so often, up to the end of the last failure's instant."""
    postbox, port = scripted(*[ERROR] * times, attempts_max=attempts_max, breaker_failures=breaker_failures)
    records: list[AnyRecord] = [postbox.ask(VerifyIdentity(dispute_id=7, subject=1), 0)]
    while len(port.sent) < times or not isinstance(records[-1], AttemptFailed | GaveUp | BreakerOpened):
        records += postbox.advance(postbox.next_due or 0)
    return records


def resumed(records: list[AnyRecord], at: int, **fields: int) -> tuple[Postbox, ScriptedPort]:
    """A postbox over those records, and its port."""
    port = ScriptedPort([])
    ledger = Ledger.of(changed(**fields), records)
    ports = dict.fromkeys(System, port)
    return Postbox(changed(**fields), ports, lambda _number, _attempt: 0, ledger=ledger, at=at), port


def test_what_was_under_way_is_sent_again_as_the_same_attempt():
    """A request without an answer is sent again at once, with its key and the number of the attempt cut off."""
    records = asked_and_failed()
    postbox, port = resumed(records, SECOND)

    assert [type(record) for record in postbox.advance(HOUR)] == [Answered]
    assert port.sent == [(SECOND, VerifyIdentity(dispute_id=7, subject=1).key, 2)]


def test_a_wait_goes_on_after_a_restart():
    """A failed request waits to the end of its wait, whenever the restart was."""
    failed = AttemptFailed(at=10, number=1, attempt=1, reason=FailureReason.SYSTEM_ERROR, spent=1, retry_at=HOUR)
    postbox, port = resumed([*asked_and_failed()[:1], failed], SECOND)
    postbox.advance(2 * HOUR)

    assert [at for at, _, _ in port.sent] == [HOUR]


def test_dead_letters_are_left_alone():
    """A restart sends no dead letter; it is listed as before, and can be requeued."""
    records = asked_and_failed(attempts_max=1)
    assert isinstance(records[-1], GaveUp)
    postbox, port = resumed(records, SECOND, attempts_max=1)

    assert postbox.advance(HOUR) == []
    assert port.sent == []
    assert postbox.dead_letters == (records[-1],)
    postbox.requeue(1, HOUR)
    assert [type(record) for record in postbox.advance(2 * HOUR)] == [Answered]


def test_a_requeued_request_has_its_limit_unspent():
    """A requeued request may fail as often again as before it is given up again."""
    postbox, port = scripted(*[ERROR] * 4, attempts_max=2, breaker_failures=100)
    postbox.ask(VerifyIdentity(dispute_id=7, subject=1), 0)
    postbox.advance(HOUR)
    postbox.requeue(1, HOUR)
    records = postbox.advance(2 * HOUR)

    assert [record.spent for record in records if isinstance(record, AttemptFailed)] == [1, 2]
    assert [attempt for _, _, attempt in port.sent] == [1, 2, 3, 4]


def test_an_open_breaker_rests_to_its_end():
    """A restart does not shorten the rest of a system that is left alone."""
    records = asked_and_failed(breaker_failures=1)
    opened = records[-1]
    assert isinstance(opened, BreakerOpened)
    postbox, port = resumed(records, SECOND, breaker_failures=1)
    happened = postbox.advance(HOUR)

    assert [type(record) for record in happened] == [BreakerHalfOpened, Answered, BreakerClosed]
    assert [at for at, _, _ in port.sent] == [opened.until]


def test_a_log_that_ends_before_the_breaker_was_heard_of_goes_on_with_it():
    """A log may end with the failure that opened the breaker, or the answer that closed it: the breaker's follows."""
    failed = asked_and_failed(breaker_failures=1)[:-1]
    postbox, _ = resumed(failed, SECOND, breaker_failures=1)
    first, *rest = postbox.advance(HOUR)
    assert first == BreakerOpened(at=SECOND, system=System.IDENTITY_AUTHENTICATION, until=61 * SECOND)
    assert [type(record) for record in rest] == [BreakerHalfOpened, Answered, BreakerClosed]

    closing, _ = resumed([*failed, first, *rest[:-1]], 2 * HOUR, breaker_failures=1)
    assert closing.advance(2 * HOUR) == [BreakerClosed(at=2 * HOUR, system=System.IDENTITY_AUTHENTICATION)]


def test_a_postbox_that_follows_a_log_goes_on_like_one_made_of_its_ledger():
    """A fresh postbox that has followed the records, and one that took over a standing, send what the third sends."""
    records = asked_and_failed()
    third, expected = resumed(records, SECOND)
    followed, port = scripted()
    for record in records:
        followed.follow(record)
    restored, other_port = scripted()
    restored.restore(followed.standing())
    for postbox in (followed, restored):
        assert postbox.next_due is None
        postbox.resume(SECOND)

    assert followed.advance(HOUR) == restored.advance(HOUR) == third.advance(HOUR)
    assert port.sent == other_port.sent == expected.sent


def test_a_postbox_takes_no_other_bytes_for_its_standing():
    """Bytes of something else are refused by name."""
    with pytest.raises(LinkedStandingError, match="must be a ledger's"):
        scripted()[0].restore(b"something else")


def test_resuming_gives_up_what_is_under_way():
    """An answer to come is waited for no longer: the request is sent again, and its double changes nothing."""
    postbox, port = scripted([(HOUR // 2, None)], [(10, None)], timeout_us=HOUR, breaker_rest_us=HOUR)
    postbox.ask(VerifyIdentity(dispute_id=7, subject=1), 0)
    assert postbox.advance(SECOND) == []
    postbox.resume(2 * SECOND)

    assert [record.at for record in postbox.advance(2 * HOUR)] == [2 * SECOND + 10]
    assert [at for at, _, _ in port.sent] == [0, 2 * SECOND]
