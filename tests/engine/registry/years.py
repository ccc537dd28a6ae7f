"""Registries through a turn of the year that is announced late, early or known from the start."""

from datetime import date
from random import Random
from typing import Any, Final

import msgspec

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_instant_us
from engine.calendar.in_force import CalendarInForce
from engine.calendar.year import YearDays, china_years
from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.policy import PolicySettings
from engine.desk.desk import Desk
from engine.desk.example import words
from engine.errors import EngineError
from engine.events.calendar_events import ClockMoved, DeskDeadlineMoved, YearLoaded
from engine.events.enums import ActorRole, EntryRoute
from engine.events.lifecycle_words import Medium, Track, Transition
from engine.events.records import Event, Offered
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.registry.calendar_year import LoadYear
from engine.registry.example import filed_dispute
from engine.registry.registry import Registry
from engine.registry.requests import AnswerOffer, Move

YEAR: Final = YearDays(
    year=2025,
    holidays=frozenset(
        [
            date(2024, 12, 31),
            *(date(2025, 1, day) for day in range(1, 11)),
            *(date(2025, 2, day) for day in range(3, 15)),
        ]
    ),
    workdays=frozenset({date(2024, 12, 29), date(2025, 1, 25), date(2025, 1, 26)}),
)
"""A year whose first ten days and two weeks of February are off."""
PROVISIONAL: Final = WorkCalendar.china(2024, 2024, provisional_until=2030)
KNOWN: Final = WorkCalendar.of_years({2024: china_years()[2024], 2025: YEAR}, 2024, 2025, provisional_until=2030)
_WIDE: Final = 4
"""Parties of the moves that are tried, as a bit mask below this."""


def registry_in(calendar: WorkCalendar) -> Registry:
    """A registry of one court, whose parts share a calendar."""
    shared = CalendarInForce(calendar)
    core = AssignmentCore(one_court_roster(9), PolicySettings())
    desks = {Track.MEDIATION: Desk(core, shared, words)}
    return Registry(Lifecycle(Rulebook.shipped(), shared), desks)


class Years:
    """A registry, what it was asked and what happened."""

    def __init__(self, calendar: WorkCalendar, starts_at: int = local_instant_us(2024, 12, 9, 9)) -> None:
        self.registry: Final = registry_in(calendar)
        self.asked: Final[list[tuple[Any, int]]] = []
        self.events: Final[list[Event]] = []
        self.now = starts_at

    def ask(self, request: Any, at: int) -> None:
        """Ask at an instant; what is refused changes nothing but the time."""
        self.now = at
        self.asked.append((request, at))
        self.events.extend(self.registry.advance(at))
        try:
            self.events.extend(self.registry.execute(request, at))
        except EngineError:
            return

    def live(self, seed: int, requests: int) -> None:
        """Random requests at random times, most of which the rules know where a process stands."""
        random = Random(seed)
        for number in range(1, requests + 1):
            if number % 12 == 1:
                route = random.choice(list(EntryRoute))
                for request in filed_dispute(number, entry_route=route):
                    self.ask(request, self.now + 1)
            self.ask(self._any(random), self.now + random.choice((1, HOUR_US, 9 * HOUR_US)))

    def like(self, other: "Years") -> None:
        """Ask what another one was asked, at the same instants."""
        for request, at in other.asked:
            self.ask(request, at)

    def load(self, year: YearDays = YEAR) -> list[Event]:
        """Load a year now."""
        happened = self.registry.execute(LoadYear.of(year), self.now)
        self.events.extend(happened)
        return happened

    def _any(self, random: Random) -> Any:
        dispute = self.registry.dispute(random.choice(list(self.registry.numbers)))
        process = random.choice(list(dispute.processes.values())) if dispute.processes else None
        offers = [
            event for event in self.events if isinstance(event, Offered) and event.dispute_id == dispute.dispute_id
        ]
        if offers and random.random() < 0.3:
            last = offers[-1]
            return AnswerOffer(case_id=last.case_id, mediator_id=last.mediator_id, attempt=last.attempt)
        track = random.choice([Track.MEDIATION, *Track])
        if process is None or process.track is not track:
            process = next((one for one in dispute.processes.values() if one.track is track), None)
        state = None if process is None else process.state
        moves = Rulebook.shipped().at(self.now).from_state
        names = [name for (door, name, start), found in moves.items() if door is track and start is state and found]
        transition = random.choice(names or [Transition.WITHDRAW])
        found = moves.get((track, transition, state))
        actor = random.choice(found[0].entry.actors) if found else ActorRole.PARTY
        case_id = dispute.dispute_id * 10 + list(Track).index(track) if process is None else process.case_id
        command = Command(
            case_id=case_id,
            track=track,
            transition=transition,
            actor=actor,
            parties=random.choice((1, 2, 3, 3, 3)) % _WIDE,
            medium=Medium.VIDEO,
            until=self.now + random.randrange(1, 60) * DAY_US,
            amount_fen=random.choice((None, 100)),
            number=1,
        )
        return Move(dispute_id=dispute.dispute_id, command=command)


def fared(events: list[Event], dispute_id: int) -> list[Event]:
    """What happened to a dispute, deadlines and what the calendar said left out."""
    calendar = (ClockMoved, DeskDeadlineMoved, YearLoaded)
    mine = (event for event in events if event.dispute_id == dispute_id and not isinstance(event, calendar))
    return [msgspec.structs.replace(e, deadline=0) if getattr(e, "deadline", None) is not None else e for e in mine]
