"""The earliest time that everybody has in common."""

from collections.abc import Sequence

from engine.scheduling.hours import NEVER
from engine.scheduling.timetable import Question, Timetable


def earliest_start(groups: Sequence[Sequence[Timetable]], question: Question, not_before: int, until: int) -> int:
    """Return the earliest beginning at which somebody of each group is free.

    The groups say in turn from when they could at the earliest, no sooner than the one before. Once all have agreed to
    the same, that is the time. It never moves back, so nothing earlier is passed over.

    Parameters
    ----------
    groups
        Timetables of those of whom one is as good as another; who must be there is a group alone.
    question
        Hours, duration and step.
    not_before
        Earliest beginning, us.
    until
        Latest end, us.

    Returns
    -------
    int
        Instant, us; `NEVER` if it would end after `until`.

    Examples
    --------
    >>> from engine.scheduling.hours import Hours
    >>> from engine.scheduling.resource import Slot
    >>> busy, later_busy = Timetable(slots=[Slot(0, 30, 0)]), Timetable(slots=[Slot(30, 45, 1)])
    >>> question = Question(Hours([(0, 100)]), 10, 5)
    >>> earliest_start([[busy], [later_busy]], question, 0, 100)
    45
    >>> earliest_start([[busy, later_busy]], question, 0, 100)
    0
    """
    duration_us = question.duration_us
    start = question.hours.first_fit(not_before, duration_us, question.step_us)
    agreed = turn = 0
    while agreed < len(groups) and start + duration_us <= until:
        earliest = _first_of(groups[turn], start, question)
        agreed = agreed + 1 if earliest == start else 1
        start = earliest
        turn = (turn + 1) % len(groups)
    return start if start + duration_us <= until else NEVER


def _first_of(group: Sequence[Timetable], at_us: int, question: Question) -> int:
    best = NEVER
    for timetable in group:
        start = timetable.first_start(at_us, question)
        if start == at_us:
            return start
        best = min(best, start)
    return best
