"""The compiled core and the plain one, driven by random commands, never differ."""

from random import Random
from typing import Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from engine.core.policy import Policy, PolicySettings
from engine.core.roster import LANGUAGES
from engine.events.enums import Gender, Origin
from engine.events.records import PASSED_OVER, AnyEvent
from tests.engine.core import events
from tests.engine.core.mover import Mover
from tests.engine.core.moves import NAMES, move
from tests.engine.core.pair import Pair
from tests.engine.core.walk import walk
from tests.engine.core.worlds import SPOKEN, TYPES, random_ladder, random_roster, random_settings, with_vacancies
from tests.examples import examples

_RANDOM: Final = st.randoms(use_true_random=False)
_OTHER: Final = {
    policy: PolicySettings(policy=Policy((policy + 1) % len(Policy)), band_width_milli=7, sample_size=3, by_weight=True)
    for policy in Policy
}


class Agreement(RuleBasedStateMachine):
    """Random commands in a random world with a random ladder, under the policy of a subclass."""

    policy: Policy

    @initialize(random=_RANDOM)
    def begin(self, random: Random) -> None:
        own = random_settings(random, self.policy)
        self._mover = Mover(Pair(with_vacancies(random, random_roster(random)), own, random_ladder(random)))

    @rule(command=st.sampled_from(NAMES), random=_RANDOM)
    def move(self, command: str, random: Random) -> None:
        move(self._mover, command, random)

    def teardown(self) -> None:
        if hasattr(self, "_mover"):
            self._mover.pair.check_replay(_OTHER[self.policy])


@pytest.mark.parametrize("policy", Policy)
def test_compiled_core_equals_the_reference(policy: Policy):
    """Whatever happens, both cores tell, choose and refuse the same, and a replay under another policy agrees."""
    machine = type(f"Agreement{policy.name}", (Agreement,), {"policy": policy})

    run_state_machine_as_test(machine, settings=settings(max_examples=examples(20), stateful_step_count=50))


def test_long_walks_go_everywhere():
    """Fixed walks, long enough for crowded worlds, apply every kind that assigns, and both cores agree all the way."""
    walks = [walk(policy, seed=int(policy), moves=200) for policy in Policy]

    assert {type(event) for pair in walks for event in pair.events} == set(get_args(AnyEvent)) - set(PASSED_OVER)


@settings(max_examples=examples(30))
@given(random=_RANDOM)
def test_staffed_step_equals_the_reference(random: Random):
    """For cases of every need and every step, both cores name the same first step with anybody on it."""
    pair = Pair(random_roster(random), PolicySettings(), random_ladder(random, steps=8))
    steps, case_id = len(pair.ladder.steps), 0

    for court in range(pair.roster.courts):
        for language in (*SPOKEN, LANGUAGES[1]):
            like = {"court_id": court, "language": language, "dispute_type": random.choice(TYPES)}
            asked = {"mediator_gender": random.choice((None, *Gender)), "origin": random.choice(tuple(Origin))}
            case_id += 1
            pair.apply(events.filed(case_id, **like, **asked))
            for step in range(steps):
                assert step <= pair.staffed_step(case_id, step) < steps
