"""The part of the page about the course: absent where there is none, and the same numbers in its table."""

import re
from typing import Any

import pytest

from dashboards.report.render import render
from tests.dashboards.nation import national_report
from tests.dashboards.office import office_report
from tests.dashboards.variants import small_report, untitled_report
from tests.dashboards.visible import texts_of


def rows_of_course(page: str) -> list[list[str]]:
    """The cells of the course's table, head first, row by row."""
    figure = page.partition('aria-labelledby="course-title"')[2].partition("</figure>")[0]
    rows = re.findall(r"<tr.*?</tr>", figure, re.DOTALL)
    return [[cell for cell in texts_of(re.sub(r' data-label="[^"]*"', "", row)) if cell] for row in rows]


def without_course(report: dict[str, Any]) -> dict[str, Any]:
    """The report as an earlier version measured it."""
    del report["measures"]["course"]
    return report


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("make", [national_report, office_report])
def test_measures_of_earlier_versions_are_shown(make, language):
    """Without a course the page has all its other charts, and no place for this one."""
    page, earlier = render(make(), language=language), render(without_course(make()), language=language)

    assert 'id="chart-course"' in page
    assert 'id="chart-course"' not in earlier
    assert 'id="chart-week"' in earlier


@pytest.mark.parametrize("units", [0, 1])
def test_one_unit_is_no_course(units):
    """A period of a single day, or of none, has nothing to compare."""
    report = national_report()
    report["measures"]["course"]["units"] = report["measures"]["course"]["units"][:units]

    assert 'id="chart-course"' not in render(report, language="en")


def test_months_stand_beside_their_days_and_rates():
    """A row a month: days, workdays, flows, and each flow over the workdays; no column for what never was."""
    head, first, *_, last = rows_of_course(render(office_report(), language="en"))
    filed = int(first[3])

    assert head == ["Month", "Days", "Workdays", "Filed", "Closed", "Filed a workday", "Closed a workday"]
    assert first[:3] == ["October 2010", "31", "21"]
    assert float(first[5]) == pytest.approx(filed / 21, abs=0.005)
    assert last[:2] == ["January 2012", "23"]


def test_days_are_told_without_rates():
    """A row a day with flows, settled cases, their share and the stock at its end; a Saturday has no workday."""
    report = national_report()
    rows = rows_of_course(render(report, language="zh"))
    share = report["measures"]["course"]["units"][5]["success"]

    assert rows[0] == [
        "日期",
        "天数",
        "工作日",
        "收案",
        "调解员接受",
        "结案",
        "调解成功",
        "成功率",
        "置信区间",
        "期末在调",
    ]
    assert rows[6][7:9] == [f"{share['rate']:.1%}", f"{share['low'] * 100:.1f}–{share['high']:.1%}"]
    assert rows[6][:3] == ["2020年8月29日", "1", "0"]
    assert len(rows) == 8


def test_units_whose_outcomes_nobody_knows_show_no_share():
    """A unit of few concluded cases withholds its share, one of none has nothing; without shares there is no column."""
    report = national_report()
    units = report["measures"]["course"]["units"]
    units[0]["success"] |= {"suppressed": True, "numerator": None, "rate": None, "low": None, "high": None}
    units[1]["success"] = None
    rows = rows_of_course(render(report, language="en"))
    assert [row[7] for row in rows[:3]] == ["Settled of concluded", "withheld", "–"]
    for unit in units:
        unit["success"] = None
    head, *_ = rows_of_course(render(report, language="en"))
    assert "Settled of concluded" not in head


def test_weeks_are_over_calendar_days():
    """A week of holidays has no workdays, so weeks are divided by the days that everybody has."""
    head, first, *_ = rows_of_course(render(untitled_report(), language="en"))
    filed = int(first[3].replace(",", ""))

    assert head[0] == "Week from"
    assert head[-3:] == ["Filed a calendar day", "Accepted a calendar day", "Closed a calendar day"]
    assert float(first[-3].replace(",", "")) == pytest.approx(filed / 7, abs=0.5)


def test_a_withheld_number_says_so():
    """Settled cases of months with few conclusions are withheld in words, and the words are explained."""
    page = render(small_report(), language="en")

    assert "withheld" in rows_of_course(page)[1]
    assert "would give away one that is" in page


def test_a_cut_unit_is_compared_with_none():
    """The busiest month is a whole one, however high the rate of the cut one is."""
    report = office_report()
    report["measures"]["course"]["units"][-1]["filed"] = 100_000
    report["measures"]["course"]["units"][4]["filed"] = 9_000

    assert "Most filings a workday: February 2011" in render(report, language="en")
