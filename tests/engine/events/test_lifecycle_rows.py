"""Events of the lifecycle as rows of an event file."""

import json
from typing import Any

import numpy as np

from engine.events.columns import event_batch
from engine.events.records import DisputeOpened, Moved
from tests.engine.events.examples import COURTS, MONDAY, one_of

HOUR_OF_DEADLINE = 720


def rows(*events: DisputeOpened | Moved) -> list[dict[str, Any]]:
    return event_batch(events, first_seq=1, replication=0, court_province=np.zeros(COURTS, np.int32)).to_pylist()


def test_a_dispute_keeps_its_fields_in_columns_and_payload():
    """What has a column of its own stands there, the rest in the payload in the order of the record."""
    (row,) = rows(one_of(DisputeOpened))

    assert (row["dispute_type"], row["channel"], row["entry_route"]) == ("finance", "lawyers_site", "judge_led")
    assert (row["actor_role"], row["rule"], row["deadline"]) == ("party", None, None)
    assert json.loads(str(row["payload"])) == {
        "parties": 3,
        "applicants": 2,
        "procedure": "summary",
        "amount_fen": 2**40,
        "reach": "international",
        "impact": "significant",
    }


def test_a_move_says_itself_who_did_it_and_by_which_article():
    """Role and rule of the row are the move's own, its door is the track, the end of its clock the deadline."""
    (row,) = rows(one_of(Moved))

    assert (row["actor_role"], row["rule"], row["track"]) == ("organisation", "ONL 24", "preservation")
    assert row["deadline"].timestamp() * 1_000_000 == MONDAY + HOUR_OF_DEADLINE * 3_600_000_000
    assert json.loads(str(row["payload"])) == {
        "transition": "extend",
        "state": "in_session",
        "actor": "organisation",
        "article": "ONL 24",
        "clock": "period",
        "parties": 3,
        "ground": "no_jurisdiction",
        "medium": "on_site",
        "amount_fen": 300,
        "number": 7,
    }
