"""Points in time: formats, offsets, and the hours that clocks skip or show twice."""

import polars as pl
import pytest

from analytics.importer.stamps import ISO_FORMATS, carries_offset, format_fault, read_stamps, zone_exists
from tests.analytics.importer.trial import CASE_HEADER, CASE_MAPPING, attempt, hours, lines


def read(texts: list[str | None], formats=ISO_FORMATS, zone: str | None = "Europe/Amsterdam", **options):
    return read_stamps(pl.Series(texts, dtype=pl.String), formats, zone, **options)


def utc(stamps) -> list[str | None]:
    return pl.from_epoch(stamps.us, time_unit="us").dt.strftime("%Y-%m-%d %H:%M:%S").to_list()


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2011-01-05T10:00:00", "2011-01-05 09:00:00"),
        ("2011-07-05 10:00:00", "2011-07-05 08:00:00"),
        ("2011-07-05 10:00", "2011-07-05 08:00:00"),
        ("2011-07-05", "2011-07-04 22:00:00"),
        ("2011-07-05T10:00:00Z", "2011-07-05 10:00:00"),
        ("2011-07-05T10:00:00.000+08:00", "2011-07-05 02:00:00"),
        ("2011-07-05 10:00:00-0330", "2011-07-05 13:30:00"),
        (None, None),
        ("2011-02-29", None),
        ("2011-07-05T24:00:00", None),
        ("05/07/2011", None),
        ("soon", None),
    ],
)
def test_iso_times_are_read_without_being_told(text, instant):
    """ISO 8601 in its usual shapes is read; local times by the zone, others by their own offset."""
    assert utc(read([text])) == [instant]


def test_an_hour_shown_twice_is_the_earlier_one_and_counted():
    """When clocks go back, a time that occurs twice is the first of the two."""
    stamps = read(["2011-10-30T02:30:00", "2011-10-30T01:59:59", "2011-10-30T03:00:00"])

    assert utc(stamps) == ["2011-10-30 00:30:00", "2011-10-29 23:59:59", "2011-10-30 02:00:00"]
    assert stamps.twice.to_list() == [True, False, False]
    assert not stamps.skipped.any()


def test_an_hour_that_was_skipped_is_no_time():
    """When clocks go forward, a time inside the gap is refused; its edges are not."""
    stamps = read(["2011-03-27T02:00:00", "2011-03-27T02:59:59", "2011-03-27T01:59:59", "2011-03-27T03:00:00"])

    assert utc(stamps) == [None, None, "2011-03-27 00:59:59", "2011-03-27 01:00:00"]
    assert stamps.skipped.to_list() == [True, True, False, False]


def test_a_stamp_with_an_offset_needs_no_rule():
    """A skipped or doubled local hour does not touch a stamp that carries its offset."""
    stamps = read(["2011-03-27T02:30:00+01:00", "2011-10-30T02:30:00+01:00"])

    assert utc(stamps) == ["2011-03-27 01:30:00", "2011-10-30 01:30:00"]
    assert not stamps.skipped.any()
    assert not stamps.twice.any()


@pytest.mark.parametrize("text", ["0201-01-01", "1899-12-31", "2200-01-02", "9999-12-31"])
def test_a_far_year_is_a_slip_of_the_pen(text):
    """Years before 1900 and after 2199 are refused and told apart from what is no time at all."""
    stamps = read([text])

    assert utc(stamps) == [None]
    assert stamps.remote.to_list() == [True]


@pytest.mark.parametrize(
    ("text", "zone", "ends"),
    [
        ("2011-07-05", "Europe/Amsterdam", "2011-07-05 21:59:59"),
        ("2011-07-05T13:00:00", "Europe/Amsterdam", "2011-07-05 21:59:59"),
        ("2011-10-30", "Europe/Amsterdam", "2011-10-30 22:59:59"),  # a day of 25 hours
        ("2018-11-03", "America/Sao_Paulo", "2018-11-04 02:59:59"),  # the next day began at 01:00
    ],
)
def test_a_day_can_be_taken_to_its_end(text, zone, ends):
    """A stamp for a whole day is moved to the last instant of that local day, however long it was."""
    assert utc(read([text], zone=zone, whole_day=True)) == [ends]


def test_the_day_after_a_deadline_is_not_the_deadline():
    """A date without a time is its first instant, and that of the next day lies after a deadline of this one."""
    due = read(["2020-03-31"], zone="Asia/Shanghai", whole_day=True).us
    closed = read(["2020-04-01"], zone="Asia/Shanghai").us

    assert (closed - due).to_list() == [1]


def test_seconds_since_the_epoch_are_utc():
    """`%s` needs no zone, and none shifts it."""
    assert utc(read(["1300000000"], ("%s",), None)) == ["2011-03-13 07:06:40"]
    assert utc(read(["1300000000"], ("%s",), "Europe/Amsterdam")) == ["2011-03-13 07:06:40"]


def test_formats_are_tried_in_order():
    """The first format that reads a stamp decides: day before month if the mapping says so."""
    assert utc(read(["03/04/2011"], ("%d/%m/%Y", "%m/%d/%Y"), "UTC")) == ["2011-04-03 00:00:00"]
    assert utc(read(["12/31/2011"], ("%d/%m/%Y", "%m/%d/%Y"), "UTC")) == ["2011-12-31 00:00:00"]


@pytest.mark.parametrize("time_format", [*ISO_FORMATS, "%d.%m.%y %H:%M", "%Y年%m月%d日", "%s", "%Y-%m-%dT%H:%M:%S%:z"])
def test_sound_formats_pass(time_format):
    """Whatever holds a whole date is a format."""
    assert format_fault(time_format) is None


@pytest.mark.parametrize("time_format", ["%H:%M", "%Y-%m", "nonsense", "%", "%Q", "%Y-%m-%d %Z", ""])
def test_unsound_formats_are_found(time_format):
    """What cannot give a date, or hangs on zone abbreviations, is refused before any row is read."""
    assert format_fault(time_format) is not None


def test_offsets_are_recognised():
    """Formats with %z in its spellings, or seconds since the epoch, need no zone."""
    assert [carries_offset(item) for item in ("%z", "%:z", "%#z", "%s", "%+", "%Y", "%S")] == [True] * 5 + [False] * 2


def test_zones_are_names():
    """IANA names are zones; offsets and inventions are not."""
    names = ("Asia/Shanghai", "UTC", "+08:00", "Mars/Base", "", "Asia/shanghaii")

    assert [zone_exists(name) for name in names] == [True, True, False, False, False, False]


def test_bad_times_reject_their_row_with_the_reason(tmp_path):
    """Each kind of unusable time is listed with line, case, column, value and what is wrong."""
    rows = ["a,2011-03-27T02:30:00,,x", "b,soon,,x", "c,2011-01-01,9999-12-31,x", "d,2011-01-02,,x", ",2011-01-02,,x"]
    rows += ["f,,,x", "g,later,never,x"]
    trial = attempt(tmp_path, lines(CASE_HEADER, rows))
    told = [(row["line"], row["case_id"], row["column"], row["value"]) for row in trial.rejected]

    assert trial.ids() == ["d"]
    assert told == [
        ("2", "a", "filed", "2011-03-27T02:30:00"),
        ("3", "b", "filed", "soon"),
        ("4", "c", "closed", "9999-12-31"),
        ("6", "", "id", ""),
        ("7", "f", "filed", ""),
        ("8", "g", "closed", "never"),
        ("8", "g", "filed", "later"),
    ]
    assert trial.reasons()[2] == "no such time in Europe/Amsterdam: clocks went forward"
    assert trial.reasons()[3].startswith("not a time in the form %Y-%m-%dT%H:%M:%S%.f or ")
    assert trial.reasons()[4] == "not in the years 1900 to 2199"
    assert trial.reasons()[7] == "empty, and needed"
    assert trial.summary.rows_rejected == 6


def test_doubled_hours_are_counted(tmp_path):
    """The summary says how many local times clocks showed twice."""
    trial = attempt(tmp_path, lines(CASE_HEADER, ["a,2011-10-30T02:30:00,2011-10-30T02:40:00,x"]))

    assert trial.summary.stamps_twice == 2
    assert hours(trial.cases["filed_at"]) == ["2011-10-30 00:30"]


def test_words_for_nothing_are_nothing(tmp_path):
    """Values the mapping calls empty, and blanks, mean there is none: the case is still open."""
    mapping = CASE_MAPPING.replace("[columns]", 'empty_words = ["NULL", "9999-12-31"]\n[columns]')
    rows = ["a,2011-01-01,NULL,NULL", "b,2011-01-01,9999-12-31,x", "c,2011-01-01,   ,x"]
    trial = attempt(tmp_path, lines(CASE_HEADER, rows), mapping)

    assert trial.summary.cases_open == 3
    assert trial.cases["channel"].to_list() == [None, "x", "x"]
