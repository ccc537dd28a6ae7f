"""Lets the people of a dispute act when it is time, has the lifecycle judge it, and records what comes of it."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, State, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.errors import MoveError
from engine.lifecycle.lifecycle import Lifecycle
from sim.model.companion import AccompaniedRecorder
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.order import Rank
from sim.rehearsal.doors.confirmations import Confirmations
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.duties import DUTIES, NOBODY_ACTS, SETTLED, duty
from sim.rehearsal.law import HeldLaw
from sim.rehearsal.linked import Linked
from sim.rehearsal.sessions import SessionDiary
from sim.rehearsal.steps import ASK_IDENTITY, FILE_ONLINE, IDENTIFY, REGISTER, SUBMIT, Step, command_of
from sim.rehearsal.tally import Tally
from sim.scenario.doors import Doors


class Driver:
    """Drives disputes through the lifecycle.

    Parameters
    ----------
    lifecycle
        The rules at work.
    platform
        Whose moments are used.
    recorder
        Takes the events.
    laws, held
        The laws of chance.
    linked
        The linked systems.
    doors
        What comes after an agreement.
    sessions
        The diary.
    """

    def __init__(
        self,
        lifecycle: Lifecycle,
        platform: Platform,
        recorder: AccompaniedRecorder,
        *,
        laws: CaseLaws,
        held: HeldLaw,
        linked: Linked,
        doors: Doors,
        sessions: SessionDiary,
    ) -> None:
        self.tally: Final = Tally()
        self.sessions: Final = sessions
        self.dossiers: Final[dict[int, Dossier]] = {}
        """Disputes to which something has happened and that are not over, by case."""
        self._lifecycle: Final = lifecycle
        self._platform: Final = platform
        self._recorder: Final = recorder
        self._laws: Final = laws
        self._held: Final = held
        self._linked: Final = linked
        self.confirmations: Final = Confirmations(
            doors, laws, lifecycle.rulebook, platform, linked=linked, dossiers=self.dossiers, execute=self.execute
        )
        self._final: Final = {state for _, state in lifecycle.rulebook.eras[-1].final}

    def open(self, dossier: Dossier, opening: DisputeOpened) -> None:
        """Take over a dispute that is new."""
        self.tally.opened += 1
        self.dossiers[dossier.case_id] = dossier
        self._recorder.note([opening])
        self.tally.events += 1
        self.judge(dossier, [opening])
        self._act(dossier, opening.occurred_at)

    def adopt(self, dossier: Dossier) -> None:
        """Take over a dispute that was open when the run began."""
        self.tally.revived += 1
        self.dossiers[dossier.case_id] = dossier
        for clock, end in dossier.process.clocks.items():
            if clock is not Clock.OFFER:  # the assignment answers for it
                self._watch(dossier, end)
        self.expect(dossier)

    def meet(self, dossier: Dossier, after: Sequence[int]) -> None:
        """Take over a dispute whose mediation had ended before the run, and whose confirmation goes on.

        Parameters
        ----------
        dossier
            As it stood at the beginning.
        after
            The row of its confirmation; see `sim.rehearsal.doors.after_course`.
        """
        self.tally.met += 1
        self.dossiers[dossier.case_id] = dossier
        for process in dossier.dispute.processes.values():
            for end in process.clocks.values():
                self._watch(dossier, end)
        self.confirmations.resume(dossier, after)

    def expect(self, dossier: Dossier) -> None:
        """Let the next of a dispute's steps happen when it is time."""
        if dossier.place < len(dossier.steps):
            if dossier.steps[dossier.place][1] == ASK_IDENTITY and dossier.closes_at:
                self.sessions.set_next(dossier)
            at = dossier.steps[dossier.place][0]
            self._platform.at(at, Rank.ACTION, dossier.case_id, partial(self._act, dossier, at))

    def judge(self, dossier: Dossier, events: Sequence[Event]) -> None:
        """Hold events against the invariants."""
        self.tally.checked += len(events)
        follow = dossier.checker.follow
        for event in events:
            for invariant in follow(event):
                self.tally.breaches += 1
                self.tally.first_breach = self.tally.first_breach or f"{invariant.value}: {event}"

    def took(self, dossier: Dossier, events: Sequence[Event]) -> None:
        """Record events of the lifecycle, and see to what they set off."""
        if not events:
            return
        self._recorder.note(events)
        self.tally.events += len(events)
        self.judge(dossier, events)
        if len(dossier.dispute.processes) > 1:
            self.confirmations.follow(dossier, events)
        counted = self.tally.events
        for event in events:
            if type(event) is Moved:
                if event.deadline is not None:
                    self._watch(dossier, event.deadline, event.occurred_at)
                if event.transition is Transition.REMIND:
                    self.tally.reminders += 1
        if self.tally.events == counted:  # else a period was over at once, and what ended it has been followed
            self._follow_state(dossier)

    def execute(self, dossier: Dossier, command: Command, at: int) -> None:
        """Do what a command asks; if the rules do not allow it, count that."""
        try:
            events = self._lifecycle.execute(dossier.dispute, command, at)
        except MoveError as refusal:
            self.tally.refuse(refusal)
        else:
            self.took(dossier, events)

    def _act(self, dossier: Dossier, at: int) -> None:
        """Take every step whose instant has come."""
        steps = dossier.steps
        while dossier.place < len(steps) and steps[dossier.place][0] <= at:
            step = Step._make(steps[dossier.place])
            dossier.place += 1
            self._step(dossier, step)
        del steps[: dossier.place]
        dossier.place = 0
        self.expect(dossier)

    def _step(self, dossier: Dossier, step: Step) -> None:
        if step.what == ASK_IDENTITY:
            self._linked.ask_identities(dossier, step)
            return
        if step.what == IDENTIFY and not self._linked.identified(dossier, step.at):
            following = dossier.steps[dossier.place] if dossier.place < len(dossier.steps) else None
            if following is not None and following[1] == SUBMIT and following[0] > step.at:
                # Whoever applies can wait for the answer as long as he has not applied.
                dossier.place -= 1
                dossier.steps[dossier.place] = [following[0], *step[1:]]
                return
            self._linked.identify_by_hand(dossier)
        self.execute(dossier, command_of(step, dossier.case_id, dossier.medium), step.at)

    def _watch(self, dossier: Dossier, end: int, at: int | None = None) -> None:
        """Let a period end when it is time: at once if it was counted from long before `at`, as after a slow filing."""
        if at is not None and end <= at:
            self._end_period(dossier, at)
        elif end < self._platform.ends_at:
            self._platform.at(end, Rank.PERIOD_END, dossier.case_id, partial(self._end_period, dossier, end))

    def _end_period(self, dossier: Dossier, at: int) -> None:
        """Let the platform do what it does at the end of a period; a mediation's own closes by the assignment."""
        while (due := self._lifecycle.due(dossier.dispute, at)) is not None and due.transition is not Transition.EXPIRE:
            track = dossier.dispute.processes[due.case_id].track
            command = Command(case_id=due.case_id, track=track, transition=due.transition, actor=ActorRole.PLATFORM)
            refusals = self.tally.refusals
            self.execute(dossier, command, max(due.ends_at, dossier.dispute.last_at))
            if self.tally.refusals > refusals:
                return

    def _follow_state(self, dossier: Dossier) -> None:
        """Plan what the state owes, or put the dispute away."""
        process = dossier.process
        if process.state in self._final:
            if len(dossier.dispute.processes) > 1 and self.confirmations.are_open(dossier.dispute):
                return
            self.tally.returned += process.state is State.RETURNED
            self.tally.finished[process.state] += 1
            del self.dossiers[dossier.case_id]
        elif (owed := DUTIES.get(process.state)) is not None and process.entered_at == dossier.dispute.last_at:
            if owed == SETTLED and self.confirmations.are_asked_for(dossier, process.entered_at):
                return
            has_paper, is_partial = "agreed_at" in process.facts, "partial" in process.facts
            at, what = duty(self._laws, self._held, dossier.case_id, owed, process.entered_at, has_paper, is_partial)
            if what != NOBODY_ACTS:
                step = Step(at, what, 1 if what == FILE_ONLINE else 0, 0, 0)
                action = partial(self._fulfil, dossier, step, process.state)
                self._platform.at(at, Rank.ACTION, dossier.case_id, action)

    def _fulfil(self, dossier: Dossier, step: Step, owed_in: State) -> None:
        """Fulfil a duty, unless the end of a period has; what a linked system must take first waits for its answer."""
        if dossier.process.state is not owed_in:
            self.tally.overtaken += 1
            return
        action = partial(self._fulfilled, dossier, step, owed_in)
        if step.what in (REGISTER, FILE_ONLINE):
            self._linked.ask_duty(dossier, step, action)
        else:
            action(step.at)

    def _fulfilled(self, dossier: Dossier, step: Step, owed_in: State, at: int) -> None:
        if dossier.process.state is owed_in:
            self.execute(dossier, command_of(step, dossier.case_id, dossier.medium), at)
        else:
            self.tally.overtaken += 1
