"""International commercial disputes at the one-stop doors, rehearsed on the platform of a service.

Each request goes through `OneStop`, so rules, clocks and letters to linked systems are those of a service. What came in
before the run is lived through first, without being recorded, so that disputes stand at all doors when the run begins.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US
from engine.errors import EngineError
from engine.events.lifecycle_words import Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.lifecycle.command import Command
from engine.lifecycle.invariants import Checker
from engine.lifecycle.lifecycle import Lifecycle
from engine.linked.postbox import Postbox
from engine.linked.records import AnyRecord
from engine.linked.requests import AnyRequest, Key
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.registry.onestop import Happening, OneStop
from engine.registry.registry import Registry
from engine.registry.requests import Move, OpenDispute
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler
from sim.model.companion import AccompaniedRecorder
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.order import Rank
from sim.randomness.purpose import Purpose
from sim.randomness.words import word
from sim.rehearsal.doors.agents import Agents
from sim.rehearsal.doors.arrivals import arrivals, next_number
from sim.rehearsal.doors.before import Before
from sim.rehearsal.doors.count import DoorCount, linked_count
from sim.rehearsal.doors.order import DoorOrder
from sim.rehearsal.outages import Drainage, faults_of, instant_of
from sim.rehearsal.tally import Tally
from sim.scenario.lifecycle import Lifecycle as Section

if TYPE_CHECKING:
    from engine.events.event import Event

_LATENCY: Final = int(Purpose.LINKED_LATENCY)
_JITTER: Final = int(Purpose.LINKED_JITTER)
_PLATFORM: Final = 0
"""In the place of a case: what the platform does by itself."""
_PURPOSES: Final = {request.purpose: place for place, request in enumerate(AnyRequest.__args__)}


class International:
    """Rehearses international disputes beside the model.

    Parameters
    ----------
    section
        How many, what they do, and when linked systems are out.
    lifecycle
        The rules at work.
    calendar
        The courts' working calendar.
    platform
        Whose moments are used.
    recorder
        Takes the events of the run.
    laws
        Key of the words.
    courts
        Of the scenario.
    seed, replication
        Key of the words of linked systems.
    starts_at
        When the run begins, microseconds.
    """

    def __init__(
        self,
        section: Section,
        lifecycle: Lifecycle,
        calendar: WorkCalendar,
        platform: Platform,
        recorder: AccompaniedRecorder,
        *,
        laws: CaseLaws,
        courts: int,
        seed: int,
        replication: int,
        starts_at: int,
    ) -> None:
        self.tally: Final = Tally()
        self.count: Final = DoorCount()
        self._section, self._laws, self._courts, self._starts_at = section, laws, courts, starts_at
        self._platform: Final = platform
        self._recorder: Final = recorder
        self._rulebook: Final = lifecycle.rulebook
        self._checkers: Final[dict[int, tuple[Checker, DoorOrder]]] = {}
        self._records: Final[list[AnyRecord]] = []
        self._drainage: Final = Drainage(section.outage)
        self._before: Final = Before()
        self._watched: int | None = None
        """The instant for which the platform's next own moment is set."""
        self._key: Final = seed, replication
        self._begun = False
        settings = shipped_settings()
        self._systems: Final = simulated_systems(settings, self._latency, faults_of(section.outage))
        self._began_at: Final = max(starts_at - section.doors.history_days * DAY_US, calendar.span.starts_at)
        jitter = partial(word, seed, replication, _JITTER)
        self._postbox: Final = Postbox(settings, self._systems, jitter, at=self._began_at)
        self._one: Final = OneStop(Registry(lifecycle, {}), Scheduler(Diary(), calendar), self._postbox)
        self._agents: Final = Agents(
            section.doors,
            laws,
            lifecycle.rulebook,
            self._before,
            dispute_of=self._one.registry.dispute,
            carry_out=self._carry_out,
            number_of=lambda dispute: next_number(dispute.dispute_id, len(dispute.processes)),
        )

    def begin(self) -> None:
        """Live through what came before the run, and let the rest happen in it."""
        span = {"starts_at": self._began_at, "ends_at": self._platform.ends_at}
        for at, opening in arrivals(self._section.doors, self._laws, courts=self._courts, **span):
            if (Track.COMMERCIAL_MEDIATION, Transition.APPLY) in self._rulebook.at(at).moves:
                self._before.at(at, Rank.FILING, opening.dispute_id, partial(self._open, opening, at))
        self._live_until(self._starts_at)
        self._begun, self._agents.moments = True, self._platform
        self.tally.checked = self._agents.overtaken = 0
        self._before.hand_over(self._platform)
        for outage in self._section.outage:
            ends_at = instant_of(outage.ends_at)
            self._platform.at(ends_at, Rank.ACTION, _PLATFORM, partial(self._look_at, ends_at))
        self._watch()

    def summary(self) -> dict[str, Any]:
        """Return what a run's summary says of the doors, after the run."""
        self._take(self._one.advance(self._platform.ends_at - 1))
        linked = linked_count(self._records, self._systems, self._postbox.ledger, self._drainage, since=self._starts_at)
        return {
            "disputes_opened": self.count.opened,
            "disputes_known": len(self._checkers),
            "moves": self.count.by_door(),
            "overtaken": self._agents.overtaken,
            "linked": linked,
        }

    def _live_until(self, before: int) -> None:
        """Let everything happen that is due before an instant; of one instant, what the platform does comes first."""
        while True:
            due, first = self._one.next_due, self._before.next_at
            if due is not None and due < before and (first is None or due <= first):
                self._take(self._one.advance(due))
            elif first is not None and first < before:
                self._before.happen()
            else:
                return

    def _latency(self, key: Key, attempt: int) -> int:
        k = (_PURPOSES[key.purpose] << 40) | (key.ordinal << 16) | attempt
        return word(*self._key, _LATENCY, key.dispute_id, k)

    def _open(self, opening: OpenDispute, at: int) -> None:
        self._checkers[opening.dispute_id] = Checker(), DoorOrder()
        self._take(self._one.execute(opening, at))
        self._watch()

    def _carry_out(self, dispute_id: int, command: Command, at: int) -> None:
        """Ask the platform; if it refuses, count that."""
        try:
            happened = self._one.execute(Move(dispute_id=dispute_id, command=command), at)
        except EngineError as refusal:
            self.tally.refuse(refusal)
        else:
            self._take(happened)
        self._watch()

    def _take(self, happened: Iterable[Happening]) -> None:
        """Judge, count and record events; keep what linked systems were asked and answered."""
        moved: dict[int, tuple[int, set[int]]] = {}
        events: list[Event] = []
        for one in happened:
            if isinstance(one, DisputeOpened | Moved):
                events.append(one)
                self._judge(one)
                at, cases = moved.setdefault(one.dispute_id, (one.occurred_at, set()))
                moved[one.dispute_id] = max(at, one.occurred_at), cases | {one.case_id}
            elif isinstance(one, AnyRecord):
                self._records.append(one)
        if self._begun and events:
            self._recorder.note(events)
            self.tally.events += len(events)
        for dispute_id, (at, cases) in moved.items():
            self._agents.follow(self._one.registry.dispute(dispute_id), cases, at)

    def _judge(self, event: DisputeOpened | Moved) -> None:
        self.tally.checked += 1
        checker, order = self._checkers[event.dispute_id]
        broken = [invariant.value for invariant in checker.follow(event)]
        if (disorder := order.follow(event)) is not None:
            broken.append(disorder)
        if broken:
            self.tally.breaches += len(broken)
            self.tally.first_breach = self.tally.first_breach or f"{broken[0]}: {event}"
        if not self._begun:
            return
        if isinstance(event, Moved):
            self.count.move(event)
            self.tally.reminders += event.transition is Transition.REMIND
        else:
            self.count.opened += 1

    def _watch(self) -> None:
        """Let the platform do what is due next when it is."""
        due = self._one.next_due
        if self._begun and due is not None and (self._watched is None or due < self._watched):
            self._watched = due
            self._platform.at(due, Rank.PERIOD_END, _PLATFORM, partial(self._wake, due))

    def _wake(self, at: int) -> None:
        if self._watched != at:
            return  # something has become due earlier since, and the platform has been woken for it
        self._watched = None
        self._take(self._one.advance(at))
        self._look_at(at)
        self._watch()

    def _look_at(self, at: int) -> None:
        if self._drainage.is_awaited:
            self._drainage.look(self._postbox.ledger, at)
