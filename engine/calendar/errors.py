"""What the working calendar refuses.

The tree::

    EngineError
    +-- CalendarError             an argument that makes no sense
        +-- CalendarRangeError    a date of a year nobody has told the calendar about
        +-- AnnouncementError     a year that cannot be announced so
        +-- YearFileError         a year file with mistakes, all of them
"""

from engine.errors import EngineError


class CalendarError(EngineError):
    """The working calendar cannot answer; the message holds the argument, its value and the bound."""


class CalendarRangeError(CalendarError):
    """A date outside the years of the calendar; the message names the date and the years it knows."""


class AnnouncementError(CalendarError):
    """A year that is announced already with other days, or whose days are none; the message names year and day."""


class YearFileError(CalendarError):
    """Year files that cannot be used; one line a mistake: file, key, value, bound.

    Parameters
    ----------
    mistakes
        Every mistake of every file that was read, in the order of the files.

    """

    def __init__(self, *mistakes: str) -> None:
        # The mistakes are the arguments, so the error survives the way back from a worker process.
        super().__init__(*mistakes)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(self.mistakes)
