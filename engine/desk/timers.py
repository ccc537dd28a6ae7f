"""Every deadline of the desk in one heap.

A deadline is known by its kind, its subject and, where a subject has several of a kind, an ordinal. A newer deadline of
the same name replaces the older one; the older entry stays in the heap until it comes up and is then passed over, so
nothing is ever searched for. What is due at one instant comes in a total order that depends on nothing but the
deadlines themselves: by kind, then subject, then ordinal. A desk rebuilt from its log therefore goes on as the first.
"""

from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

_SPARE: Final = 64
"""Entries passed over that are not worth sweeping out."""


class TimerKind(IntEnum):
    """What a deadline ends, in the order in which those of one instant come.

    Who goes is gone before anything is offered, and room is given back before anybody asks for it.
    """

    ABSENCE_START = 1
    """A mediator's planned leave begins."""
    LEASE_END = 2
    """A mediator has not renewed his presence."""
    ABSENCE_END = 3
    """A mediator's planned leave is over."""
    OFFER_END = 4
    """An offer has not been answered (ONL 12)."""
    CHOICE_END = 5
    """The parties have not agreed on a mediator (ONL 10)."""
    STEP_END = 6
    """A case has waited long enough at its ladder step (ONL 28)."""
    REVIEW_END = 7
    """A clerk has had an exhausted case for long enough."""
    PERIOD_END = 8
    """The statutory period of a mediation is over (ONL 24)."""


class Timer(NamedTuple):
    """One deadline; their order is the order in which they fall due."""

    due_at: int
    """Microseconds since the epoch."""
    kind: TimerKind
    subject: int
    """Number of the case or, for presence, of the mediator."""
    ordinal: int
    """Which of the subject's deadlines of the kind it is: the attempt for offers, 0 where there is one only."""


class Timers:
    """Deadlines by due time; setting and popping cost O(log n), n being the deadlines that stand.

    Examples
    --------
    >>> timers = Timers()
    >>> timers.set(TimerKind.STEP_END, 7, 50)
    >>> timers.set(TimerKind.STEP_END, 7, 90)
    >>> timers.set(TimerKind.OFFER_END, 8, 90, ordinal=1)
    >>> timers.next_due
    90
    >>> timers.pop_due(90)
    Timer(due_at=90, kind=<TimerKind.OFFER_END: 4>, subject=8, ordinal=1)
    >>> timers.pop_due(89) is None
    True
    """

    def __init__(self) -> None:
        self._heap: list[Timer] = []
        self._standing: dict[tuple[TimerKind, int, int], int] = {}

    def __len__(self) -> int:
        return len(self._standing)

    def set(self, kind: TimerKind, subject: int, due_at: int, *, ordinal: int = 0) -> None:
        """Enter a deadline in the place of an earlier one of the same name, if there is one."""
        name = (kind, subject, ordinal)
        if self._standing.get(name) != due_at:
            self._standing[name] = due_at
            heappush(self._heap, Timer(due_at, kind, subject, ordinal))
            self._sweep()

    def cancel(self, kind: TimerKind, subject: int, *, ordinal: int = 0) -> None:
        """Forget a deadline, if it stands."""
        self._standing.pop((kind, subject, ordinal), None)

    def due_at(self, kind: TimerKind, subject: int, *, ordinal: int = 0) -> int | None:
        """Return when a deadline falls due, None if there is none of that name."""
        return self._standing.get((kind, subject, ordinal))

    @property
    def next_due(self) -> int | None:
        """When the first deadline falls due, None if there is none."""
        while self._heap:
            if self._stands(self._heap[0]):
                return self._heap[0].due_at
            heappop(self._heap)
        return None

    def pop_due(self, to: int) -> Timer | None:
        """Take out and return the first deadline that is due by `to`, that instant included; None if there is none."""
        due_at = self.next_due
        if due_at is None or due_at > to:
            return None
        timer = heappop(self._heap)
        del self._standing[timer.kind, timer.subject, timer.ordinal]
        return timer

    def _stands(self, timer: Timer) -> bool:
        # A deadline moved away and back again is in the heap twice; the first to come up takes the name with it.
        return self._standing.get((timer.kind, timer.subject, timer.ordinal)) == timer.due_at

    def _sweep(self) -> None:
        """Rebuild the heap when most of it has been replaced: a subject that moves often must not fill the memory."""
        if len(self._heap) > 2 * len(self._standing) + _SPARE:
            self._heap = [Timer(due_at, *name) for name, due_at in self._standing.items()]
            heapify(self._heap)
