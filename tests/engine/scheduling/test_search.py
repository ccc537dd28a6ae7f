"""Searches find the earliest time, however much is booked, and what they remember never misleads them."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US
from engine.scheduling.hours import NEVER, Hours
from engine.scheduling.resource import Slot
from engine.scheduling.search import earliest_start
from engine.scheduling.timetable import Question, Timetable
from tests.engine.scheduling.worlds import CALENDAR, FRIDAY
from tests.examples import examples

OFFICE = Hours.office(CALENDAR)
EVENING = Hours.every_day(CALENDAR, 8, 22)
TWO_DAYS = 2 * 24 * 60
WORKED = [CALENDAR.is_working(FRIDAY + minute * MINUTE_US) for minute in range(TWO_DAYS)]
"""Whether each minute of two days is one of office hours."""


def slots_of(marks: list[int]) -> list[Slot]:
    """Disjoint slots between every other pair of some minutes after Friday nine o'clock."""
    minutes = sorted(set(marks))
    pairs = list(pairwise(minutes))[::2]
    return [
        Slot(FRIDAY + since * MINUTE_US, FRIDAY + until * MINUTE_US, number)
        for number, (since, until) in enumerate(pairs)
    ]


MARKS = st.integers(0, TWO_DAYS) | st.integers(0, TWO_DAYS // 15).map(lambda quarters: quarters * 15)
"""Any minutes, and quarters of an hour, between which meetings fit exactly."""
TIMETABLES = st.lists(MARKS, max_size=40).map(slots_of).map(lambda slots: Timetable(slots=slots))


def plain_first(groups, since_minute: int, length: int) -> int | None:
    """The first minute from which each of the next ones is worked and somebody of each group has nothing in any."""
    busy = [
        [
            {
                m
                for s in one.slots
                for m in range((s.starts_at - FRIDAY) // MINUTE_US, (s.ends_at - FRIDAY) // MINUTE_US)
            }
            for one in group
        ]
        for group in groups
    ]
    for start in range(since_minute, TWO_DAYS - length + 1):
        minutes = range(start, start + length)
        if all(WORKED[start : start + length]) and all(any(one.isdisjoint(minutes) for one in group) for group in busy):
            return start
    return None


LENGTHS = st.integers(1, 180) | st.integers(1, 12).map(lambda quarters: quarters * 15)


@settings(max_examples=examples(60))
@given(st.lists(st.lists(TIMETABLES, min_size=1, max_size=3), max_size=3), st.integers(0, TWO_DAYS), LENGTHS)
def test_the_earliest_common_time_is_the_first_of_all_minutes(groups, since_minute, length):
    """The search gives the same as a look at every minute of two days, one after the other."""
    question = Question(OFFICE, length * MINUTE_US, MINUTE_US)
    found = earliest_start(groups, question, FRIDAY + since_minute * MINUTE_US, FRIDAY + 2 * DAY_US)
    expected = plain_first(groups, since_minute, length)

    assert found == (NEVER if expected is None else FRIDAY + expected * MINUTE_US)


def test_a_meeting_fits_exactly_between_two_others():
    """Forty-five minutes between two bookings hold a session of forty-five minutes, and none of forty-six."""
    nine, minute = FRIDAY, MINUTE_US
    timetable = Timetable(slots=[Slot(nine, nine + 45 * minute, 0), Slot(nine + 90 * minute, nine + 120 * minute, 1)])
    found = [
        earliest_start([[timetable]], Question(OFFICE, length * minute, minute), nine, NEVER - 1) for length in (45, 46)
    ]

    assert found == [nine + 45 * minute, nine + 120 * minute]


QUESTIONS = st.builds(
    Question,
    st.sampled_from([OFFICE, EVENING]),
    st.sampled_from([45, 60, 120]).map(lambda m: m * MINUTE_US),
    st.just(15 * MINUTE_US),
)
MOVES = st.one_of(
    st.tuples(st.just("ask"), st.integers(0, 3 * 96), QUESTIONS),
    st.tuples(st.just("take"), st.integers(0, 3 * 96), st.integers(1, 8)),
    st.tuples(st.just("give back"), st.integers(0, 10**6), st.none()),
    st.tuples(st.just("forget"), st.integers(0, 3 * 96), st.none()),
)


@given(st.lists(MOVES, min_size=5, max_size=60))
def test_what_a_timetable_remembers_never_misleads_it(moves):
    """Asked anything after any bookings and cancellations, a timetable answers as a new one with its slots would."""
    quarter_us = HOUR_US // 4
    packed = [Slot(FRIDAY + place * HOUR_US, FRIDAY + place * HOUR_US + 3 * quarter_us, place) for place in range(60)]
    timetable = Timetable(slots=packed)
    for number, (move, place, what) in enumerate(moves, start=len(packed)):
        at = FRIDAY + place * quarter_us
        if move == "ask":
            start = what.hours.first_fit(at, what.duration_us, what.step_us)
            assert timetable.first_start(start, what) == Timetable(slots=list(timetable.slots)).first_start(start, what)
        elif move == "take" and timetable.is_free(at, at + what * quarter_us):
            timetable.add(Slot(at, at + what * quarter_us, number))
        elif move == "give back" and timetable.slots:
            timetable.remove(timetable.slots[place % len(timetable.slots)])
        elif move == "forget":
            timetable.forget_before(at)


class CountingHours(Hours):
    """Office hours that count how often they are asked: once for each stretch that a search walks through."""

    asked = 0

    def first_fit(self, at_us: int, duration_us: int, step_us: int = 1) -> int:
        CountingHours.asked += 1
        return super().first_fit(at_us, duration_us, step_us)


def test_a_line_that_is_booked_out_is_walked_through_once():
    """Filling a line front to back costs each search the same few steps, however many weeks are full already."""
    hours = CountingHours.office(CALENDAR)
    question, timetable = Question(hours, 45 * MINUTE_US, 15 * MINUTE_US), Timetable()
    costs: list[int] = []
    for number in range(600):
        CountingHours.asked = 0
        start = earliest_start([[timetable]], question, FRIDAY, NEVER - 1)
        timetable.add(Slot(start, start + question.duration_us, number))
        costs.append(CountingHours.asked)

    assert timetable.slots[-1].starts_at > FRIDAY + 80 * DAY_US
    assert max(costs[50:]) <= 5


@given(st.integers(0, TWO_DAYS), st.integers(1, 24 * 60))
def test_hours_give_a_block_that_holds_a_meeting_whole(minute, length):
    """A meeting fits from the instant that hours give, from none before it, and never over lunch."""
    at, length_us = FRIDAY + minute * MINUTE_US, length * MINUTE_US
    found = OFFICE.first_fit(at, length_us)

    if length > 300:
        assert found == NEVER
        return
    assert CALENDAR.working_us(found, found + length_us) == length_us
    assert all(
        CALENDAR.working_us(start, start + length_us) < length_us
        for start in range(at, min(found, at + 3 * DAY_US), MINUTE_US)
    )
