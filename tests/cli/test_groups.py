"""`onestop analytics` for a log of several courts: measured court by court, and shown so."""

import csv
import json

import pytest

from tests.cli.command import onestop

MAPPING = """\
name = "Two courts"
layout = "cases"
time_zone = "Asia/Shanghai"
deadline_includes_its_day = true

[columns]
case_id = "id"
filed_at = "filed"
closed_at = "closed"
deadline_at = "due"
outcome = "outcome"
court = "court"

[values.outcome]
"当事人撤回" = ""
"""
COURTS = ("朝阳区人民法院", "义乌市人民法院")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A folder with an import of two courts' cases, by days without times: one withdrawn, one closed a day late."""
    folder = tmp_path_factory.mktemp("courts")
    rows = [
        (number, f"2024-03-{number + 1:02d}", "2024-03-21", "2024-03-31", "settled", COURTS[number % 2])
        for number in range(10)
    ]
    rows += [(10, "2024-03-04", "2024-04-01", "2024-03-31", "not_settled", COURTS[0])]
    rows += [(11, "2024-03-04", "2024-03-31", "2024-03-31", "当事人撤回", COURTS[1])]
    with (folder / "log.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "filed", "closed", "due", "outcome", "court"), *rows])
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    done = onestop("analytics", "import", "log.csv", "--mapping", "map.toml", "--out", "court-log", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_each_court_is_measured_under_its_own_name(imported):
    """The whole comes first, then the courts; a withdrawn case is closed and not concluded, a day late is late."""
    asked = ("--by", "court", "--csv", "courts.csv", "--json")
    told = json.loads(onestop("analytics", "measure", "court-log", *asked, cwd=imported).stdout)
    found = {group["label"]: group for group in told["groups"]}

    assert (told["by"], list(found)) == ("court", ["all", *sorted(COURTS)])
    assert [found[name]["closed"] for name in ("all", *COURTS)] == [12, 6, 6]
    assert [found[name]["success"]["denominator"] for name in ("all", *COURTS)] == [11, 6, 5]
    assert [found[name]["past_deadline_share"] for name in COURTS] == [1 / 6, 0.0]
    with (imported / "courts.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["label"]: row for row in csv.DictReader(file)}
    assert {name: int(row["concluded"]) for name, row in rows.items()} == {"all": 11, COURTS[0]: 6, COURTS[1]: 5}


def test_a_person_reads_one_line_a_court(imported):
    """The printed table has the courts by name."""
    told = onestop("analytics", "measure", "court-log", "--by", "court", cwd=imported).stdout.splitlines()

    assert [line.split()[0] for line in told] == ["court", "all", *sorted(COURTS)]


def test_the_report_names_its_source_and_its_courts(imported):
    """The page says what it was read from, and has a table of the courts."""
    done = onestop("analytics", "report", "court-log", "--lang", "zh", cwd=imported)
    page = (imported / "court-log" / "report.html").read_text(encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert "Two courts" in page
    assert "log.csv" in page
    assert "各法院情况" in page
    assert all(name in page for name in COURTS)


def test_a_year_file_is_not_asked_of_groups(imported):
    """Groups have no measure of working time, so a calendar would not be looked at."""
    done = onestop("analytics", "measure", "court-log", "--by", "court", "--year-file", "2027.toml", cwd=imported)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "onestop: year-file = 2027.toml: must be left out with --by, which measures no working time\n"
    )
