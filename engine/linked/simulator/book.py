"""The book of a simulated system: what it has done, under which key, how often. Checkers read it."""

from collections import deque
from typing import Final

import msgspec

from engine.linked.answers import Answer
from engine.linked.requests import Key, Request


class Work(msgspec.Struct, gc=False):
    """What was done under one key."""

    request: Request
    """What was asked for, the first time."""
    answer: Answer
    """What was answered, the first time; every later answer is this one."""
    done_at: int
    """When it was done, the first time."""
    times_done: int = 1
    """How often the work was really done: once, if the system keeps keys."""
    times_asked: int = 1
    """How often it was asked for."""


class Book:
    """Works by key; a system that need not remember longer forgets them in the order in which they were done.

    Parameters
    ----------
    window_us
        How long a key is kept, microseconds; None for ever, as a checker needs it.

    Examples
    --------
    >>> book = Book()
    >>> book.of(Key(7, "file_case", 1)) is None
    True
    """

    def __init__(self, window_us: int | None = None) -> None:
        self.works: Final[dict[Key, Work]] = {}
        """What was done, by key, the oldest first."""
        self.done = 0
        """Works done so far, forgotten ones among them."""
        self._window_us: Final = window_us
        self._ages: Final[deque[tuple[int, Key]]] = deque()

    def of(self, key: Key) -> Work | None:
        """Return what was done under a key, None if nothing was."""
        return self.works.get(key)

    def enter(self, key: Key, work: Work) -> None:
        """Enter work that was done."""
        self.works[key] = work
        if self._window_us is not None:
            self._ages.append((work.done_at, key))
            while self._ages[0][0] < work.done_at - self._window_us:
                del self.works[self._ages.popleft()[1]]
