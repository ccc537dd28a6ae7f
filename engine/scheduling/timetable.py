"""When one resource is busy: slots in order, no two of which overlap."""

from bisect import bisect_left, insort
from typing import Final, NamedTuple

import msgspec

from engine.scheduling.hours import Hours
from engine.scheduling.resource import Slot

_REMEMBERING_SLOTS: Final = 8
"""A timetable with fewer is walked through sooner than looked up, and most people have one or two."""
_QUESTIONS_MAX: Final = 4
"""Questions whose packed stretches one timetable remembers: sessions and hearings, office hours and others."""


class Question(NamedTuple):
    """What is looked for: the same for every resource of a search."""

    hours: Hours
    """The blocks it must lie in."""
    duration_us: int
    """How long it takes."""
    step_us: int
    """It begins at a multiple of this, a divisor of an hour."""


class _Packed(NamedTuple):
    """What a search has found out: no meeting of its question can begin in [since, until)."""

    since: int
    until: int


class Timetable(msgspec.Struct, gc=False, eq=False):
    """The slots of one resource.

    Examples
    --------
    >>> timetable = Timetable()
    >>> timetable.add(Slot(10, 20, 7))
    >>> timetable.clashes(19, 25), timetable.clashes(20, 25)
    ([Slot(starts_at=10, ends_at=20, number=7)], [])
    """

    slots: list[Slot] = []
    """In order, none overlapping another."""
    _packed: dict[Question, _Packed] | None = None

    def is_free(self, starts_at: int, ends_at: int) -> bool:
        """Tell whether no slot overlaps [starts_at, ends_at), in the logarithm of the slots."""
        slots = self.slots
        place = bisect_left(slots, _from(starts_at))
        if place and slots[place - 1].ends_at > starts_at:
            return False
        return place == len(slots) or slots[place].starts_at >= ends_at

    def clashes(self, starts_at: int, ends_at: int) -> list[Slot]:
        """Return every slot that overlaps [starts_at, ends_at), in order."""
        first = bisect_left(self.slots, _from(starts_at))
        if first and self.slots[first - 1].ends_at > starts_at:
            first -= 1
        return self.slots[first : bisect_left(self.slots, _from(ends_at))]

    def add(self, slot: Slot) -> None:
        """Take a slot; whoever adds it has seen that it overlaps no other."""
        insort(self.slots, slot)

    def remove(self, slot: Slot) -> None:
        """Give back a slot that is here."""
        place = bisect_left(self.slots, slot)
        assert self.slots[place] == slot, "a booking's slot is in the timetable of each of its participants"
        del self.slots[place]
        for question, packed in list((self._packed or {}).items()):
            # What begins later than this may reach into the time given back; before, nothing new is possible.
            until = slot.starts_at - question.duration_us
            if slot.ends_at > packed.since and until < packed.until:
                self._remember(question, packed.since, until)

    def without(self, slot: Slot) -> "Timetable":
        """Return a copy in which one slot is free."""
        copy = Timetable()
        copy.slots.extend(other for other in self.slots if other != slot)
        return copy

    def first_start(self, at_us: int, question: Question) -> int:
        """Return the earliest beginning of a meeting in open hours and between the slots.

        A stretch that was found to be packed is remembered until a slot in it is given back. Otherwise each search
        would walk anew through the weeks for which a mediator or a line is booked out.

        Parameters
        ----------
        at_us
            Not before this instant, us, at which the hours of the question allow a beginning.
        question
            Hours, duration and step.

        Returns
        -------
        int
            Instant, us; `NEVER` if there is none.
        """
        if len(self.slots) < _REMEMBERING_SLOTS:
            return self._walk(at_us, question)
        known = None if self._packed is None else self._packed.get(question)
        since = at_us
        if known and known.since <= at_us < known.until:
            since = known.since
            at_us = question.hours.first_fit(known.until, question.duration_us, question.step_us)
        start = self._walk(at_us, question)
        if known is None or start - since > known.until - known.since:
            self._remember(question, since, start)
        return start

    def forget_before(self, at_us: int) -> None:
        """Forget the packed stretches that are over; they would keep shorter ones of today from being remembered."""
        for question, packed in list((self._packed or {}).items()):
            if packed.until <= at_us:
                self._remember(question, at_us, at_us)

    def _remember(self, question: Question, since: int, until: int) -> None:
        if self._packed is None or (len(self._packed) == _QUESTIONS_MAX and question not in self._packed):
            self._packed = {}
        self._packed.pop(question, None)
        if until > since:
            self._packed[question] = _Packed(since, until)
        if not self._packed:
            self._packed = None

    def _walk(self, at_us: int, question: Question) -> int:
        """Do what `first_start` does, from an allowed beginning, slot by slot: one search, then one step for each."""
        slots, duration_us = self.slots, question.duration_us
        place = bisect_left(slots, _from(at_us + 1))
        free = max(at_us, slots[place - 1].ends_at) if place else at_us
        while True:
            while place < len(slots) and slots[place].starts_at < free + duration_us:
                free = max(free, slots[place].ends_at)
                place += 1
            if free == at_us:
                return at_us
            free = at_us = question.hours.first_fit(free, duration_us, question.step_us)


def _from(at_us: int) -> Slot:
    """Return what sorts before every slot that begins at an instant or later, and after all others."""
    return Slot(at_us, at_us, -1)
