"""The chart of the course: each unit over its own base, and the stock on the edges between."""

from datetime import date

import msgspec
import pytest

from analytics.records import Course
from dashboards.catalogue import load_texts
from dashboards.figures.course import course_base, course_figure, unit_label, unit_phrase, unit_rate
from tests.dashboards.builders import course
from tests.dashboards.nation import national_measures
from tests.dashboards.office import office_measures

STOCK = msgspec.structs.replace(national_measures().stock, pending_at_start=500)
TEXTS = load_texts("en")
MONTHS = [date(2020, month, 1) for month in range(1, 9)]
YEAR = course("month", MONTHS, date(2020, 8, 15), totals=(9_000, 8_900, 8_800), settled_share=0.6, pending=(500, 600))


def with_unit(found: Course, index: int, **changes: object) -> Course:
    """The course with one unit changed."""
    units = list(found.units)
    units[index] = msgspec.structs.replace(units[index], **changes)
    return msgspec.structs.replace(found, units=units)


def test_months_are_drawn_over_their_own_workdays():
    """Each bar is the month's count over the month's workdays; the month that is cut is hatched."""
    figure = course_figure(YEAR, STOCK, TEXTS)
    filed, accepted, closed, *_ = figure["data"]

    assert filed["y"] == [unit.filed / (unit.workdays or 0) for unit in YEAR.units]
    assert accepted["y"] == [unit.accepted / (unit.workdays or 0) for unit in YEAR.units]
    assert closed["y"] == [unit.closed / (unit.workdays or 0) for unit in YEAR.units]
    assert filed["marker"]["pattern"]["shape"] == [""] * 7 + ["/"]
    assert len({bars["marker"]["color"] for bars in (filed, accepted, closed)}) == 3


def test_the_legend_has_the_colours_of_the_bars():
    """Each flow is named once, with the plain colour of its bars, hatched or not."""
    bars, names = course_figure(YEAR, STOCK, TEXTS)["data"][:3], course_figure(YEAR, STOCK, TEXTS)["data"][4:]

    assert [trace["name"] for trace in names] == ["Filed", "Accepted", "Closed"]
    assert [trace["marker"]["color"] for trace in names] == [trace["marker"]["color"] for trace in bars]
    assert all("pattern" not in trace["marker"] for trace in names)


def test_the_stock_stands_on_the_edges():
    """The line begins with the stock at the start and has the stock at each unit's end on its right edge."""
    line = course_figure(YEAR, STOCK, TEXTS)["data"][3]

    assert line["x"] == list(range(9))
    assert line["y"] == [500, *(unit.pending_at_end for unit in YEAR.units)]


def test_the_base_suits_the_unit():
    """Months by workdays where all are known, weeks by calendar days, days not at all."""
    assert course_base(YEAR) == "per_workday"
    assert course_base(with_unit(YEAR, 3, workdays=None)) == "per_calendar_day"
    assert course_base(msgspec.structs.replace(YEAR, unit="week")) == "per_calendar_day"
    assert course_base(msgspec.structs.replace(YEAR, unit="day")) == "per_day"


@pytest.mark.parametrize(
    ("changes", "base", "rate"),
    [
        ({"filed": 60, "workdays": 20}, "per_workday", 3),
        ({"filed": 60, "calendar_days": 30.0}, "per_calendar_day", 2),
        ({"filed": 60}, "per_day", 60),
        ({"filed": 60, "workdays": 0}, "per_workday", None),
        ({"filed": 60, "workdays": 1, "calendar_days": 0.5}, "per_workday", None),
        ({"filed": 60, "calendar_days": 1e-11}, "per_calendar_day", None),
    ],
)
def test_a_rate_needs_a_base(changes, base, rate):
    """Without a workday, or with the last instant of a unit only, there is no rate instead of an absurd one."""
    unit = msgspec.structs.replace(YEAR.units[0], **changes)

    assert unit_rate(unit, "filed", base) == rate


def test_what_never_was_is_not_drawn():
    """Where nobody accepts cases there are no bars of acceptances and no stock."""
    measures = office_measures()
    assert measures.course is not None
    figure = course_figure(measures.course, measures.stock, TEXTS)

    assert [trace["name"] for trace in figure["data"] if "name" in trace] == ["Filed", "Closed"]
    assert not any(trace.get("yaxis") == "y2" for trace in figure["data"])
    assert len(figure["layout"]["annotations"]) == 1


@pytest.mark.parametrize("units", [2, 7, 12, 31, 240])
def test_labels_do_not_crowd(units):
    """However many units there are, at most eight have their label, and the first has."""
    first = YEAR.units[0]
    many = msgspec.structs.replace(YEAR, units=[first] * units)
    axis = course_figure(many, STOCK, TEXTS)["layout"]["xaxis"]

    assert len(axis["ticktext"]) == len(axis["tickvals"]) <= 8
    assert axis["tickvals"][0] == 0.5
    assert axis["ticktext"][0] == "Jan<br>2020"


def test_units_have_names_in_both_languages():
    """A month by its name, a week by the day it begins with."""
    day = date(2020, 8, 24)

    assert [unit_label(unit, day, TEXTS) for unit in ("month", "week", "day")] == [
        "August 2020",
        "24 August 2020",
        "24 August 2020",
    ]
    assert unit_label("month", day, load_texts("zh")) == "2020年8月"
    assert unit_phrase("week", day, TEXTS) == "the week from 24 August 2020"
