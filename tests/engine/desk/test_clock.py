"""The desk's clock: commands in order, what is due first, the end of the calendar, and a desk rebuilt from its log."""

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_instant_us
from engine.calendar.errors import CalendarRangeError
from engine.core.assignment import AssignmentCore
from engine.core.ladder import NATIONAL_LADDER
from engine.core.policy import PolicySettings
from engine.desk.deadlines import Deadlines
from engine.desk.desk import Desk
from engine.desk.errors import DeskClockError, RulesError
from engine.desk.example import MONDAY, words
from engine.desk.rules import DeskRules
from engine.events.enums import Channel, DisputeType, EntryRoute, Language, Stage
from engine.events.records import OpenedInProgress
from tests.engine.desk.worlds import CALENDAR, asked, desk_of, filing, kinds, roster


def test_time_does_not_run_backwards():
    """A command dated before the last one is refused, the same instant is not."""
    desk = desk_of(roster([0, 0]))
    desk.file(filing(1), MONDAY)
    desk.file(filing(2), MONDAY)

    with pytest.raises(DeskClockError, match="must not lie before"):
        desk.file(filing(3), MONDAY - 1)
    with pytest.raises(DeskClockError, match="must not lie before"):
        desk.advance(MONDAY - 1)
    assert desk.core.open_cases == 2


def test_what_is_due_comes_first():
    """A command dated at or after a deadline is refused until the desk has been advanced: no event gets lost."""
    desk = desk_of(roster([0]))
    desk.file(filing(1), MONDAY)
    due_at = desk.next_deadline(1).due_at

    with pytest.raises(DeskClockError, match=f"due at {due_at}"):
        desk.file(filing(2), due_at)
    assert kinds(desk.advance(due_at)) == ["Lapsed", "RoundOpened", "Offered"]
    assert kinds(desk.file(filing(2), due_at)) == ["Filed"]


def test_a_refused_command_does_not_move_the_clock():
    """After a refusal an earlier command is still possible."""
    desk = desk_of(roster([0, 0]))
    desk.file(filing(1), MONDAY)
    with pytest.raises(Exception, match="case_id = 1"):
        desk.file(filing(1), MONDAY + 5)

    assert desk.now == MONDAY
    assert kinds(desk.file(filing(2), MONDAY + 1)) == ["Filed", "Offered"]


def test_a_period_never_leaves_the_calendar():
    """So near the calendar's end that a period might leave it, commands are refused before anything changes."""
    desk = desk_of(roster([0]))
    desk.file(filing(1), local_instant_us(2022, 11, 1))
    late = local_instant_us(2022, 12, 20)

    for command in (lambda: desk.advance(late), lambda: desk_of(roster([0])).file(filing(2), late)):
        with pytest.raises(CalendarRangeError):
            command()
    assert desk.core.case(1).stage is Stage.OFFERED


def test_the_last_day_is_found_exactly():
    """On the last instant told every period fits, and a day later one does not."""
    deadlines = Deadlines(CALENDAR, DeskRules(), NATIONAL_LADDER)

    assert deadlines.period_end(deadlines.last_at, pre_filing=True) <= CALENDAR.ends_at
    with pytest.raises(CalendarRangeError):
        deadlines.period_end(deadlines.last_at + DAY_US, pre_filing=True)


def test_a_calendar_without_room_for_a_period_is_refused():
    """A desk needs a calendar that holds its longest period at least once."""
    core = AssignmentCore(roster([0]), PolicySettings())
    year = WorkCalendar.china(2020, 2020)

    with pytest.raises(CalendarRangeError):
        Desk(core, year, words, DeskRules(period_days=366, review_working_days=60))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("offer_working_days", 0),
        ("review_working_days", 61),
        ("period_days", 0),
        ("decline_penalty_milli", -1),
        ("drift_cap_milli", 2**31),
        ("strikes_of_list", {10: 5}),
        ("strikes_of_list", {65: 4}),
    ],
)
def test_rules_out_of_bounds_are_refused(field, value):
    """Each rule has its bounds, and a refusal names it."""
    with pytest.raises(RulesError, match=field):
        DeskRules(**{field: value})


def test_a_desk_rebuilt_from_its_log_goes_on_as_the_first():
    """Taking over the events of one desk, another has the same deadlines and does the same from there on."""
    made_of = roster([0, 0, 1], court_region=(0, 0))
    first, second = desk_of(made_of), desk_of(made_of)
    log = [event for case_id in range(6) for event in first.file(filing(case_id), MONDAY + case_id)]
    log += first.accept(0, asked(first, 0), 1, MONDAY + 6)
    log += first.file(filing(6), MONDAY + 7, choose=True)
    log += first.advance(local_instant_us(2020, 5, 15))
    second.resume(log)

    assert [second.next_deadline(case_id) for case_id in range(7)] == [
        first.next_deadline(case_id) for case_id in range(7)
    ]
    later = local_instant_us(2020, 7, 1)
    assert second.advance(later) == first.advance(later)
    assert second.overdue == first.overdue != ()


def test_a_log_that_ends_in_mid_command_is_settled():
    """If the offer that follows a decline is missing, settling makes it."""
    first, second = desk_of(roster([0, 0])), desk_of(roster([0, 0]))
    filed, offered = first.file(filing(1), MONDAY)
    second.resume([filed])
    assert second.settle(MONDAY) == [offered]
    assert second.settle(MONDAY) == []


def test_no_event_is_lost_when_the_source_of_words_fails():
    """What had happened before the failure comes with the next command's events, and settling goes on with it."""
    failing = [True]

    def fails_once(case_id, attempt, at):
        if failing.pop() if failing else False:
            raise OSError("no key of the day")
        return words(case_id, attempt, at)

    desk = Desk(AssignmentCore(roster([0, 0]), PolicySettings()), CALENDAR, fails_once)
    with pytest.raises(OSError, match="no key"):
        desk.file(filing(1), MONDAY)

    assert kinds(desk.settle(MONDAY)) == ["Filed", "Offered"]


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.OFFERED, Stage.ACCEPTED])
def test_cases_met_in_progress_have_deadlines(stage):
    """A case that had begun before the desk did has its next deadline, whatever its stage."""
    desk = desk_of(roster([0]))
    event = OpenedInProgress(
        occurred_at=MONDAY - 5 * DAY_US,
        recorded_at=MONDAY,
        dispute_id=1,
        case_id=1,
        court_id=0,
        dispute_type=DisputeType.FAMILY,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        language=Language.MANDARIN,
        weight_milli=1000,
        stage=stage,
        mediator_id=None if stage is Stage.WAITING else 0,
        organisation_id=None if stage is Stage.WAITING else 0,
        attempt=1,
        step=3,
        deadline=None,
        accepted_at=MONDAY - DAY_US if stage is Stage.ACCEPTED else None,
    )
    desk.resume([event])

    expected = {
        Stage.WAITING: local_instant_us(2020, 5, 15),
        Stage.OFFERED: local_instant_us(2020, 5, 15),
        Stage.ACCEPTED: local_instant_us(2020, 6, 10),
    }
    assert desk.next_deadline(1).due_at == expected[stage]
