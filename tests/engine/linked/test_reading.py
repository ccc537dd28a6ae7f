"""Reading an answer: a deadline for all of it, and a bound on its bytes."""

from typing import TYPE_CHECKING, cast

import pytest

from engine.linked.network.reading import AnswerTooLongError, BoundedReading

if TYPE_CHECKING:
    import socket


class Dripping:
    """A connection that gives one byte a second, by a clock of its own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timeouts: list[float] = []

    def settimeout(self, seconds: float) -> None:
        self.timeouts.append(seconds)

    def recv_into(self, buffer: memoryview) -> int:
        self.now += 1.0
        buffer[:1] = b"x"
        return 1


def reading(connection: Dripping, *, deadline: float, bytes_max: int):
    """What an answer over the connection is read from."""
    bounded = BoundedReading(cast("socket.socket", connection), deadline, bytes_max, lambda: connection.now)
    return bounded.makefile("rb")


def test_a_byte_now_and_then_moves_no_deadline():
    """Every wait is only as long as what is left of the whole, however steadily bytes come."""
    connection = Dripping()
    with pytest.raises(TimeoutError):
        reading(connection, deadline=5.0, bytes_max=100).read(50)

    assert connection.timeouts == [5.0, 4.0, 3.0, 2.0, 1.0]


def test_the_last_byte_allowed_is_read_and_the_next_is_not():
    """The bound is of all bytes together."""
    assert reading(Dripping(), deadline=100.0, bytes_max=10).read(10) == b"x" * 10
    with pytest.raises(AnswerTooLongError):
        reading(Dripping(), deadline=100.0, bytes_max=10).read(11)
