"""Which years a calendar answers for, and which of them nobody has announced yet."""

from engine.calendar.day import local_midnight_us
from engine.calendar.span import Span
from engine.calendar.year import open_december


class KnownYears:
    """The working calendar's answers about its own years; `engine.calendar.calendar.WorkCalendar` has them."""

    __slots__ = ()
    span: Span
    provisional_from: int | None

    @property
    def first_year(self) -> int:
        """The first year of the calendar."""
        return self.span.first_year

    @property
    def last_year(self) -> int:
        """The last year of the calendar."""
        return self.span.last_year

    @property
    def starts_at(self) -> int:
        """Local midnight at which the first year begins, us."""
        return self.span.starts_at

    @property
    def ends_at(self) -> int:
        """Local midnight at which the last year ends, us."""
        return self.span.ends_at

    @property
    def certain_until(self) -> int:
        """The instant until which the announced years decide, us: a deadline that ends later may still move.

        It lies late in the December of the last announced year (`DECEMBER_OPEN_FROM`), or is `ends_at` in a calendar
        without provisional years.
        """
        if self.provisional_from is None:
            return self.span.ends_at
        return local_midnight_us(open_december(self.provisional_from))

    def is_provisional(self, at_us: int) -> bool:
        """Tell whether the local day of an instant may still become a day off, or a workday.

        A deadline is at the end of its last day, so it is `ends_at - 1` that says whether a deadline may move.
        """
        self.span.check_day(at_us)
        return at_us >= self.certain_until

    def check_period(self, starts_at: int, ends_at: int) -> None:
        """Raise `CalendarRangeError` unless the calendar holds both ends of a period.

        What compiled callers do once instead of at every call. A kernel's answer later than `self.ends_at`
        lies outside the calendar as well.
        """
        self.span.check_instant(starts_at)
        self.span.check_instant(ends_at)
