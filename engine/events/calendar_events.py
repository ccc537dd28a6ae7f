"""What the announcement of a year changes: the year itself, and every running deadline that ends another day now.

A deadline that ends in a year nobody has announced yet is counted by what is certain of that year. When the year is
announced, each is counted again from where it began, and moves if that gives another end. Who reads the log later needs
neither a calendar nor a file: the year and both ends stand in the events.
"""

from enum import StrEnum

from engine.events.articles import Article
from engine.events.event import Event, RosterEvent
from engine.events.lifecycle_words import Clock

EVERY_COURT = 0
"""Court of an event that is about all of them: a number that every roster has."""


class Counting(StrEnum):
    """By which days a period is counted, and so by which rule its end moves."""

    WORKING_DAYS = "working_days"
    """Days off do not count: the same number of working days ends another day."""
    CALENDAR_DAYS = "calendar_days"
    """Every day counts, and an end on a day off is postponed to the next working day (CPL 85)."""
    WORKING_TIME = "working_time"
    """Office hours count."""


class DeskDeadline(StrEnum):
    """A deadline of the assignment of a mediator."""

    OFFER = "offer"
    """Of an offer, until it lapses (ONL 12)."""
    CHOICE = "choice"
    """Of the parties, to agree on somebody (ONL 10)."""
    DESIGNATION = "designation"
    """Of the court, to designate somebody (ONL 10)."""
    STEP = "step"
    """Of a case at a step of the ladder."""
    REVIEW = "review"
    """Of a clerk, for an exhausted case."""
    PERIOD = "period"
    """Of a mediation that is held (ONL 24)."""


class YearLoaded(RosterEvent, frozen=True, kw_only=True, gc=False, tag="year_loaded"):
    """A year was announced: bit d - 1 of a month is set if day d is worked.

    It is about every court; `court_id` is 0 in all of them.
    """

    court_id: int = EVERY_COURT
    year: int
    december_before: int
    """Only its last days, from the 25th: the announcement decides on them too."""
    january: int
    february: int
    march: int
    april: int
    may: int
    june: int
    july: int
    august: int
    september: int
    october: int
    november: int
    december: int

    @property
    def worked(self) -> tuple[int, ...]:
        """The thirteen months, in order."""
        spring = (self.december_before, self.january, self.february, self.march, self.april, self.may, self.june)
        return (*spring, self.july, self.august, self.september, self.october, self.november, self.december)


class DeskDeadlineMoved(Event, frozen=True, kw_only=True, gc=False, tag="desk_deadline_moved"):
    """A deadline of the assignment ends another time, because a year was announced or the case was taken over so."""

    term: DeskDeadline
    attempt: int
    """Of an offer: which one; else 0."""
    deadline: int
    """When it ends now."""
    deadline_before: int
    article: Article
    """What sets the period; `assumed` where no law does."""
    counting: Counting


class ClockMoved(Event, frozen=True, kw_only=True, gc=False, tag="clock_moved"):
    """A clock of a process, running or paused, ends another time, because a year was announced."""

    clock: Clock
    deadline: int
    """When it ends now; of a paused clock, when it would end had it not been stopped."""
    deadline_before: int
    article: Article
    """What sets the period; `assumed` where no law does."""
    counting: Counting


def year_loaded(year: int, worked: tuple[int, ...], at: int) -> YearLoaded:
    """Return the event of an announced year.

    Parameters
    ----------
    year, worked
        The year and its thirteen months, as `YearLoaded.worked` gives them back.
    at
        When it was loaded, microseconds since the epoch.

    Examples
    --------
    >>> year_loaded(2027, tuple(range(13)), 5).worked == tuple(range(13))
    True
    """
    return YearLoaded(occurred_at=at, recorded_at=at, year=year, **dict(zip(_MONTHS, worked, strict=True)))


_MONTHS = (
    "december_before", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
