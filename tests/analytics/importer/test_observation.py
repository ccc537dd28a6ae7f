"""The period of a case table: what it leaves out, what it censors, and where it comes from."""

import pytest

from analytics.importer.errors import SourceFileError
from tests.analytics.importer.trial import CASE_HEADER, CASE_MAPPING, EVENT_HEADER, EVENT_MAPPING, attempt, hours, lines

MAPPING = CASE_MAPPING.replace("Europe/Amsterdam", "UTC").replace(
    'channel = "channel"', 'accepted_at = "taken"\noutcome = "result"\nmediator = "who"'
)
HEADER = "id,filed,taken,closed,result,who"
PERIOD = "[period]\nstarts_at = 2020-02-01\nends_at = 2020-03-01\n"


def observed(folder, *rows: str, period: str = PERIOD):
    return attempt(folder, lines(HEADER, rows), MAPPING + period)


def test_what_lies_behind_the_end_is_not_known_yet(tmp_path):
    """An acceptance or an end at or after the end of the period is taken away, with what came of it."""
    trial = observed(
        tmp_path,
        "a,2020-02-02,2020-02-03,2020-03-01,settled,Wu",
        "b,2020-02-02,2020-03-01,2020-03-02,settled,Wu",
        "c,2020-02-02,2020-02-03,2020-02-29 23:59,settled,Li",
    )

    assert hours(trial.cases["closed_at"]) == [None, None, "2020-02-29 23:59"]
    assert trial.cases["outcome"].to_list() == [None, None, "settled"]
    assert hours(trial.cases["accepted_at"]) == ["2020-02-03 00:00", None, "2020-02-03 00:00"]
    assert trial.cases["mediator_id"].to_list() == [1, None, 0]
    assert trial.summary.cases_open == 2
    assert trial.flagged == []


def test_cases_outside_are_left_out_and_listed(tmp_path):
    """Cases filed at or after the end, or closed before the start, are not in the table and each is in the list."""
    trial = observed(
        tmp_path, "a,2020-03-01,,,,", "b,2020-01-01,,2020-01-31,,", "c,2020-02-02,,,,", "d,2020-01-01,,2020-02-01,,"
    )

    assert trial.ids() == ["c", "d"]
    assert [(row["line"], row["column"], row["value"], row["reason"]) for row in trial.rejected] == [
        ("2", "filed", "2020-03-01T00:00:00Z", "filed at or after the end of the period"),
        ("3", "closed", "2020-01-31T00:00:00Z", "closed before the start of the period"),
    ]
    assert (trial.summary.cases_outside_period, trial.summary.rows_outside_period) == (2, 2)
    assert trial.summary.rows_rejected == 0


def test_a_case_met_in_progress_enters_at_the_start(tmp_path):
    """A case filed earlier keeps its filing time and is observed from the start; others from their filing."""
    trial = observed(tmp_path, "a,2020-01-15,2020-01-20,,,Wu", "b,2020-02-10,,,,")

    assert hours(trial.cases["filed_at"]) == ["2020-01-15 00:00", "2020-02-10 00:00"]
    assert hours(trial.cases["observed_from"]) == ["2020-02-01 00:00", "2020-02-10 00:00"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("", ("2020-01-15", "2020-02-21", "data")),
        ("[period]\nstarts_at = 2020-02-01\n", ("2020-02-01", "2020-02-21", "mapping and data")),
        ("[period]\nends_at = 2020-03-01\n", ("2020-01-15", "2020-03-01", "mapping and data")),
        (PERIOD, ("2020-02-01", "2020-03-01", "mapping")),
    ],
)
def test_missing_dates_come_from_the_data(tmp_path, period, expected):
    """A start not given is the first filing; an end not given, where days are all there is, that of the last day."""
    trial = observed(tmp_path, "a,2020-01-15,2020-02-20,,,", "b,2020-01-16,,2020-02-19,,", period=period)
    starts, ends, source = expected
    day = 86_400_000_000

    assert trial.summary.period_starts_at == days_since_1970(starts) * day
    assert trial.summary.period_ends_at == days_since_1970(ends) * day
    assert trial.summary.period_from == source


def test_an_end_with_a_time_of_day_is_taken_at_its_word(tmp_path):
    """A log whose last event has a time ends a microsecond after it, not with that day."""
    trial = observed(tmp_path, "a,2020-01-15,2020-02-20 00:00:01,,,", period="")

    assert trial.summary.period_ends_at == days_since_1970("2020-02-20") * 86_400_000_000 + 1_000_001


def test_events_of_any_kind_stretch_the_period_and_deadlines_do_not(tmp_path):
    """In the event layout the last event of whatever kind ends observation; a deadline is only a plan."""
    rows = ["a,file,2020-01-01,2030-01-01", "a,tea,2020-01-05,2030-01-01"]
    mapping = EVENT_MAPPING.replace("[activities]", 'deadline_at = "due"\n[activities]')
    trial = attempt(tmp_path, lines(EVENT_HEADER + ",due", rows), mapping)

    assert trial.summary.period_ends_at == days_since_1970("2020-01-06") * 86_400_000_000


def test_offers_behind_the_end_are_not_counted(tmp_path):
    """Counts of activities stop at the end of the period."""
    rows = ["a,file,2020-02-02", "a,offer,2020-02-03", "a,offer,2020-03-03"]
    trial = attempt(tmp_path, lines(EVENT_HEADER, rows), EVENT_MAPPING + PERIOD)

    assert trial.cases["offers"].to_list() == [1]


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("[period]\nstarts_at = 2021-01-01\n", "period.starts_at of the mapping lies after the last event"),
        ("[period]\nends_at = 2019-01-01\n", "period.ends_at of the mapping lies before the first filing"),
    ],
)
def test_a_date_that_contradicts_the_data_is_refused(tmp_path, period, told):
    """One given date that leaves no time between it and the data is one clear line."""
    with pytest.raises(SourceFileError, match=told):
        attempt(tmp_path, lines(CASE_HEADER, ["a,2020-01-01,,x"]), CASE_MAPPING + period)


def days_since_1970(date: str) -> int:
    """Days of an ISO date of 2020, counted by hand: 18,262 days lie before that year."""
    _, month, day = (int(part) for part in date.split("-"))
    return 18_262 + (0, 31, 60)[month - 1] + day - 1
