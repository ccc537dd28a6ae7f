"""A clock that does not fit the log is not believed without somebody's word."""

import pytest

from engine.service.clock import JUMP_US
from engine.service.errors import ClockError
from engine.service.starting_clock import check_clock

HOUR = 3_600_000_000
END = 1_000_000 * HOUR


def checked(now: int, next_due: int | None = END + HOUR) -> None:
    check_clock(now, END, next_due, absence_hours_max=72)


def test_an_ordinary_absence_is_nobodys_business():
    """Within the bound, before anything was due, or with an empty log, a service starts as ever."""
    checked(END + 72 * HOUR)
    checked(END + 5_000 * HOUR, next_due=None)
    checked(END + 5_000 * HOUR, next_due=END + 5_001 * HOUR)
    checked(END - JUMP_US)
    check_clock(HOUR, 0, None, absence_hours_max=72)


def test_a_clock_far_ahead_is_refused_if_anything_would_happen():
    """A month later, with something due on the way: the refusal names clock, bound, end and consequence."""
    with pytest.raises(ClockError) as refused:
        checked(END + 30 * 24 * HOUR)

    told = str(refused.value)
    assert told.startswith(
        "clock = 2084-02-29 00:00:00+08:00: must be within 72 hours of the log's last entry, 2084-01-30"
    )
    assert "30 days and 0 hours after it" in told
    assert "from 2084-01-30 01:00:00+08:00 on would happen at once and for good" in told
    assert "--believe-clock" in told


def test_a_clock_before_the_logs_end_is_refused():
    """Time would stand still until the clock has come to the log's end: that is said before it happens."""
    with pytest.raises(ClockError, match="must not be before the log's last entry, 2084-01-30 00:00:00"):
        checked(END - JUMP_US - 1)
