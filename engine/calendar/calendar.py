"""The working calendar: which days and hours courts work, and the three clocks that follow from it.

Working time counts office hours (09:00-12:00 and 13:00-18:00 local, on workdays), statutory time counts
whole workdays, levelled time spreads a week's work over the week's calendar days (`engine.calendar.clock`).

An instant is an integer: microseconds since the Unix epoch, UTC. The class checks years and hands the rest
to the compiled clock; compiled callers check their period once with `check_period` and take `arrays`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from engine.calendar import clock
from engine.calendar.announced import announced
from engine.calendar.clock import ClockArrays
from engine.calendar.errors import CalendarError
from engine.calendar.known_years import KnownYears
from engine.calendar.many import ManyInstants
from engine.calendar.provisional import as_announced, check_known, with_provisional
from engine.calendar.span import Span
from engine.calendar.tables import build_clock, read_only
from engine.calendar.year import YearDays, china_years, unbroken_run
from engine.calendar.year_file import read_year_files


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WorkCalendar(ManyInstants, KnownYears):
    """The workdays and office hours of some consecutive years; immutable.

    Every method raises `CalendarRangeError` for an instant outside the years, and instead of an answer
    outside them. `ends_at`, the very end of the last year, is inside wherever no day has to begin there.

    Examples
    --------
    >>> from engine.calendar.day import HOUR_US, local_datetime, local_instant_us
    >>> calendar = WorkCalendar.china(2018, 2022)
    >>> eve_of_spring_festival = local_instant_us(2020, 1, 23, 17)
    >>> local_datetime(calendar.add_working_us(eve_of_spring_festival, 2 * HOUR_US)).isoformat()
    '2020-02-03T10:00:00+08:00'

    """

    span: Span
    """The years, and the checks against them."""
    arrays: ClockArrays = field(repr=False)
    """Tables for compiled callers. They hold every adjoining year that is known, not only those of `span`."""
    provisional_from: int | None = None
    """The first year that nobody has announced yet (`engine.calendar.provisional`); None where all are announced and
    later ones are refused."""

    @classmethod
    def china(
        cls,
        first_year: int | None = None,
        last_year: int | None = None,
        year_files: Sequence[Path] = (),
        *,
        provisional_until: int | None = None,
    ) -> Self:
        """Make the calendar of China's courts, public holidays and make-up workdays included.

        Parameters
        ----------
        first_year, last_year
            The years to answer for; all that are known by default.
        year_files
            TOML files, one a year, that add or replace years (see `engine.calendar.year_file`).
        provisional_until
            The last year, after those, that is answered for although nobody has announced it; by default none.

        Returns
        -------
        WorkCalendar
            The calendar, in about a millisecond once the holidays are read.

        Raises
        ------
        YearFileError
            If year files have mistakes; it holds them all.
        CalendarRangeError
            If a year from first to last is unknown.
        CalendarError
            If the last year comes before the first.

        """
        known = dict(china_years())
        if provisional_until is not None:
            # A later release of the package must not change a calendar over whose answers a log was written.
            known = {number: as_announced(year) if number == last_year else year for number, year in known.items()}
        years = {**known, **read_year_files(year_files)}
        return cls.of_years(years, first_year, last_year, provisional_until=provisional_until)

    @classmethod
    def of_years(
        cls,
        years: Mapping[int, YearDays],
        first_year: int | None = None,
        last_year: int | None = None,
        *,
        provisional_until: int | None = None,
    ) -> Self:
        """Make a calendar of known years, at least one; the rest as for `china`."""
        first = min(years) if first_year is None else first_year
        last = max(years) if last_year is None else last_year
        if first > last:
            raise CalendarError(f"first_year = {first}; must not be after last_year = {last}")
        if provisional_until is not None:
            years = with_provisional(years, first, last, provisional_until)
        provisional_from = None if provisional_until is None else last + 1
        last = last if provisional_until is None else provisional_until
        check_known(years, first, last)
        # Adjoining years make the weeks at the edges whole, so that levelled time is the same
        # in every calendar made of the same years.
        arrays = build_clock(unbroken_run(years, first))
        return cls(span=Span.of_years(first, last, arrays), arrays=arrays, provisional_from=provisional_from)

    def with_year(self, year: YearDays) -> "WorkCalendar":
        """Return a calendar in which the first provisional year is announced; this one, if it is already, the same.

        Parameters
        ----------
        year
            What was announced, as `read_year_files` reads it; it may change the last days of the December before.

        Raises
        ------
        AnnouncementError
            If the year is announced already, with other days.
        CalendarError, CalendarRangeError
            If an earlier year must be announced first, or the calendar does not reach so far.

        """
        arrays = announced(self.span, self.arrays, self.provisional_from, year)
        if arrays is None:
            return self
        span = Span.of_years(self.first_year, self.last_year, arrays)
        return WorkCalendar(span=span, arrays=arrays, provisional_from=year.year + 1)

    def __reduce__(
        self,
    ) -> "tuple[Callable[[Span, ClockArrays, int | None], WorkCalendar], tuple[Span, ClockArrays, int | None]]":
        # On the way to another process arrays forget that they are read-only, which the kernels' type says.
        return _restore, (self.span, self.arrays, self.provisional_from)

    def is_workday(self, at_us: int) -> bool:
        """Tell whether courts work on the local day of an instant."""
        self.span.check_day(at_us)
        return clock.is_workday(self.arrays, at_us)

    def is_working(self, at_us: int) -> bool:
        """Tell whether an instant lies inside office hours; 09:00 does, 12:00 does not."""
        self.span.check_day(at_us)
        return clock.is_working(self.arrays, at_us)

    def working_us(self, starts_at: int, ends_at: int) -> int:
        """Give the working microseconds from one instant to another; negative if `ends_at` is the earlier."""
        self.check_period(starts_at, ends_at)
        return clock.working_between(self.arrays, starts_at, ends_at)

    def workdays(self, starts_at: int, ends_at: int) -> int:
        """Count the workdays that begin in [starts_at, ends_at); negative if `ends_at` is the earlier."""
        self.check_period(starts_at, ends_at)
        return clock.workdays_between(self.arrays, starts_at, ends_at)

    def add_working_us(self, at_us: int, working_us: int) -> int:
        """Give the earliest instant by which so much working time has passed.

        Parameters
        ----------
        at_us
            The instant from which working time counts, us.
        working_us
            Working time to pass, us, at least 1.

        Raises
        ------
        CalendarError
            If `working_us` is less than 1.

        """
        if working_us < 1:
            raise CalendarError(f"working_us = {working_us}; must be at least 1")
        self.span.check_instant(at_us)
        # No more than the calendar's length: it never fits, and cannot overflow.
        needed_us = min(working_us, self.span.ends_at - self.span.starts_at)
        instant = clock.add_working(self.arrays, at_us, needed_us)
        if instant > self.span.ends_at:
            raise self.span.outside(at_us, f"{working_us} working microseconds after ")
        return instant

    def end_of_working_day(self, at_us: int, days: int) -> int:
        """Give the end of a statutory period: 24:00 local of its last workday.

        Parameters
        ----------
        at_us
            The instant on whose local day the period begins, us; that day does not count.
        days
            Length of the period in workdays, at least 1.

        Raises
        ------
        CalendarError
            If `days` is less than 1.

        """
        if days < 1:
            raise CalendarError(f"days = {days}; must be at least 1")
        self.span.check_day(at_us)
        # No more than all workdays: that never fits, and cannot overflow.
        instant = clock.end_of_working_day(self.arrays, at_us, min(days, self.arrays.workday_days.size))
        if instant > self.span.ends_at:
            raise self.span.outside(at_us, f"{days} workdays after ")
        return instant

    def levelled(self, at_us: int) -> int:
        """Give the levelled time of an instant, us; it equals calendar time at the ends of weeks."""
        self.span.check_instant(at_us)
        return clock.levelled(self.arrays, at_us)

    def unlevelled(self, levelled_us: int) -> int:
        """Give the earliest instant of office hours, edges included, that has reached a levelled time."""
        self.span.check_levelled(levelled_us)
        return max(clock.unlevelled(self.arrays, levelled_us), self.span.opens_at)


def _restore(span: Span, arrays: ClockArrays, provisional_from: int | None) -> WorkCalendar:
    return WorkCalendar(span=span, arrays=read_only(arrays), provisional_from=provisional_from)
