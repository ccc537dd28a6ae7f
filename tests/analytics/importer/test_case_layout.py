"""One row a case: facts, words, names, repeated ids and contradictions."""

import polars as pl
import pyarrow.parquet as pq

from tests.analytics.importer.trial import CASE_HEADER, attempt, hours, lines

FULL_MAPPING = """
name = "county list"
layout = "cases"
delimiter = ";"
time_zone = "Asia/Shanghai"
[columns]
case_id = "no"
filed_at = "filed"
accepted_at = "taken"
closed_at = "ended"
deadline_at = "due"
channel = "way"
dispute_type = "about"
entry_route = "route"
outcome = "result"
closing_code = "code"
court = "court"
organisation = "centre"
mediator = "who"
[values.channel]
web = "online_filing"
[values.entry_route]
before = "delegated"
[values.outcome]
"taken back" = ""
"won over" = "settled"
"no luck" = "not_settled"
[values.closing_code]
agreed = 1
expired = 6
"""
FULL_HEADER = "no;filed;taken;ended;due;way;about;route;result;code;court;centre;who"


def full(folder, *rows: str):
    return attempt(folder, lines(FULL_HEADER, rows), FULL_MAPPING)


def test_the_case_table_has_its_columns_and_types(tmp_path):
    """All columns are there in order and type, also those the source knows nothing of."""
    stamp = pl.Datetime("us", "UTC")
    trial = attempt(tmp_path, lines(CASE_HEADER, ["a,2020-01-01,,x"]))

    assert dict(trial.cases.schema) == {
        "case_id": pl.Int64,
        "source_id": pl.String,
        "court_id": pl.Int32,
        "province_id": pl.Int32,
        "organisation_id": pl.Int32,
        "mediator_id": pl.Int32,
        "dispute_type": pl.String,
        "channel": pl.String,
        "entry_route": pl.String,
        "filed_at": stamp,
        "observed_from": stamp,
        "accepted_at": stamp,
        "closed_at": stamp,
        "deadline_at": stamp,
        "closing_code": pl.Int8,
        "outcome": pl.String,
        "offers": pl.Int32,
        "declines": pl.Int32,
        "lapses": pl.Int32,
        "step": pl.Int8,
        "flag": pl.String,
    }
    assert trial.cases.columns[:3] == ["case_id", "source_id", "court_id"]


def test_the_file_says_where_it_comes_from_and_what_it_covers(tmp_path):
    """Period and source stand in the metadata of the Parquet file, readable by any tool."""
    trial = attempt(tmp_path, lines(CASE_HEADER, ["a,1970-01-02,1970-01-03,x"]))
    found = pq.read_schema(trial.folder / "cases.parquet").metadata or {}
    day = 86_400_000_000

    assert found[b"source"] == b"trial (source.csv)"
    assert int(found[b"period_starts_at"]) == day - day // 24
    assert int(found[b"period_ends_at"]) == 3 * day - day // 24


def test_every_fact_arrives(tmp_path):
    """Times become UTC, words are translated, names are numbered in order and kept in a list."""
    trial = full(
        tmp_path,
        "7;2020-03-02 09:00;2020-03-03 10:00;2020-03-20 16:00;2020-04-01;web;rent;before;won over;agreed;North;Elm;Wu",
        "5;2020-03-02 09:30;2020-03-03 11:00;;;phone;debt;judge_led;;;East;;Li",
    )
    first, second = trial.cases.to_dicts()

    assert (first["source_id"], first["case_id"]) == ("7", 1)
    assert hours(trial.cases["accepted_at"]) == ["2020-03-03 02:00", "2020-03-03 03:00"]
    assert hours(trial.cases["deadline_at"]) == ["2020-03-31 16:00", None]
    assert [first[key] for key in ("channel", "entry_route", "outcome", "closing_code")] == [
        "online_filing",
        "delegated",
        "settled",
        1,
    ]
    assert [second[key] for key in ("channel", "entry_route", "outcome")] == ["phone", "judge_led", None]
    assert [(row["court_id"], row["organisation_id"], row["mediator_id"]) for row in (first, second)] == [
        (1, 0, 1),
        (0, None, 0),
    ]
    assert [(row["kind"], row["id"], row["name"]) for row in trial.names] == [
        ("court", "0", "East"),
        ("court", "1", "North"),
        ("mediator", "0", "Li"),
        ("mediator", "1", "Wu"),
        ("organisation", "0", "Elm"),
    ]


def test_a_word_may_say_nothing(tmp_path):
    """A withdrawn case is closed without an outcome where the mapping translates its word to nothing."""
    trial = full(tmp_path, "1;2020-03-02;;2020-03-03;;;;;taken back;;;;")

    assert (trial.ids(), trial.rejected) == (["1"], [])
    assert hours(trial.cases["closed_at"]) == ["2020-03-02 16:00"]
    assert trial.cases["outcome"].to_list() == [None]


def test_a_word_outside_a_closed_vocabulary_is_rejected(tmp_path):
    """An outcome nobody knows is not guessed at; a channel nobody knows is kept and mentioned."""
    trial = full(tmp_path, "1;2020-03-02;;;;smoke;;;;;;;", "2;2020-03-02;;2020-03-03;;web;;;half;99;;;")

    assert trial.ids() == ["1"]
    assert [(row["line"], row["column"], row["value"]) for row in trial.rejected] == [
        ("3", "code", "99"),
        ("3", "result", "half"),
    ]
    assert trial.rejected[1]["reason"] == "neither one of settled, not_settled nor in values.outcome of the mapping"
    assert trial.summary.words_untranslated == {"channel": ["smoke"]}


def test_a_closing_code_says_the_outcome(tmp_path):
    """Where only the code is given, codes 1 and 2 mean settled and the others not."""
    trial = full(tmp_path, "1;2020-03-02;;2020-03-03;;;;;;2;;;", "2;2020-03-02;;2020-03-03;;;;;;expired;;;")

    assert trial.cases["outcome"].to_list() == ["settled", "not_settled"]


def test_a_repeated_id_is_rejected_by_line(tmp_path):
    """The first row of a case counts; later ones are listed with the line of the first."""
    trial = attempt(tmp_path, lines(CASE_HEADER, ["a,2020-01-01,,x", "b,2020-01-01,,x", "a,2020-01-05,,y"]))

    assert trial.ids() == ["a", "b"]
    assert trial.cases["channel"].to_list() == ["x", "x"]
    assert trial.reasons() == {4: "this case is already on line 2"}
    assert trial.summary.rows_rejected == 1


def test_contradictions_are_flagged_and_kept(tmp_path):
    """A case that cannot have happened as told stays in the table, with every reason against it."""
    trial = full(
        tmp_path,
        "1;2020-03-10;;2020-03-09;;;;;;;;;",
        "2;2020-03-10;2020-03-09;;;;;;;;;;",
        "3;2020-03-10;2020-03-12;2020-03-11;;;;;;;;;",
        "4;2020-03-10;;;2020-03-09;;;;;;;;",
        "5;2020-03-10;;;;;;;settled;1;;;",
        "6;2020-03-10;;2020-03-11;;;;;settled;6;;;",
        "7;2020-03-10;2020-03-10;2020-03-10;2020-03-10;;;;settled;1;;;",
        "8;2020-03-10;2020-03-09;2020-03-08;;;;;;;;;",
    )
    told = {row["case_id"]: row["reason"] for row in trial.flagged if row["case_id"] not in {"5", "8"}}

    assert trial.summary.cases == 8
    assert told == {
        "1": "ends before it starts",
        "2": "accepted before it is filed",
        "3": "closed before it is accepted",
        "4": "deadline before it is filed",
        "6": "outcome contradicts closing code",
    }
    flags = dict(zip(trial.ids(), trial.cases["flag"], strict=True))
    assert flags["5"] == "has a closing code and no end; has an outcome and no end"
    assert flags["7"] is None
    assert flags["8"] == "accepted before it is filed; closed before it is accepted; ends before it starts"
    assert trial.summary.cases_flagged == 7


def test_the_same_file_gives_the_same_table(tmp_path):
    """Importing twice gives byte for byte the same lists and the same rows."""
    rows = [f"{index % 700},2020-01-01,2020-0{index % 9}-01,{index % 3}" for index in range(1_000)]
    first, second = (tmp_path / name for name in ("first", "second"))
    for folder in (first, second):
        folder.mkdir()
    one, two = (attempt(folder, lines(CASE_HEADER, rows)) for folder in (first, second))

    assert one.cases.equals(two.cases)
    for name in ("rejected.csv", "flagged.csv", "names.csv", "import.json"):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()
