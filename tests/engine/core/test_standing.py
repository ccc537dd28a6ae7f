"""The standing of a core: what it tells is all there is, and another core that takes it over is the same."""

import msgspec
import numpy as np
import pytest

from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError, StandingError
from engine.core.example import filed, one_court_roster
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.core.standing import CoreStanding
from engine.core.stored_array import restored, stored
from tests.engine.core.invariants import check_invariants
from tests.engine.core.pair import Pair
from tests.engine.core.walk import crowd, walk


def fresh(pair: Pair) -> AssignmentCore:
    """A core made like the one of the pair."""
    return AssignmentCore(pair.roster, pair.compiled.settings, pair.ladder)


@pytest.mark.parametrize("policy", list(Policy))
def test_a_restored_core_goes_on_as_the_first(policy: Policy):
    """Restored anywhere on a random walk, a core follows the rest to the same bytes and chooses the same all along."""
    pair = walk(policy, seed=40 + policy, moves=80)
    replayed = fresh(pair)
    half = len(pair.events) // 2
    replayed.replay(pair.events[:half])
    core = fresh(pair)
    core.restore(replayed.standing())
    for event in pair.events[half:]:
        core.apply(event)

    assert core.standing() == pair.compiled.standing()
    again = fresh(pair)
    again.restore(core.standing())
    check_invariants(again)
    for case_id in pair.cases:
        assert again.seats(case_id) == pair.compiled.seats(case_id)
        for word in (0, 2**62, -1):
            assert _decision(again, case_id, word) == _decision(pair.compiled, case_id, word)
    for mediator in range(pair.roster.mediators):
        assert again.decide_pull(mediator) == pair.compiled.decide_pull(mediator)


def test_a_standing_does_not_tell_how_it_came():
    """A core that once held a thousand cases tells the same as one that only ever opened those that are left."""
    core = crowd(1500)
    other = AssignmentCore(core.roster, core.settings)
    other.restore(core.standing())

    assert other.standing() == core.standing()
    assert other.open_cases == 500
    for case_id in range(2000, 4000):
        for one in (core, other):
            one.apply(filed(case_id=case_id))
    assert other.standing() == core.standing()


def test_a_core_of_anything_else_is_refused_by_name():
    """Another roster, ladder or policy, a core with cases and bytes of no standing are refused."""
    core = AssignmentCore(one_court_roster(), PolicySettings())
    core.apply(filed(case_id=7))
    standing = core.standing()
    ladder = Ladder(steps=(LadderStep(circle=0),))
    for other, name in (
        (AssignmentCore(one_court_roster(9), PolicySettings()), "roster"),
        (AssignmentCore(one_court_roster(), PolicySettings(), ladder), "ladder"),
        (AssignmentCore(one_court_roster(), PolicySettings(policy=Policy.RANDOM)), "settings"),
        (core, "open_cases"),
    ):
        with pytest.raises(StandingError, match=name):
            other.restore(standing)
    with pytest.raises(StandingError, match="standing of"):
        AssignmentCore(one_court_roster(), PolicySettings()).restore(standing[:-2])


@pytest.mark.parametrize(
    ("column", "value", "name"), [(0, 8, "order"), (5, 3, "court"), (8, 2, "mediator"), (10, 14, "dispute_type")]
)
def test_what_compiled_code_would_stumble_over_is_refused(column: int, value: int, name: str):
    """A seat outside the roster's courts, mediators or types, or out of order, changes nothing and is named."""
    core = AssignmentCore(one_court_roster(), PolicySettings())
    for case_id in (7, 8):
        core.apply(filed(case_id=case_id))
    told = msgspec.msgpack.decode(core.standing(), type=CoreStanding)
    before = told.seats[column]
    values = np.array(restored(before, name, before.dtype, (2,)))
    values[0] = value
    seats = (*told.seats[:column], stored(values, before.dtype), *told.seats[column + 1 :])
    damaged = msgspec.msgpack.encode(msgspec.structs.replace(told, seats=seats))
    other = AssignmentCore(one_court_roster(), PolicySettings())
    untouched = other.standing()
    with pytest.raises(StandingError, match=name):
        other.restore(damaged)

    assert other.standing() == untouched


def _decision(core: AssignmentCore, case_id: int, word: int) -> object:
    try:
        return core.decide_offer(case_id, word)
    except CoreError as error:
        return type(error)
