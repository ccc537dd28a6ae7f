"""Microseconds into the units people read."""

MICROSECONDS_A_MINUTE = 60_000_000
MICROSECONDS_A_DAY = 86_400_000_000
LOCAL_OFFSET_MICROSECONDS = 8 * 3_600_000_000
"""The courts' local time is UTC+8 all year."""


def mean_days(total_microseconds: int, count: int) -> float | None:
    """Give the mean of `count` durations in calendar days, or None of none.

    Parameters
    ----------
    total_microseconds
        Exact sum of the durations; divided once, last, so that the order of summing cannot show.
    count
        How many there are.

    Returns
    -------
    float or None
        Mean in days of 86,400 s.

    Examples
    --------
    >>> mean_days(3 * MICROSECONDS_A_DAY, 2)
    1.5
    """
    return total_microseconds / (count * MICROSECONDS_A_DAY) if count else None


def in_days(microseconds: float | None) -> float | None:
    """Give a time in days of 86,400 s; None of none.

    Examples
    --------
    >>> in_days(43_200_000_000.0)
    0.5
    """
    return None if microseconds is None else microseconds / MICROSECONDS_A_DAY
