"""A turn of the year whose days are announced late: random commands to a desk, and the same to another."""

from datetime import date
from functools import cache
from random import Random
from typing import Any, Final

import msgspec

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_instant_us
from engine.calendar.year import YearDays, china_years
from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError
from engine.core.policy import PolicySettings
from engine.desk.desk import Desk
from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskError
from engine.desk.example import words
from engine.events.calendar_events import DeskDeadlineMoved
from engine.events.enums import DeclineReason, EntryRoute
from engine.events.records import Event
from tests.engine.desk.worlds import filing, random_ladder, random_roster

_DAYS_OFF = [date(2025, 1, day) for day in (1, 2, 3, 6, 7, 8, 20, 21)] + [date(2024, 12, 31)]
YEAR: Final = YearDays(
    year=2025,
    holidays=frozenset(_DAYS_OFF),
    workdays=frozenset({date(2024, 12, 29), date(2025, 1, 4), date(2025, 1, 11), date(2025, 1, 12)}),
)
"""A year that departs from Monday to Friday in most of its first weeks."""
TOLD: Final = Announcement.of(YEAR)
STARTS_AT: Final = local_instant_us(2024, 12, 18, 9)
Command = tuple[str, tuple[Any, ...], int]
"""Name of a desk's method, its arguments and when."""


@cache
def provisional() -> WorkCalendar:
    return WorkCalendar.china(2024, 2024, provisional_until=2027)


@cache
def known() -> WorkCalendar:
    years = {2024: china_years()[2024], 2025: YEAR}
    return WorkCalendar.of_years(years, 2024, 2025, provisional_until=2027)


def desk_in(seed: int, calendar: WorkCalendar) -> Desk:
    """The desk of a random world."""
    random = Random(seed)
    made_of = random_roster(random)
    return Desk(AssignmentCore(made_of, PolicySettings(), random_ladder(random)), calendar, words)


class History:
    """Random commands to one desk, kept so that another can be given the same."""

    def __init__(self, seed: int) -> None:
        self.random: Final = Random(seed + 1)
        self.desk: Final = desk_in(seed, known())
        self.script: Final[list[Command]] = []
        self.log: Final[list[Event]] = []
        self.now = STARTS_AT + seed % 12 * DAY_US

    def live(self, commands: int) -> None:
        for number in range(commands):
            self.now += self.random.choice((1, HOUR_US, 5 * HOUR_US, 17 * HOUR_US))
            name, arguments = self._any(number)
            self.script.append((name, arguments, self.now))
            self.log.extend(told(self.desk, *self.script[-1]))

    def _any(self, number: int) -> tuple[str, tuple[Any, ...]]:
        random, cases = self.random, sorted({event.case_id for event in self.log if event.case_id >= 0})
        case_id = random.choice(cases) if cases else 0
        offer = next((event for event in reversed(self.log) if event.case_id == case_id), None)
        asked = (case_id, getattr(offer, "mediator_id", None) or 0, getattr(offer, "attempt", 0))
        choose = random.random() < 0.3
        possible: list[tuple[str, tuple[Any, ...]]] = [
            ("file", (number, random.randrange(self.desk.core.roster.courts), choose)),
            ("file", (number, random.randrange(self.desk.core.roster.courts), choose)),
            ("accept", asked),
            ("decline", (*asked, DeclineReason.WORKLOAD)),
            ("end_choice", (case_id,)),
            ("open_choice", (case_id,)),
            ("extend", (case_id, self.now + random.randrange(40) * DAY_US)),
        ]
        return random.choice(possible)


def told(desk: Desk, name: str, arguments: tuple[Any, ...], at: int) -> list[Event]:
    """What a command to a desk brings about; nothing but time if it is refused."""
    events = desk.advance(at)
    try:
        if name == "file":
            number, court, choose = arguments
            route = EntryRoute.ENTRUSTED if number % 3 else EntryRoute.PARTY_APPLICATION
            return events + desk.file(filing(number, court, entry_route=route), at, choose=choose)
        return events + getattr(desk, name)(*arguments, at)
    except (DeskError, CoreError):
        return events


def played(history: History, load_at: int) -> tuple[Desk, list[Event], list[Event]]:
    """The same commands to a desk that does not know the year until an instant; its log, and what the year moved."""
    desk, log = desk_in_of(history), list[Event]()
    for command in history.script:
        log += told(desk, *command)
    log += desk.advance(load_at)
    loaded = desk.load_year(TOLD, load_at)
    return desk, log + loaded, loaded


def desk_in_of(history: History, calendar: WorkCalendar | None = None) -> Desk:
    core = history.desk.core
    return Desk(AssignmentCore(core.roster, PolicySettings(), core.ladder), calendar or provisional(), words)


def of_case(log: list[Event], case_id: int) -> list[Event]:
    """What happened to a case, its deadlines left out."""
    mine = (e for e in log if e.case_id == case_id and not isinstance(e, DeskDeadlineMoved))
    return [msgspec.structs.replace(e, deadline=0) if getattr(e, "deadline", None) is not None else e for e in mine]


def ends(desk: Desk, entry: DocketEntry) -> dict[str, int | None]:
    """Every deadline that an open case waits for."""
    found = {f"offer {seat.attempt}": seat.deadline for seat in entry.seats.values()}
    found |= {"choice": entry.choice_ends_at, "period": entry.period_ends_at}
    if not entry.chooses:
        found["waits"] = entry.waits_until
    return found
