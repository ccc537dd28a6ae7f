"""What ends next: for people who watch over cases at risk."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import Final

import msgspec

from engine.desk.desk import Desk
from engine.desk.errors import DeskCaseError
from engine.desk.timers import TimerKind
from engine.events.lifecycle_words import Clock, Track
from engine.lifecycle.dispute import Dispute, Process

DEADLINES_MAX: Final = 1_000
"""Deadlines that one look returns at most, unless another bound is asked for."""


class Wait(StrEnum):
    """What of the assignment ends; the lifecycle has clocks instead."""

    OFFER = "offer"
    """An offer that nobody has answered lapses (ONL 12)."""
    CHOICE = "choice"
    """The parties' time to choose together is over (ONL 10)."""
    STEP = "step"
    """A case has waited long enough at a step of the ladder (ONL 28)."""
    REVIEW = "review"
    """A clerk has had a case for long enough for which nobody was found."""


_WAIT_OF: Final = {
    TimerKind.OFFER_END: Wait.OFFER,
    TimerKind.CHOICE_END: Wait.CHOICE,
    TimerKind.STEP_END: Wait.STEP,
    TimerKind.REVIEW_END: Wait.REVIEW,
}
"""The others are of no case, or of a period that is a clock of the lifecycle, too."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """Something that ends by itself unless somebody acts before."""

    due_at: int
    """Microseconds since the epoch."""
    dispute_id: int
    case_id: int
    track: Track
    what: Wait | Clock


def of_process(dispute: Dispute, process: Process, to: int) -> Iterator[Deadline]:
    """Yield the clocks of a process that end by an instant; an offer's is the desk's."""
    for clock, end in process.clocks.items():
        if end <= to and not (process.track is Track.MEDIATION and clock is Clock.OFFER):
            yield Deadline(
                due_at=end, dispute_id=dispute.dispute_id, case_id=process.case_id, track=process.track, what=clock
            )


def of_desk(desk: Desk, track: Track, to: int, most: int) -> Iterator[Deadline]:
    """Yield the first deadlines of a desk's cases that end by an instant."""
    timers = (timer for timer in desk.deadlines(to) if timer.kind in _WAIT_OF)
    for timer in islice(timers, most):
        yield Deadline(
            due_at=timer.due_at,
            dispute_id=desk.entry(timer.subject).dispute_id,
            case_id=timer.subject,
            track=track,
            what=_WAIT_OF[timer.kind],
        )


def next_of_desk(desk: Desk, track: Track, case_id: int) -> Deadline | None:
    """Return what a desk waits for in a case; None if it is not open there, or waits for nothing."""
    try:
        due_at, kind = desk.next_deadline(case_id)
        dispute_id = desk.entry(case_id).dispute_id
    except DeskCaseError:
        return None
    if kind not in _WAIT_OF:
        return None
    return Deadline(due_at=due_at, dispute_id=dispute_id, case_id=case_id, track=track, what=_WAIT_OF[kind])
