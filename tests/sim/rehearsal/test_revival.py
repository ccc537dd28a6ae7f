"""A dispute that is brought back from numbers stands where one that has lived through everything stands."""

import random

import pytest

from engine.events.enums import Stage
from engine.events.lifecycle_words import Medium
from engine.lifecycle.apply import opened
from engine.lifecycle.invariants import Checker
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.revival import Revival, Standing
from tests.sim.rehearsal.lives import SEAT, lived, opening, steps_of, world
from tests.sim.rehearsal.test_course import lives


def revived(life, where, at):
    """A dispute brought back at an instant after its acceptance."""
    calendar, laws, law, _, lifecycle = where
    first = opening(life, law, laws)
    dossier = Dossier(
        case_id=life.case_id,
        dispute=opened(first),
        checker=Checker(),
        medium=Medium.VIDEO,
        route=life.route,
        closing_code=life.code,
        steps=[list(step) for step in steps_of(life, where)],
    )
    Revival(lifecycle, calendar, at).revive(dossier, first, Standing(Stage.ACCEPTED, life.accepted_at, 0, *SEAT))
    return dossier


def check(count, seed, **changes):
    """Bring many lives back at random instants between acceptance and close."""
    where, chance = world(**changes), random.Random(seed)
    for life in lives(count, seed, where):
        if life.closes_at == life.accepted_at:
            continue  # never seen open
        at = chance.randrange(life.accepted_at + 1, life.closes_at + 1)
        dispute, _ = lived(life, where, until=at)
        dossier = revived(life, where, at)

        assert dossier.dispute == dispute, (life, at)


def test_a_revived_dispute_equals_one_that_lived():
    """For hundreds of courses: state, periods, facts, marks and everything else are the same at any instant."""
    check(500, seed=11)


def test_so_does_one_full_of_accidents():
    """With appraisals, many sessions and no-shows, too."""
    check(300, seed=12, appraisal_share=1.0, appraisal_working_days=5, further_sessions_mean=4.0, no_show_share=0.9)


@pytest.mark.full
def test_thousands_of_revived_disputes_equal_those_that_lived():
    """The same for thousands."""
    check(15_000, seed=13)
    check(5_000, seed=14, appraisal_share=1.0, appraisal_working_days=10, contact_mean_days=30.0)
