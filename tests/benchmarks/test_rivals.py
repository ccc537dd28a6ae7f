"""The rivals decide as the core does, whatever the world."""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.lazy_heap import LazyHeap
from benchmarks.plain_scan import PlainScan
from benchmarks.question import Mediators, Question
from engine.core.assignment import NEW_ROUND, NOBODY, AssignmentCore
from engine.core.policy import PolicySettings
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.events.enums import Stage
from tests.engine.core import events
from tests.engine.core.worlds import SPOKEN, TYPES, mediator, random_roster, roster


def seat_some(core: AssignmentCore, random: Random) -> None:
    """Give mediators cases of several weights until some have no room for the next."""
    for number, capacity in enumerate(core.roster.capacity.tolist()):
        room_milli = capacity * 1000
        for held in range(random.randint(0, 3)):
            weight_milli = random.choice((500, 1000, 2500))
            if weight_milli <= room_milli:
                room_milli -= weight_milli
                seated = {"mediator_id": number, "weight_milli": weight_milli}
                core.apply(events.in_progress(1000 + number * 10 + held, Stage.ACCEPTED, **seated))


def ask(core: AssignmentCore, case_id: int, random: Random) -> Question:
    """File a case anywhere on the ladder, with conflicts and refusals, and return what a rival is asked."""
    court, step = random.randrange(core.roster.courts), random.randrange(4)
    kind, language, word = random.choice(TYPES), random.choice(SPOKEN), random.randrange(-(2**63), 2**63)
    weight_milli = random.choice((500, 1000, 2000))
    core.apply(
        events.filed(
            case_id, court_id=court, step=step, dispute_type=kind, language=language, weight_milli=weight_milli
        )
    )
    conflicted = frozenset(random.sample(range(core.roster.mediators), random.randint(0, core.roster.mediators // 2)))
    for number in conflicted:
        core.apply(events.conflict_found(case_id, number))
    declined: set[int] = set()
    for attempt in range(1, random.randint(1, 4)):
        asked = core.decide_offer(case_id, random.randrange(2**63)).mediator
        if asked < 0:
            break
        core.apply(events.offered(case_id, asked, attempt=attempt))
        core.apply(events.declined(case_id, asked, attempt=attempt, penalty_milli=0))
        declined.add(asked)
    numbers = DISPUTE_TYPES.index(kind), LANGUAGES.index(language)
    return Question(court, *numbers, weight_milli, step, word, conflicted, frozenset(declined))


@given(st.randoms(use_true_random=False), st.sampled_from([0, 1000, 3000]))
def test_rivals_decide_as_the_core(random: Random, width):
    """In any small world, at any step, with any loads, conflicts and refusals, both draw the core's mediator."""
    anywhere = random_roster(random)
    mainland = replace(anywhere, origin=np.zeros(anywhere.mediators, np.uint8))
    core = AssignmentCore(mainland, PolicySettings(band_width_milli=width))
    seat_some(core, random)
    load_milli, cumulative_milli, _ = core.mediators
    mediators = Mediators.of(mainland, load_milli, cumulative_milli)
    scan, heap = PlainScan(mediators, band_width_milli=width), LazyHeap(mediators, band_width_milli=width)
    for case_id in range(10):
        question = ask(core, case_id, random)

        drawn = core.decide_offer(case_id, question.word).mediator

        assert scan.draw(question) == drawn
        assert heap.draw(question) == drawn


def test_rivals_know_a_new_round():
    """Where all have declined both say so; where one of them is in conflict and nobody is left, nobody is free."""
    three = roster(mediator(), mediator(), mediator())
    nothing = np.zeros(3, np.int64)
    mediators = Mediators.of(three, nothing, nothing)
    question = Question(0, 0, 0, 1000, 0, word=5, declined=frozenset({0, 1, 2}))
    for rival in (PlainScan(mediators, band_width_milli=0), LazyHeap(mediators, band_width_milli=0)):
        assert rival.draw(question) == NEW_ROUND
        assert rival.draw(question._replace(conflicted=frozenset({1}))) == NEW_ROUND
        assert rival.draw(question._replace(conflicted=frozenset({0, 1, 2}))) == NOBODY
        assert rival.draw(question._replace(declined=frozenset({0, 1}))) == 2
