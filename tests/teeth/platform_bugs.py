"""Bugs of the platform behind the writer: loads, conflicts, deadlines, offers."""

# ruff: noqa: ARG005 - a faulty copy takes what the right one takes

from datetime import timedelta
from typing import Any, Final

import pytest
from numba import njit

from engine.calendar.day import local_datetime, local_instant_us
from engine.core.follow import Follower
from engine.core.state import CoreState
from engine.desk.conflicts import ConflictRegister
from engine.desk.deadlines import Deadlines
from engine.desk.offers import Offers
from engine.desk.timers import TimerKind, Timers
from engine.events.records import Declined, Lapsed
from engine.registry.agenda import Agenda
from tests.engine.desk import test_conflicts, test_load_year, test_recount, test_standing, test_timers
from tests.teeth.bug import Bug, Check
from tests.teeth.town_lives import laws_after_lives, laws_after_long_lives


@njit
def _keep_load(state: CoreState, mediator: int) -> None:
    state.load_milli[mediator] += 1000


def load_is_not_given_back(patch: pytest.MonkeyPatch) -> None:
    """A mediator who declines an offer, or lets it lapse, keeps its weight."""
    refused = Follower._refused

    def refused_less(follower: Follower, event: Declined | Lapsed) -> None:
        refused(follower, event)
        _keep_load(follower.state, event.mediator_id)

    patch.setattr(Follower, "_refused", refused_less)


def conflicts_are_not_screened(patch: pytest.MonkeyPatch) -> None:
    """A filing is not held against the register: somebody in conflict may be drawn."""
    patch.setattr(ConflictRegister, "screen", lambda register, parties: ())


def register_is_not_restored(patch: pytest.MonkeyPatch) -> None:
    """A start from a snapshot forgets the relations of parties and mediators."""
    patch.setattr(ConflictRegister, "load", lambda register, told: None)


def holidays_count_as_workdays(patch: pytest.MonkeyPatch) -> None:
    """Deadlines know weekends and no holidays."""

    def end_of(_deadlines: Deadlines, at: int, days: int) -> int:
        day = local_datetime(at).date()
        while days:
            day += timedelta(days=1)
            days -= day.weekday() < 5
        end = day + timedelta(days=1)
        return local_instant_us(end.year, end.month, end.day)

    patch.setattr(Deadlines, "_end_of", end_of)


def nobody_is_pulled(patch: pytest.MonkeyPatch) -> None:
    """Whoever gets room is not given the cases that wait for him."""
    patch.setattr(Offers, "pull", lambda offers, mediator: [])


def deadline_is_a_microsecond_late(patch: pytest.MonkeyPatch) -> None:
    """What is due at an instant happens after it."""
    pop_due = Timers.pop_due
    patch.setattr(Timers, "pop_due", lambda timers, to: pop_due(timers, to - 1))


def offers_end_is_not_restored(patch: pytest.MonkeyPatch) -> None:
    """A start from a snapshot forgets when open offers lapse."""
    load = Timers.load

    def load_less(timers: Timers, items: Any) -> None:
        load(timers, [item for item in items if item[1] != TimerKind.OFFER_END])

    patch.setattr(Timers, "load", load_less)


def offers_never_lapse(patch: pytest.MonkeyPatch) -> None:
    """The end of an offer is entered nowhere: the running service and whoever follows its log have both lost it."""
    enter, enter_many = Timers.set, Timers.set_many

    def enter_less(timers: Timers, kind: TimerKind, subject: int, due_at: int, *, ordinal: int = 0) -> None:
        if kind is not TimerKind.OFFER_END:
            enter(timers, kind, subject, due_at, ordinal=ordinal)

    def enter_fewer(timers: Timers, kind: TimerKind, subjects: Any, due_at: int, *, ordinal: int = 0) -> None:
        if kind is not TimerKind.OFFER_END:
            enter_many(timers, kind, subjects, due_at, ordinal=ordinal)

    patch.setattr(Timers, "set", enter_less)
    patch.setattr(Timers, "set_many", enter_fewer)


def clocks_are_not_on_the_agenda(patch: pytest.MonkeyPatch) -> None:
    """One dispute in three never comes up when a clock of it ends."""
    enter = Agenda.set

    def enter_less(agenda: Agenda, dispute_id: int, due_at: int | None) -> None:
        enter(agenda, dispute_id, due_at if dispute_id % 3 else None)

    patch.setattr(Agenda, "set", enter_less)


LAWS: Final = Check(laws_after_lives)
LONG: Final = Check(laws_after_long_lives)
RESTORED: Final = Check(test_standing.test_lived_replayed_and_restored_are_one, {"policy": test_standing.Policy.RANDOM})
DUE: Final = Check(test_timers.test_nothing_comes_before_its_time)
WALK: Final = Check(test_load_year.test_an_offer_ends_where_a_walk_over_the_days_ends, {"day": 30, "hour": 10})

PLATFORM_BUGS: Final = (
    Bug(
        plant=load_is_not_given_back,
        check=Check(test_recount.test_core_and_docket_agree),
        says="recount(clerk.desk) == ()",
        seeds=(0, 11),
    ),
    Bug(
        plant=conflicts_are_not_screened,
        check=Check(test_conflicts.test_a_filing_is_screened_before_the_first_draw),
        says="[Filed, ConflictFound]",
    ),
    Bug(plant=register_is_not_restored, check=RESTORED, says="restored.standing() == earlier"),
    Bug(plant=holidays_count_as_workdays, check=WALK, says="seat.deadline"),
    Bug(plant=nobody_is_pulled, check=LAWS, says="nobody_waits_in_vain", seeds=(1, 2)),
    Bug(plant=offers_never_lapse, check=LONG, says="nothing_due_is_left", seeds=(1, 2)),
    Bug(plant=clocks_are_not_on_the_agenda, check=LONG, says="nothing_due_is_left", seeds=(1, 2)),
    Bug(plant=deadline_is_a_microsecond_late, check=DUE, says="timers.pop_due(60)"),
    Bug(plant=offers_end_is_not_restored, check=RESTORED, says="restored.standing() == earlier"),
)
