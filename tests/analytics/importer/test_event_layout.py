"""One row an event: activities, repeated facts, and rows that disagree."""

import pytest

from analytics.importer.errors import NoCasesError
from tests.analytics.importer.trial import EVENT_HEADER, EVENT_MAPPING, attempt, hours, lines

REPEATING_MAPPING = """
layout = "events"
time_zone = "UTC"
[columns]
case_id = "id"
event_at = "at"
filed_at = "start"
closed_at = "end"
channel = "way"
"""


def repeating(folder, *rows: str):
    return attempt(folder, lines("id,at,start,end,way", rows), REPEATING_MAPPING)


def test_activities_date_a_case(tmp_path):
    """Filed and accepted are dated by their first activity, closed by its last, in whatever order rows stand."""
    rows = ["a,stop,2020-01-09", "a,take,2020-01-05", "b,file,2020-01-03", "a,file,2020-01-02", "a,end,2020-01-07"]
    rows += ["a,take,2020-01-04", "a,tea,2020-01-10", "a,file,2020-01-06"]
    trial = attempt(tmp_path, lines(EVENT_HEADER, rows), EVENT_MAPPING)

    assert trial.ids() == ["a", "b"]
    assert hours(trial.cases["filed_at"]) == ["2020-01-02 00:00", "2020-01-03 00:00"]
    assert hours(trial.cases["accepted_at"]) == ["2020-01-04 00:00", None]
    assert hours(trial.cases["closed_at"]) == ["2020-01-09 00:00", None]
    assert trial.summary.cases_accepted == 1


def test_offers_are_counted(tmp_path):
    """Activities that mean an offer or a refusal are counted, a case without any has none."""
    rows = ["a,file,2020-01-01", "a,offer,2020-01-02", "a,refuse,2020-01-03", "a,offer,2020-01-04", "b,file,2020-01-01"]
    trial = attempt(tmp_path, lines(EVENT_HEADER, rows), EVENT_MAPPING)

    assert trial.cases["offers"].to_list() == [2, 0]
    assert trial.cases["declines"].to_list() == [1, 0]
    assert trial.cases["lapses"].to_list() == [0, 0]


def test_any_activity_can_stand_for_start_and_end(tmp_path):
    """A star means whatever activity: the first event of a case is its start, the last its end."""
    mapping = EVENT_MAPPING.partition("[activities]")[0] + '[activities]\nfiled = ["*"]\nclosed = ["*"]\n'
    mapping = mapping.replace('activity = "what"\n', "")
    trial = attempt(tmp_path, lines("id,at", ["a,2020-01-03", "a,2020-01-01", "a,2020-01-02"]), mapping)

    assert hours(trial.cases["filed_at"]) == ["2020-01-01 00:00"]
    assert hours(trial.cases["closed_at"]) == ["2020-01-03 00:00"]


def test_activities_that_never_occur_are_mentioned(tmp_path):
    """A name in the mapping that no row has looks like a slip, and is said."""
    trial = attempt(tmp_path, lines(EVENT_HEADER, ["a,file,2020-01-01", "a,ended,2020-01-02"]), EVENT_MAPPING)

    assert trial.summary.activities_unseen == ["end", "offer", "refuse", "stop", "take"]
    assert trial.summary.cases_open == 1


def test_an_empty_repeat_does_not_disagree(tmp_path):
    """A fact filled in on some rows only is that fact, and nothing is held against the case."""
    trial = repeating(tmp_path, "a,2020-01-01,2020-01-01,,", "a,2020-01-05,,2020-01-04,web", "a,2020-01-06,,,")

    assert hours(trial.cases["closed_at"]) == ["2020-01-04 00:00"]
    assert trial.cases["channel"].to_list() == ["web"]
    assert trial.flagged == []


def test_rows_that_disagree_are_flagged(tmp_path):
    """Of two values of a case the one that stands first in the file counts, and the case says on what it differs."""
    rows = ["a,2020-01-01,2020-01-01,2020-01-09,web", "b,2020-01-01,2020-01-01,,web"]
    rows += ["a,2020-01-02,2020-01-01,2020-01-08,desk", "b,2020-01-02,2020-01-01,,web"]
    trial = repeating(tmp_path, *rows)

    assert trial.cases["channel"].to_list() == ["web", "web"]
    assert hours(trial.cases["closed_at"]) == ["2020-01-09 00:00", None]
    assert trial.flagged == [
        {"case_id": "a", "line": "2", "reason": "its rows disagree on closed_at, channel"},
    ]


def test_a_case_with_rejected_rows_is_flagged(tmp_path):
    """A case is built from its good rows, and flagged because it is not known in full."""
    rows = ["a,2020-01-01,2020-01-01,,web", "a,soon,2020-01-01,2020-01-02,web", "b,2020-01-01,2020-01-01,,web"]
    trial = repeating(tmp_path, *rows)

    assert trial.ids() == ["a", "b"]
    assert list(trial.reasons()) == [3]
    assert [(row["case_id"], row["reason"]) for row in trial.flagged] == [("a", "some of its rows were rejected")]


def test_a_case_that_was_never_filed_is_rejected_row_by_row(tmp_path):
    """Without a filing there is no case: each of its rows is listed, and the sum of rows stays right."""
    rows = ["a,file,2020-01-01", "b,take,2020-01-02", "b,end,2020-01-03"]
    trial = attempt(tmp_path, lines(EVENT_HEADER, rows), EVENT_MAPPING)

    assert trial.ids() == ["a"]
    assert trial.reasons() == dict.fromkeys((3, 4), "no row of the case says when it was filed")
    assert (trial.summary.rows_read, trial.summary.rows_rejected) == (3, 2)


def test_a_log_without_one_filing_is_refused(tmp_path):
    """If no case was ever filed, the import fails and says why."""
    with pytest.raises(
        NoCasesError, match=r"no case is left \(rows read: 1\): no row of the case says when it was filed"
    ):
        attempt(tmp_path, lines(EVENT_HEADER, ["b,take,2020-01-02"]), EVENT_MAPPING)
