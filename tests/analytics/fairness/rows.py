"""Events for one test: offers of any kind, and cases that are taken, given back and closed."""

import json
from typing import Any

from hypothesis import strategies as st

from tests.analytics.event_rows import event
from tests.analytics.generated import STARTS_AT

Row = dict[str, Any]


def offer(court: int = 7, *, pool: int = 4, band: int = 2, word: int = -5, **draw: Any) -> Row:
    """An offer as version 2 writes it: drawn with one ticket each, unless `draw` says otherwise."""
    drawn = {"pool_size": pool, "band_size": band, "word": word, "basis": "drawn", "ticket_total": band}
    payload = json.dumps(drawn | {"policy_version": 0, "seat": 0, "override_code": None} | draw)
    return event(0, "offered", STARTS_AT, court_id=court, version=2, mediator_id=0, payload=payload)


def old_offer(*, pool: int, band: int, word: int) -> Row:
    """An offer as version 1 wrote it."""
    payload = json.dumps({"pool_size": pool, "band_size": band, "word": word})
    return event(0, "offered", STARTS_AT, mediator_id=0, payload=payload)


def taken(case_id: int, mediator: int, weight_milli: int = 1000) -> Row:
    """A mediator accepts a case."""
    payload = json.dumps({"weight_milli": weight_milli})
    return event(case_id, "accepted", STARTS_AT, mediator_id=mediator, payload=payload)


def met(case_id: int, mediator: int, weight_milli: int = 1000, stage: str = "accepted") -> Row:
    """A case that a mediator holds, or is only asked for, when the file begins."""
    payload = json.dumps({"weight_milli": weight_milli, "stage": stage})
    return event(case_id, "opened_in_progress", STARTS_AT, mediator_id=mediator, payload=payload)


def ended(case_id: int, kind: str, mediator: int) -> Row:
    """A case is closed, or its mediator released from it."""
    return event(case_id, kind, STARTS_AT, mediator_id=mediator)


@st.composite
def held_cases(draw: st.DrawFn) -> tuple[list[Row], list[int]]:
    """Cases met in progress, taken, handed on and closed in any order, and the mediators' courts."""
    courts = draw(st.lists(st.integers(0, 3), min_size=1, max_size=12))
    mediators = st.integers(0, len(courts) - 1)
    weights = st.integers(1, 4000)
    rows: list[Row] = []
    lanes: list[list[Row]] = []
    for case_id in range(draw(st.integers(0, 12))):
        holder, weight = draw(mediators), draw(weights)
        lane = [taken(case_id, holder, weight)]
        if draw(st.booleans()):
            rows.append(met(case_id, holder, weight, draw(st.sampled_from(["accepted", "offered", "waiting"]))))
            if json.loads(rows[-1]["payload"])["stage"] == "accepted":
                lane = []
        if draw(st.booleans()):
            other = draw(mediators)
            lane += [ended(case_id, "released", holder), taken(case_id, other, weight)]
            holder = other
        if draw(st.booleans()):
            lane.append(ended(case_id, "closed", holder))
        lanes.append(lane)
    while lanes := [lane for lane in lanes if lane]:
        rows.append(draw(st.sampled_from(lanes)).pop(0))
    return rows, courts
