"""A desk that takes over a log with withdrawn cases keeps nothing of them."""

import pytest

from engine.calendar.day import DAY_US
from engine.desk.errors import DeskCaseError
from engine.desk.example import MONDAY
from engine.events.records import Event, Withdrawn
from tests.engine.desk.worlds import asked, desk_of, filing, roster


def _withdrawn(case_id: int, mediator: int | None, attempt: int) -> Event:
    return Withdrawn(
        occurred_at=MONDAY + 9,
        recorded_at=MONDAY + 9,
        dispute_id=case_id,
        case_id=case_id,
        court_id=0,
        mediator_id=mediator,
        organisation_id=None if mediator is None else 0,
        attempt=attempt,
        step=0,
    )


def test_no_deadline_of_a_withdrawn_case_is_left():
    """Neither the offer of one nor the ladder step of the other ends later: a year passes and nothing happens."""
    people = roster([0])
    first, second = desk_of(people), desk_of(people)
    log = [event for case_id in (1, 2) for event in first.file(filing(case_id), MONDAY + case_id)]
    second.resume([*log, _withdrawn(1, asked(first, 1), 1), _withdrawn(2, None, 0)])

    for case_id in (1, 2):
        with pytest.raises(DeskCaseError):
            second.next_deadline(case_id)
    assert list(second.advance(MONDAY + 365 * DAY_US)) == []
