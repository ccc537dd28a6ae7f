"""Years that the working calendar does not know by itself: announced in the scenario, or not announced yet."""

from datetime import date

import pytest

from engine.calendar.day import local_midnight_us
from engine.calendar.year import china_years
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.years import provisional_years, working_calendar
from tests.sim.scenario.broken import lines_for

LAST = max(china_years())
NEXT = LAST + 1
HOLIDAY, WEDNESDAY, SATURDAY = (
    next(day for day in (date(NEXT, 3, number) for number in range(6, 13)) if day.weekday() == weekday)
    for weekday in (1, 2, 5)
)
"""In a week in which nothing is off by law."""


def own(year: int = NEXT, **lists: list[date]) -> dict[str, object]:
    return {"year": year, "holidays": [date(year, 1, 1)], **lists}


def plan_of(**calendar: object):
    """A court in March of the year after the last that is known."""
    changes = {"window.starts_on": date(NEXT, 3, 1), "window.days": 14, "window.history_days": 20}
    return with_changes(load_scenario("one-court"), changes | {f"calendar.{key}": one for key, one in calendar.items()})


def test_without_a_word_of_it_a_later_year_is_refused():
    """What nobody has announced is not guessed unasked; the line says where it could be named."""
    lines = lines_for("one-court", {"window.starts_on": date(NEXT, 3, 1)})
    assert len(lines) == 1
    assert lines[0].endswith(f"inside the working calendar's years 2004-{LAST}, or name later ones in [calendar]")


def test_a_provisional_year_works_on_all_but_what_the_law_fixes():
    """A Tuesday of March is an ordinary day, 1 May is off, and the years that nobody has announced are told."""
    calendar = working_calendar(plan_of(provisional_until=NEXT).calendar)
    worked = [calendar.is_workday(local_midnight_us(day)) for day in (HOLIDAY, date(NEXT, 5, 1), SATURDAY)]
    assert worked == [True, False, False]
    winter = local_midnight_us(date(LAST, 12, 1)), local_midnight_us(date(NEXT, 2, 1))
    assert provisional_years(calendar, *winter) == [NEXT]


def test_a_year_of_the_scenarios_own_is_counted_as_it_says():
    """Its holidays are off, its make-up Saturdays are worked, and nothing about it is provisional."""
    year = own(holidays=[date(NEXT, 1, 1), HOLIDAY], workdays=[SATURDAY])
    calendar = working_calendar(plan_of(year=[year]).calendar)
    worked = [calendar.is_workday(local_midnight_us(day)) for day in (HOLIDAY, WEDNESDAY, SATURDAY)]
    assert worked == [False, True, True]
    assert provisional_years(calendar, *(local_midnight_us(date(NEXT, month, 1)) for month in (3, 4))) == []


def test_a_known_year_stays_known_when_provisional_ones_are_allowed():
    """A scenario written before the announcement goes on to work, with what was announced."""
    assert working_calendar(plan_of(provisional_until=NEXT).calendar).provisional_from == NEXT
    known = with_changes(load_scenario("one-court"), {"calendar.provisional_until": LAST})
    assert working_calendar(known.calendar).provisional_from is None


def test_years_of_its_own_survive_being_written_down():
    """A run's folder holds the scenario: read again, it is the same."""
    plan = plan_of(year=[own(workdays=[SATURDAY])], provisional_until=NEXT + 2)
    assert plan.calendar.year[0].workdays == (SATURDAY,)
    assert f"provisional_until = {NEXT + 2}" in plan.to_toml()


@pytest.mark.parametrize(
    ("years", "line"),
    [
        ([own(), own()], f"calendar.year = {NEXT}: must name each year once (found 2 times)"),
        ([own(NEXT + 1)], f"calendar.year = {NEXT + 1}: must follow on the years 2004-{LAST} without a hole"),
        (
            [own(holidays=[date(NEXT + 1, 1, 1)])],
            f"calendar.year #1.holidays = {NEXT + 1}-01-01: must lie in {NEXT}, or in the week before it",
        ),
        ([own(workdays=[HOLIDAY])], f"calendar.year #1.workdays = {HOLIDAY}: must be a Saturday or a Sunday"),
        (
            [own(holidays=[SATURDAY], workdays=[SATURDAY])],
            f"calendar.year #1.workdays = {SATURDAY}: must not be among the holidays",
        ),
        ([own(holidays=[])], "calendar.year #1.holidays = []: must have at least 1 entries"),
    ],
)
def test_years_that_cannot_be_earn_one_line(years: list[dict[str, object]], line: str):
    """Field, value and bound, one line a mistake."""
    (found,) = lines_for("one-court", {"calendar.year": years})
    assert found.startswith(line), found
