"""What is due when, in a total order: by instant, then kind, then number, then order of entry.

Outcomes come first in an instant, so that an answer at the very end of its time counts and a breaker that half-opens
finds everything under way settled; sendings come last and see what the instant has taught.
"""

from heapq import heappop, heappush
from typing import Final, TypeAlias

from engine.linked.answers import Answer
from engine.linked.words import FailureReason

REPLY: Final = 0
"""A reply arrives."""
TIMEOUT: Final = 1
"""An attempt has had its time."""
REST_END: Final = 2
"""A system has been left alone long enough."""
RETRY: Final = 3
"""A failed request may wait in line again."""
SEND: Final = 4
"""A new request goes out."""
RELEASE: Final = 5
"""The first in line goes out."""

Content: TypeAlias = Answer | FailureReason | None
"""What a reply brings; None for every other kind."""
Moment: TypeAlias = tuple[int, int, int, int, int, Content]
"""Instant, kind, number of the request or place of the system, order of entry, attempt, content."""


class Moments:
    """A heap of moments. A plain tuple each: a class of its own would cost as much as the heap.

    Examples
    --------
    >>> moments = Moments()
    >>> moments.push(9, SEND, 1); moments.push(9, REPLY, 2)
    >>> moments.heap[0][:3]
    (9, 0, 2)
    """

    __slots__ = ("_entered", "heap")

    def __init__(self) -> None:
        self.heap: Final[list[Moment]] = []
        """The moments; the first is due first."""
        self._entered = 0

    def push(self, at: int, kind: int, number: int, attempt: int = 0, content: Content = None) -> None:
        """Enter a moment."""
        self._entered += 1
        heappush(self.heap, (at, kind, number, self._entered, attempt, content))

    def pop(self) -> Moment:
        """Take out the moment that is due first."""
        return heappop(self.heap)
