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
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Accepted, Offered
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.linked.records import AnyRecord
from engine.registry.onestop import Happening, OneStop
from engine.registry.registry import Registry
from engine.registry.requests import AnswerOffer, FileCase, Move, OpenDispute
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler
from sim.model.companion import AccompaniedRecorder
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.order import Rank
from sim.rehearsal.doors.agents import Agents
from sim.rehearsal.doors.arrivals import arrivals, next_number
from sim.rehearsal.doors.before import Before
from sim.rehearsal.doors.count import DoorCount
from sim.rehearsal.doors.hearings import Hearings
from sim.rehearsal.doors.judging import Judges
from sim.rehearsal.doors.panels import Panels
from sim.rehearsal.doors.post import Post
from sim.rehearsal.outages import instant_of
from sim.rehearsal.tally import Tally
from sim.scenario.lifecycle import Lifecycle as Section

if TYPE_CHECKING:
    from engine.events.event import Event

_PLATFORM: Final = 0
"""In the place of a case: what the platform does by itself."""


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
        self._judges: Final = Judges(self.tally)
        self._before: Final = Before()
        self._watched: int | None = None
        """The instant for which the platform's next own moment is set."""
        self._begun = False
        self._began_at: Final = max(starts_at - section.doors.history_days * DAY_US, calendar.span.starts_at)
        self._post: Final = Post(section, seed, replication, at=self._began_at)
        self._panels: Final = Panels(section.doors, calendar, laws, courts, seed, replication)
        scheduler = Scheduler(Diary(), calendar)
        self._one: Final = OneStop(Registry(lifecycle, self._panels.desks), scheduler, self._post.postbox)
        self._hearings: Final = Hearings(section, laws, scheduler.diary, self._one.execute)
        self._agents: Final = Agents(
            section.doors,
            laws,
            lifecycle.rulebook,
            self._before,
            dispute_of=self._one.registry.dispute,
            carry_out=self._carry_out,
            number_of=lambda dispute: next_number(dispute.dispute_id, len(dispute.processes)),
            time_of=self._hearings.time_of,
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
        self._hearings.forget_counts()
        self._before.hand_over(self._platform)
        for outage in self._section.outage:
            ends_at = instant_of(outage.ends_at)
            self._platform.at(ends_at, Rank.ACTION, _PLATFORM, partial(self._post.look, ends_at))
        self._watch()

    def summary(self) -> dict[str, Any]:
        """Return what a run's summary says of the doors, after the run."""
        self._take(self._one.advance(self._platform.ends_at - 1))
        return {
            "disputes_opened": self.count.opened,
            "disputes_known": len(self._judges),
            "moves": self.count.by_door(),
            "overtaken": self._agents.overtaken,
            "hearings": self._hearings.summary(self._starts_at),
            "linked": self._post.summary(self._starts_at),
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

    def _open(self, opening: OpenDispute, at: int) -> None:
        self._take(self._one.execute(opening, at))
        self._watch()

    def _carry_out(self, dispute_id: int, command: Command, at: int) -> None:
        """Do what a command asks: panels are looked for before they are constituted, hearings held by all or nobody."""
        dispute = self._one.registry.dispute(dispute_id)
        booking = self._hearings.booked(command.case_id) if self._hearings.are_needed(command) else None
        if booking is not None and (booking.starts_at > at or self._hearings.is_missed(dispute, booking, at)):
            self._agents.follow(dispute, (command.case_id,), at)
        elif not self._panels.names(command):
            if self._ask(Move(dispute_id=dispute_id, command=command), at) and booking is not None:
                self._hearings.hold(booking, at)
                self._judges.hear(booking)
        elif (filing := self._panels.filing(dispute, command)) is not None:
            self._ask(filing, at)
        self._watch()

    def _answer(self, offer: Offered, answer: AnswerOffer, at: int) -> None:
        """Let somebody answer who was asked to join a panel, if he still can."""
        if self._panels.waits_for(self._one.registry.dispute(offer.dispute_id), offer.track, answer):
            self._ask(answer, at)
            self._watch()

    def _ask(self, request: Move | FileCase | AnswerOffer, at: int) -> bool:
        """Ask the platform; if it refuses, count that."""
        try:
            happened = self._one.execute(request, at)
        except EngineError as refusal:
            self.tally.refuse(refusal)
            return False
        self._take(happened)
        return True

    def _take(self, happened: Iterable[Happening]) -> None:
        """Judge, count and record events; keep what linked systems were asked and answered."""
        moved: dict[int, tuple[int, set[int]]] = {}
        events: list[Event] = []
        for one in happened:
            if isinstance(one, DisputeOpened | Moved):
                events.append(one)
                self._count(one)
                at, cases = moved.setdefault(one.dispute_id, (one.occurred_at, set()))
                moved[one.dispute_id] = max(at, one.occurred_at), cases | {one.case_id}
            elif isinstance(one, Offered | Accepted):
                self._judges.judge(one)
                if isinstance(one, Offered) and self._panels.are_asked(one.track):
                    self._expect_answer(one)
            elif isinstance(one, AnyRecord):
                self._post.keep(one)
        if self._begun and events:
            self._recorder.note(events)
            self.tally.events += len(events)
        for dispute_id, (at, cases) in moved.items():
            dispute = self._one.registry.dispute(dispute_id)
            for filing in self._panels.assignments(dispute, cases):
                self._ask(filing, at)
            self._agents.follow(dispute, cases, at)

    def _expect_answer(self, offer: Offered) -> None:
        at, answer = self._panels.answer(offer)
        self._agents.moments.at(at, Rank.ACTION, offer.case_id, partial(self._answer, offer, answer, at))

    def _count(self, event: DisputeOpened | Moved) -> None:
        """Judge an event, and count it if it is the run's."""
        self._judges.judge(event)
        if isinstance(event, Moved) and event.state in (State.SUSPENDED, State.IN_MEDIATION):
            self._hearings.give_up(event.case_id, event.occurred_at)
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
        self._post.look(at)
        self._watch()
