"""The world of the core's benchmarks is the one it claims to be."""

import numpy as np
import pytest

from benchmarks.kernels import bars_of, decide_all
from benchmarks.lazy_heap import LazyHeap
from benchmarks.plain_scan import PlainScan
from benchmarks.seated_nation import seated_nation
from benchmarks.sizes import CONFLICTED_SHARE, CONFLICTS_MAX, DECISIONS, DECLINED_SHARE, SEATED_CASES
from engine.core.assignment import NEW_ROUND, NOBODY
from engine.core.policy import STANDARD_CASE_MILLI, Policy
from engine.events.enums import Stage

_LAST_STEP = 3


def test_as_many_cases_are_seated_as_it_says(nation, share):
    """The share of half a million cases is held by mediators within their capacity, the share of ten thousand waits."""
    load_milli, cumulative_milli, _ = nation.core.mediators

    assert nation.core.settings.policy is Policy.BAND_DRAW
    assert load_milli.sum() == round(SEATED_CASES * share) * STANDARD_CASE_MILLI
    assert (load_milli == cumulative_milli).all()
    assert len(nation.case_ids) == round(DECISIONS * share)
    assert (load_milli <= nation.core.roster.capacity * STANDARD_CASE_MILLI).all()
    assert all(nation.core.case(case_id).stage is Stage.WAITING for case_id in nation.case_ids.tolist())


def test_some_cases_have_conflicts_and_decliners(nation):
    """About as many as the sizes say, up to three conflicts and one refusal each, all of whom could take the case."""
    questions = nation.questions()
    conflicted = [question for question in questions if question.conflicted]
    declined = [question for question in questions if question.declined]

    assert len(conflicted) == pytest.approx(CONFLICTED_SHARE * len(questions), rel=0.5)
    assert len(declined) == pytest.approx(DECLINED_SHARE * len(questions), rel=0.6)
    assert {len(question.conflicted) for question in conflicted} == set(range(1, CONFLICTS_MAX + 1))
    assert {len(question.declined) for question in declined} == {1}
    assert not any(question.conflicted & question.declined for question in questions)
    takes, speaks = nation.core.roster.dispute_types, nation.core.roster.languages
    for question in conflicted + declined:
        barred = list(question.conflicted | question.declined)
        assert (takes[barred] >> np.uint64(question.dispute_type) & np.uint64(1)).all()
        assert (speaks[barred] >> np.uint64(question.language) & np.uint64(1)).all()


def test_cases_have_climbed_until_somebody_is_free(nation):
    """Nobody waits below the last step without anybody free; most wait at their court, and some had to climb."""
    drawn = decide_all(nation.core.state, nation.slots, nation.words)
    steps = nation.steps

    assert ((drawn != NOBODY) | (steps == _LAST_STEP)).all()
    assert (drawn[drawn < 0] >= NEW_ROUND).all()
    assert np.mean(steps == 0) > 0.8
    assert (steps > 0).any()


def test_the_same_nation_every_time(nation, share):
    """Built again, it has the same cases, the same words, the same bars and the same loads."""
    again = seated_nation(share)

    assert (again.case_ids == nation.case_ids).all()
    assert (again.words == nation.words).all()
    assert (again.steps == nation.steps).all()
    assert (bars_of(again.core.state, again.slots) == bars_of(nation.core.state, nation.slots)).all()
    assert (again.core.mediators[0] == nation.core.mediators[0]).all()


def test_four_ways_to_the_same_mediators(nation):
    """One call a decision, one call for all and both rivals draw the same."""
    mediators, questions, width = nation.mediators(), nation.questions(), nation.core.settings.band_width_milli
    scan = PlainScan(mediators, band_width_milli=width)
    heap = LazyHeap(mediators, band_width_milli=width)

    one_by_one = [
        nation.core.decide_offer(case_id, word).mediator
        for case_id, word in zip(nation.case_ids.tolist(), nation.words.tolist(), strict=True)
    ]

    assert decide_all(nation.core.state, nation.slots, nation.words).tolist() == one_by_one
    assert [scan.draw(question) for question in questions] == one_by_one
    for _ in range(2):  # the second time from heaps that have been used
        assert [heap.draw(question) for question in questions] == one_by_one
