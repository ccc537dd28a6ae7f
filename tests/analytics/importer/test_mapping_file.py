"""Mapping files: read whole, or refused with all their mistakes at once."""

import re
from pathlib import Path

import pytest

from analytics.importer.errors import MappingError
from analytics.importer.mapping_file import SHIPPED, find_mapping, load_mapping
from tests.analytics.importer.trial import CASE_MAPPING, EVENT_MAPPING


def load(folder: Path, text: str | bytes):
    file = folder / "court.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_mapping(file)


def mistakes(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(MappingError) as caught:
        load(folder, text)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


def test_all_mistakes_are_told_at_once(tmp_path):
    """One line a mistake, with file, key, value, bound and the nearest word that is known."""
    text = """
    layout = "case"
    delimter = ","
    delimiter = ";;"
    encoding = "utf-9"
    time_zone = "Europe/Amsterdm"
    time_formats = ["%H:%M"]
    deadline_includes_its_day = "yes"
    [columns]
    caseid = "x"
    filed_at = ""
    outcome = "result"
    [values.outcome]
    won = "setled"
    [values.chanel]
    a = "b"
    [period]
    starts_at = 2020-02-01
    until = 2020-03-01
    """
    told = mistakes(tmp_path, text)

    assert all(line.startswith("court.toml: ") for line in told)
    for expected in (
        "delimter: no such key; nearest known: delimiter",
        'layout = \'case\': must be "cases" or "events"; nearest known: cases',
        "delimiter = ';;': must be one character",
        "encoding = 'utf-9': must be one of utf-8,",
        "time_zone = 'Europe/Amsterdm': must be a name of the IANA time zone database",
        "time_formats = '%H:%M': must hold year, month and day",
        "deadline_includes_its_day = 'yes': must be true or false",
        "columns.caseid: no such fact of a case; nearest known: case_id",
        "columns.filed_at = '': must be text that is not empty",
        "values.outcome.\"won\" = 'setled': must be one of settled, not_settled, or empty; nearest known: settled",
        "values.chanel: no such key; nearest known: channel",
        "period.until: no such key",
        "columns.case_id: must be given",
        "columns.filed_at: must be given",
    ):
        assert any(f"court.toml: {expected}" in line for line in told), expected
    assert len(told) == 14


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('time_zone = "Europe/Amsterdam"', ""), "time_zone: must be given"),
        (('time_zone = "Europe/Amsterdam"', "time_zone = 8"), "time_zone = 8: must be text"),
        (('time_zone = "Europe/Amsterdam"', 'time_zone = "+08:00"'), "time_zone = '+08:00': must be a name"),
        (("[columns]", "[columns]\nactivity = 'x'"), "columns.activity = 'x': only with layout"),
        (("[columns]", "[activities]\nfiled = ['x']\n[columns]"), "activities: only with layout"),
        (("[columns]", "[values.outcome]\na = 'settled'\n[columns]"), "values.outcome: columns.outcome is not given"),
        (("[columns]", "[period]\nstarts_at = 2020-01-02\nends_at = 2020-01-01\n[columns]"), "period.ends_at"),
        (
            ("[columns]", "[period]\nstarts_at = '2020-01-02'\n[columns]"),
            "period.starts_at = '2020-01-02': must be a TOML",
        ),
        (("[columns]", "[period]\nstarts_at = 0201-01-02\n[columns]"), "must lie in the years 1900 to 2199"),
        (("[columns]", "[period]\nends_at = 2011-03-27T02:30:00\n[columns]"), "clocks in Europe/Amsterdam skip"),
        (("[columns]", "time_formats = []\n[columns]"), "time_formats = []: must be a list of texts"),
        (("[columns]", "time_formats = ['%F %T.%f']\n[columns]"), "time_formats = '%F %T.%f': must have fractions of"),
        (("[columns]", "empty_words = 'x'\n[columns]"), "empty_words = 'x': must be a list of texts"),
        (("[columns]", "columns = 1\n[column]"), "columns = 1: must be a table"),
    ],
)
def test_a_single_mistake_is_a_single_line(tmp_path, change, told):
    """Each mistake is named by its key, and brings no followers of its own."""
    found = [line for line in mistakes(tmp_path, CASE_MAPPING.replace(*change)) if told in line]

    assert len(found) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('activity = "what"', ""), "columns.activity: must be given: [activities] names some"),
        (('event_at = "at"', ""), "columns.event_at: must be given"),
        (('filed = ["file"]', ""), "columns.filed_at: must be given (or activities.filed)"),
        (('filed = ["file"]', 'fild = ["file"]'), "activities.fild: no such key; nearest known: filed"),
        (
            ('activity = "what"', 'activity = "what"\nclosed_at = "end"'),
            "activities.closed: columns.closed_at dates it",
        ),
        (('closed = ["end", "stop"]', 'closed = "end"'), "activities.closed = 'end': must be a list of texts"),
    ],
)
def test_mistakes_of_the_event_layout(tmp_path, change, told):
    """What the event layout needs, and what it cannot have twice, is said."""
    assert any(told in line for line in mistakes(tmp_path, EVENT_MAPPING.replace(*change)))


@pytest.mark.parametrize(
    ("text", "told"),
    [("a = ", "not TOML"), (b"\xff", "not UTF-8"), ("a = 1\na = 2", "not TOML"), ("a=" + "[" * 5000, "not TOML")],
)
def test_a_file_that_is_no_toml_is_one_mistake(tmp_path, text, told):
    """A mapping that cannot be parsed is refused in one line that says where."""
    found = mistakes(tmp_path, text)

    assert len(found) == 1
    assert told in found[0]
    assert "\n" not in found[0]


def test_a_missing_file_is_one_mistake(tmp_path):
    """A mapping that is not there is refused by name, and the shipped ones are listed."""
    with pytest.raises(MappingError, match="cannot be read"):
        load_mapping(tmp_path / "absent.toml")
    with pytest.raises(MappingError, match=re.escape("permit-receipt")):
        find_mapping("permit")


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_shipped_mappings_are_sound(file):
    """Every mapping that comes with the package loads, and is found by its name."""
    assert load_mapping(file).name
    assert find_mapping(file.stem) == file


def test_formats_that_carry_offsets_need_no_zone(tmp_path):
    """Without local stamps there is nothing a zone would say."""
    text = CASE_MAPPING.replace('time_zone = "Europe/Amsterdam"', 'time_formats = ["%Y-%m-%dT%H:%M:%S%#z", "%s"]')

    assert load(tmp_path, text).time_zone is None


def test_dates_of_the_period_are_local(tmp_path):
    """A date without a zone is midnight in the mapping's zone; one with an offset is what it says."""
    period = "[period]\nstarts_at = 2011-07-01\nends_at = 2011-07-02T00:00:00Z\n"
    mapping = load(tmp_path, CASE_MAPPING + period)

    assert (mapping.period_starts_at, mapping.period_ends_at) == (1_309_471_200_000_000, 1_309_564_800_000_000)
