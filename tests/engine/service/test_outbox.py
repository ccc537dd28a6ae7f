"""A receiver is told everything it wants at least once, in order, signed."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from hmac import new

import msgspec

from engine.registry.example import MONDAY
from engine.service.outbox import ENTRIES_MAX, Outbox, Position
from engine.service.receiver import Receiver
from tests.engine.service.house import FaultyLog, filing, writer_over

SECRET = bytes(range(32))


class FakeReceiver:
    """Answers with the statuses it is given, and keeps what it has taken."""

    def __init__(self, *statuses: int | None) -> None:
        self.statuses = list(statuses)
        self.messages: list[tuple[dict[str, str], bytes]] = []

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> int | None:
        assert url.startswith("https://archive.example/")
        status = self.statuses.pop(0) if self.statuses else 204
        self.messages.append((dict(headers), body))
        return status

    def ids(self) -> list[int]:
        return [int(event["id"]) for _, body in self.messages for event in msgspec.json.decode(body)]


def log_of(disputes: int) -> FaultyLog:
    log = FaultyLog()
    writer_over(log, capacity=500).handle([filing(number, str(number)) for number in range(1, disputes + 1)], MONDAY)
    return log


def outbox_over(log: FaultyLog, receiver: FakeReceiver, kinds: tuple[str, ...] = (), seq: int = 0) -> Outbox:
    told = Receiver(name="archive", url="https://archive.example/hook", secret=SECRET, kinds=kinds)
    return Outbox(told, "urn:store:1", log.read, receiver.send, Position(seq=seq))


def test_every_event_is_told_once_in_order():
    """While the receiver takes everything, each event comes once, and other entries do not come."""
    log, receiver = log_of(60), FakeReceiver()
    outbox = outbox_over(log, receiver)
    while outbox.step(MONDAY):
        pass

    events = [seq for seq, entry in log.read() if hasattr(entry, "recorded_at")]
    assert receiver.ids() == events
    assert len(receiver.messages) > log.head.seq // ENTRIES_MAX - 1
    assert outbox.position.seq == log.head.seq


def test_what_was_not_taken_is_told_again_later():
    """An answer other than success, or none, is followed by a longer and longer wait and the same message."""
    log, receiver = log_of(1), FakeReceiver(500, None, 302)
    outbox = outbox_over(log, receiver)
    waits = []
    now = MONDAY
    for _ in range(3):
        assert not outbox.step(now)
        waits.append(outbox.position.retry_at - now)
        assert not outbox.step(outbox.position.retry_at - 1)
        now = outbox.position.retry_at
    assert outbox.step(now)

    assert waits == [1_000_000, 2_000_000, 4_000_000]
    assert len({body for _, body in receiver.messages}) == 1


def test_a_message_is_signed_with_the_receivers_secret():
    """Whoever has the secret can tell that id, time and body are the service's."""
    receiver = FakeReceiver()
    outbox_over(log_of(1), receiver).step(MONDAY)
    ((headers, body),) = receiver.messages
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body

    expected = b64encode(new(SECRET, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_only_wanted_kinds_are_told():
    """A receiver that wants offers is told of offers, and its position passes over the rest."""
    log, receiver = log_of(3), FakeReceiver()
    outbox = outbox_over(log, receiver, kinds=("offered",))
    while outbox.step(MONDAY):
        pass
    kinds = {event["type"] for _, body in receiver.messages for event in msgspec.json.decode(body)}

    assert kinds == {"onestop.offered"}
    assert outbox.position.seq == log.head.seq


def test_a_wait_set_by_a_clock_led_astray_is_no_wait():
    """A time to ask again that lies further ahead than the longest wait is not waited for."""
    log, receiver = log_of(1), FakeReceiver()
    told = Receiver(name="archive", url="https://archive.example/hook", secret=SECRET)
    astray = Position(seq=0, failures=3, retry_at=MONDAY + 365 * 86_400_000_000)

    assert Outbox(told, "urn:store:1", log.read, receiver.send, astray).step(MONDAY)
