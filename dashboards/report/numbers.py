"""Numbers as people read them; one way of writing each kind, the same in both languages."""

from datetime import UTC, datetime, timedelta, timezone
from math import floor, log10
from typing import cast

MISSING = "\N{EN DASH}"
"""Stands where there is no value."""
SMALL_CELL = "<5"
"""Stands where a group is too small to show: never a zero."""

COURT_TIME = timezone(timedelta(hours=8))
_MINUS = "\N{MINUS SIGN}"
_GROUPED_FROM = 10_000
"""Below, a settings value may be a year or a count of courts and reads better unbroken."""


def count(value: int | None) -> str:
    """A whole number with its thousands apart.

    Examples
    --------
    >>> count(165333)
    '165,333'
    """
    return MISSING if value is None else _signed(f"{value:,}")


def decimal(value: float | None, digits: int = 1) -> str:
    """A number with a fixed count of decimals.

    Examples
    --------
    >>> decimal(23.333)
    '23.3'
    """
    return MISSING if value is None else _signed(f"{value:,.{digits}f}")


def rate(value: float | None) -> str:
    """A rate: whole above 1,000, else to two or three figures.

    Examples
    --------
    >>> rate(31220.4), rate(65.04), rate(1.688), rate(0.00762)
    ('31,220', '65.0', '1.69', '0.0076')
    """
    if value is None:
        return MISSING
    if 0 < abs(value) < 0.1:
        return decimal(value, min(6, 1 - floor(log10(abs(value)))))
    return decimal(value, 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2)


def share(value: float | None, digits: int = 1) -> str:
    """A proportion as a percentage.

    Examples
    --------
    >>> share(0.6504, 2)
    '65.04%'
    """
    return MISSING if value is None else _signed(f"{value * 100:,.{digits}f}%")


def change(value: float | None, digits: int = 2) -> str:
    """A relative difference as a percentage with its sign.

    Examples
    --------
    >>> change(0.0132)
    '+1.32%'
    """
    if value is None:
        return MISSING
    return _signed(f"{value * 100:+,.{digits}f}%") if value else "0%"


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign.

    Examples
    --------
    >>> signed(1.84), signed(-0.04)
    ('+1.8', '0.0')
    """
    return _signed(f"{value:+,.{digits}f}")


def share_digits(denominator: int) -> int:
    """Decimals of a percentage that its denominator can carry."""
    return 2 if denominator >= 10_000 else 1


def share_range(low: float | None, high: float | None, digits: int = 1) -> str:
    """The two bounds of a share.

    Examples
    --------
    >>> share_range(0.6484, 0.6523)
    '64.8–65.2%'
    """
    if low is None or high is None:
        return MISSING
    return f"{low * 100:.{digits}f}\N{EN DASH}{high * 100:.{digits}f}%"


def decimal_range(low: float | None, high: float | None, digits: int = 1) -> str:
    """Any two bounds.

    Examples
    --------
    >>> decimal_range(20.94, 21.51)
    '20.9–21.5'
    """
    if low is None or high is None:
        return MISSING
    return f"{decimal(low, digits)}\N{EN DASH}{decimal(high, digits)}"


def quantity(value: object, *, grouped_from: int = _GROUPED_FROM) -> str:
    """A value of any kind out of a settings file or a table of figures, without changing what it says.

    Examples
    --------
    >>> quantity(7993000), quantity(0.6504), quantity([3, 4]), quantity(2020), quantity(None)
    ('7,993,000', '0.6504', '3, 4', '2020', '–')
    """
    if value is None:
        return MISSING
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _listed(value)
    grouped = "," if abs(value) >= grouped_from else ""
    return _signed(f"{value:{grouped}.10g}")


def measured(value: float | str | None) -> str:
    """A computed figure to about four digits; its last ones would say nothing.

    Examples
    --------
    >>> measured(66.8796), measured(17028.11), measured(0.65041)
    ('66.88', '17,028', '0.6504')
    """
    if value is None or isinstance(value, str):
        return value or MISSING
    whole = abs(value) >= 1000 or float(value).is_integer()
    return _signed(f"{value:,.0f}" if whole else f"{value:.4g}")


def court_date(at_us: int) -> datetime:
    """The courts' local date (UTC+8) of an instant in microseconds since the epoch, UTC.

    Examples
    --------
    >>> court_date(1_598_198_400_000_000).isoformat()
    '2020-08-24T00:00:00+08:00'
    """
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)).astimezone(COURT_TIME)


def _signed(text: str) -> str:
    """Minus signs for hyphens; a number that was rounded to nothing loses its sign."""
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("+-")
    return text.replace("-", _MINUS)


def _listed(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(quantity(item) for item in cast("list[object]", value))
    if isinstance(value, dict):
        entries = cast("dict[object, object]", value)
        return ", ".join(f"{key} {quantity(item)}" for key, item in entries.items())
    return str(value)
