"""Whether the wall clock fits the log at a start: a wrong one would end what nobody can begin again.

A service that starts lets happen what fell due while nobody served. If the machine's clock is a month ahead, that is a
month of deadlines at once, offers expired and mediations ended, stored for ever; if it is behind, logged time stands
still until it has caught up. Neither can be told from a long absence or an old backup: somebody must say which it is.
"""

from datetime import timedelta
from typing import Final

from engine.calendar.day import local_datetime
from engine.service.clock import JUMP_US
from engine.service.errors import ClockError

BELIEVE: Final = "--believe-clock"
"""What an operator says who has looked at the clock."""


def check_clock(now: int, last_at: int, next_due: int | None, *, absence_hours_max: float) -> None:
    """Refuse to begin under a clock that is before the log's end, or so far after it that it may be wrong.

    Parameters
    ----------
    now
        The wall clock, microseconds since the epoch.
    last_at
        Recorded time of the log's last entry, the same; 0 for an empty log.
    next_due
        When the first of what waits falls due, the same; None if nothing waits.
    absence_hours_max
        How long a service may have been away and still let happen by itself what fell due meanwhile.

    Raises
    ------
    ClockError
        Naming the clock, the log's end, and what would come of going on.

    Examples
    --------
    >>> check_clock(0, last_at=0, next_due=None, absence_hours_max=72)
    >>> check_clock(3_600_000_000, last_at=7_200_000_000, next_due=None, absence_hours_max=72)
    Traceback (most recent call last):
    engine.service.errors.ClockError: clock = 1970-01-01 09:00:00+08:00: must not be before the log's last entry, ...
    """
    if not last_at:
        return
    end = _told(last_at)
    if now < last_at - JUMP_US:
        raise ClockError(
            f"clock = {_told(now)}: must not be before the log's last entry, {end}; set the machine's clock, or start "
            f"with {BELIEVE}, and time stands still at that entry until the clock has passed it"
        )
    away = timedelta(microseconds=now - last_at)
    if next_due is not None and next_due <= now and away > timedelta(hours=absence_hours_max):
        raise ClockError(
            f"clock = {_told(now)}: must be within {absence_hours_max:g} hours of the log's last entry, {end}; it is "
            f"{away.days} days and {away.seconds // 3_600} hours after it, and what fell due from {_told(next_due)} on "
            f"would happen at once and for good; set the machine's clock, or start with {BELIEVE} if nobody has served "
            "the store so long"
        )


def _told(at_us: int) -> str:
    return local_datetime(at_us).isoformat(sep=" ", timespec="seconds")
