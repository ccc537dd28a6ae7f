"""When the periods of the procedure end, resolved to an instant at the moment they begin."""

from typing import Final

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import DAY_US, local_day
from engine.calendar.errors import CalendarRangeError
from engine.calendar.in_force import AnyCalendar, CalendarInForce
from engine.core.ladder import Ladder
from engine.desk.rules import DeskRules


class Deadlines:
    """Ends of periods, in microseconds since the epoch.

    Statutory periods end at midnight, local time, after their last day. Waits on the ladder count office hours, since a
    case that is handed in at night has not yet been looked at.

    Parameters
    ----------
    calendar
        The courts' working calendar, or the holder of the one in force.
    rules
        Length of the periods.
    ladder
        Length of the waits.

    Raises
    ------
    CalendarRangeError
        If the calendar is shorter than the longest period.

    Examples
    --------
    >>> from engine.calendar.day import local_datetime, local_instant_us
    >>> from engine.core.ladder import NATIONAL_LADDER
    >>> deadlines = Deadlines(WorkCalendar.china(2020, 2021), DeskRules(), NATIONAL_LADDER)
    >>> friday = local_instant_us(2020, 5, 15, 16)
    >>> local_datetime(deadlines.offer_end(friday)).isoformat()
    '2020-05-21T00:00:00+08:00'
    """

    def __init__(self, calendar: AnyCalendar, rules: DeskRules, ladder: Ladder) -> None:
        self.in_force: Final = CalendarInForce.of(calendar)
        """Answers for every period; replaced when a year is announced."""
        self._rules: Final = rules
        self._ladder: Final = ladder
        self._waits: Final = tuple(step.wait_working_days for step in ladder.steps)
        self.last_step: Final = len(ladder.steps) - 1
        self._ends: Final[dict[tuple[int, int], int]] = {}
        self._asked: WorkCalendar | None = None
        """The calendar that the ends were asked of."""
        self._measured: WorkCalendar | None = None
        self._last_at = self.last_at

    @property
    def last_at(self) -> int:
        """The last instant at which every period can still begin: a command is refused later, before it changes."""
        if self._measured is not self._calendar:
            self._measured, self._last_at = self._calendar, self._find_last_at()
        return self._last_at

    def load(self, year: int, worked: tuple[int, ...]) -> None:
        """Let a year be announced from now on, unless whoever shares the calendar has said so."""
        self.in_force.load(Announcement(year, worked))

    def under(self, calendar: WorkCalendar) -> "Deadlines":
        """Return the same periods by another calendar."""
        return Deadlines(calendar, self._rules, self._ladder)

    def has_wait(self, step: int) -> bool:
        """Tell whether a ladder step has a wait of its own; elsewhere the court's time to designate counts (ONL 10)."""
        return self._waits[step] is not None

    def offer_end(self, at: int) -> int:
        """Return when an offer lapses (ONL 12)."""
        return self._end_of(at, self._rules.offer_working_days)

    def choice_end(self, at: int) -> int:
        """Return when the parties' time to agree is over (ONL 10)."""
        return self._end_of(at, self._rules.choice_working_days)

    def designation_end(self, at: int) -> int:
        """Return when the court's time to designate is over (ONL 10)."""
        return self._end_of(at, self._rules.designation_working_days)

    def review_end(self, at: int) -> int:
        """Return when a clerk's time for an exhausted case is over."""
        return self._end_of(at, self._rules.review_working_days)

    def period_end(self, at: int, *, pre_filing: bool) -> int:
        """Return the end of a mediation accepted at `at` (ONL 24); a last day off moves it to the next workday."""
        days = self._rules.period_days if pre_filing else self._rules.period_days_after_filing
        return self._end_of(at + (days - 1) * DAY_US, 1)

    def step_end(self, step: int, began_at: int) -> int | None:
        """Return when a case leaves a ladder step where its wait began at `began_at`; None if the step has no wait."""
        days = self._waits[step]
        return None if days is None else self._calendar.add_working_us(began_at, days * WORKING_DAY_US)

    def _end_of(self, at: int, days: int) -> int:
        """Return the end of a period of working days: the same for every instant of a local day, so it is kept."""
        calendar = self.in_force.calendar
        if calendar is not self._asked:
            self._asked = calendar
            self._ends.clear()
        day = local_day(at), days
        end = self._ends.get(day)
        if end is None:
            end = self._ends[day] = calendar.end_of_working_day(at, days)
        return end

    @property
    def _calendar(self) -> WorkCalendar:
        return self.in_force.calendar

    def _find_last_at(self) -> int:
        """Search for the last local midnight from which every period fits; each is monotonic in its beginning."""
        first, last = self._calendar.starts_at, self._calendar.ends_at
        self._longest(first)
        low, high = 0, (last - first) // DAY_US
        while high - low > 1:
            middle = (low + high) // 2
            try:
                self._longest(first + middle * DAY_US)
            except CalendarRangeError:
                high = middle
            else:
                low = middle
        return first + low * DAY_US

    def _longest(self, at: int) -> None:
        """Raise CalendarRangeError if any period that begins at `at` leaves the calendar."""
        for end in (self.offer_end, self.choice_end, self.designation_end, self.review_end):
            end(at)
        self.period_end(at, pre_filing=True)
        self.period_end(at, pre_filing=False)
        for step in range(len(self._waits)):
            self.step_end(step, at)
