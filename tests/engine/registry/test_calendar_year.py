"""A year announced to a whole platform: clocks of disputes and deadlines of desks move in step."""

from datetime import date, timedelta

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_date, local_instant_us, local_midnight_us
from engine.calendar.errors import AnnouncementError
from engine.calendar.year import YearDays, china_years
from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.policy import PolicySettings
from engine.desk.desk import Desk
from engine.desk.example import words
from engine.events.calendar_events import ClockMoved, Counting, DeskDeadline, DeskDeadlineMoved, YearLoaded
from engine.events.codec import decode_events, encode_events
from engine.events.enums import ActorRole, EntryRoute
from engine.events.lifecycle_words import Clock, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.registry.calendar_year import LoadYear
from engine.registry.errors import RequestError
from engine.registry.example import filed_dispute, lodging
from engine.registry.registry import Registry
from engine.registry.requests import AnswerOffer, Move
from tests.engine.registry.years import KNOWN, PROVISIONAL, YEAR, Years, fared, registry_in

SEEDS = 6
REQUESTS = 70


def ends(dispute: Dispute) -> dict[tuple[int, Clock, str], int]:
    """When each clock of a dispute ends, or would end."""
    found: dict[tuple[int, Clock, str], int] = {}
    for process in dispute.processes.values():
        found |= {(process.case_id, clock, "runs"): end for clock, end in process.clocks.items()}
        found |= {(process.case_id, clock, "stands"): end for clock, (end, _) in process.paused.items()}
    return found


def test_a_year_loaded_late_gives_the_clocks_of_one_known_from_the_start():
    """In random histories through all doors, the clocks of a dispute that fared alike end alike, unless it was over."""
    compared: set[Clock] = set()
    moved: set[Clock] = set()
    for seed in range(SEEDS):
        late, early = Years(PROVISIONAL), Years(KNOWN)
        late.live(seed, REQUESTS)
        early.like(late)
        moved |= {event.clock for event in late.load() if isinstance(event, ClockMoved)}
        for number in late.registry.numbers:
            if fared(late.events, number) != fared(early.events, number):
                continue
            mine, theirs = ends(late.registry.dispute(number)), ends(early.registry.dispute(number))
            assert mine.keys() == theirs.keys()
            for name, end in mine.items():
                assert end == theirs[name] or (name[2] == "runs" and min(end, theirs[name]) <= late.now), name
                compared.add(name[1])
    assert len(compared) > 5
    assert moved >= {Clock.PERIOD}


def test_a_replayed_log_knows_the_year_and_goes_on_alike():
    """Live, replayed and restored registries are the same bytes after a year was loaded, and have the same future."""
    for seed in range(3):
        live = Years(PROVISIONAL)
        live.live(seed, REQUESTS)
        (loaded, *_) = live.load()
        replayed, restored = registry_in(PROVISIONAL), registry_in(PROVISIONAL)
        replayed.replay(decode_events(encode_events(live.events)))
        restored.restore(live.registry.standing())

        assert isinstance(loaded, YearLoaded)
        assert replayed.standing() == live.registry.standing() == restored.standing()
        assert replayed.next_due == live.registry.next_due == restored.next_due
        later = live.now + 40 * DAY_US
        assert live.registry.advance(later) == replayed.advance(later) == restored.advance(later)
        assert replayed.standing() == live.registry.standing()


def test_a_period_of_thirty_days_ends_on_the_first_working_day_after_it():
    """Each day of acceptance in December: thirty days on, and on from there to a working day, by a plain loop."""
    for day in range(9, 31):
        years = Years(PROVISIONAL, local_instant_us(2024, 12, day, 8))
        _accepted(years)
        years.load()
        process = years.registry.dispute(1).processes[1]
        last = local_date(years.now) + timedelta(days=30)
        while not KNOWN.is_workday(local_midnight_us(last)):
            last += timedelta(days=1)

        assert process.clocks[Clock.PERIOD] == local_midnight_us(last + timedelta(days=1))
        assert years.registry.desks[Track.MEDIATION].entry(1).period_ends_at == process.clocks[Clock.PERIOD]


def test_an_offer_moves_at_the_desk_and_in_the_dispute():
    """One event of the desk, which the dispute's clock follows; the register knows the next end."""
    years = Years(PROVISIONAL, local_instant_us(2024, 12, 27, 9))
    for request in filed_dispute(1):
        years.ask(request, years.now + 1)
    (offer,) = [event for event in years.load() if isinstance(event, DeskDeadlineMoved) and event.attempt]

    assert (offer.term, offer.counting) == (DeskDeadline.OFFER, Counting.WORKING_DAYS)
    assert years.registry.dispute(1).processes[1].clocks[Clock.OFFER] == offer.deadline
    assert years.registry.desks[Track.MEDIATION].next_deadline(1).due_at <= offer.deadline
    assert offer.deadline == KNOWN.end_of_working_day(years.now, 3)


def test_two_years_are_loaded_one_after_the_other():
    """A deadline two years ahead moves with each announcement; the same again is nothing, another one is refused."""
    years = Years(PROVISIONAL)
    years.ask(filed_dispute(1)[0], years.now + 1)
    assert [type(event) for event in years.load()] == [YearLoaded]
    assert years.load() == []
    with pytest.raises(AnnouncementError):
        years.load(china_years()[2025])
    empty = YearDays(year=2026, holidays=frozenset({date(2026, 1, 1)}), workdays=frozenset())
    assert [type(event) for event in years.load(empty)] == [YearLoaded]
    assert years.registry.desks[Track.MEDIATION].in_force.calendar.provisional_from == 2027


def test_a_year_needs_one_calendar_for_all():
    """A registry whose desk has a calendar of its own cannot load a year, for the desk would not know of it."""
    core = AssignmentCore(one_court_roster(2), PolicySettings())
    calendar = WorkCalendar.china(2024, 2024, provisional_until=2026)
    desks = {Track.MEDIATION: Desk(core, calendar, words)}
    registry = Registry(Lifecycle(Rulebook.shipped(), calendar), desks)
    with pytest.raises(RequestError, match="one CalendarInForce"):
        registry.execute(LoadYear.of(YEAR), local_instant_us(2024, 12, 9))


def _accepted(years: Years) -> None:
    """A mediation that a mediator has just accepted."""
    for request in filed_dispute(1):
        years.ask(request, years.now + 1)
    offered = years.registry.desks[Track.MEDIATION].entry(1).seats[0]
    consent = Command(case_id=1, transition=Transition.CONSENT, actor=ActorRole.PARTY, parties=0b11)
    years.ask(Move(dispute_id=1, command=consent), years.now + 1)
    answer = AnswerOffer(case_id=1, mediator_id=offered.mediator, attempt=offered.attempt)
    years.ask(answer, years.now + HOUR_US)


@pytest.mark.parametrize("route", EntryRoute)
def test_lodgings_of_one_instant_know_the_year_from_the_event_on(route: EntryRoute):
    """Before and after the year, at the same microsecond: each is counted by what was known then, replayed too."""
    for day in (24, 27, 31):
        registry, at = registry_in(PROVISIONAL), local_instant_us(2024, 12, day, 10)
        requests = (lodging(entry_route=route), LoadYear.of(YEAR), lodging(entry_route=route))
        events = [event for request in requests for event in registry.execute(request, at)]
        replayed = registry_in(PROVISIONAL)
        replayed.replay(events)

        assert replayed.standing() == registry.standing()
        first, second = (registry.dispute(number).processes[number].clocks for number in registry.numbers)
        assert first == second
