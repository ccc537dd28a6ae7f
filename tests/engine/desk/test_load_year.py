"""A year announced late gives the deadlines that a year known from the start would have given."""

from typing import Final

import pytest

from engine.calendar.announcement import Announcement
from engine.calendar.day import DAY_US, HOUR_US, local_instant_us, local_midnight_us
from engine.calendar.errors import AnnouncementError
from engine.calendar.year import YearDays, china_years
from engine.core.assignment import AssignmentCore
from engine.core.policy import PolicySettings
from engine.desk.desk import Desk
from engine.desk.errors import DeskClockError, DeskError
from engine.desk.example import words
from engine.events.calendar_events import Counting, DeskDeadline, DeskDeadlineMoved, YearLoaded
from engine.events.codec import decode_events, encode_events
from tests.engine.calendar.plain_clock import DAY, local, midnight
from tests.engine.desk.turn_of_year import TOLD, History, desk_in_of, ends, known, of_case, played, provisional
from tests.engine.desk.worlds import filing, roster

MOVES_MIN: Final = 100
"""Fewer moved deadlines than this would leave the law untested."""


@pytest.mark.parametrize("seed", range(40))
def test_a_year_loaded_late_gives_the_deadlines_of_one_known_from_the_start(seed: int):
    """In random histories, every deadline of a case that fared alike ends the same, unless it was over."""
    history = History(seed)
    history.live(40)
    load_at = history.now + 1
    desk, log, _ = played(history, load_at)
    known_log = history.log + history.desk.advance(load_at)
    compared = 0

    for case_id in {event.case_id for event in log if event.case_id >= 0}:
        if of_case(log, case_id) != of_case(known_log, case_id) or not _is_open(desk, case_id):
            continue
        mine, theirs = desk.entry(case_id), history.desk.entry(case_id)
        if mine.step_began_at != theirs.step_began_at:
            continue  # its step began when another ended, and that was over before the year was known
        late, early = ends(desk, mine), ends(history.desk, theirs)
        assert late.keys() == early.keys()
        for name, end in late.items():
            right = early[name]
            assert end == right or (end and right and min(end, right) <= load_at), (case_id, name)
            compared += 1
    assert compared > 0


def _is_open(desk: Desk, case_id: int) -> bool:
    try:
        desk.entry(case_id)
    except DeskError:
        return False
    return True


def test_a_replayed_log_stands_where_the_desk_stands_and_goes_on_alike():
    """Replay needs neither calendar nor file: a fresh desk that read the log has the same bytes and the same future."""
    moved = 0
    kinds: set[DeskDeadline] = set()
    for seed in range(24):
        history = History(seed)
        history.live(25)
        desk, log, loaded = played(history, history.now + 1)
        again = desk_in_of(history)
        again.resume(decode_events(encode_events(log)))
        moved += len(loaded) - 1
        kinds |= {event.term for event in loaded if isinstance(event, DeskDeadlineMoved)}

        assert isinstance(loaded[0], YearLoaded)
        assert again.standing() == desk.standing()
        third = desk_in_of(history)
        third.restore(desk.standing())
        later = history.now + 60 * DAY_US
        assert desk.advance(later) == again.advance(later) == third.advance(later)
        assert desk.standing() == third.standing()
    assert moved > MOVES_MIN
    assert kinds >= {DeskDeadline.OFFER, DeskDeadline.STEP, DeskDeadline.PERIOD, DeskDeadline.CHOICE}


@pytest.mark.parametrize("hour", [2, 10, 17])
@pytest.mark.parametrize("day", range(20, 32))
def test_an_offer_ends_where_a_walk_over_the_days_ends(day: int, hour: int):
    """Three working days after the day of the offer, counted on the fingers, whatever was thought before."""
    at = local_instant_us(2024, 12, day, hour)
    desk = Desk(AssignmentCore(roster([0, 0]), PolicySettings()), provisional(), words)
    desk.file(filing(1), at)
    desk.load_year(TOLD, at + 1)
    walk, left = local(at).date(), 3
    while left:
        walk += DAY
        left -= known().is_workday(local_midnight_us(walk))
    (seat,) = desk.entry(1).seats.values()

    assert seat.deadline == midnight(walk + DAY)
    assert desk.next_deadline(1).due_at == seat.deadline


def test_what_moves_says_from_when_to_when_and_why():
    """An offer of the 30th that would end on 3 January ends on the 12th: working days of ONL 12."""
    at = local_instant_us(2024, 12, 30, 10)
    desk = Desk(AssignmentCore(roster([0, 0]), PolicySettings()), provisional(), words)
    desk.file(filing(1), at)
    loaded, *moved = desk.load_year(TOLD, at + HOUR_US)
    (offer,) = [event for event in moved if isinstance(event, DeskDeadlineMoved) and event.attempt == 1]

    assert isinstance(loaded, YearLoaded)
    assert (offer.term, offer.article.value, offer.counting) == (DeskDeadline.OFFER, "ONL 12", Counting.WORKING_DAYS)
    assert offer.deadline_before == local_instant_us(2025, 1, 4)
    assert offer.deadline == local_instant_us(2025, 1, 11)
    assert desk.load_year(TOLD, at + HOUR_US) == []
    with pytest.raises(AnnouncementError):
        desk.load_year(Announcement.of(china_years()[2025]), at + HOUR_US)


def test_nobody_is_made_late_afterwards():
    """A deadline that would have been over by now keeps the end that people were told; one agreed on stays, too."""
    # By the announcement Saturday and Sunday were workdays: the offer of the 9th would have ended with Sunday the 12th.
    at, sunday = local_instant_us(2025, 1, 9, 10), local_instant_us(2025, 1, 13, 1)
    desk = Desk(AssignmentCore(roster([0, 0]), PolicySettings()), provisional(), words)
    desk.file(filing(1), at)
    (seat,) = desk.entry(1).seats.values()
    told_end = seat.deadline
    desk.advance(sunday)
    desk.load_year(TOLD, sunday)
    assert known().end_of_working_day(at, 3) == local_instant_us(2025, 1, 13)
    assert seat.deadline == told_end == local_instant_us(2025, 1, 15)

    desk.accept(1, seat.mediator, 1, sunday + 1)
    desk.extend(1, local_instant_us(2026, 2, 1, 12), sunday + 2)
    assert desk.load_year(Announcement.of(YearDays(year=2026, holidays=frozenset(), workdays=frozenset())), sunday + 3)
    assert desk.entry(1).period_ends_at == local_instant_us(2026, 2, 1, 12)
    with pytest.raises(DeskClockError):
        desk.load_year(TOLD, sunday)
