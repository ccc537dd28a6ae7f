"""What scheduling refuses.

::

    EngineError
    +-- SchedulingError
        +-- SchedulingRulesError  rules that contradict themselves
        +-- OrderError            an order or a command that makes no sense
        +-- BookingStateError     a booking that is unknown, or not where a command needs it
        +-- ResettingsError       a booking has been set again as often as the rules allow
        +-- BusyError             somebody is busy; it holds who, when and with which booking
        +-- OutsideHoursError     a time at which nobody works
        +-- NoticeError           a time so soon that people could not be told
        +-- StatutoryDeadlineError    nothing after the case's deadline
        +-- NoCommonTimeError     nothing within the horizon of the search
        +-- DiaryStandingError    bytes that are no standing of a diary
        +-- RecordError           a record that does not follow from the diary it is applied to

What the calendar refuses (`engine.calendar.errors`) passes through unchanged. After any of these errors the diary is
as it was.
"""

from collections.abc import Sequence

from engine.calendar.day import local_datetime
from engine.errors import EngineError
from engine.scheduling.resource import Clash


def moment(at_us: int) -> str:
    """Write an instant as people read it, in local time.

    Examples
    --------
    >>> moment(0)
    '1970-01-01 08:00+08:00'
    """
    try:
        return local_datetime(at_us).isoformat(sep=" ", timespec="minutes")
    except OverflowError:  # farther than any date
        return f"the instant {at_us} us"


class SchedulingError(EngineError):
    """Scheduling refused; nothing has changed."""


class SchedulingRulesError(SchedulingError):
    """Rules of scheduling contradict themselves; the message names field, value and bound."""


class OrderError(SchedulingError):
    """An order or a command makes no sense; the message names field, value and bound."""


class BookingStateError(SchedulingError):
    """A booking is unknown, or is not where a command needs it."""


class ResettingsError(SchedulingError):
    """A booking has been set again as often as the rules allow."""


class BusyError(SchedulingError):
    """Somebody is busy.

    Parameters
    ----------
    clashes
        Who, when and with which booking, at least one; in order of participants, then of time.
    """

    def __init__(self, clashes: Sequence[Clash]) -> None:
        # All arguments are the error's own, so it survives the way back from a worker process.
        super().__init__(clashes)
        self.clashes = tuple(clashes)

    def __str__(self) -> str:
        return "; ".join(
            f"{clash.resource} is busy from {moment(clash.starts_at)} to {moment(clash.ends_at)}"
            f" with booking {clash.number}"
            for clash in self.clashes
        )


class OutsideHoursError(SchedulingError):
    """A time at which nobody works; the message names it and when it would have been possible."""


class NoticeError(SchedulingError):
    """A time so soon that people could not be told as early as the rules want."""


class StatutoryDeadlineError(SchedulingError):
    """A time after the case's statutory deadline, or no common time before it."""


class NoCommonTimeError(SchedulingError):
    """Those who must meet have no common time within the horizon of the search."""


class DiaryStandingError(SchedulingError):
    """Bytes that should be the standing of a diary are not, or not of this release."""


class RecordError(SchedulingError):
    """A record does not follow from the diary it is applied to: one was left out, or applied twice."""
