"""An instant of a cycle as people say it."""

_DAY_SECONDS = 86_400


def clock(hours: float) -> str:
    """Write an instant, counted from the cycle's beginning, as day and time of day; seconds only where there are any.

    Examples
    --------
    >>> clock(9.5), clock(24.0), clock(0.01)
    ('1 09:30', '2 00:00', '1 00:00:36')
    """
    day, seconds = divmod(round(hours * 3600), _DAY_SECONDS)
    minutes, second = divmod(seconds, 60)
    tail = f":{second:02}" if second else ""
    return f"{day + 1} {minutes // 60:02}:{minutes % 60:02}{tail}"
