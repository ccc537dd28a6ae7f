"""The user's own year file: a year the package does not know yet, or knows otherwise.

A TOML file of three keys, one file a year::

    year = 2027
    holidays = [2027-01-01, 2027-02-05, 2027-02-08]   # days off; weekend days may be listed
    workdays = [2027-02-06]                           # Saturdays and Sundays worked in exchange; may be empty

It replaces the whole year, so it lists every holiday of that year. What the announcement says of the last days of the
December before (from the 25th) stands in the same lists, and changes that December. All mistakes of all files are
reported at once, one line each: file, key, value, bound.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast

from engine.calendar.errors import YearFileError
from engine.calendar.year import YearDays, open_december

FIRST_YEAR: Final = 1992
"""The first year whose local time is UTC+8 throughout: summer time ended in 1991."""
LAST_YEAR: Final = date.max.year - 1
"""The last year after which a 1 January still exists, which ends the year."""
KEYS: Final = ("year", "holidays", "workdays")


def read_year_files(paths: Sequence[Path]) -> dict[int, YearDays]:
    """Read year files and check them together.

    Parameters
    ----------
    paths
        One TOML file a year, as the module's docstring describes.

    Returns
    -------
    dict[int, YearDays]
        The years of the files.

    Raises
    ------
    YearFileError
        If any file is missing, unreadable or wrong, with every mistake of every file.

    """
    years: dict[int, YearDays] = {}
    mistakes: list[str] = []
    for path in paths:
        found: list[str] = []
        year = _year(_document(path, found), found)
        if year is not None and year.year in years:
            found.append(f"year = {year.year}; must differ from the year of every other file")
        mistakes += [f"{path}: {mistake}" for mistake in found]
        if year is not None:
            years[year.year] = year
    if mistakes:
        raise YearFileError(*mistakes)
    return years


def _document(path: Path, mistakes: list[str]) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        mistakes.append(f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        mistakes.append(f"byte {error.start} is not UTF-8, which TOML must be")
    except tomllib.TOMLDecodeError as error:
        mistakes.append(f"is not TOML: {error}")
    return None


def _year(document: Mapping[str, Any] | None, mistakes: list[str]) -> YearDays | None:
    """Check the content of one file; add its mistakes; give the year, or None if its number is unusable."""
    if document is None:
        return None
    mistakes += [f"{key}; must be one of {', '.join(KEYS)}" for key in document if key not in KEYS]
    mistakes += [f"{key} is missing; a year file has {', '.join(KEYS)}" for key in KEYS if key not in document]
    year = _year_number(document, mistakes)
    holidays = _dates(document, "holidays", year, mistakes)
    workdays = _dates(document, "workdays", year, mistakes)
    if "holidays" in document and document["holidays"] == []:
        mistakes.append("holidays = []; must hold at least one date, every year has holidays")
    mistakes += [f"workdays holds {day}; must be a Saturday or a Sunday" for day in workdays if day.weekday() < 5]
    mistakes += [f"workdays holds {day}; must not be among the holidays" for day in workdays if day in holidays]
    if year is None:
        return None
    return YearDays(year=year, holidays=frozenset(holidays), workdays=frozenset(workdays))


def _year_number(document: Mapping[str, Any], mistakes: list[str]) -> int | None:
    if "year" not in document:
        return None
    year = document["year"]
    if type(year) is int and FIRST_YEAR <= year <= LAST_YEAR:  # `type`, because true is an int too
        return year
    mistakes.append(f"year = {_shown(year)}; must be a whole number from {FIRST_YEAR} to {LAST_YEAR}")
    return None


def _dates(document: Mapping[str, Any], key: str, year: int | None, mistakes: list[str]) -> list[date]:
    """Give the usable dates of a list, each once; every other entry is a mistake."""
    if key not in document:
        return []
    entries = document[key]
    if not isinstance(entries, list):
        mistakes.append(f"{key} = {_shown(entries)}; must be a list of dates")
        return []
    days: list[date] = []
    for entry in cast("list[object]", entries):
        if not isinstance(entry, date) or isinstance(entry, datetime):
            mistakes.append(f"{key} holds {_shown(entry)}; must be a date, written YYYY-MM-DD without quotes")
        elif year is not None and not (open_december(year) <= entry <= date(year, 12, 31)):
            mistakes.append(f"{key} holds {entry}; must lie in the year {year}, or in the week before it")
        elif entry in days:
            mistakes.append(f"{key} holds {entry} twice; must hold a date once")
        else:
            days.append(entry)
    return days


def _shown(value: object) -> str:
    """Show a value as one short line, dates as TOML writes them."""
    text = str(value) if isinstance(value, date) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
