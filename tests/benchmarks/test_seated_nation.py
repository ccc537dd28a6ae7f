"""The world of the core's benchmarks is the one it claims to be, and the rival decides as the core does."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.kernels import decide_all
from benchmarks.plain_scan import PlainScan
from benchmarks.seated_nation import seated_nation
from benchmarks.sizes import DECISIONS, SEATED_CASES
from engine.core.assignment import NOBODY, AssignmentCore
from engine.core.policy import PolicySettings
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.events.enums import Stage
from tests.engine.core import events
from tests.engine.core.worlds import SPOKEN, TYPES, random_roster


def test_as_many_cases_are_seated_as_it_says(nation, share):
    """The share of half a million cases is held by mediators, and the share of ten thousand waits."""
    load, _, _ = nation.core.mediators

    assert load.sum() == round(SEATED_CASES * share)
    assert len(nation.case_ids) == round(DECISIONS * share)
    assert (load <= nation.core.roster.capacity).all()
    assert all(nation.core.case(case_id).stage is Stage.WAITING for case_id in nation.case_ids.tolist())


def test_the_same_nation_every_time(nation, share):
    """Built again, it has the same cases, the same words and the same loads."""
    again = seated_nation(share)

    assert (again.case_ids == nation.case_ids).all()
    assert (again.words == nation.words).all()
    assert (again.core.mediators[0] == nation.core.mediators[0]).all()


def test_three_ways_to_the_same_mediators(nation):
    """One call a decision, one call for all and the plain scan draw the same; most cases find somebody."""
    like = nation.like
    columns = (nation.case_ids >> 32, like.dispute_type, like.language, nation.steps, nation.words)
    scan = nation.plain_scan()

    by_scan = [scan.draw(*question) for question in zip(*(c.tolist() for c in columns), strict=True)]
    one_by_one = [
        nation.core.decide_offer(case_id, word).mediator
        for case_id, word in zip(nation.case_ids.tolist(), nation.words.tolist(), strict=True)
    ]

    assert decide_all(nation.core.state, nation.slots, nation.words).tolist() == one_by_one == by_scan
    assert np.mean(np.array(by_scan) != NOBODY) > 0.8


@given(st.randoms(use_true_random=False), st.sampled_from([0, 1000, 3000]))
def test_the_rival_decides_as_the_core(random: Random, width):
    """In any small world, at any step of the ladder, with any loads, the plain scan draws the core's mediator."""
    roster = random_roster(random)
    core = AssignmentCore(roster, PolicySettings(band_width_milli=width))
    for mediator, capacity in enumerate(roster.capacity.tolist()):
        for held in range(random.randint(0, capacity)):
            seated = {"mediator_id": mediator, "weight_milli": random.choice((500, 1000, 2500))}
            core.apply(events.in_progress(1000 + mediator * 10 + held, Stage.ACCEPTED, **seated))
    load, cumulative_milli, _ = core.mediators
    scan = PlainScan(roster, load, cumulative_milli, band_width_milli=width)
    for case_id in range(20):
        court, step = random.randrange(roster.courts), random.randrange(4)
        kind, language, word = random.choice(TYPES), random.choice(SPOKEN), random.randrange(-(2**63), 2**63)
        core.apply(events.filed(case_id, court_id=court, step=step, dispute_type=kind, language=language))

        drawn = scan.draw(court, DISPUTE_TYPES.index(kind), LANGUAGES.index(language), step, word)

        assert drawn == core.decide_offer(case_id, word).mediator
