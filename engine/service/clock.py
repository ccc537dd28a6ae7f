"""Logged time: never backwards, and not led astray by a wall clock that jumps."""

from collections.abc import Callable
from typing import Final

JUMP_US: Final = 300_000_000
"""A wall clock that suddenly stands five minutes off is wrong or was set by hand; smaller steps are corrections."""


class SteadyClock:
    """The wall's time, as long as it runs like the processor's own counter.

    A step of the wall clock beyond `jump_us` is not followed: time goes on at the counter's pace, and `is_led_astray`
    says so until the wall comes back or the service is started again.

    Parameters
    ----------
    wall
        The time of day, microseconds since the epoch.
    counter
        Microseconds since some instant; never set.
    jump_us
        Smallest step that is not believed.
    changed
        Told whether the wall is led astray, whenever that changes, by whichever thread finds it out.

    Examples
    --------
    >>> wall, counter = iter([1_000, 1_010, 999_000_000]), iter([0, 10, 20])
    >>> clock = SteadyClock(lambda: next(wall), lambda: next(counter), jump_us=1_000)
    >>> clock(), clock(), clock.is_led_astray
    (1010, 1020, True)
    """

    def __init__(
        self,
        wall: Callable[[], int],
        counter: Callable[[], int],
        *,
        jump_us: int = JUMP_US,
        changed: Callable[[bool], None] = lambda _is_astray: None,
    ) -> None:
        self._wall: Final = wall
        self._counter: Final = counter
        self._jump_us: Final = jump_us
        self._changed: Final = changed
        self._offset = wall() - counter()
        self.is_led_astray = False
        """Whether the wall clock stands too far off to be believed."""

    def __call__(self) -> int:
        """Return the time, microseconds since the epoch; may step back by a correction, which the writer evens out."""
        counter = self._counter()
        offset = self._wall() - counter
        before, self.is_led_astray = self.is_led_astray, abs(offset - self._offset) >= self._jump_us
        if self.is_led_astray is not before:
            self._changed(self.is_led_astray)
        if not self.is_led_astray:
            self._offset = offset
        return counter + self._offset
