"""A court in which tests book by hand."""

from engine.calendar.day import HOUR_US, MINUTE_US
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.order import Order
from engine.scheduling.outcomes import cancel, record_held, record_no_show
from engine.scheduling.resource import Resource
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.scheduler import Scheduler
from engine.scheduling.words import ChangeReason
from tests.engine.scheduling.worlds import CALENDAR, FRIDAY, MEDIATOR, order

SATURDAY = FRIDAY + 24 * HOUR_US
"""Nine o'clock of the Saturday that is worked in exchange: the first time that a session can be told of in time."""
REASON = ChangeReason.PARTY_REQUEST


class Court:
    """A diary, its scheduler, and shorthands that let decisions happen at once."""

    def __init__(self, **rules) -> None:
        self.diary = Diary()
        self.rules = SchedulingRules(**rules)
        self.scheduler = Scheduler(self.diary, CALENDAR, self.rules)

    def book(self, wanted: Order | None = None, starts_at: int = SATURDAY, at: int = FRIDAY) -> Booking:
        """Book at a time."""
        return self.happen(self.scheduler.book(order() if wanted is None else wanted, starts_at, at=at))

    def rebook(self, number: int, starts_at: int, wanted: Order | None = None, at: int = FRIDAY) -> Booking:
        """Move a booking."""
        return self.happen(self.scheduler.rebook(number, starts_at, at=at, reason=REASON, order=wanted))

    def cancel(self, number: int, at: int = FRIDAY) -> Booking:
        """Cancel a booking."""
        return self.happen(cancel(self.diary, number, at=at, reason=REASON))

    def hold(self, number: int, at: int = SATURDAY + HOUR_US) -> Booking:
        """Hold a meeting."""
        return self.happen(record_held(self.diary, number, at=at))

    def miss(self, number: int, absent: Resource = MEDIATOR, at: int = SATURDAY + 15 * MINUTE_US) -> Booking:
        """Let somebody not appear."""
        return self.happen(record_no_show(self.diary, number, (absent,), at=at))

    def happen(self, record) -> Booking:
        """Let a record happen; return its booking."""
        self.diary.apply(record)
        return self.diary.booking(record.number)
