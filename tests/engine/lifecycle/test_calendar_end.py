"""Where the calendar ends, commands are refused whole."""

from copy import deepcopy

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_instant_us
from engine.calendar.errors import CalendarRangeError
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Medium, State, Track, Transition
from engine.events.records import Accepted
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Process
from engine.lifecycle.example import opened_dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook

LATE = local_instant_us(2022, 12, 15, 10)
"""A fortnight before the end of a calendar of the year 2022: no period of thirty days fits."""


def test_what_an_event_sets_off_beyond_the_calendar_leaves_the_dispute_as_it_was():
    """An acceptance whose period would end after the last known day is refused, and nothing of it stays."""
    lifecycle = Lifecycle(Rulebook.shipped(), WorkCalendar.china(2022, 2022))
    dispute = opened_dispute(at=LATE)
    dispute.processes[1] = Process(
        case_id=1, track=Track.MEDIATION, state=State.OFFERED, entered_at=LATE, marks={"consented": 0b11}
    )
    before = deepcopy(dispute)
    accepted = Accepted(
        occurred_at=LATE + 1,
        recorded_at=LATE + 1,
        dispute_id=1,
        case_id=1,
        court_id=0,
        mediator_id=3,
        organisation_id=1,
        attempt=1,
        step=0,
        weight_milli=1000,
    )
    with pytest.raises(CalendarRangeError):
        lifecycle.follow(dispute, accepted)
    assert dispute == before


def test_what_fits_the_calendar_is_taken_until_its_last_days():
    """A command that sets no clock is still carried out in the same fortnight."""
    lifecycle = Lifecycle(Rulebook.shipped(), WorkCalendar.china(2022, 2022))
    dispute = opened_dispute(at=LATE)
    dispute.processes[1] = Process(
        case_id=1,
        track=Track.MEDIATION,
        state=State.CONTACTING,
        entered_at=LATE,
        marks={"consented": 0b11, "identified": 0b11},
        clocks={Clock.PERIOD: LATE + 10 * DAY_US},
    )
    command = Command(case_id=1, transition=Transition.START_SESSION, actor=ActorRole.MEDIATOR, medium=Medium.VIDEO)
    lifecycle.execute(dispute, command, LATE + 1)
    assert dispute.processes[1].state is State.IN_SESSION
