"""Lets whoever may act next at the doors of a dispute act when it is time, unless something has moved on meanwhile."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Final, Protocol

from engine.events.lifecycle_words import State, Track
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.rulebook import Rulebook
from sim.model.laws import CaseLaws
from sim.order import Rank
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance
from sim.rehearsal.doors.act import Act, choose, command_of
from sim.rehearsal.doors.amicable import acts_of_evaluation, acts_of_mediation
from sim.rehearsal.doors.arbitration import acts_of_arbitration
from sim.rehearsal.doors.confirmation import acts_of_confirmation
from sim.rehearsal.doors.litigation import acts_of_litigation
from sim.rehearsal.doors.preservation import acts_of_preservation
from sim.rehearsal.doors.timing import acts_at
from sim.rehearsal.doors.way import after_evaluation, next_doors
from sim.scenario.doors import Doors

_ACT: Final = int(Purpose.DOOR_ACT)
_DELAY: Final = int(Purpose.DOOR_DELAY)
_ACTS: Final[dict[Track, Callable[[Dispute, Process, Doors], list[Act]]]] = {
    Track.EVALUATION: acts_of_evaluation,
    Track.COMMERCIAL_MEDIATION: acts_of_mediation,
    Track.CONFIRMATION: acts_of_confirmation,
    Track.ARBITRATION: acts_of_arbitration,
    Track.PRESERVATION: acts_of_preservation,
    Track.LITIGATION: acts_of_litigation,
}


class Moments(Protocol):
    """Lets things happen when it is time."""

    def at(self, instant: int, rank: Rank, case_id: int, action: Callable[[], None]) -> None:
        """Let something happen at an instant."""
        ...


class Agents:
    """Plans one act at a time for each process of a dispute, and one for the dispute while no door is open to it.

    Parameters
    ----------
    doors
        Shares and means.
    laws
        Key of the words, and the courts' clock.
    rulebook
        What is in force when.
    moments
        Whose moments are used.
    dispute_of
        A dispute as it stands, by its number.
    carry_out
        Does what a command asks of a dispute at an instant, and tells `follow` what has moved.
    number_of
        The number of the next process of a dispute; None if it may have no more.
    time_of
        When something can take place that is wished for at an instant: told of the dispute, what is to be done, the
        wish, and the present. Always then if left out.
    """

    def __init__(
        self,
        doors: Doors,
        laws: CaseLaws,
        rulebook: Rulebook,
        moments: Moments,
        *,
        dispute_of: Callable[[int], Dispute],
        carry_out: Callable[[int, Command, int], None],
        number_of: Callable[[Dispute], int | None],
        time_of: Callable[[Dispute, Command, int, int], int] | None = None,
    ) -> None:
        self.moments: Moments = moments
        self.overtaken = 0
        """Acts that something else had made pointless before their time came."""
        self._doors: Final = doors
        self._laws: Final = laws
        self._rulebook: Final = rulebook
        self._dispute_of: Final = dispute_of
        self._carry_out: Final = carry_out
        self._number_of: Final = number_of
        self._time_of: Final = time_of
        self._plans: Final[dict[int, int]] = {}
        """How often something was planned, by process or dispute."""
        self._decided: Final[set[int]] = set()
        """Processes and disputes for which it is settled who acts next, or that nobody does."""

    def follow(self, dispute: Dispute, moved: Collection[int], at: int, *, way: bool = True) -> None:
        """Plan anew for the processes that have moved, and for those for which nothing was to be planned before.

        Parameters
        ----------
        dispute
            As it stands now.
        moved
            Numbers of the processes that something has just happened to.
        at
            When, microseconds.
        way
            Whether the dispute may go to another door by itself.
        """
        era = self._rulebook.at(at)
        is_open = False
        for process in dispute.processes.values():
            if (process.track, process.state) in era.final:
                self._forget(process.case_id)
                continue
            is_open = is_open or process.track is not Track.PRESERVATION
            if process.case_id in moved or process.case_id not in self._decided:
                self._plan(dispute, process.case_id, self._acts(dispute, process, at), at)
        if way and not is_open and dispute.dispute_id not in self._decided:
            self._plan(dispute, dispute.dispute_id, self._acts(dispute, None, at), at)

    def resume(self, dispute: Dispute, subject: int, plan: int, since: int) -> None:
        """Go on with what was planned before a run: the same act at the same instant, since the words are the same.

        Parameters
        ----------
        dispute
            As it stands now.
        subject
            Number of the process.
        plan
            How many plans have been made for it, this one included.
        since
            When it was made, microseconds.
        """
        self._plans[subject] = plan - 1
        self._plan(dispute, subject, self._acts(dispute, dispute.processes[subject], since), since)

    def _acts(self, dispute: Dispute, process: Process | None, at: int) -> list[Act]:
        """Return what may be done in a process; without one, where the dispute may go."""
        if process is None:
            return next_doors(dispute, self._doors, self._rulebook.at(at), at)
        if process.state is State.EVALUATED:
            return after_evaluation(dispute, self._doors, at)
        acts = _ACTS.get(process.track)
        return [] if acts is None else acts(dispute, process, self._doors)

    def _plan(self, dispute: Dispute, subject: int, acts: list[Act], at: int) -> None:
        """Draw who acts next and when; where nobody can, ask again after the next event of the dispute."""
        self._decided.discard(subject)
        if not acts:
            self._plans[subject] = self._plans.get(subject, 0) + 1
            return
        k = self._plans[subject] = self._plans.get(subject, 0) + 1
        self._decided.add(subject)
        act = choose(acts, chance(self._laws, _ACT, subject, k))
        if act is None:
            return
        instant = at
        if act.mean_days:
            instant = acts_at(self._laws, _DELAY, subject, k, at, act.mean_days)
        if self._time_of is not None and act.opens is None and subject in dispute.processes:
            command = command_of(act, subject, dispute.processes[subject].track)
            instant = self._time_of(dispute, command, instant, at)
        self.moments.at(instant, Rank.ACTION, subject, partial(self._act, dispute.dispute_id, subject, k, act, instant))

    def _act(self, dispute_id: int, subject: int, k: int, act: Act, at: int) -> None:
        if self._plans.get(subject) != k:
            self.overtaken += 1
            return
        self._decided.discard(subject)
        dispute = self._dispute_of(dispute_id)
        process = dispute.processes.get(subject)
        # What went on at another door may have made it pointless; then it is asked again after the next event.
        if (act.transition, act.opens) not in {(one.transition, one.opens) for one in self._acts(dispute, process, at)}:
            self.overtaken += 1
            return
        track = act.opens or (None if process is None else process.track)
        case_id = subject if act.opens is None else self._number_of(dispute)
        if case_id is not None and track is not None:
            self._carry_out(dispute_id, command_of(act, case_id, track), at)

    def _forget(self, subject: int) -> None:
        self._decided.discard(subject)
        self._plans.pop(subject, None)
