"""From events to cases."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

from analytics.case_table import build_case_table
from analytics.errors import CaseTableError, EventTableError
from tests.analytics.event_rows import FILED, asked, event, histories, write_events
from tests.analytics.generated import CASE_SCHEMA, DAY, ENDS_AT, STARTS_AT
from tests.examples import examples

PERIOD = {"period_starts_at": STARTS_AT, "period_ends_at": ENDS_AT}


def built(rows: list[dict[str, Any]], folder: Path) -> pl.DataFrame:
    """Write events, build the table, read it, times as microseconds."""
    out = folder / "cases.parquet"
    count = build_case_table(write_events(rows, folder), out, **PERIOD)
    frame = pl.read_parquet(out)
    assert count == frame.height
    return frame.with_columns(pl.col(pl.Datetime).dt.epoch("us"))


def folded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same table by applying one event after the other to a dictionary a case."""
    cases: dict[int, dict[str, Any]] = {}
    holders: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["case_id"] >= 0:
            case = cases.setdefault(row["case_id"], dict.fromkeys(CASE_SCHEMA) | dict.fromkeys(COUNTERS.values(), 0))
            _apply(case, row)
            _take(holders.setdefault(row["case_id"], []), row)
    for case_id, taken in holders.items():
        cases[case_id] |= taken[-1] if taken else {}
    return [cases[case_id] for case_id in sorted(cases)]


COUNTERS = {"offered": "offers", "declined": "declines", "lapsed": "lapses"}


def _apply(case: dict[str, Any], row: dict[str, Any]) -> None:
    if row["kind"] in ("filed", "opened_in_progress"):
        names = ("case_id", "court_id", "province_id", "dispute_type", "channel", "entry_route")
        case |= {name: row[name] for name in names}
        case |= {"filed_at": row["occurred_at"], "observed_from": row["recorded_at"], "offers": row["attempt"] or 0}
    if row["kind"] == "closed":
        case |= {name: row[name] for name in ("closing_code", "outcome")} | {"closed_at": row["occurred_at"]}
    if row["kind"] in COUNTERS:
        case[COUNTERS[row["kind"]]] += 1
    if row["step"] is not None:
        case["step"] = max(row["step"], case["step"] or 0)


def _take(taken: list[dict[str, Any]], row: dict[str, Any]) -> None:
    """Keep the acceptances of a case that stand, the last one last."""
    accepted_at = row["occurred_at"] if row["kind"] == "accepted" else None
    if row["kind"] == "opened_in_progress":
        accepted_at = json.loads(row["payload"])["accepted_at"]
    if accepted_at is not None:
        taken.append({name: row[name] for name in ("mediator_id", "organisation_id")} | {"accepted_at": accepted_at})
    if row["kind"] == "released":
        taken[:] = [one for one in taken if one["mediator_id"] != row["mediator_id"]]


@settings(max_examples=examples(40))
@given(histories())
def test_agrees_with_a_fold(rows):
    """Any mix of histories gives the table that applying the events one by one gives."""
    with TemporaryDirectory() as folder:
        frame = built(rows, Path(folder))

    assert frame.to_dicts() == folded(rows)


def test_columns_types_and_metadata(tmp_path):
    """The file has the columns and types of a case table, the period, and where its events came from."""
    built([event(1, "filed", STARTS_AT, **FILED)], tmp_path)

    assert dict(pl.read_parquet_schema(tmp_path / "cases.parquet")) == dict(CASE_SCHEMA)
    assert pl.read_parquet_metadata(tmp_path / "cases.parquet") == {
        "source": "simulated",
        "seed": "5",
        "events_content_hash": "cafe",
        "period_starts_at": str(STARTS_AT),
        "period_ends_at": str(ENDS_AT),
    }


def test_a_case_met_while_offered_has_nobody_yet(tmp_path):
    """Whoever is only asked when observation starts is not the case's mediator until he or she accepts."""
    payload = '{"stage":"offered","accepted_at":null}'
    opened = event(
        1,
        "opened_in_progress",
        STARTS_AT - DAY,
        **FILED,
        recorded_at=STARTS_AT,
        attempt=2,
        mediator_id=9,
        payload=payload,
    )
    (open_case,) = built([opened], tmp_path).to_dicts()
    (taken,) = built([opened, asked(1, "accepted", STARTS_AT + 5, 3)], tmp_path).to_dicts()

    assert (open_case["mediator_id"], open_case["accepted_at"], open_case["offers"]) == (None, None, 2)
    assert (open_case["filed_at"], open_case["observed_from"]) == (STARTS_AT - DAY, STARTS_AT)
    assert (taken["mediator_id"], taken["accepted_at"], taken["offers"]) == (13, STARTS_AT + 5, 3)


def test_a_released_mediator_has_not_accepted(tmp_path):
    """From a release on the case is taken by nobody, until somebody accepts it, be it the same mediator again."""
    history = [
        event(1, "filed", STARTS_AT, **FILED),
        asked(1, "accepted", STARTS_AT + 1, 1),
        asked(1, "released", STARTS_AT + 2, 1),
        asked(1, "declined", STARTS_AT + 3, 2),
        asked(1, "accepted", STARTS_AT + 4, 3, mediator_id=11),
    ]
    taken = [built(history[:length], tmp_path).to_dicts()[0] for length in range(1, 6)]

    assert [case["accepted_at"] for case in taken] == [None, STARTS_AT + 1, None, None, STARTS_AT + 4]
    assert [case["mediator_id"] for case in taken] == [None, 11, None, None, 11]
    assert [case["organisation_id"] for case in taken] == [None, 3, None, None, 3]
    assert [case["offers"] for case in taken] == [0, 1, 1, 2, 3]


def test_who_held_a_case_met_in_progress_can_be_released(tmp_path):
    """An acceptance from before observation ends by a release like any other."""
    payload = f'{{"stage":"accepted","accepted_at":{STARTS_AT - 5}}}'
    who = {"attempt": 2, "mediator_id": 12, "organisation_id": 3, "payload": payload}
    opened = event(1, "opened_in_progress", STARTS_AT - DAY, **FILED, **who, recorded_at=STARTS_AT)
    history = [opened, asked(1, "released", STARTS_AT + 2, 2), asked(1, "accepted", STARTS_AT + 4, 3)]
    taken = [built(history[:length], tmp_path).to_dicts()[0] for length in range(1, 4)]

    assert [case["accepted_at"] for case in taken] == [STARTS_AT - 5, None, STARTS_AT + 4]
    assert [case["mediator_id"] for case in taken] == [12, None, 13]


def test_a_release_ends_one_acceptance_of_several(tmp_path):
    """Of a panel only the mediator who was released is gone; an offer taken back ends no acceptance."""
    history = [
        event(1, "filed", STARTS_AT, **FILED),
        asked(1, "accepted", STARTS_AT + 1, 1),
        asked(1, "accepted", STARTS_AT + 2, 2),
        asked(1, "released", STARTS_AT + 3, 3),
        asked(1, "released", STARTS_AT + 4, 2),
    ]
    taken = [built(history[:length], tmp_path).to_dicts()[0] for length in range(3, 6)]

    assert [case["accepted_at"] for case in taken] == [STARTS_AT + 2, STARTS_AT + 2, STARTS_AT + 1]
    assert [case["mediator_id"] for case in taken] == [12, 12, 11]


def test_events_about_no_case_make_none(tmp_path):
    """What happened to a court or a mediator is neither a case nor the event of one that was never opened."""
    about_none = [event(-1, "went_absent", STARTS_AT, mediator_id=11), event(-1, "policy_adopted", STARTS_AT + 9)]
    frame = built([about_none[0], event(1, "filed", STARTS_AT + 1, **FILED), about_none[1]], tmp_path)

    assert frame["case_id"].to_list() == [1]
    assert built(about_none, tmp_path).is_empty()


def test_panels_of_other_doors_are_no_mediations(tmp_path):
    """An evaluation that was assigned to experts, held and closed makes no case and touches none of the same number."""
    mediation = [event(1, "filed", STARTS_AT, **FILED)]
    panel = [
        row | {"track": "evaluation"}
        for number in (1, 2)
        for row in (
            event(number, "filed", STARTS_AT, **FILED),
            asked(number, "accepted", STARTS_AT + 1, 1),
            asked(number, "closed", STARTS_AT + 2, 1, closing_code=8, outcome="not_settled"),
        )
    ]
    (case,) = built([*mediation, *panel], tmp_path).to_dicts()
    assert (case["case_id"], case["accepted_at"], case["closed_at"]) == (1, None, None)


def test_written_down_late_is_observed_in_time(tmp_path):
    """A filing recorded a second after it happened is under observation from when it happened."""
    (case,) = built([event(1, "filed", STARTS_AT, **FILED, recorded_at=STARTS_AT + 1_000_000)], tmp_path).to_dicts()

    assert case["observed_from"] == case["filed_at"] == STARTS_AT


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([event(4, "closed", STARTS_AT)], "case_id: case 4 is opened by no event"),
        (
            [event(5, "filed", STARTS_AT), event(5, "filed", STARTS_AT)],
            "case_id: case 5 is opened by more than one event",
        ),
        ([event(-1, "filed", STARTS_AT)], "case_id: -1 is opened as a case; the numbers of cases start at 0"),
        ([event(1, "filed", STARTS_AT), event(1, "filed", STARTS_AT, replication=1)], "replication: 2 of them"),
        ([event(1, "opened_in_progress", STARTS_AT, payload="{")], "events.parquet: .*JSON"),
    ],
)
def test_events_that_make_no_cases_are_refused(rows, named, tmp_path):
    """A case without an opening or with two, several replications and a broken payload are refused; no file is left."""
    with pytest.raises(EventTableError, match=named):
        built(rows, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["events.parquet"]


def test_files_that_are_no_events_are_refused(tmp_path):
    """A missing file, a text file and a table of something else are refused by name."""
    text, other = tmp_path / "text.parquet", tmp_path / "other.parquet"
    text.write_text("seq,kind\n")
    pl.DataFrame({"seq": [1], "kind": ["filed"]}).write_parquet(other)

    for path, named in [(tmp_path / "none", "no such file"), (text, "not a readable"), (other, "missing columns: att")]:
        with pytest.raises(EventTableError, match=named):
            build_case_table(path, tmp_path / "cases.parquet", **PERIOD)


def test_what_stood_there_stays_on_failure(tmp_path):
    """A build that fails leaves the earlier table as it was and no unfinished file."""
    out = tmp_path / "cases.parquet"
    out.write_bytes(b"earlier")
    with pytest.raises(EventTableError):
        build_case_table(write_events([event(4, "closed", STARTS_AT)], tmp_path), out, **PERIOD)

    assert out.read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.parquet", "events.parquet"]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    """An output in a folder that does not exist is refused with the output's name."""
    events = write_events([event(1, "filed", STARTS_AT, **FILED)], tmp_path)

    with pytest.raises(CaseTableError, match=r"none/cases.parquet: cannot be written"):
        build_case_table(events, tmp_path / "none" / "cases.parquet", **PERIOD)
