"""Random commands at random times: whatever is asked, the rules answer alike, and their answer is the whole story."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine.calendar.day import DAY_US, HOUR_US, local_instant_us
from engine.events.enums import ActorRole, EntryRoute
from engine.events.lifecycle_words import Ground, Medium, Procedure, Reach, Track, Transition
from engine.events.records import Event
from engine.lifecycle.apply import opened
from engine.lifecycle.command import Command
from engine.lifecycle.errors import MoveError
from engine.lifecycle.invariants import Checker
from engine.lifecycle.walk_commands import Choices
from engine.lifecycle.walk_events import opening_of, reported
from engine.lifecycle.walk_state import copied
from tests.engine.lifecycle.stories import LIFECYCLE
from tests.engine.lifecycle.test_walk import dispute
from tests.examples import examples

STARTS = [local_instant_us(year, 3, 4, 9) for year in (2020, 2021, 2022, 2024)]
MACHINES = LIFECYCLE.rulebook.machines
CHOICES = {track: Choices(machine) for track, machine in MACHINES.items()}


class Asking(RuleBasedStateMachine):
    """Somebody who asks anything of a dispute, and keeps what he is told."""

    @initialize(
        at=st.sampled_from(STARTS),
        route=st.sampled_from(list(EntryRoute)),
        procedure=st.sampled_from(list(Procedure)),
        reach=st.sampled_from(list(Reach)),
    )
    def begin(self, at: int, route: EntryRoute, procedure: Procedure, reach: Reach):
        found = dispute(at, route, procedure)
        found.reach = reach
        self.opening = opening_of(found)
        self.dispute = opened(self.opening)
        self.log: list[Event] = []
        self.checker = Checker()
        self.told([self.opening])

    def told(self, events: list[Event]):
        """Keep events, and look for what they break."""
        for event in events:
            assert self.checker.follow(event) == [], event
        self.log.extend(events)

    @rule(track=st.just(Track.MEDIATION) | st.sampled_from(list(Track)), choice=st.integers(0, 10**6))
    def take_an_open_way(self, track: Track, choice: int):
        """Do something that the rules allow now at a door."""
        allowed = [command for command in self.commands(track) if self.is_allowed(command)]
        if allowed:
            self.ask(allowed[choice % len(allowed)])

    @rule(
        transition=st.sampled_from(list(Transition)),
        track=st.sampled_from(list(Track)),
        actor=st.sampled_from(list(ActorRole)),
        parties=st.integers(0, 7),
        ground=st.none() | st.sampled_from(list(Ground)),
        medium=st.none() | st.sampled_from(list(Medium)),
        number=st.none() | st.integers(-1, 9),
        case_id=st.integers(1, 9),
    )
    def ask_anything(self, transition: Transition, track: Track, actor: ActorRole, case_id: int, **fields: object):
        """Ask for something, sensible or not."""
        self.ask(Command(transition=transition, track=track, actor=actor, case_id=case_id, **fields))  # pyright: ignore[reportArgumentType]

    @rule(days=st.integers(0, 70), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int):
        """Let time pass: at one stroke, in many steps, it is the same."""
        to = self.dispute.last_at + days * DAY_US + hours * HOUR_US
        stepwise, events = copied(self.dispute), list[Event]()
        for instant in range(self.dispute.last_at, to, max(1, (to - self.dispute.last_at) // 7)):
            events += LIFECYCLE.advance(stepwise, instant)
        events += LIFECYCLE.advance(stepwise, to)
        at_once = LIFECYCLE.advance(self.dispute, to)

        assert at_once == events
        assert stepwise == self.dispute
        self.told(at_once)
        self.dispute.last_at = max(to, self.dispute.last_at)

    def commands(self, track: Track) -> list[Command]:
        """What may be worth asking: of the door's newest process, or of a new one."""
        cases = [case_id for case_id, process in self.dispute.processes.items() if process.track is track]
        newest, free = cases[-1] if cases else None, len(self.dispute.processes) + 1
        ways = {None, newest}
        return [command for way in ways for command in CHOICES[track].commands_of(self.dispute, way, free)]

    def is_allowed(self, command: Command) -> bool:
        try:
            LIFECYCLE.check(self.dispute, command, self.dispute.last_at)
        except MoveError:
            return False
        return True

    def ask(self, command: Command):
        """Ask twice, of two that are alike: the answer is the same, and a refusal changes nothing."""
        before, twin = copied(self.dispute), copied(self.dispute)
        at, refusal, ruling = self.dispute.last_at, None, None
        try:
            ruling = LIFECYCLE.check(self.dispute, command, at)
        except MoveError as error:
            refusal = error
        if refusal is not None:
            assert str(refusal).endswith(f"[{refusal.article.value}]")
            assert self.dispute == before
            return
        assert self.dispute == before
        assert ruling is not None
        entry = ruling.move.entry
        if entry.kind == "moved":
            events = LIFECYCLE.execute(self.dispute, command, at)
            assert LIFECYCLE.execute(twin, command, at) == events
        else:
            (event, *_) = reported(self.dispute, ruling.process, entry, at)
            events = LIFECYCLE.follow(self.dispute, event)
            assert LIFECYCLE.follow(twin, event) == events
        assert twin == self.dispute
        self.told(events)

    @invariant()
    def the_events_are_the_whole_story(self):
        """A fresh dispute that follows the events stands where this one does."""
        if not hasattr(self, "log"):
            return
        fresh = opened(self.opening)
        for event in self.log[1:]:
            LIFECYCLE.replay(fresh, event)
        fresh.last_at = self.dispute.last_at
        assert fresh == self.dispute


TestProcedure = Asking.TestCase
TestProcedure.settings = settings(max_examples=examples(20), stateful_step_count=40, deadline=None)
