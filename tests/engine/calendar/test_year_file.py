"""A user's year file adds or replaces a year, and a bad one is told everything at once."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_midnight_us
from engine.calendar.errors import CalendarRangeError, YearFileError

GOOD_2027 = """
year = 2027
holidays = [2027-01-01, 2027-02-05, 2027-02-08]  # a Friday, a Friday and a Monday
workdays = [2027-02-06]                          # a Saturday
"""


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def mistakes_of(*paths: Path) -> list[str]:
    """The mistakes without the folders."""
    with pytest.raises(YearFileError) as refused:
        WorkCalendar.china(year_files=paths)
    lines = str(refused.value).splitlines()
    assert list(refused.value.mistakes) == lines
    for path in paths:
        lines = [line.replace(str(path), path.name) for line in lines]
    return lines


def test_a_year_file_adds_a_year(tmp_path: Path) -> None:
    """With a file for 2027 the calendar answers for 2027: weekdays, less holidays, plus make-up days."""
    calendar = WorkCalendar.china(year_files=[written(tmp_path, "2027.toml", GOOD_2027)])
    assert calendar.last_year == 2027
    assert calendar.workdays(local_midnight_us(date(2027, 1, 1)), calendar.ends_at) == 261 - 3 + 1
    assert calendar.is_workday(local_midnight_us(date(2027, 2, 6)))
    assert not calendar.is_workday(local_midnight_us(date(2027, 2, 5)))


def test_a_year_file_replaces_a_year(tmp_path: Path) -> None:
    """A file for a known year is all that is known of it; the other years stay."""
    path = written(tmp_path, "2020.toml", "year = 2020\nholidays = [2020-10-01]\nworkdays = []\n")
    calendar = WorkCalendar.china(year_files=[path])
    assert calendar.workdays(local_midnight_us(date(2020, 1, 1)), local_midnight_us(date(2021, 1, 1))) == 262 - 1
    assert not calendar.is_workday(local_midnight_us(date(2020, 4, 26)))
    assert calendar.workdays(local_midnight_us(date(2019, 1, 1)), local_midnight_us(date(2020, 1, 1))) == 250


def test_a_year_file_beyond_a_hole_is_refused(tmp_path: Path) -> None:
    """A file for 2028 without one for 2027 leaves a hole, which is named."""
    path = written(tmp_path, "2028.toml", "year = 2028\nholidays = [2028-01-01]\nworkdays = []\n")
    with pytest.raises(CalendarRangeError, match="2027 lies outside the known years, 2004-2026, 2028"):
        WorkCalendar.china(year_files=[path])


def test_all_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    """Every mistake is one line of file, key, value and bound."""
    first = written(
        tmp_path,
        "first.toml",
        """
year = 2027
holiday = [2027-01-01]
holidays = [2027-01-01, 2028-01-01, "2027-05-01", 2027-10-01T00:00:00, 2027-01-01, 2027-02-06]
workdays = [2027-02-05, 2027-02-06, 7]
""",
    )
    second = written(tmp_path, "second.toml", "year = true\nholidays = []\nworkdays = 2027-02-06\n")
    third = written(tmp_path, "third.toml", GOOD_2027)
    assert mistakes_of(first, second, third) == [
        "first.toml: holiday; must be one of year, holidays, workdays",
        "first.toml: holidays holds 2028-01-01; must lie in the year 2027, or in the week before it",
        "first.toml: holidays holds '2027-05-01'; must be a date, written YYYY-MM-DD without quotes",
        "first.toml: holidays holds 2027-10-01 00:00:00; must be a date, written YYYY-MM-DD without quotes",
        "first.toml: holidays holds 2027-01-01 twice; must hold a date once",
        "first.toml: workdays holds 7; must be a date, written YYYY-MM-DD without quotes",
        "first.toml: workdays holds 2027-02-05; must be a Saturday or a Sunday",
        "first.toml: workdays holds 2027-02-06; must not be among the holidays",
        "second.toml: year = True; must be a whole number from 1992 to 9998",
        "second.toml: workdays = 2027-02-06; must be a list of dates",
        "second.toml: holidays = []; must hold at least one date, every year has holidays",
        "third.toml: year = 2027; must differ from the year of every other file",
    ]


@pytest.mark.parametrize("year", ["1991", "9999", "0", "-5", "2027.0", '"2027"', "[2027]"])
def test_a_year_that_is_none_is_refused(tmp_path: Path, year: str) -> None:
    """A year is a whole number within the years of one time zone and of dates."""
    path = written(tmp_path, "odd.toml", f"year = {year}\nholidays = [2027-01-01]\nworkdays = []\n")
    shown = year.replace('"', "'")
    assert mistakes_of(path) == [f"odd.toml: year = {shown}; must be a whole number from 1992 to 9998"]


def test_files_that_cannot_be_read_are_mistakes_too(tmp_path: Path) -> None:
    """A missing file, a folder, other bytes and other text are reported beside the rest."""
    missing, folder, binary = tmp_path / "missing.toml", tmp_path / "folder.toml", tmp_path / "binary.toml"
    folder.mkdir()
    binary.write_bytes(b"year = 2027 # \xff")
    broken = written(tmp_path, "broken.toml", "year = \n")
    empty = written(tmp_path, "empty.toml", "")
    lines = mistakes_of(missing, folder, binary, broken, empty)
    assert lines[:3] == [
        "missing.toml: cannot be read: No such file or directory",
        "folder.toml: cannot be read: Is a directory",
        "binary.toml: byte 14 is not UTF-8, which TOML must be",
    ]
    assert lines[3].startswith("broken.toml: is not TOML: Invalid value (at line 1")
    assert lines[4:] == [
        f"empty.toml: {key} is missing; a year file has year, holidays, workdays"
        for key in ("year", "holidays", "workdays")
    ]


def test_the_error_keeps_its_mistakes_between_processes() -> None:
    """A worker's year file error arrives whole."""
    error: YearFileError = pickle.loads(pickle.dumps(YearFileError("one", "two")))  # noqa: S301 - our own bytes
    assert error.mistakes == ("one", "two")
    assert str(error) == "one\ntwo"
