"""Finding times and places for an order in a diary."""

from collections.abc import Iterable
from typing import Final

from engine.calendar.day import DAY_US
from engine.calendar.in_force import CalendarInForce
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.errors import BusyError, NoCommonTimeError, StatutoryDeadlineError, moment
from engine.scheduling.hours import NEVER
from engine.scheduling.order import Order, Proposal
from engine.scheduling.resource import Clash, Resource
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.search import earliest_start
from engine.scheduling.time_checks import TimeChecks
from engine.scheduling.timetable import Timetable


class Finder:
    """Answers when, and in which room, an order could take place.

    Parameters
    ----------
    diary
        Who is busy when.
    calendar
        The holder of the calendar in force: the years in which meetings can be booked.
    rules
        Lengths, steps, notice, horizon.
    """

    def __init__(self, diary: Diary, calendar: CalendarInForce, rules: SchedulingRules) -> None:
        self.checks: Final = TimeChecks(calendar, rules)
        self._diary: Final = diary
        self._in_force: Final = calendar
        self._rules: Final = rules

    def earliest(self, order: Order, not_before: int, at: int, moving: Booking | None) -> Proposal:
        """Return the earliest common time; parameters and errors are those of `Scheduler.earliest_common_time`."""
        question = self.checks.question(order)
        since = max(not_before, self.checks.earliest(order, at))
        self._in_force.calendar.check_period(since, since)
        horizon_end = since + self._rules.horizon_days * DAY_US
        until = horizon_end if order.not_after is None else min(order.not_after, horizon_end)
        start = earliest_start(self._groups(order, moving), question, since, until)
        if start == NEVER:
            raise self._nothing(order, since, until)
        ends_at = start + question.duration_us
        chosen = [self._first_free(pool, start, ends_at, moving) for pool in order.pools]
        return Proposal(start, ends_at, order.participants + tuple(one for one in chosen if one is not None))

    def placed(self, order: Order, starts_at: int, moving: Booking | None) -> Proposal:
        """Return the proposal of a named time.

        Raises
        ------
        BusyError
            If a participant is busy, or everything of a pool; with all of them.
        """
        ends_at = starts_at + self.checks.duration_us(order)
        participants = list(order.participants)
        clashes = self._clashes(order.participants, starts_at, ends_at, moving)
        for pool in order.pools:
            chosen = self._first_free(pool, starts_at, ends_at, moving)
            if chosen is None:
                clashes += self._clashes(pool, starts_at, ends_at, moving)
            else:
                participants.append(chosen)
        if clashes:
            raise BusyError(clashes)
        return Proposal(starts_at, ends_at, tuple(participants))

    def _groups(self, order: Order, moving: Booking | None) -> list[list[Timetable]]:
        """Return the timetables that a search must look at: nobody without a booking holds it up."""
        occupancy = self._diary.occupancy
        groups = [[timetable] for timetable in occupancy.timetables(order.participants)]
        for pool in order.pools:
            known = occupancy.timetables(pool)
            if len(known) == len(pool):
                groups.append(known)
        if moving is None:
            return groups
        return [[timetable.without(moving.slot) for timetable in group] for group in groups]

    def _clashes(
        self, resources: Iterable[Resource], starts_at: int, ends_at: int, moving: Booking | None
    ) -> list[Clash]:
        number = None if moving is None else moving.number
        return self._diary.occupancy.clashes(resources, starts_at, ends_at, moving=number)

    def _first_free(
        self, pool: tuple[Resource, ...], starts_at: int, ends_at: int, moving: Booking | None
    ) -> Resource | None:
        number = None if moving is None else moving.number
        is_free = self._diary.occupancy.is_free
        return next((one for one in pool if is_free(one, starts_at, ends_at, moving=number)), None)

    def _nothing(self, order: Order, since: int, until: int) -> Exception:
        """Say why there is no time: the deadline, the horizon, or years that the calendar does not know."""
        wanted = f"no common time of {len(order.participants)} participants and {len(order.pools)} pools"
        if order.not_after == until:
            bound = f"ends by the case's statutory deadline, {moment(until)}"
            return StatutoryDeadlineError(f"{wanted} from {moment(since)} {bound}")
        self._in_force.calendar.check_period(since, until)
        bound = f"horizon_days = {self._rules.horizon_days}, to {moment(until)}"
        return NoCommonTimeError(f"{wanted} from {moment(since)} within {bound}")
