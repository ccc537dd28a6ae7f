"""Points in time: from text in somebody's format and zone to microseconds since the epoch, UTC.

Local times follow the IANA zone the mapping names. Where clocks go back, an hour happens twice: a stamp in it is
taken as the earlier of the two, and counted. Where they go forward, an hour is missing: a stamp in it is no time
at all, and its row is rejected. Stamps with an offset of their own need neither rule.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

import polars as pl

ISO_FORMATS = (
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)
"""What is tried if a mapping names no formats: ISO 8601, with or without fraction and offset; a day is its
first instant."""

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""Stamps outside these years are taken for slips of the pen (0201 for 2011, 9999 for never) and rejected: one of
them would stretch the period to centuries."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_US = (datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_LAST_US = (datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_SAMPLE = datetime(2001, 2, 3, 16, 5, 6)  # noqa: DTZ001 - a wall clock reading, in whatever zone is tried
_OFFSET = re.compile(r"%(?::{0,3}|#)z|%s|%\+")


def carries_offset(time_format: str) -> bool:
    """Whether stamps of a format say their distance from UTC; seconds since the epoch (`%s`) do.

    Parameters
    ----------
    time_format
        In the notation of Polars (`strftime` of Rust's chrono).

    Returns
    -------
    bool
        True if no time zone is needed.

    Examples
    --------
    >>> carries_offset("%Y-%m-%d %H:%M%z"), carries_offset("%Y-%m-%d %H:%M")
    (True, False)
    """
    return _OFFSET.search(time_format) is not None


def format_fault(time_format: str) -> str | None:
    """Try a format on a known day.

    Parameters
    ----------
    time_format
        As above.

    Returns
    -------
    str or None
        What is wrong with it; None if it reads back the day it wrote.
    """
    if "%Z" in time_format:
        return "%Z is not read: zone abbreviations are ambiguous; give time_zone, or an offset by %z"
    if ".%f" in time_format:
        return "must have fractions of a second as %S%.f: .%f takes their digits for nanoseconds"
    try:
        # %#z reads offsets in any spelling and cannot write one; %z stands in for it here.
        sample = pl.Series([_SAMPLE]).dt.replace_time_zone("UTC").dt.strftime(time_format.replace("%#z", "%z"))
        back = sample.str.to_datetime(time_format, strict=False).to_list()[0]
    except pl.exceptions.PolarsError:
        back = None
    if back is None or back.date() != _SAMPLE.date():
        return "must hold year, month and day, such as %Y-%m-%d"
    return None


def zone_exists(name: str) -> bool:
    """Whether a name stands in the IANA time zone database.

    Parameters
    ----------
    name
        Such as `Europe/Amsterdam`. Bare offsets are no zones: they know no summer time.

    Returns
    -------
    bool
        True if it does.
    """
    if name[:1] in {"", "+", "-"}:
        return False
    try:
        instant_us(_SAMPLE, name)
    except pl.exceptions.PolarsError:
        return False
    return True


def instant_us(local: datetime, zone: str) -> int | None:
    """Convert one wall clock reading, by the rules of the module.

    Parameters
    ----------
    local
        Without a zone.
    zone
        IANA name.

    Returns
    -------
    int or None
        Microseconds since the epoch, UTC; None if clocks skipped it.

    Examples
    --------
    >>> instant_us(datetime(1970, 1, 1, 8), "Asia/Shanghai")
    0
    >>> instant_us(datetime(2011, 3, 27, 2, 30), "Europe/Amsterdam") is None
    True
    """
    return _in_zone(pl.Series([local], dtype=pl.Datetime("us")), zone, "earliest").dt.epoch("us").to_list()[0]


class Stamps(NamedTuple):
    """A column of stamps that was read."""

    us: pl.Series
    """int64: microseconds since the epoch, UTC; null where none could be read."""
    skipped: pl.Series
    """bool: it read as a local time that clocks skipped."""
    twice: pl.Series
    """bool: it read as a local time that clocks showed twice."""
    remote: pl.Series
    """bool: it read as a time out of bounds."""


def read_stamps(text: pl.Series, formats: Sequence[str], zone: str | None, *, whole_day: bool = False) -> Stamps:
    """Read one column of stamps.

    Parameters
    ----------
    text
        Null where there is none.
    formats
        Tried in order, those with an offset first.
    zone
        IANA name; may be None if every format carries an offset.
    whole_day
        Move each stamp to the last microsecond of its local day (in UTC if there is no zone): the next day's first
        instant is what a date without a time stands for.

    Returns
    -------
    Stamps
        As long as `text`.
    """
    at = _coalesce([_zoned(text, item) for item in formats if carries_offset(item)], text)
    skipped = twice = pl.repeat(value=False, n=len(text), eager=True)
    wall_formats = [item for item in formats if not carries_offset(item)]
    if wall_formats:
        assert zone is not None, "a mapping with local formats names its zone"
        read = [text.str.to_datetime(item, strict=False, time_unit="us") for item in wall_formats]
        placed, skipped, twice = _place(_coalesce(read, text).set(at.is_not_null(), None), zone)
        at = _coalesce([at, placed], text)
    us = at.dt.epoch("us")
    remote = ~us.is_between(_FIRST_US, _LAST_US, closed="left").fill_null(value=True)
    if whole_day:
        us = next_midnight(at, zone or "UTC").dt.epoch("us") - 1
    return Stamps(us.set(remote, None), skipped, twice, remote)


def _coalesce(columns: Sequence[pl.Series], like: pl.Series) -> pl.Series:
    if not columns:
        return pl.Series([None], dtype=pl.Datetime("us", "UTC")).new_from_index(0, len(like))
    first = columns[0]
    for column in columns[1:]:
        if first.null_count() == like.null_count():
            break
        first = first.zip_with(first.is_not_null(), column)
    return first


def _zoned(text: pl.Series, time_format: str) -> pl.Series:
    read = text.str.to_datetime(time_format, strict=False, time_unit="us")
    return read.dt.replace_time_zone("UTC") if "%s" in time_format else read


def _place(local: pl.Series, zone: str) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Place wall clock readings; say which clocks skipped, and which they showed twice."""
    certain = _in_zone(local, zone, "null")
    odd = local.is_not_null() & certain.is_null()
    if not odd.any():
        return certain, odd, odd
    early = _in_zone(local, zone, "earliest")
    return early, odd & early.is_null(), odd & early.is_not_null()


def _in_zone(local: pl.Series, zone: str, ambiguous: Literal["earliest", "null"]) -> pl.Series:
    placed = local.dt.replace_time_zone(zone, ambiguous=ambiguous, non_existent="null")
    return placed.dt.convert_time_zone("UTC")


def next_midnight(at: pl.Series, zone: str) -> pl.Series:
    """Give the first instant of the day after each stamp's local day.

    Parameters
    ----------
    at
        Datetime with a zone.
    zone
        Whose days are meant, IANA name.

    Returns
    -------
    Series
        As long as `at`, in UTC.
    """
    midnight = at.dt.convert_time_zone(zone).dt.replace_time_zone(None).dt.truncate("1d").dt.offset_by("1d")
    # Some zones go forward at midnight: the day then ends where the next one's first hour would have.
    ends = _in_zone(midnight, zone, "earliest")
    return ends.zip_with(ends.is_not_null(), _in_zone(midnight.dt.offset_by("1h"), zone, "earliest"))
