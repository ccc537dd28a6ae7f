"""Random procedures: whatever is commanded, nobody is overloaded, barred, doubled, forgotten or stuck."""

from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from engine.desk.example import MONDAY
from engine.events.enums import Stage
from tests.engine.core.worlds import with_vacancies
from tests.engine.desk.clerk import COMMANDS, HOUR, Clerk
from tests.engine.desk.worlds import desk_of, random_ladder, random_roster
from tests.examples import examples

_SEEDS = st.integers(0, 2**32)
"""Of a generator for each command: Hypothesis shrinks the commands, and drawing every choice itself would be slow."""
_LONG = 90 * 24 * HOUR
"""Longer than any ladder of these worlds, any choice and any offer together."""


class Procedure(RuleBasedStateMachine):
    """Random commands at the desk of a random world; the witness checks after each."""

    @initialize(seed=_SEEDS, policy=st.sampled_from(Policy))
    def begin(self, seed: int, policy: Policy) -> None:
        random = Random(seed)
        world = with_vacancies(random, random_roster(random))
        self._desk = desk_of(world, ladder=random_ladder(random), policy=policy)
        self._clerk = Clerk(self._desk, MONDAY, random)

    @rule(command=st.sampled_from(COMMANDS), seed=_SEEDS)
    def act(self, command: str, seed: int) -> None:
        self._clerk.act(command, Random(seed))

    def teardown(self) -> None:
        if hasattr(self, "_clerk"):
            self._check_rebuilt()
            self._check_nothing_sticks()
            self._check_replay()

    def _check_rebuilt(self) -> None:
        """A desk rebuilt from the log has the same deadlines."""
        rebuilt = desk_of(self._desk.core.roster, ladder=self._desk.core.ladder)
        rebuilt.resume(self._clerk.witness.log)
        for case_id in self._clerk.witness.filings:
            assert rebuilt.next_deadline(case_id) == self._desk.next_deadline(case_id)

    def _check_nothing_sticks(self) -> None:
        """In the end every offer that was open is over, every choice too, and who still waits is with a clerk."""
        clerk, desk = self._clerk, self._desk
        offered = clerk.witness.at_stage(Stage.OFFERED)
        clerk.witness.take(desk.advance(clerk.now + _LONG))

        assert not set(offered) & set(clerk.witness.at_stage(Stage.OFFERED))
        assert clerk.witness.at_stage(Stage.CHOOSING) == []
        for case_id in clerk.witness.waiting():
            entry = desk.entry(case_id)
            assert entry.exhausted
            assert entry.step == len(desk.core.ladder.steps) - 1

    def _check_replay(self) -> None:
        """The log alone, in a fresh core that began under another policy, gives the same state."""
        replayed = AssignmentCore(self._desk.core.roster, PolicySettings(), self._desk.core.ladder)
        replayed.replay(self._clerk.witness.log)

        for ours, theirs in zip(self._desk.core.mediators, replayed.mediators, strict=True):
            assert ours.tolist() == theirs.tolist()
        for case_id in self._clerk.witness.filings:
            assert replayed.seats(case_id) == self._desk.core.seats(case_id)


def test_no_procedure_breaks_an_invariant():
    """After every command rooms hold, nobody barred is asked, nobody free is missed, no open case lacks a deadline."""
    run_state_machine_as_test(Procedure, settings=settings(max_examples=examples(50), stateful_step_count=50))
