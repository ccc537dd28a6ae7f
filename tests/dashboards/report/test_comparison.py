"""The part of the page that holds a period beside an earlier one."""

import pytest
from msgspec import structs

from analytics.records import Course
from dashboards.catalogue import load_texts
from dashboards.figures.compared_course import are_alike, compared_course_figure
from dashboards.report.render import render
from tests.dashboards.compared import nation_beside_an_earlier_week, office_beside_another_log
from tests.dashboards.nation import national_measures, national_report
from tests.dashboards.office import office_measures, office_report
from tests.dashboards.visible import rows_of, texts_of


def course_of(report: dict) -> Course:
    """The course that a fixture's measures have."""
    found = (national_measures() if "run" in report else office_measures()).course
    assert found is not None
    return found


def test_a_report_without_an_earlier_period_has_no_such_part():
    """Nothing of it is on the page unless it was asked for."""
    page = render(national_report(), language="en")

    assert 'id="comparison"' not in page
    assert 'id="chart-compared-course"' not in page


def test_the_table_says_what_changed_and_whether_chance_may_be_why():
    """Shares by points and times by days with an interval and a verdict, counts by a share of themselves and none."""
    rows = {
        row[0]: row[1:]
        for row in rows_of(render(national_report() | nation_beside_an_earlier_week(), language="en"), "comparison")
    }

    assert rows["Filed"][:4] == ["160,400", "160,400", "0%", "–"]
    assert rows["Settled of the concluded"][-1] == "higher"
    assert rows["Settled of the concluded"][1] == "60.0%"
    assert rows["Settled of the concluded"][3].endswith(" points")
    assert rows["Half accepted within, days from filing"][-1] == "not told apart"
    assert rows["Half closed within, days from acceptance"][-1] == "higher"
    assert rows["Half closed within, days from acceptance"][3].endswith(" days")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_groups_stand_beside_themselves(language):
    """A group that is shown has a verdict, one of few cases has neither share."""
    page = render(office_report() | office_beside_another_log(), language=language)
    texts = load_texts(language)
    rows = {row[0]: row for row in rows_of(page, "comparison")}
    shown, hidden = rows["Yiwu <i>"], rows[texts("group.not_recorded")]

    assert shown[-1] == texts("comparison.verdict.lower")
    assert hidden[7:] == ["–"] * 4
    assert texts("comparison.by.dispute_type") in texts_of(page)


def test_both_courses_are_drawn_unit_beside_unit():
    """Two panels, a flow each, in which the earlier period's bars stand at the places of this one's."""
    now = course_of(national_report())
    before = structs.replace(now, units=[structs.replace(unit, filed=unit.filed // 2) for unit in now.units])
    filed, earlier, closed, _ = compared_course_figure(now, before, load_texts("en"))["data"][:4]

    assert filed["x"] == earlier["x"] == closed["x"]
    assert filed["y"] == [unit.filed for unit in now.units]
    assert earlier["y"] == [unit.filed // 2 for unit in now.units]
    assert closed["y"] == [unit.closed for unit in now.units]
    assert (filed["yaxis"], closed["yaxis"]) == ("y", "y2")


def test_courses_that_do_not_lie_beside_each_other_are_not_drawn():
    """Days are not held against months, nor twelve months against seven, nor one unit against one."""
    days, months = course_of(national_report()), course_of(office_report())
    fewer = structs.replace(months, units=months.units[:-1])

    assert are_alike(months, fewer)
    assert not are_alike(months, structs.replace(months, units=months.units[:-2]))
    assert not are_alike(days, months)
    assert not are_alike(structs.replace(days, units=days.units[:1]), structs.replace(days, units=days.units[:1]))
    assert not are_alike(None, months)
