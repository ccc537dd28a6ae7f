"""Courts with mediators, experts, arbitrators, judges and institutions, and people who try anything at any time."""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_instant_us
from engine.calendar.in_force import CalendarInForce
from engine.calendar.year import china_years
from engine.core.assignment import AssignmentCore
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.desk.desk import Desk
from engine.desk.docket import Seat
from engine.desk.example import words
from engine.errors import EngineError
from engine.events.enums import ActorRole, Channel, DeclineReason, DisputeType, EntryRoute
from engine.events.lifecycle_words import Procedure, Reach, State, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.lifecycle.walk_commands import Choices
from engine.linked.postbox import Postbox
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.faults import Faults, Outage
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.linked.words import System
from engine.registry.calendar_year import LoadYear
from engine.registry.doors import door_of
from engine.registry.letters import VerifyParties
from engine.registry.lodging import Lodge
from engine.registry.meetings import CancelMeeting, EndMeeting, MoveMeeting, SetMeeting
from engine.registry.onestop import Happening, OneStop, PlatformRequest
from engine.registry.registry import Registry
from engine.registry.requests import AnswerOffer, FileCase, Move, OpenDispute, RequeueLetter
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler
from engine.scheduling.words import ChangeReason
from tests.engine.registry.people import LIST_SIZE, designation_request, entry_of, staff_request
from tests.engine.registry.ways import is_seeking, onward, opening_of, panel_of

MONDAY: Final = local_instant_us(2024, 12, 2, 9)  # four weeks before the end of the last year that is known
MINUTE: Final = 60_000_000
STAFF: Final = {
    Track.MEDIATION: 9,
    Track.EVALUATION: 5,
    Track.ARBITRATION: 5,
    Track.LITIGATION: 10,
    Track.CONFIRMATION: 3,
    Track.COMMERCIAL_MEDIATION: 3,
}
_DOORS: Final = tuple(Rulebook.shipped().machines)
_OF_OTHER_REQUESTS: Final = frozenset(
    {Transition.FILE, Transition.LODGE, Transition.OFFER, Transition.ACCEPT, Transition.DECLINE, Transition.LAPSE}
)
_FAULTS: Final = Faults(
    outages=(Outage(from_at=MONDAY + DAY_US, to_at=MONDAY + DAY_US + 90 * MINUTE),),
    error_milli=150,
    lost_milli=100,
    duplicate_milli=50,
    slow_milli=50,
)


def city(*, faults: bool = True) -> OneStop:
    """The platform of two courts, empty; linked systems that fail as declared, the same way each time."""
    calendar = CalendarInForce(WorkCalendar.china(2022, 2024, provisional_until=2028))
    desks = {track: Desk(_core(track), calendar, words, track=track) for track in STAFF}
    settings = shipped_settings()
    declared = dict.fromkeys(System, _FAULTS) if faults else {}
    systems = simulated_systems(settings, mixed_key_words(1), declared)
    registry = Registry(Lifecycle(Rulebook.shipped(), calendar), desks)
    return OneStop(registry, Scheduler(Diary(), calendar), Postbox(settings, systems, mixed_words(2)))


def _core(track: Track) -> AssignmentCore:
    staff = STAFF[track]
    roster = Roster(
        court_region=np.zeros(2, np.int32),
        region_province=np.zeros(1, np.int32),
        mediator_court=np.sort(np.arange(staff, dtype=np.int32) % 2),
        capacity=np.full(staff, 4, np.int32),
        dispute_types=np.full(staff, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(staff, np.uint64),
    )
    return AssignmentCore(roster, PolicySettings(), door_of(track).ladder)


class Life:
    """A platform in use: what is asked hangs on its generator and on what can be seen of the platform alone."""

    def __init__(self, platform: OneStop, seed: int, *, now: int = MONDAY) -> None:
        self.platform = platform
        self.chance = np.random.default_rng(seed)
        self.now = now
        self.log: list[Happening] = []
        self.refused = 0
        self.done: set[str] = set()

    def pass_time(self, span_us: int) -> None:
        self.now += span_us
        self.log += self.platform.advance(self.now)

    def drain(self) -> None:
        """Let pass so much time that whatever was asked of a linked system is answered or given up."""
        ledger = self.platform.postbox.ledger
        while ledger.entries.keys() - ledger.dead.keys():
            self.pass_time(10 * MINUTE)
        self.pass_time(60 * MINUTE)

    def live(self, steps: int, *, check: Callable[["Life"], None] | None = None) -> None:
        """Ask so many things; whatever is refused must leave no trace, which `check` may see to."""
        for _ in range(steps):
            self.pass_time(int(self.chance.choice([0, 0, 1, 5, 30, 120, 1_500])) * MINUTE)
            request = self._request()
            if request is None:
                continue
            try:
                self.log += self.platform.execute(request, self.now)
                self.done.add(type(request).__name__)
            except EngineError:
                self.refused += 1
                if check is not None:
                    check(self)

    def pick(self, count: int) -> int:
        return int(self.chance.integers(count))

    def _request(self) -> PlatformRequest | None:
        registry = self.platform.registry
        numbers = list(registry.numbers)
        if not numbers or self.chance.random() < 0.06:
            return self._opening()
        dispute = registry.dispute(numbers[-1 - self.pick(min(len(numbers), 8))])
        process = list(dispute.processes.values())[-1] if dispute.processes else None
        roll = self.chance.random()
        if roll < 0.005:
            return LoadYear.of(china_years()[2025 + self.pick(2)])
        if roll < 0.06:
            return staff_request(self)
        if process is None or roll < 0.55:
            return self._next_step(dispute, process)
        if roll < 0.7 or (roll < 0.9 and process.state is State.SELECTING):
            return designation_request(self, process)
        if roll < 0.8:
            return self._meeting(dispute, process)
        if roll < 0.83:
            asked = VerifyParties(dispute_id=dispute.dispute_id, parties=1 + self.pick(4))
            return asked if self.pick(8) else RequeueLetter(number=1 + self.pick(40))
        return self._move(dispute, process)

    def _opening(self) -> OpenDispute | Lodge:
        is_large = self.chance.random() < 0.35
        if not is_large and self.chance.random() < 0.5:
            return self._lodging()
        return OpenDispute(
            dispute_id=self.platform.registry.next_number,
            court_id=self.pick(2),
            dispute_type=DisputeType.FOREIGN_COMMERCIAL if is_large else DisputeType.FAMILY,
            channel=Channel.ONLINE_FILING,
            entry_route=tuple(EntryRoute)[self.pick(len(EntryRoute))],
            procedure=Procedure.SUMMARY if self.chance.random() < 0.3 else Procedure.ORDINARY,
            amount_fen=40_000_000_000 if is_large else 2_000_000,
            reach=Reach.INTERNATIONAL if is_large else Reach.DOMESTIC,
        )

    def _lodging(self) -> Lodge:
        chooses = self.chance.random() < 0.2
        return Lodge(
            court_id=self.pick(2),
            dispute_type=DisputeType.FAMILY,
            channel=Channel.COURT_WINDOW,
            entry_route=tuple(EntryRoute)[self.pick(len(EntryRoute))],
            amount_fen=2_000_000,
            party_keys=(f"party {self.pick(5)}",),
            panel_size=1 if chooses else 1 + self.pick(2),
            choose=chooses,
            list_size=LIST_SIZE if chooses else None,
        )

    def _next_step(self, dispute: Dispute, process: Process | None) -> PlatformRequest:
        """What would bring the process on, if there is such a thing."""
        if process is None:
            return self._opened(dispute) if self.pick(2) else self._move(dispute, process)
        entry = entry_of(self.platform.registry, process)
        if entry is None and is_seeking(dispute, process):
            return self._filing(dispute, process)
        offers = [] if entry is None else [seat for seat in entry.seats.values() if seat.deadline is not None]
        if offers:
            return self._answer(process.case_id, offers[self.pick(len(offers))])
        command = onward(process)
        if command is not None and self.chance.random() < 0.7:
            return Move(dispute_id=dispute.dispute_id, command=command)
        return self._opened(dispute) if process.state is State.SETTLED else self._move(dispute, process)

    def _opened(self, dispute: Dispute) -> Move:
        opened = opening_of(dispute, self.platform.registry.next_number, self.pick(12))
        return Move(dispute_id=dispute.dispute_id, command=opened)

    def _answer(self, case_id: int, seat: Seat) -> AnswerOffer:
        because = DeclineReason.WORKLOAD if self.chance.random() < 0.25 else None
        return AnswerOffer(case_id=case_id, mediator_id=seat.mediator, attempt=seat.attempt, declined_because=because)

    def _filing(self, dispute: Dispute, process: Process) -> FileCase:
        chooses = self.chance.random() < 0.3
        panel = self.pick(2) + 1 if process.track is Track.MEDIATION and not chooses else 1
        panel, chooses = (panel, chooses) if process.track is Track.MEDIATION else panel_of(dispute, process)
        return FileCase(
            dispute_id=dispute.dispute_id,
            case_id=process.case_id,
            panel_size=panel,
            choose=chooses,
            list_size=LIST_SIZE if chooses and self.chance.random() < 0.6 else None,
            parties=(f"party {self.pick(5)}", f"party {self.pick(5)}"),
        )

    def _move(self, dispute: Dispute, process: Process | None) -> Move:
        """A command that the rules know in this state, with arguments that could matter; or one that opens a door."""
        is_new = process is None or self.chance.random() < 0.05 or process.next_deadline is None
        track = _DOORS[self.pick(len(_DOORS))] if process is None or is_new else process.track
        if is_new and self.chance.random() < 0.6:
            track = Track.MEDIATION
        case_id = None if process is None or is_new else process.case_id
        known = _choices(track).commands_of(dispute, case_id, self.platform.registry.next_number)
        nothing = Command(case_id=1, track=track, transition=Transition.REMIND, actor=ActorRole.COURT)
        commands = [one for one in known if one.transition not in _OF_OTHER_REQUESTS] or [nothing]
        return Move(dispute_id=dispute.dispute_id, command=commands[self.pick(len(commands))])

    def _meeting(self, dispute: Dispute, process: Process) -> PlatformRequest:
        bookings = list(self.platform.scheduler.diary.bookings)
        if not bookings or self.chance.random() < 0.5:
            return SetMeeting(dispute_id=dispute.dispute_id, case_id=process.case_id, not_before=self.now)
        number = bookings[-1 - self.pick(min(len(bookings), 6))]
        booking = self.platform.scheduler.diary.booking(number)
        absent = booking.participants[:1] if self.chance.random() < 0.3 else ()
        return (
            MoveMeeting(number=number, not_before=self.now, reason=ChangeReason.PARTY_REQUEST),
            CancelMeeting(number=number, reason=ChangeReason.OTHER),
            EndMeeting(number=number, absent=absent),
        )[self.pick(3)]


@cache
def _choices(track: Track) -> Choices:
    return Choices(Rulebook.shipped().machines[track])
