"""Reading from a socket up to a deadline and up to a number of bytes, whatever the other side does."""

import io
import socket
from collections.abc import Callable
from typing import Final


class AnswerTooLongError(Exception):
    """More bytes came than an answer may have; never leaves this package."""


class BoundedReading:
    """A connection as `http.client.HTTPResponse` reads it.

    A socket's own timeout begins anew with every byte, so a system that sends one now and then would hold a thread for
    ever.

    Parameters
    ----------
    connection
        Read, and closed by nobody here.
    deadline
        By `clock`, seconds.
    bytes_max
        Of head and body together.
    clock
        Seconds; never set back.
    """

    def __init__(self, connection: socket.socket, deadline: float, bytes_max: int, clock: Callable[[], float]) -> None:
        self._reader: Final = _Reader(connection, deadline, bytes_max, clock)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what the answer is read from.

        Reading raises `TimeoutError` after the deadline and `AnswerTooLongError` behind the last byte allowed.
        """
        return io.BufferedReader(self._reader)


class _Reader(io.RawIOBase):
    def __init__(self, connection: socket.socket, deadline: float, bytes_max: int, clock: Callable[[], float]) -> None:
        self._connection: Final = connection
        self._deadline: Final = deadline
        self._left = bytes_max
        self._clock: Final = clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] - any buffer
        left_seconds = self._deadline - self._clock()
        if left_seconds <= 0:
            raise TimeoutError("the answer was not whole in time")
        self._connection.settimeout(left_seconds)
        count = self._connection.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise AnswerTooLongError
        return count
