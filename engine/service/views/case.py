"""One case: where it stands, who has it, which clocks run."""

import msgspec

from engine.events.lifecycle_words import Clock, Medium, State, Track
from engine.lifecycle.dispute import Dispute, Process
from engine.registry.errors import UnknownDisputeError
from engine.scheduling.booking import Booking
from engine.scheduling.words import BookingStatus, Purpose
from engine.service.views.seats import Seat, entry_of, seats_of
from engine.service.world import World


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A running statutory clock."""

    clock: Clock
    ends_at: int
    """Microseconds since the epoch."""


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A session or hearing."""

    number: int
    case_id: int
    purpose: Purpose
    medium: Medium | None
    status: BookingStatus
    starts_at: int
    """Microseconds since the epoch."""
    ends_at: int
    attempt: int
    """How often a time was set for it."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute's way through one door."""

    case_id: int
    dispute_id: int
    court_id: int
    track: Track
    """The door."""
    state: State
    opened_at: int
    """Microseconds since the epoch, like all times."""
    entered_at: int
    """When it came into this state."""
    deadlines: tuple[Deadline, ...]
    """Running clocks, the first to end first."""
    seats: tuple[Seat, ...]
    """Who is asked or holds it."""
    attempt: int
    """Offers made so far."""
    step: int
    """Ladder step: 0 court, 1 region, 2 province, 3 nation."""
    is_waiting: bool
    """Whether the desk looks for somebody."""
    is_choosing: bool
    """Whether the parties choose a mediator."""
    period_ends_at: int | None
    """End of the statutory period; null until everybody has accepted."""
    facts: dict[str, int]
    """What the rules ask about, and since when."""
    marks: dict[str, int]
    """Which parties have done what the rules ask about, one bit each."""
    meetings: tuple[Meeting, ...]
    """Those that are still to be held, set again or cancelled."""


def case(world: World, case_id: int) -> Case | None:
    """Return a case, None if no such case is registered."""
    try:
        dispute, process = world.platform.registry.process(case_id)
    except UnknownDisputeError:
        return None
    return case_of(world, dispute, process)


def case_of(world: World, dispute: Dispute, process: Process) -> Case:
    """Return a case of a dispute."""
    entry = entry_of(world, process)
    ends = sorted((end, clock) for clock, end in process.clocks.items())
    return Case(
        case_id=process.case_id,
        dispute_id=dispute.dispute_id,
        court_id=dispute.court_id,
        track=process.track,
        state=process.state,
        opened_at=process.opened_at,
        entered_at=process.entered_at,
        deadlines=tuple(Deadline(clock=clock, ends_at=end) for end, clock in ends),
        seats=seats_of(world, process),
        attempt=process.attempt if entry is None else entry.attempt,
        step=process.step if entry is None else entry.step,
        is_waiting=entry is not None and entry.waits,
        is_choosing=entry is not None and entry.chooses,
        period_ends_at=None if entry is None else entry.period_ends_at,
        facts=dict(sorted(process.facts.items())),
        marks=dict(sorted(process.marks.items())),
        meetings=tuple(map(meeting_of, world.platform.scheduler.diary.open_of_case(process.case_id))),
    )


def meeting_of(booking: Booking) -> Meeting:
    """Return a booking as a meeting: who else takes part is not everybody's to know."""
    return Meeting(
        number=booking.number,
        case_id=booking.case_id,
        purpose=booking.purpose,
        medium=booking.medium,
        status=booking.status,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        attempt=booking.attempt,
    )
