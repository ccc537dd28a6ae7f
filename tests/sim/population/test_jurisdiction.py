"""Courts lie in regions and provinces as the statute has them, and share the cases as the scenario says."""

import re
from collections import Counter

import numpy as np
import pytest

from sim.population.jurisdiction import court_shares, make_courts
from sim.population.synthetic import synthetic_population
from sim.scenario.load import with_changes


def test_the_nation_has_the_published_number_of_courts(nation):
    """3,502 courts: 32 high, 412 intermediate, 3,058 basic, in 32 provinces and 444 regions."""
    assert Counter(nation.court_tier) == {"high": 32, "intermediate": 412, "basic": 3058}
    assert (nation.roster.provinces, nation.roster.regions) == (32, 32 + 412)


def test_a_region_is_an_intermediate_court_with_its_basic_courts(nation):
    """A province starts with a region of its high court alone; every other starts with its intermediate court."""
    regions = np.split(np.array(nation.court_tier), np.flatnonzero(np.diff(nation.roster.court_region)) + 1)
    starts_province = np.diff(nation.roster.region_province, prepend=-1) == 1

    for tiers, first in zip(regions, starts_province, strict=True):
        assert list(tiers[:1]) == (["high"] if first else ["intermediate"])
        assert set(tiers[1:]) == (set() if first else {"basic"})


def test_tiers_and_provinces_both_get_their_shares_exactly(national, nation):
    """Summed by tier, and summed by province, the courts' shares are the scenario's."""
    tiers = national.population.tier_load_share
    weights = np.array([province.weight for province in national.population.jurisdictions])

    for tier, share in tiers.model_dump().items():
        assert nation.court_share[np.array(nation.court_tier) == tier].sum() == pytest.approx(share, rel=1e-12)
    by_province = np.bincount(nation.roster.court_province, nation.court_share)
    assert by_province == pytest.approx(weights / weights.sum(), rel=1e-12)


def test_shares_are_positive_and_sum_to_one(nation):
    """Every court has some cases."""
    assert nation.court_share.sum() == pytest.approx(1, abs=1e-12)
    assert nation.court_share.min() > 0


@pytest.mark.parametrize("seed", range(1, 11))
def test_the_load_of_courts_has_a_heavy_tail(national, seed):
    """The busiest court has eight times the mean load or more, and the spread of logarithms is about the stated one."""
    section = national.population
    courts = make_courts(section)
    share = court_shares(section, courts, seed=seed)

    assert share.max() * len(share) > 8
    assert np.std(np.log(share[courts.tier == 2])) == pytest.approx(section.court_load_sigma, rel=0.1)


def test_without_spread_courts_of_a_tier_and_province_are_alike(small):
    """With a spread of 0 only tier, province and the number of courts tell."""
    population = synthetic_population(with_changes(small, {"population.court_load_sigma": 0.0}), seed=1)
    cells = {
        (province, tier): {round(float(share), 12) for share in population.court_share[places]}
        for province in range(3)
        for tier in ("high", "intermediate", "basic")
        if len(places := cell(population, province, tier))
    }

    assert len(cells) == 9
    assert {len(shares) for shares in cells.values()} == {1}


def cell(population, province, tier):
    """Courts of one tier in one province."""
    return np.flatnonzero((population.roster.court_province == province) & (np.array(population.court_tier) == tier))


def test_no_court_is_called_after_a_real_one(nation):
    """Names say tier and number, are unique, and never use the words of real courts' names."""
    assert len(set(nation.court_names)) == len(nation.court_names)
    assert all(
        re.fullmatch(r"[A-Z][A-Za-z ]+ (High|Intermediate|Basic) Court \d{3}", name) for name in nation.court_names
    )
    assert nation.court_names[0] == "Beijing High Court 001"


def test_without_upper_tiers_a_province_is_one_region(small):
    """Basic courts alone form one region a province."""
    changes = {
        "population.tier_load_share": {"high": 0.0, "intermediate": 0.0, "basic": 1.0},
        "population.intermediate_courts": 0,
    }
    population = synthetic_population(with_changes(small, changes), seed=1)

    assert set(population.court_tier) == {"basic"}
    assert population.roster.region_province.tolist() == [0, 1, 2]
