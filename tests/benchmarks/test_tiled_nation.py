"""The large nation is the seated one many times over."""

import numpy as np
import pytest

from benchmarks.kernels import bars_of, decide_all
from benchmarks.tiled_nation import tiled_nation
from tests.engine.core.reading import read

_COPIES = 3
_NATION = 3
"""The step at which the copies are one nation."""


@pytest.fixture(scope="module")
def large(nation):
    """Three copies, asked for by one mediator more than two of them have."""
    return tiled_nation(nation, 2 * nation.core.roster.mediators + 1)


def test_it_has_every_jurisdiction_as_often(nation, large):
    """Three times the mediators, courts, regions and provinces, each as large as its original."""
    small, roster = nation.core.roster, large.core.roster

    for name in ("mediators", "courts", "regions", "provinces"):
        assert getattr(roster, name) == _COPIES * getattr(small, name)
    assert (np.bincount(roster.mediator_court) == np.tile(np.bincount(small.mediator_court), _COPIES)).all()
    assert (np.bincount(roster.court_region) == np.tile(np.bincount(small.court_region), _COPIES)).all()
    assert (np.bincount(roster.court_province) == np.tile(np.bincount(small.court_province), _COPIES)).all()
    assert large.seated == _COPIES * nation.seated


def test_each_mediator_is_the_copy_of_one(nation, large):
    """Room, number of cases and weight are those of the original, and the counts of free mediators add up."""
    small, fields = read(nation.core), read(large.core)

    for name in ("room_milli", "load_milli", "held", "cumulative_milli", "attribute_word"):
        assert (fields[name] == np.tile(small[name], _COPIES)).all()
    members = fields["members_by_type"]
    assert (fields["room_at"] == fields["room_milli"][members]).all()
    assert (fields["charge_at"] == fields["cumulative_milli"][members]).all()
    assert (fields["free_count"][:, -1] == _COPIES * small["free_count"][:, -1]).all()


def test_each_case_waits_as_in_the_original(nation, large):
    """At the same step, with its conflicts and refusals shifted to its copy; every copy has its share of the cases."""
    copy = np.arange(len(nation.case_ids)) % _COPIES
    before, after = bars_of(nation.core.state, nation.slots), bars_of(large.core.state, large.slots)
    before[:, 1] += copy[before[:, 0]] * nation.core.roster.mediators

    assert (large.steps == nation.steps).all()
    assert sorted(map(tuple, after.tolist())) == sorted(map(tuple, before.tolist()))
    assert ((large.case_ids >> 32) // nation.core.roster.courts == copy).all()


def test_below_the_nation_each_decision_is_the_same(nation, large):
    """Whoever is drawn for a case is the copy of the one drawn in the original, unless the whole nation is asked."""
    drawn = decide_all(large.core.state, large.slots, large.words)
    original = decide_all(nation.core.state, nation.slots, nation.words)
    offset = np.arange(len(drawn)) % _COPIES * nation.core.roster.mediators
    local = nation.steps < _NATION

    assert local.any()
    assert (drawn - np.where(drawn >= 0, offset, 0) == original)[local].all()
