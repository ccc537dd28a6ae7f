"""Every course that can be drawn is lawful: the real lifecycle takes each of its steps, and its close."""

import random

import pytest

from engine.calendar.day import DAY_US, local_instant_us
from engine.events.enums import ClosingCode
from engine.events.records import Closed
from engine.lifecycle.invariants import broken
from sim.model.course import closes_at
from sim.rehearsal.steps import RECEIVE
from tests.sim.rehearsal.lives import Life, lived, steps_of, world

CODES = [int(code) for code in ClosingCode]


def lives(count, seed, where):
    """Random cases of all routes and codes, accepted in office hours of some years, long holidays among them."""
    calendar, laws, *_ = where
    chance = random.Random(seed)
    first, last = local_instant_us(2019, 1, 2), local_instant_us(2024, 6, 1)
    for number in range(count):
        accepted_at = calendar.unlevelled(calendar.levelled(chance.randrange(first, last)))
        case_id = chance.randrange(2**40)
        ends_at = closes_at(laws, case_id, accepted_at)
        if number % 5 == 0:  # and now and then one that closes at once, or after years
            days = chance.choice([0, 1e-9, 1e-3, 1, 7, 15, 30, 60, 365])
            ends_at = calendar.unlevelled(calendar.levelled(accepted_at) + int(days * DAY_US))
        yield Life(
            case_id=case_id,
            route=chance.randrange(4),
            code=CODES[number % 8],
            accepted_at=accepted_at,
            closes_at=max(ends_at, accepted_at),
        )


def check(count, seed, **changes):
    """Live many lives."""
    where = world(**changes)
    for life in lives(count, seed, where):
        _, events = lived(life, where)
        (closed,) = [event for event in events if isinstance(event, Closed)]
        assert (closed.occurred_at, int(closed.closing_code)) == (life.closes_at, life.code)
        assert broken(events) == [], life
        assert all(step.at <= life.closes_at for step in steps_of(life, where))


def test_every_course_is_lawful():
    """The lifecycle refuses no step of hundreds of random courses, and no invariant is broken."""
    check(800, seed=1)


def test_courses_full_of_accidents_are_lawful():
    """Nor where every case has an appraisal, many sessions, and no-shows before most of them."""
    check(400, seed=2, appraisal_share=1.0, appraisal_working_days=5, further_sessions_mean=4.0, no_show_share=0.9)


@pytest.mark.full
def test_thousands_of_courses_are_lawful():
    """The same for thousands of courses of each kind."""
    check(20_000, seed=3)
    check(5_000, seed=4, appraisal_share=1.0, appraisal_working_days=10, third_party_share=1.0)
    check(5_000, seed=5, contact_mean_days=60.0, summary_share=1.0)


def test_appraisals_happen_where_they_fit():
    """Where every case may have one, cases before filing that last long enough do, and no others."""
    where = world(appraisal_share=1.0)
    has = {(life.route < 2, RECEIVE in [step.what for step in steps_of(life, where)]) for life in lives(400, 6, where)}

    assert has == {(True, True), (True, False), (False, False)}
