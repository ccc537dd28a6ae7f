"""Every deadline of the desk, by the instant at which it ends.

A deadline is known by its kind, its subject and, where a subject has several of a kind, an ordinal. A newer deadline of
the same name replaces the older one; the older entry stays with its instant until that comes up and is then passed
over, so nothing is ever searched for. What is due at one instant comes in a total order that depends on nothing but the
deadlines themselves: by kind, then subject, then ordinal. A desk rebuilt from its log therefore goes on as the first.

Statutory periods end at midnight and batches begin together, so thousands of deadlines share an instant: the heap holds
instants, each once, and a deadline is appended to the list of its own. Half a million offers cost a list each midnight.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from heapq import heapify, heappop, heappush
from itertools import groupby, repeat
from operator import itemgetter
from typing import Final, NamedTuple

_SPARE: Final = 64
"""Entries passed over that are not worth sweeping out."""
_Name = tuple[int, int, int]
"""Kind, subject and ordinal of a deadline; plain numbers, since a member of an enumeration is slow to hash."""


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


_KINDS: Final = {int(kind): kind for kind in TimerKind}


class _Instant:
    """The deadlines that end together."""

    __slots__ = ("is_heap", "left", "names")

    def __init__(self) -> None:
        self.names: list[_Name] = []
        """In no order, or as a heap; some may have been replaced."""
        self.left = 0
        """How many of them stand."""
        self.is_heap = False

    def add(self, name: _Name) -> None:
        self.left += 1
        if self.is_heap:
            heappush(self.names, name)
        else:
            self.names.append(name)

    def first(self) -> _Name:
        if not self.is_heap:
            heapify(self.names)
            self.is_heap = True
        return heappop(self.names)


class Timers:
    """Deadlines by due time; setting one costs O(1), or O(log n) where it is the first of its n instants.

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
        self._due: dict[_Name, int] = {}
        self._instants: dict[int, _Instant] = {}
        self._heap: list[int] = []
        """The instants; one that was given up and taken up again may stand there twice."""

    def __len__(self) -> int:
        return len(self._due)

    def set(self, kind: TimerKind, subject: int, due_at: int, *, ordinal: int = 0) -> None:
        """Enter a deadline in the place of an earlier one of the same name, if there is one."""
        name = (int(kind), subject, ordinal)
        before = self._due.get(name)
        if before != due_at:
            self._due[name] = due_at
            self._at(due_at).add(name)
            if before is not None:
                self._lessen(before)

    def set_many(self, kind: TimerKind, subjects: Sequence[int], due_at: int, *, ordinal: int = 0) -> None:
        """Enter deadlines of one kind that end together, each subject once; a tenth of the cost of one by one.

        Parameters
        ----------
        kind, ordinal
            As for `set`; the same for all.
        subjects
            Numbers of cases or mediators.
        due_at
            Microseconds since the epoch.
        """
        number = int(kind)
        names = list(zip(repeat(number), subjects, repeat(ordinal)))
        if not self._due.keys().isdisjoint(names):
            for subject in subjects:
                self.set(kind, subject, due_at, ordinal=ordinal)
        elif names:
            self._due.update(dict.fromkeys(names, due_at))
            instant = self._at(due_at)
            instant.names += names
            instant.left += len(names)
            instant.is_heap = False

    def cancel(self, kind: TimerKind, subject: int, *, ordinal: int = 0) -> None:
        """Forget a deadline, if it stands."""
        due_at = self._due.pop((int(kind), subject, ordinal), None)
        if due_at is not None:
            self._lessen(due_at)

    def due_at(self, kind: TimerKind, subject: int, *, ordinal: int = 0) -> int | None:
        """Return when a deadline falls due, None if there is none of that name."""
        return self._due.get((int(kind), subject, ordinal))

    @property
    def next_due(self) -> int | None:
        """When the first deadline falls due, None if there is none."""
        heap = self._heap
        while heap and heap[0] not in self._instants:
            heappop(heap)
        return heap[0] if heap else None

    def pop_due(self, to: int) -> Timer | None:
        """Take out and return the first deadline that is due by `to`, that instant included; None if there is none."""
        due_at = self.next_due
        if due_at is None or due_at > to:
            return None
        instant = self._instants[due_at]
        name = instant.first()
        # A deadline moved away and back again is there twice; the first to come up takes the name with it.
        while self._due.get(name) != due_at:
            name = instant.first()
        del self._due[name]
        self._lessen(due_at)
        kind, subject, ordinal = name
        return Timer(due_at, _KINDS[kind], subject, ordinal)

    def until(self, to: int) -> Iterator[Timer]:
        """Yield the deadlines that end by an instant, in the order in which they do; no later one is looked at."""
        heap = self._heap
        front = [(heap[0], 0)] if heap else []
        before: int | None = None
        while front:
            due_at, place = heappop(front)
            if due_at > to:
                return
            if due_at != before and (instant := self._instants.get(due_at)) is not None:
                standing = {name for name in instant.names if self._due.get(name) == due_at}
                yield from (Timer(due_at, _KINDS[kind], *name) for kind, *name in sorted(standing))
            before = due_at
            for child in (2 * place + 1, 2 * place + 2):
                if child < len(heap):
                    heappush(front, (heap[child], child))

    def items(self) -> list[tuple[int, int, int, int]]:
        """Return every deadline that stands as instant, kind, subject and ordinal, in the order in which they end."""
        return sorted((due_at, *name) for name, due_at in self._due.items())

    def load(self, items: Iterable[tuple[int, int, int, int]]) -> None:
        """Take over what `items` has returned, in the place of all others."""
        self._due, self._instants, self._heap = {}, {}, []
        for due_at, together in groupby(items, itemgetter(0)):
            names = [(kind, subject, ordinal) for _, kind, subject, ordinal in together]
            self._due.update(dict.fromkeys(names, int(due_at)))
            instant = self._at(due_at)
            instant.names += names
            instant.left += len(names)

    def _at(self, due_at: int) -> _Instant:
        instant = self._instants.get(due_at)
        if instant is None:
            instant = self._instants[due_at] = _Instant()
            heappush(self._heap, due_at)
        return instant

    def _lessen(self, due_at: int) -> None:
        """Let one deadline of an instant stand no longer; sweep out what a subject that moves often has left there."""
        instant = self._instants[due_at]
        instant.left -= 1
        if not instant.left:
            del self._instants[due_at]
            if len(self._heap) > 2 * len(self._instants) + _SPARE:
                self._heap = list(self._instants)
                heapify(self._heap)
        elif len(instant.names) > 2 * instant.left + _SPARE:
            instant.names = list({name for name in instant.names if self._due.get(name) == due_at})
            instant.is_heap = False
