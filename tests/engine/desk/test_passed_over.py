"""Events of the lifecycle in a desk's log: they assign nobody, so the desk passes over them."""

from typing import Any

from msgspec.structs import replace

from engine.desk.example import MONDAY
from engine.events.records import DisputeOpened, Event, Moved
from tests.engine.desk.worlds import desk_of, filing, roster
from tests.engine.events.examples import one_of


def test_a_log_with_moves_is_resumed_alike():
    """A desk resumed from a log with moves after every event stands where one resumed without them does."""
    desk = desk_of(roster([0, 0]))
    log = [event for case_id in (1, 2) for event in desk.file(filing(case_id), MONDAY)]
    mixed: list[Event] = []
    for event in log:
        place: dict[str, Any] = {"occurred_at": event.occurred_at, "recorded_at": event.recorded_at}
        place["case_id"] = event.case_id
        mixed += [event, *(replace(move, **place) for move in (one_of(DisputeOpened), one_of(Moved)))]
    plain, with_moves = desk_of(roster([0, 0])), desk_of(roster([0, 0]))
    plain.resume(log)
    with_moves.resume(mixed)

    assert [with_moves.entry(case_id) for case_id in (1, 2)] == [plain.entry(case_id) for case_id in (1, 2)]
    assert with_moves.next_due == plain.next_due
