"""Small worlds to schedule in, and a plain answer to the hardest question: a look at one time after the other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec
from hypothesis import strategies as st

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US, UTC_OFFSET_US, local_day, local_instant_us
from engine.events.lifecycle_words import Medium
from engine.scheduling.order import Order
from engine.scheduling.pools import lines_of
from engine.scheduling.resource import Resource
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.words import REMOTE, Purpose, ResourceKind

CALENDAR = WorkCalendar.china(2020, 2021)
FRIDAY = local_instant_us(2020, 5, 8, 9)
"""The next day is a Saturday that is worked in exchange for the May holiday, the day after it a Sunday off."""
LINES = lines_of(0, 2)
PEOPLE = tuple(
    Resource(kind, number)
    for kind, count in ((ResourceKind.MEDIATOR, 2), (ResourceKind.AGENT, 1), (ResourceKind.PARTY, 2))
    for number in range(count)
)
MEDIATOR, OTHER_MEDIATOR, AGENT, PARTY, OTHER_PARTY = PEOPLE

Record = TypeVar("Record", bound=msgspec.Struct)
Held = Iterable[tuple[Resource, int, int]]
"""Who is busy from when to when."""


def order(*participants: Resource, **fields) -> Order:
    """An order of a video session of one case, of the mediator and two parties unless others are named."""
    given = {
        "dispute_id": 70,
        "case_id": 7,
        "court_id": 0,
        "participants": participants or (MEDIATOR, PARTY, OTHER_PARTY),
    }
    return Order(**(given | fields))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Any order of these few people, lines and lengths."""
    return order(
        *draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True)),
        purpose=draw(st.sampled_from([purpose for purpose in Purpose if purpose is not Purpose.BLOCKED])),
        medium=draw(st.sampled_from(Medium)),
        pools=draw(st.sampled_from([(), (LINES,), (LINES[1:],)])),
        duration_minutes=draw(st.sampled_from([None, 5, 45, 60, 170, 300])),
        agreed=draw(st.booleans()),
        not_after=draw(st.none() | st.integers(0, 4 * 24).map(lambda hours: FRIDAY + hours * HOUR_US)),
    )


def is_open(starts_at: int, ends_at: int, wanted: Order, rules: SchedulingRules) -> bool:
    """Whether a meeting lies in open hours: worked out of the day and the time of day, without blocks."""
    day = local_day(starts_at)
    begins, ends = (at + UTC_OFFSET_US - day * DAY_US for at in (starts_at, ends_at))
    if rules.outside_office_hours and wanted.agreed and wanted.medium in REMOTE:
        return rules.outside_from_hour * HOUR_US <= begins and ends <= rules.outside_to_hour * HOUR_US
    morning = begins >= 9 * HOUR_US and ends <= 12 * HOUR_US
    afternoon = begins >= 13 * HOUR_US and ends <= 18 * HOUR_US
    return CALENDAR.is_workday(starts_at) and (morning or afternoon)


def notice_ends(wanted: Order, rules: SchedulingRules, at: int) -> int:
    """The first instant of which people can be told in time: local midnight some days later."""
    if wanted.purpose is Purpose.HEARING:
        days = rules.hearing_notice_days
    else:
        days = 0 if wanted.agreed else rules.session_notice_days
    return at if days == 0 else (local_day(at) + days) * DAY_US - UTC_OFFSET_US


def duration_us(wanted: Order, rules: SchedulingRules) -> int:
    """How long an order takes."""
    usual = rules.hearing_minutes if wanted.purpose is Purpose.HEARING else rules.session_minutes
    return (wanted.duration_minutes or usual) * MINUTE_US


def plain_earliest(wanted: Order, rules: SchedulingRules, held: Held, not_before: int, at: int) -> int | None:
    """The earliest common time, by a look at every time there is."""
    busy = list(held)
    since = max(not_before, notice_ends(wanted, rules, at))
    until = since + rules.horizon_days * DAY_US
    until = until if wanted.not_after is None else min(until, wanted.not_after)
    length_us, step_us = duration_us(wanted, rules), rules.start_step_minutes * MINUTE_US
    first = -(-since // step_us) * step_us
    for start in range(first, until - length_us + 1, step_us):
        if is_open(start, start + length_us, wanted, rules) and not missing(wanted, busy, start, start + length_us):
            return start
    return None


def missing(wanted: Order, held: Held, starts_at: int, ends_at: int) -> bool:
    """Whether a participant is busy, or everything of a pool."""
    busy = {who for who, since, until in held if since < ends_at and starts_at < until}
    return any(who in busy for who in wanted.participants) or any(busy.issuperset(pool) for pool in wanted.pools)


def refused(action: Callable[[], object], error: type[Exception]) -> str:
    """The message with which an action is refused."""
    try:
        action()
    except error as refusal:
        return str(refusal)
    raise AssertionError(f"not refused with {error.__name__}")


def changed(record: Record, **fields) -> Record:
    """A record with other values in some fields."""
    return msgspec.structs.replace(record, **fields)
