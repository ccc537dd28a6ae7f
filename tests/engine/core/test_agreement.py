"""The compiled core and the plain one, driven by random commands, never differ."""

from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from engine.core.reference import ReferenceCore
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.core.state import STEPS
from tests.engine.core.moves import COMMANDS, Mover
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import random_roster

_RANDOM: Final = st.randoms(use_true_random=False)
_WIDTHS: Final = st.sampled_from((0, 500, 1000, 5000))
_OTHER: Final = {
    policy: PolicySettings(policy=Policy((policy + 1) % len(Policy)), band_width_milli=7) for policy in Policy
}


class Agreement(RuleBasedStateMachine):
    """Random commands in a random world, under the policy of a subclass."""

    policy: Policy

    @initialize(random=_RANDOM, width=_WIDTHS)
    def begin(self, random: Random, width: int) -> None:
        own = PolicySettings(policy=self.policy, band_width_milli=width)
        self._mover = Mover(Pair(random_roster(random), own))

    @rule(command=st.sampled_from(COMMANDS), random=_RANDOM)
    def move(self, command: str, random: Random) -> None:
        self._mover.move(command, random)

    def teardown(self) -> None:
        if hasattr(self, "_mover"):
            self._mover.pair.check_replay(_OTHER[self.policy])


@pytest.mark.parametrize("policy", Policy)
def test_compiled_core_equals_the_reference(policy: Policy):
    """Whatever happens, both cores tell, choose and refuse the same, and a replay under another policy agrees."""
    machine = type(f"Agreement{policy.name}", (Agreement,), {"policy": policy})

    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=50))


@settings(max_examples=50)
@given(random=_RANDOM)
def test_staffed_step_equals_the_reference(random: Random):
    """For every court, dispute type, language and step, both cores name the same first step with anybody on it."""
    roster = random_roster(random)
    compiled, reference = (core(roster, PolicySettings()) for core in (AssignmentCore, ReferenceCore))

    for court in range(roster.courts):
        for step in range(STEPS):
            for dispute_type in (0, 2, len(DISPUTE_TYPES) - 1):
                for language in (0, 1, 2, len(LANGUAGES) - 1):
                    question = (court, dispute_type, language, step)
                    assert compiled.staffed_step(*question) == reference.staffed_step(*question)
