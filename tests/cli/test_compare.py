"""`onestop analytics` for one period of many, and for one beside another."""

import csv
import json
from datetime import datetime, timedelta

import pytest

from tests.cli.command import onestop
from tests.dashboards.visible import rows_of, texts_of

MAPPING = """\
name = "Two years"
layout = "cases"
time_zone = "Asia/Shanghai"

[columns]
case_id = "id"
filed_at = "filed"
accepted_at = "taken"
closed_at = "closed"
outcome = "outcome"
court = "court"
channel = "by"
"""
COURTS = ("朝阳区人民法院", "义乌市人民法院")
LAST_EVENT = datetime.fromisoformat("2024-09-30 17:00")


def _rows():
    """Every day of 2023 two cases, of 2024 three until the last event; of Yiwu's, more are settled from 2024 on."""
    day, number = datetime.fromisoformat("2023-01-01 10:00"), 0
    while day < LAST_EVENT:
        for index in range(2 if day.year == 2023 else 3):
            number += 1
            closed = day + timedelta(days=10 + number % 7, hours=3)
            is_open = closed > LAST_EVENT
            settled = number % 10 < (9 if day.year == 2024 and index % 2 else 5)
            yield [
                number,
                day.isoformat(sep=" "),
                (day + timedelta(hours=5)).isoformat(sep=" "),
                "" if is_open else closed.isoformat(sep=" "),
                "" if is_open else ("settled" if settled else "not_settled"),
                COURTS[index % 2],
                "online_filing",
            ]
        day += timedelta(days=1)


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A folder with the import of two courts' cases of nearly two years."""
    folder = tmp_path_factory.mktemp("years")
    with (folder / "log.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "filed", "taken", "closed", "outcome", "court", "by"), *_rows()])
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    done = onestop("analytics", "import", "log.csv", "--mapping", "map.toml", "--out", "log", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def compared(folder, *asked):
    """What the command says in JSON, its changes by their names."""
    done = onestop("analytics", "compare", "log", *asked, "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return told, {change["measure"]: change for change in told["changes"]}


def test_a_quarter_is_held_against_that_of_the_year_before(imported):
    """The same dates a year earlier are taken without a word, and counts are compared as they stand."""
    told, changes = compared(imported, "--period", "2024-Q2")

    assert (told["now"]["calendar_days"], told["before"]["calendar_days"], told["remarks"]) == (91.0, 91.0, [])
    assert (changes["filed"]["now"], changes["filed"]["before"]) == (3 * 91, 2 * 91)
    assert changes["filed"]["relative"] == pytest.approx(0.5)
    assert changes["success_rate"]["verdict"] == "higher"


def test_a_year_to_date_is_held_against_the_same_dates(imported):
    """Where the data end in September so does the earlier year; against the whole of it counts are not compared."""
    told, changes = compared(imported, "--period", "2024")
    assert told["before"]["ends_at"] == told["now"]["ends_at"] - 366 * 86_400_000_000
    assert told["remarks"] == ["before_begins_empty"]
    assert changes["filed"]["relative"] is not None

    told, changes = compared(imported, "--period", "2024", "--against", "2023")
    assert set(told["remarks"]) == {"now_is_cut", "lengths_differ", "before_begins_empty"}
    assert changes["filed"]["relative"] is None
    assert changes["filed_per_workday"]["relative"] is not None


def test_a_month_is_held_against_the_one_before(imported):
    """March has the last days that February ends before."""
    told, changes = compared(imported, "--period", "2024-03", "--against", "period-before")

    assert (told["now"]["calendar_days"], told["before"]["calendar_days"]) == (31.0, 29.0)
    assert (changes["filed"]["now"], changes["filed"]["before"]) == (93, 87)


def test_the_cases_of_the_earlier_period_may_lie_elsewhere(imported):
    """Two tables are compared over all that each was observed, or over the periods named."""
    told, changes = compared(imported, "--before", "log")
    assert told["now"] == told["before"]
    assert {change["verdict"] for change in changes.values()} <= {None, "not told apart"}

    told, _ = compared(imported, "--period", "2024-Q1", "--before", "log")
    assert told["before"]["ends_at"] == told["now"]["starts_at"] - 275 * 86_400_000_000


def test_each_court_is_held_against_itself(imported):
    """The one whose outcomes changed is told apart, the other not; the table has a line a court."""
    told, _ = compared(imported, "--period", "2024-H1", "--by", "court", "--csv", "courts.csv")
    verdicts = {
        group["label"]: next(one["verdict"] for one in group["changes"] if one["measure"] == "success_rate")
        for group in told["groups"]
    }
    with (imported / "courts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    printed = onestop("analytics", "compare", "log", "--period", "2024-H1", "--by", "court", cwd=imported).stdout

    assert verdicts == {"all": "higher", "义乌市人民法院": "higher", "朝阳区人民法院": "not told apart"}
    assert told["groups_confidence"] == 0.975
    assert [row["group"] for row in rows if row["measure"] == "filed"] == list(verdicts)
    assert [line.split()[0] for line in printed.splitlines() if line.startswith((*COURTS, "all"))] == list(verdicts)


def test_a_person_reads_both_periods_and_what_changed(imported):
    """The lines say from when to when, and end with whether chance is an explanation."""
    lines = onestop("analytics", "compare", "log", "--period", "2024-Q2", cwd=imported).stdout.splitlines()

    assert lines[0] == "now     2024-04-01 to 2024-06-30: 91 days, 62 workdays"
    assert lines[1] == "before  2023-04-01 to 2023-06-30: 91 days, 62 workdays"
    assert next(line.split() for line in lines if line.startswith("filed ")) == [
        "filed",
        "273",
        "182",
        "+50.0%",
        "-",
        "-",
    ]
    assert next(line for line in lines if line.startswith("success_rate")).endswith("higher")


def test_measures_and_groups_are_those_of_the_period(imported):
    """What is asked of a month is about that month alone."""
    told = json.loads(onestop("analytics", "measure", "log", "--period", "2023-05", "--json", cwd=imported).stdout)
    asked = ("--period", "2023-05", "--by", "court", "--json")
    groups = json.loads(onestop("analytics", "measure", "log", *asked, cwd=imported).stdout)["groups"]

    assert (told["cases_filed"], told["period"]["calendar_days"]) == (62, 31.0)
    assert [group["filed"] for group in groups] == [62, 31, 31]


@pytest.mark.parametrize(
    ("language", "heading", "period"),
    [
        ("en", "Compared with 1 April 2023 to 30 June 2023", "1 April 2024 to 30 June 2024 · 91 days"),
        ("zh", "与2023年4月1日至2023年6月30日相比", "2024年4月1日至2024年6月30日 · 共 91 天"),
    ],
)
def test_the_report_of_a_period_says_what_changed(imported, language, heading, period):
    """The page is of the period, has the earlier one beside it and says nothing of rows the import left out."""
    asked = ("--period", "2024-Q2", "--against", "year-before", "--lang", language, "--out", f"{language}.html")
    done = onestop("analytics", "report", "log", *asked, cwd=imported)
    page = (imported / f"{language}.html").read_text(encoding="utf-8")
    words = " ".join(texts_of(page))

    assert done.returncode == 0, done.stderr
    assert heading in words
    assert period in words
    assert "+50.0%" in words
    assert [row[1] for row in rows_of(page, "courts")[1:]] == ["273", "91", "182"]
    assert "不在统计期间" not in words
    assert "outside the period" not in words


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "period: must be named, unless --before names the cases of the earlier one"),
        (("--period", "2022"), "period = 2022: must lie where the cases were observed, from 2023-01-01 to 2024-09-30"),
        (
            ("--period", "2023-06"),
            "against = year-before (2022-06-01 to 2022-06-30): must lie where the cases were observed, from 2023-01-01",
        ),
        (
            ("--against", "period-before", "--before", "log"),
            "against = period-before: must come with --period, whose length the earlier one takes",
        ),
        (
            ("--period", "2024", "--against", "2024-Q1"),
            "against = 2024-Q1: must end before the period starts, 2024-01-01",
        ),
        (("--against", "2023"), "against = 2023: must end before the period starts, 2023-01-01"),
        (("--period", "2024-2"), "period = 2024-2: must be a year, half, quarter, month or day from 1900 to 2199"),
        (("--period", "2024-02", "--against", "then"), "against = then: must be a year, half, quarter, month or day"),
        (("--period", "2024-02", "--before", "nowhere"), "cases = nowhere: must be a folder with cases.parquet"),
    ],
)
def test_what_cannot_be_compared_is_refused(imported, asked, told):
    """One line names the option, what was given and what it must be."""
    done = onestop("analytics", "compare", "log", *asked, cwd=imported)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"onestop: {told}")
    assert done.stderr.count("\n") == 1
