"""Clocks that end in a year nobody has announced: paused, extended, agreed on, and moved when it is announced."""

from copy import deepcopy
from datetime import date

import pytest

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us
from engine.calendar.errors import AnnouncementError
from engine.calendar.year import YearDays, china_years
from engine.events.calendar_events import ClockMoved, Counting, YearLoaded
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Track, Transition
from engine.events.records import Event
from engine.lifecycle.apply import opened
from engine.lifecycle.example import dispute_opened
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from tests.engine.lifecycle.at_doors import BOTH, FIRST, Case, instant, settled

T, A = Transition, ActorRole
ARBITRATION, CONFIRMATION, COMMERCIAL = Track.ARBITRATION, Track.CONFIRMATION, Track.COMMERCIAL_MEDIATION
YEAR = YearDays(
    year=2025,
    holidays=frozenset(
        date(2025, month, day) for month, days in ((1, (1, 2, 3, 6, 27, 28, 29, 30, 31)), (2, (6, 7))) for day in days
    ),
    workdays=frozenset({date(2025, 1, 18), date(2025, 1, 19)}),
)
"""A year with days off in January and February, and a worked weekend."""


def calendar(*, known: bool) -> WorkCalendar:
    years = {year: days for year, days in china_years().items() if year < 2025}
    if known:
        return WorkCalendar.of_years(years | {2025: YEAR}, 2018, 2025, provisional_until=2030)
    return WorkCalendar.of_years(years, 2018, 2024, provisional_until=2030)


def case_in(*, known: bool) -> Case:
    """A dispute whose year is known, or is not yet."""
    case = Case()
    case.lifecycle = Lifecycle(Rulebook.shipped(), calendar(known=known))
    return case


def suspended(*, known: bool, load_at: str | None = None) -> Case:
    """An arbitration whose constitution is due in January, suspended in December, gone on in January."""
    case = case_in(known=known)
    case.do("2024-12-05 09:00", 1, ARBITRATION, T.APPLY, A.PARTY, parties=FIRST, number=1)
    case.do("2024-12-06 10:00", 1, ARBITRATION, T.ACCEPT, A.INSTITUTION)
    case.do("2024-12-16 10:00", 1, ARBITRATION, T.SUSPEND, A.PARTY, parties=BOTH)
    if load_at == "paused":
        load(case, "2024-12-20 10:00")
    case.do("2025-01-09 10:00", 1, ARBITRATION, T.RESUME, A.INSTITUTION)
    if load_at == "running":
        load(case, "2025-01-09 11:00")
    return case


def extended(*, known: bool) -> Case:
    """A confirmation whose decision is due in January, extended in December by thirty days."""
    case = case_in(known=known)
    settled(case, "2024-12-02", 1)
    case.do("2024-12-04 10:00", 2, CONFIRMATION, T.APPLY, A.PARTY, parties=BOTH)
    case.do("2024-12-05 10:00", 2, CONFIRMATION, T.ACCEPT, A.COURT)
    case.do("2024-12-10 10:00", 2, CONFIRMATION, T.EXTEND, A.COURT)
    return case


def load(case: Case, when: str, year: YearDays = YEAR) -> list[Event]:
    """Announce the year to a case."""
    return case.lifecycle.years.load_year(Announcement.of(year), (case.dispute,), instant(when))


@pytest.mark.parametrize("load_at", ["paused", "running"])
def test_a_clock_that_stood_still_goes_on_as_if_the_year_had_been_known(load_at: str):
    """Whether the year is announced while it is paused or after it has gone on, the end is that of a known year."""
    late, early = suspended(known=False, load_at=load_at), suspended(known=True)

    assert late.ends(1, Clock.CONSTITUTION) == early.ends(1, Clock.CONSTITUTION)
    assert late.ends(1, Clock.CONSTITUTION) != suspended(known=False).ends(1, Clock.CONSTITUTION)


def test_an_extended_clock_is_counted_from_the_end_it_would_have_had():
    """Thirty days and thirty more, both postponed to working days of the year that was announced afterwards."""
    # To Saturday, 4 January, and so to the 7th instead of the 6th; from there to 6 February, and so to the 10th.
    late, early = extended(known=False), extended(known=True)
    before = late.ends(2, Clock.DECISION)
    loaded, *moved = load(late, "2024-12-12 10:00")
    (decision,) = [event for event in moved if isinstance(event, ClockMoved) and event.clock is Clock.DECISION]

    assert isinstance(loaded, YearLoaded)
    assert (before, late.ends(2, Clock.DECISION)) == ("2025-02-06 00:00", "2025-02-11 00:00")
    assert late.ends(2, Clock.DECISION) == early.ends(2, Clock.DECISION)
    assert (decision.case_id, decision.track, decision.counting) == (2, CONFIRMATION, Counting.CALENDAR_DAYS)
    assert decision.deadline_before == instant(before)
    assert load(late, "2024-12-12 10:00") == []
    with pytest.raises(AnnouncementError):
        load(late, "2024-12-12 10:00", china_years()[2025])


def test_a_date_that_was_agreed_on_stays():
    """Parties who have named a day keep it, holiday or not."""
    case = case_in(known=False)
    case.do("2024-12-05 09:00", 1, COMMERCIAL, T.APPLY, A.PARTY, parties=BOTH, number=1)
    case.do("2024-12-06 10:00", 1, COMMERCIAL, T.ACCEPT, A.INSTITUTION)
    agreed = local_instant_us(2025, 1, 28)
    case.do("2024-12-09 10:00", 1, COMMERCIAL, T.EXTEND, A.PARTY, parties=BOTH, until=agreed)
    load(case, "2024-12-10 10:00")

    assert case.dispute.processes[1].clocks[Clock.PERIOD] == agreed


def test_a_clock_that_would_be_over_keeps_its_end():
    """Told on Sunday that Saturday was worked: what was to end with Monday has not ended the day before."""
    case, early = case_in(known=False), case_in(known=True)
    for one in (case, early):
        settled(one, "2025-01-06", 1)
        one.do("2025-01-15 10:00", 2, CONFIRMATION, T.APPLY, A.PARTY, parties=BOTH)
    load(case, "2025-01-19 10:00")

    assert early.ends(2, Clock.ACCEPTANCE) == "2025-01-19 00:00"
    assert case.ends(2, Clock.ACCEPTANCE) == "2025-01-21 00:00"


def test_a_dispute_replayed_from_its_events_is_the_same():
    """The events alone, in a lifecycle that knows the year from them, lead to an equal dispute, counts included."""
    case = case_in(known=False)
    opening = dispute_opened(at=instant("2024-12-02 08:00"))
    case.dispute = opened(opening)
    log: list[Event] = []
    log += case.do("2024-12-05 09:00", 1, Track.MEDIATION, T.OPEN_DRAFT, A.PARTY, parties=FIRST)
    log += load(case, "2024-12-12 10:00")
    again, dispute = Lifecycle(Rulebook.shipped(), calendar(known=False)), opened(opening)
    halfway = deepcopy(dispute)
    for event in log:
        if isinstance(event, YearLoaded):
            again.years.replay(event)
        else:
            again.replay(dispute, event)

    assert any(isinstance(event, ClockMoved) for event in log)
    assert dispute == case.dispute
    assert dispute.processes[1].counted is not None
    assert halfway != dispute
    assert again.years.in_force.standing() == case.lifecycle.years.in_force.standing()
