"""Who makes the calls to one system: some threads, and a bounded queue before them."""

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread
from typing import Final

from engine.linked.network.call import Call, Content, Transport

WAITING_MAX: Final = 10_000
"""Calls that may wait: some megabytes, and more than a breaker lets come together of a system that is down."""
CLOSE_SECONDS: Final = 1.0
"""How long closing waits for calls under way."""


class Pool:
    """Threads that make calls; whoever hands one in never waits.

    Parameters
    ----------
    name
        Of the system, for the threads.
    transport
        Makes one call.
    deliver
        Told, by any of the threads, what a call came to.
    clock
        Seconds, by which calls have their deadlines.
    connections
        Calls under way at a time: so many threads at most, each begun when all others are at work.
    failed
        Told of an error that nobody foresaw; the call is taken for unanswered.
    waiting_max
        Calls that may wait.
    """

    def __init__(
        self,
        name: str,
        transport: Transport,
        deliver: Callable[[Call, Content], None],
        clock: Callable[[], float],
        *,
        connections: int,
        failed: Callable[[Exception], None],
        waiting_max: int = WAITING_MAX,
    ) -> None:
        self._transport: Final = transport
        self._deliver: Final = deliver
        self._clock: Final = clock
        self._failed: Final = failed
        self._waiting_max: Final = waiting_max
        self._changed: Final = Condition()
        self._waiting: Final[deque[Call]] = deque()
        self._is_started = self._is_closed = False
        self._idle = 0
        self.made = 0
        """Calls that were made."""
        self.passed_over = 0
        """Calls that were not made: the queue was full, or their time was over before a thread was free."""
        self._name: Final = name
        self._connections: Final = connections
        self._threads: Final[list[Thread]] = []

    @property
    def waiting(self) -> int:
        """Calls that wait for a thread."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to make calls."""
        with self._changed:
            self._is_started = True
            for _ in range(len(self._waiting)):
                self._employ()

    def put(self, call: Call) -> bool:
        """Hand in a call; return whether there was room for it."""
        with self._changed:
            if self._is_closed or len(self._waiting) >= self._waiting_max:
                self.passed_over += 1
                return False
            self._waiting.append(call)
            self._employ()
            self._changed.notify()
        return True

    def close(self, timeout_seconds: float = CLOSE_SECONDS) -> None:
        """Make no more calls; those under way are waited for that long at most, and lost then."""
        with self._changed:
            self._is_closed = True
            self._waiting.clear()
            self._changed.notify_all()
        ends_at = self._clock() + timeout_seconds
        for thread in self._threads:
            thread.join(max(0.0, ends_at - self._clock()))

    def _employ(self) -> None:
        """Begin one more thread if all are at work and there may be more; `_changed` is held."""
        count = len(self._threads)
        if self._is_started and not self._is_closed and self._idle < len(self._waiting) and count < self._connections:
            thread = Thread(target=self._run, name=f"onestop-linked-{self._name}-{count}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self) -> None:
        while (call := self._next()) is not None:
            try:
                content = self._transport(call)
                self._deliver(call, content)
            except Exception as error:  # noqa: BLE001 - a thread that ended would make no more calls
                self._failed(error)

    def _next(self) -> Call | None:
        with self._changed:
            while True:
                self._idle += 1
                self._changed.wait_for(lambda: self._waiting or self._is_closed)
                self._idle -= 1
                if self._is_closed:
                    return None
                call = self._waiting.popleft()
                if call.deadline > self._clock():
                    self.made += 1
                    return call
                self.passed_over += 1
