"""A circuit breaker that has no clock: pybreaker's states and counting, moved by our records.

Of the libraries that were looked at (pybreaker 1.4, circuitbreaker 2.1, aiobreaker 1.2, purgatory 3.0, hyx 0.0.2,
pyfailsafe 0.6, interlock-cb 2.8, keel-circuit-breaker 0.1) only interlock-cb takes a clock. An admission there is a
call that lasts until the answer is there; held open as a state machine has to, it took 12 to 18 microseconds a request,
as much as all the rest. The others read the wall clock to decide when to try again. In pybreaker that decision stands
apart: `half_open` is public, so our clock takes it and the library's own is never asked (it notes the wall clock when
it opens, and nothing reads the note). A success when nothing has failed changes nothing and is not passed on, so the
usual request costs two comparisons.
"""

from typing import Final

from pybreaker import STATE_CLOSED, STATE_HALF_OPEN, STATE_OPEN, CircuitBreaker

from engine.linked.words import BreakerState

_STATES: Final = {
    STATE_CLOSED: BreakerState.CLOSED,
    STATE_OPEN: BreakerState.OPEN,
    STATE_HALF_OPEN: BreakerState.HALF_OPEN,
}


class _AttemptFailedError(Exception):
    """Tells the library of a failure; never leaves this module."""


class Breaker:
    """The breaker of one system.

    Parameters
    ----------
    failures_max
        Failures running after which it opens.

    Examples
    --------
    >>> breaker = Breaker(failures_max=2)
    >>> breaker.failed(); breaker.failed(); breaker.state
    <BreakerState.OPEN: 'open'>
    >>> breaker.half_open(); breaker.answered(); breaker.state
    <BreakerState.CLOSED: 'closed'>
    """

    def __init__(self, failures_max: int) -> None:
        self._breaker: Final = CircuitBreaker(fail_max=failures_max, throw_new_error_on_trip=False)
        self._failing = 0
        self.state = BreakerState.CLOSED
        """Whether requests are let through."""

    @property
    def failing(self) -> int:
        """Failures running, up to the last answer."""
        return self._failing

    def answered(self) -> None:
        """Take note of an answer. It closes a half-open breaker; an open one still rests."""
        if (self._failing or self.state is not BreakerState.CLOSED) and self.state is not BreakerState.OPEN:
            self._breaker.call(_nothing)
            self._follow()

    def failed(self) -> None:
        """Take note of a failure; an open breaker has expected it."""
        if self.state is not BreakerState.OPEN:
            try:
                self._breaker.call(_fail)
            except _AttemptFailedError as failure:
                # The library's frame knows the failure, whose traceback knows the frame: a cycle that would keep all
                # that was under way, a whole simulation too, until the collector comes by.
                failure.__traceback__ = None
            self._follow()

    def half_open(self) -> None:
        """Let one request through: it has rested long enough, by whoever's clock."""
        self._breaker.half_open()
        self._follow()

    def restore(self, state: BreakerState, failing: int) -> None:
        """Bring a fresh breaker where another one stood: its state and, while it is closed, its failures running."""
        failures_max = self._breaker.fail_max
        for _ in range(min(failing, failures_max - 1) if state is BreakerState.CLOSED else failures_max):
            self.failed()
        if state is BreakerState.HALF_OPEN:
            self.half_open()

    def _follow(self) -> None:
        self.state = _STATES[self._breaker.current_state]
        self._failing = self._breaker.fail_counter


def _nothing() -> None:
    """Succeed."""


def _fail() -> None:
    raise _AttemptFailedError
