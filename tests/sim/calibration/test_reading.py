"""Logs: every row is used, counted apart, or counted by its reason; mistakes are named."""

import pytest

from sim.calibration.errors import CalibrationError
from sim.calibration.mapping import mapping_from, read_mapping
from sim.calibration.reading import read_log
from sim.calibration.roster import read_roster
from sim.calibration.slots import mapped_slots
from tests.sim.calibration.lookalike import MAPPING, mapping, write_log


def test_every_row_is_accounted_for(tmp_path):
    """Rows are those used, those who left without queueing, and those left out, each under its first reason."""
    made = write_log(tmp_path / "log.csv", days=3)
    log = read_log(made.path, mapping())

    assert log.used == made.customers
    assert log.at_once.size == made.at_once
    assert log.rejected == {
        "arrival: not a time": 1,
        "outcome: GHOST, dropped by the mapping": 1,
        "outcome: not in the mapping": 1,
        "wait: below 0": 1,
    }
    assert log.rows == log.used + log.at_once.size + sum(log.rejected.values())


def test_whoever_left_at_once_may_count_as_balking(tmp_path):
    """With abandoned_at_once = balk nobody is set apart."""
    made = write_log(tmp_path / "log.csv", days=3)
    log = read_log(made.path, mapping(abandoned_at_once="balk"))

    assert (log.used, log.at_once.size) == (made.customers + made.at_once, 0)


def test_lengths_may_come_from_two_ends(tmp_path):
    """A wait and a service given by their begin and end are the differences; one that ends first is left out."""
    (tmp_path / "ends.csv").write_text(
        "came,called,gone,how\n"
        "2024-03-04 09:00:00,2024-03-04 09:00:30,2024-03-04 09:02:30,yes\n"
        "2024-03-04 09:10:00,2024-03-04 09:09:00,2024-03-04 09:12:00,yes\n",
        encoding="utf-8",
    )
    columns = {"arrival": ["came"], "wait_begin": ["came"], "wait_end": ["called"]}
    columns |= {"service_begin": ["called"], "service_end": ["gone"], "outcome": "how"}
    found = {**MAPPING, "columns": columns, "outcomes": {"yes": "served"}}
    log = read_log(tmp_path / "ends.csv", mapping_from(found, file="ends"))

    assert (log.customers.wait.tolist(), log.customers.service.tolist()) == ([30.0], [120.0])
    assert log.rejected == {"wait: ends before it begins": 1}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"columns": {**MAPPING["columns"], "wait_begin": ["entered"]}}, "must name wait_seconds, or wait_begin and"),
        ({"day_groups": [["mon"], ["mon"]]}, "day_groups: must name each day of the week once"),
        ({"time_formats": ["%Y-%m-%d %H:%M:%S.%f"]}, "time_formats = .*: must have fractions of a second as %S%.f"),
        ({"outcomes": {"HANG": "abandoned"}}, "outcomes: must name one that means served"),
        ({"classes": "priority"}, "classes = priority: must have columns.priority"),
        ({"service_laws": "auto"}, "service_laws"),
        ({"interval_minutes": 7}, "interval_minutes"),
    ],
)
def test_a_mistaken_mapping_is_refused(changes, message):
    """A mapping that contradicts itself names the key."""
    with pytest.raises(CalibrationError, match=message):
        mapping(**changes)


def test_a_missing_column_is_named(tmp_path):
    """A column that the mapping names and the log lacks is refused with those there are."""
    made = write_log(tmp_path / "log.csv", days=1)

    with pytest.raises(CalibrationError, match=r"columns.outcome = ending: must be one of date, entered"):
        read_log(made.path, mapping(columns={**MAPPING["columns"], "outcome": "ending"}))


def test_a_log_in_which_nobody_was_served_is_refused(tmp_path):
    """There is nothing to fit, and the reasons are told."""
    (tmp_path / "log.csv").write_text(
        "date,entered,machine,waited,result,served,agent,kind" + "\n1,2,3,4,AGENT,5,6,7\n", encoding="utf-8"
    )

    with pytest.raises(CalibrationError, match="must hold a customer who was served"):
        read_log(tmp_path / "log.csv", mapping())


def test_an_unknown_mapping_names_those_there_are():
    """A name that leads nowhere is answered with the mappings that come with the project."""
    with pytest.raises(CalibrationError, match="must be one of anonymous-bank or the path of a file"):
        read_mapping("nowhere")


def test_a_roster_adds_up_overlapping_shifts(tmp_path):
    """Two shifts at once are two servers, and half an interval is half a server before rounding."""
    path = tmp_path / "roster.csv"
    path.write_text(
        "weekday,starts,ends,servers\n"
        + "".join(f"{day},09:00,10:00,2\n{day},09:30,10:15,1\n" for day in ("mon", "tue", "wed", "thu", "fri")),
        encoding="utf-8",
    )
    crew = read_roster(path, mapped_slots(mapping()))

    assert crew.mean[0, 17:21].tolist() == [0.0, 2.0, 3.0, 0.5]
    assert crew.servers[1].sum() == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("moon,09:00,10:00,2", "weekday = moon"),
        ("mon,09:00,08:00,2", "ends = 08:00: must be after starts"),
        ("mon,9,10:00,2", "starts = 9: must be a time"),
        ("mon,09:00,10:00,two", "servers = two: must be a whole number"),
    ],
)
def test_a_mistaken_roster_is_refused(tmp_path, row, message):
    """A row that cannot be is named with its line."""
    path = tmp_path / "roster.csv"
    path.write_text(f"weekday,starts,ends,servers\n{row}\n", encoding="utf-8")

    with pytest.raises(CalibrationError, match=f"roster.csv:2: {message}"):
        read_roster(path, mapped_slots(mapping()))
