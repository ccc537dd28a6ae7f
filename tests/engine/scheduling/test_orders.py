"""Orders, pools and rules that make no sense are refused when they are made."""

import pytest

from engine.calendar.day import DAY_US
from engine.scheduling.blocking import block
from engine.scheduling.errors import OrderError, SchedulingRulesError
from engine.scheduling.pools import lines_of, rooms_of
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.words import Purpose
from tests.engine.scheduling.court import Court
from tests.engine.scheduling.worlds import FRIDAY, LINES, MEDIATOR, PARTY, order, refused


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"case_id": -1}, "case_id = -1: must be at least 0"),
        ({"purpose": Purpose.BLOCKED}, "purpose = blocked: must be a meeting"),
        ({"participants": ()}, "must hold at least one person"),
        ({"participants": LINES}, "must hold at least one person"),
        ({"participants": (MEDIATOR, PARTY, MEDIATOR)}, "name mediator 0 twice"),
        ({"participants": (MEDIATOR, LINES[0]), "pools": (LINES,)}, "name video_line 0 twice"),
        ({"pools": (LINES, ())}, "pools holds an empty one"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(fields, message):
    """The refusal names the field, its value and the bound."""
    assert message in refused(lambda: order(**fields), OrderError)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"session_minutes": 0}, "session_minutes = 0: must be within 1..300"),
        ({"meeting_minutes_max": 301}, "meeting_minutes_max = 301"),
        ({"meeting_minutes_max": 60}, "hearing_minutes = 120: must be within 1..60"),
        ({"start_step_minutes": 25}, "must divide an hour"),
        ({"outside_from_hour": 22}, "outside_from_hour = 22: must be within 0..21"),
        ({"horizon_days": 0}, "horizon_days = 0"),
        ({"hearing_notice_days": 91}, "hearing_notice_days = 91: must be within 0..90"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(fields, message):
    """The refusal names the rule, its value and the bound."""
    assert message in refused(lambda: SchedulingRules(**fields), SchedulingRulesError)


@pytest.mark.parametrize("minutes", [0, 301])
def test_a_length_that_the_rules_do_not_know_is_refused(minutes):
    """A meeting without length, or longer than an afternoon, is not booked."""
    assert "must be within 1..300" in refused(lambda: Court().book(order(duration_minutes=minutes)), OrderError)


def test_a_booking_has_a_bounded_number_of_participants():
    """More participants and pools than the rules allow are refused, blocked time too."""
    court = Court(participants_max=2)

    assert "participants and pools = 3" in refused(
        lambda: court.book(order(MEDIATOR, PARTY, pools=(LINES,))), OrderError
    )
    assert "resources = 0" in refused(lambda: block(court.diary, court.rules, (), 0, 1, at=0, court_id=0), OrderError)


@pytest.mark.parametrize("length_us", [0, -DAY_US, 366 * DAY_US + 1])
def test_blocked_time_has_a_beginning_and_an_end(length_us):
    """Time that ends before it begins, or lasts longer than the rules allow, is not blocked."""
    court = Court()

    def leave() -> object:
        return block(court.diary, court.rules, (MEDIATOR,), FRIDAY, FRIDAY + length_us, at=FRIDAY, court_id=0)

    assert "blocked_days_max = 366" in refused(leave, OrderError)


def test_pools_of_two_courts_share_nothing():
    """Rooms and lines have numbers of their own in each court, and a pool has a size that it can have."""
    assert set(rooms_of(0, 1000)).isdisjoint(rooms_of(1, 1000))
    assert "rooms = 1001: must be within 1..1000" in refused(lambda: rooms_of(0, 1001), OrderError)
    assert "court_id = -1" in refused(lambda: lines_of(-1, 1), OrderError)
