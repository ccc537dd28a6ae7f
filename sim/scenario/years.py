"""The years of the working calendar that a scenario counts on: those announced, its own, and others to come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import Field, Strict

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_date
from engine.calendar.year import YearDays, china_years, open_december
from sim.scenario.section import Section
from sim.scenario.view import Broken, View

YEARS_MAX: Final = 20
"""Years of its own that a scenario may name."""
DAYS_MAX: Final = 120
"""Dates of one list; the most days off that a year had beside its weekends were some 30."""
_LAST_YEAR: Final = 2_100
_SATURDAY: Final = 5
_CALENDARS_KEPT: Final = 8

Days = Annotated[tuple[date, ...], Strict(strict=False), Field(max_length=DAYS_MAX)]


class Year(Section):
    """The days off of one year, as announced or as a planner expects them."""

    year: Annotated[int, Field(ge=1992, le=_LAST_YEAR)]
    """Calendar year; it replaces the one that is known, if one is."""
    holidays: Annotated[Days, Field(min_length=1)]
    """Days off beyond the weekends, as YYYY-MM-DD without quotes; all of the year's."""
    workdays: Days = ()
    """Saturdays and Sundays worked in exchange."""


class Years(Section):
    """Years beyond those that the working calendar knows."""

    year: Annotated[tuple[Year, ...], Strict(strict=False), Field(max_length=YEARS_MAX)] = ()
    """Years with days off of the scenario's own."""
    provisional_until: Annotated[int, Field(ge=2004, le=_LAST_YEAR)] | None = None
    """Last year to go on to although nobody has announced it: Monday to Friday are worked, but for the holidays whose
    date the law fixes. Without effect on years that are known."""


def working_calendar(years: Years) -> WorkCalendar:
    """Return the calendar that a scenario counts on.

    Parameters
    ----------
    years
        Section `[calendar]` of a scenario that keeps its rules.

    Examples
    --------
    >>> working_calendar(Years(provisional_until=2028)).last_year
    2028
    """
    return _calendar(years.model_dump_json())


def provisional_years(calendar: WorkCalendar, starts_at: int, ends_at: int) -> list[int]:
    """Return the years that nobody has announced, of those in which a span of time lies.

    Parameters
    ----------
    calendar
        The one that counts.
    starts_at, ends_at
        Microseconds since the epoch; the end is not included.
    """
    first = calendar.provisional_from
    years = range(local_date(starts_at).year, local_date(ends_at - 1).year + 1)
    return [] if first is None else [year for year in years if year >= first]


@lru_cache(maxsize=_CALENDARS_KEPT)
def _calendar(text: str) -> WorkCalendar:
    years = Years.model_validate_json(text)
    own = {
        one.year: YearDays(year=one.year, holidays=frozenset(one.holidays), workdays=frozenset(one.workdays))
        for one in years.year
    }
    known = {**china_years(), **own}
    until = years.provisional_until
    return WorkCalendar.of_years(known, provisional_until=until if until is not None and until > max(known) else None)


def known_years(view: View) -> range:
    """Return the years that a scenario can count on, as its `[calendar]` says.

    Raises
    ------
    Unjudged
        Where that section is mistaken.
    """
    section: Mapping[str, Any] = view.get("calendar", {})
    known = [*china_years(), *(one["year"] for one in section.get("year", ()))]
    return range(min(known), max(*known, section.get("provisional_until") or 0) + 1)


def known_span(view: View) -> str:
    """Return those years as a message names them."""
    years = known_years(view)
    return f"the working calendar's years {years[0]}-{years[-1]}"


def _own(view: View) -> Sequence[Mapping[str, Any]]:
    return view.get("calendar", {}).get("year", ())


def _years_join_those_known(view: View) -> Iterator[Broken]:
    own = [one["year"] for one in _own(view)]
    known = set(china_years())
    for year in sorted(own):
        if own.count(year) > 1:
            yield Broken(key="calendar.year", value=year, must=f"name each year once (found {own.count(year)} times)")
            return
        if year not in known and year - 1 not in known and year + 1 not in known:
            must = f"follow on the years {min(known)}-{max(known)} without a hole"
            yield Broken(key="calendar.year", value=year, must=must)
            return
        known.add(year)


def _days_fit_their_year(view: View) -> Iterator[Broken]:
    for place, one in enumerate(_own(view), 1):
        yield from _misplaced(f"calendar.year #{place}", one)


def _misplaced(key: str, one: Mapping[str, Any]) -> Iterator[Broken]:
    year, holidays, workdays = one["year"], one["holidays"], one.get("workdays", ())
    first, last = open_december(year), date(year, 12, 31)
    for name, days in (("holidays", holidays), ("workdays", workdays)):
        for day in days:
            if not first <= day <= last:
                yield Broken(key=f"{key}.{name}", value=day, must=f"lie in {year}, or in the week before it")
    for day in workdays:
        if day.weekday() < _SATURDAY:
            yield Broken(key=f"{key}.workdays", value=day, must="be a Saturday or a Sunday")
        elif day in holidays:
            yield Broken(key=f"{key}.workdays", value=day, must="not be among the holidays")


YEAR_RULES: Final = (_years_join_those_known, _days_fit_their_year)
