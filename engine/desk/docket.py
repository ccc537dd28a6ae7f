"""What the desk remembers of every open case: who sits where, where its clock stands, who is barred.

The records lie in a standing as they are here, field by field: who changes one raises `engine.desk.standing.VERSION`.
"""

import msgspec

from engine.desk.timers import TimerKind
from engine.events.enums import ConflictGround


class Seat(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """A mediator's place in a case, offered or accepted."""

    mediator: int
    organisation_id: int
    attempt: int
    """Ordinal of the offer within the case."""
    deadline: int | None
    """When the offer lapses; None once accepted."""


class DocketEntry(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One open case. Written by `engine.desk.keeping`, which reads it off the events."""

    case_id: int
    weight_milli: int
    seats: dict[int, Seat]
    """Taken seats, by number and in its order."""
    dispute_id: int
    court_id: int
    aged_at: int
    """Filing less head start: the order in which waiting cases are served."""
    panel_size: int
    pre_filing: bool
    """Whether the dispute has not been registered as a lawsuit; the statutory period hangs on it."""
    step: int
    step_began_at: int
    """When the wait at the step began."""
    waits_until: int
    """When the wait at the step or the clerk's review ends; may lie in the past while somebody is asked."""
    designated_by: int
    """End of the court's time to designate: of the filing or, after a choice, of its end (ONL 10)."""
    exhausted: bool = False
    """Whether the ladder has ended without anybody."""
    attempt: int = 0
    """Offers made so far."""
    round: int = 0
    """Times everybody had declined."""
    choice_ends_at: int | None = None
    """While the parties choose: the end of their time."""
    choices: int = 0
    """Times the parties were asked to choose."""
    listed: tuple[int, ...] = ()
    """List that the parties may strike and rank, in the order drawn."""
    strikes_max: int = 0
    """Names each of them may strike."""
    shortlist: tuple[int, ...] = ()
    """Whom the parties left on the list and who has not been asked yet, best first."""
    lead: int | None = None
    """Mediator who leads the panel."""
    replaced: int = 0
    """Times a party had a mediator replaced (ONL 14)."""
    period_ends_at: int | None = None
    """Once everybody has accepted: end of the statutory period (ONL 24)."""
    bars: dict[int, ConflictGround] = msgspec.field(default_factory=dict[int, ConflictGround])
    """Mediators who may not take the case, in order of number, and why."""

    timer: TimerKind | None = None
    """Which deadline beside those of its offers the case has in the timers."""

    @property
    def chooses(self) -> bool:
        """Whether the parties are choosing."""
        return self.choice_ends_at is not None

    @property
    def waits(self) -> bool:
        """Whether a seat is neither offered nor held and the court looks for somebody."""
        return self.choice_ends_at is None and len(self.seats) < self.panel_size

    @property
    def is_held(self) -> bool:
        """Whether every seat has been accepted."""
        return len(self.seats) == self.panel_size and all(seat.deadline is None for seat in self.seats.values())

    @property
    def first_free_seat(self) -> int:
        """Number of the seat that is offered next; while the parties choose, that they choose for."""
        return next(number for number in range(self.panel_size) if number not in self.seats)

    def seat_of(self, mediator: int) -> Seat | None:
        """Return a mediator's seat, None if he has none."""
        for seat in self.seats.values():
            if seat.mediator == mediator:
                return seat
        return None
