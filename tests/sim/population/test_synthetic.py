"""A made-up population meets its totals exactly, puts people where the work is, and hangs on the seed alone."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from sim.population.population import population_hash
from sim.population.synthetic import synthetic_population
from sim.scenario.load import load_scenario, scenario_from, with_changes


def holders(bits, place):
    """bool[mediators]: whose bit is set."""
    return (bits >> np.uint64(place) & np.uint64(1)).astype(bool)


def test_totals_are_exact(nation):
    """165,333 mediators in 32,937 organisations at 3,502 courts, none of either left empty."""
    court_mediators = np.bincount(nation.roster.mediator_court, minlength=3502)
    organisation_mediators = np.bincount(nation.mediator_organisation, minlength=32937)

    assert (nation.roster.mediators, nation.organisation_count, nation.roster.courts) == (165333, 32937, 3502)
    assert len(organisation_mediators) == 32937
    assert court_mediators.min() >= 1
    assert organisation_mediators.min() >= 1


def test_an_organisation_belongs_to_one_court(nation):
    """All mediators of an organisation are at the same court, and organisations are numbered in order of courts."""
    pairs = np.unique(np.stack([nation.mediator_organisation, nation.roster.mediator_court]), axis=1)

    assert pairs.shape[1] == nation.organisation_count
    assert np.all(np.diff(pairs[1]) >= 0)


def test_mediators_follow_the_load(national, nation):
    """A court's mediators are its load to the stated power, to the nearest whole person."""
    counts = np.bincount(nation.roster.mediator_court)
    wanted = nation.court_share**national.population.mediator_load_exponent
    quota = wanted / wanted.sum() * 165333

    assert np.abs(counts - quota)[quota > 1].max() < 1.5


def test_capacities_follow_their_shares(national, nation):
    """Each capacity is as frequent as stated, within five standard errors."""
    section = national.population
    seen = np.bincount(nation.roster.capacity, minlength=max(section.capacities) + 1) / nation.roster.mediators

    for capacity, share in zip(section.capacities, section.capacity_shares, strict=True):
        assert seen[capacity] == pytest.approx(share, abs=5 * (share * (1 - share) / 165333) ** 0.5)
    assert seen[list(section.capacities)].sum() == pytest.approx(1)


def test_supply_follows_demand(national, nation):
    """More mediators take what more cases are about; every type is taken, and all take three on average."""
    taken = {name: holders(nation.roster.dispute_types, i).sum() for i, name in enumerate(DISPUTE_TYPES)}
    mix = sorted(national.cases.dispute_type, key=lambda entry: entry.share)
    per_mediator = np.sum([holders(nation.roster.dispute_types, i) for i in range(len(DISPUTE_TYPES))], axis=0)

    for rarer, commoner in pairwise(mix):
        if commoner.share > 1.05 * rarer.share:
            assert taken[rarer.name] < taken[commoner.name]
    assert per_mediator.min() == 1
    assert per_mediator.mean() == pytest.approx(3, abs=0.02)


def test_everybody_speaks_mandarin_and_the_stated_share_another(nation):
    """Mandarin for all, and one minority language for 8 per cent, to the person."""
    spoken = np.sum([holders(nation.roster.languages, i) for i in range(1, len(LANGUAGES))], axis=0)

    assert holders(nation.roster.languages, 0).all()
    assert spoken.max() == 1
    assert spoken.sum() == round(0.08 * 165333)


def test_minority_languages_live_where_they_are_at_home(national, nation):
    """Where one is at home speakers are several times as frequent, and nobody there speaks another province's."""
    province = nation.roster.mediator_province
    at_home = np.array([bool(entry.languages) for entry in national.population.jurisdictions])[province]
    speaks = nation.roster.languages > 1

    assert speaks[at_home].mean() > 5 * speaks[~at_home].mean() > 0
    tibet = province == nation.province_en.index("Tibet")
    assert set(nation.roster.languages[tibet].tolist()) == {1, 1 | 1 << LANGUAGES.index("tibetan")}


def test_a_rare_type_finds_somebody():
    """With three mediators, the type of one case in a thousand is still taken by one of them."""
    mix = [
        {"name": "family", "share": 0.999, "settled_share": 0.6},
        {"name": "foreign_commercial", "share": 0.001, "settled_share": 0.4},
    ]
    changes = {"cases.dispute_type": mix, "population.mediators": 3, "population.dispute_types_mean": 1.0}
    population = synthetic_population(with_changes(load_scenario("one-court"), changes), seed=1)

    assert holders(population.roster.dispute_types, DISPUTE_TYPES.index("foreign_commercial")).sum() == 1


def test_the_same_seed_gives_the_same_population(small, country):
    """Made twice, a population is equal in every number and name."""
    assert population_hash(synthetic_population(small, seed=7)) == population_hash(country)


@pytest.mark.parametrize("seed", [0, 8, -1, 2**64 + 7])
def test_another_seed_gives_another_population(small, country, seed):
    """Any other whole number gives other people."""
    assert population_hash(synthetic_population(small, seed=seed)) != population_hash(country)


def test_the_digest_sees_every_field(country):
    """Change one thing and the digest changes; the user's own ids are not among them."""
    changed = [
        replace(country, court_share=country.court_share[::-1].copy()),
        replace(country, court_names=[*country.court_names[:-1], "X"]),
        replace(country, mediator_organisation=country.mediator_organisation[::-1].copy()),
        replace(country, roster=replace(country.roster, capacity=country.roster.capacity + np.int32(1))),
        replace(country, cases_per_year=country.cases_per_year + 1),
        replace(country, region_names=[*country.region_names[:-1], "X"]),
    ]
    digests = {population_hash(population) for population in (country, *changed)}

    assert len(digests) == 7
    assert all(len(digest) == 16 for digest in digests)


def test_a_mediator_more_leaves_the_others_as_they_were(small, country):
    """Hiring changes no colleague: at every court the first mediators keep capacity and dispute types."""
    more = synthetic_population(with_changes(small, {"population.mediators": 330}), seed=7)

    for court in range(country.roster.courts):
        before = country.roster.mediator_court == court
        after = np.flatnonzero(more.roster.mediator_court == court)[: before.sum()]
        assert country.roster.capacity[before].tolist() == more.roster.capacity[after].tolist()
        assert country.roster.dispute_types[before].tolist() == more.roster.dispute_types[after].tolist()


def test_a_population_from_files_is_not_made_up(small, tmp_path):
    """Asking for a made-up population of a scenario with own rosters is refused."""
    for name in ("c.csv", "m.csv"):
        (tmp_path / name).touch()
    values = small.model_dump(exclude_none=True)
    values["population"] = {"kind": "csv", "courts_file": "c.csv", "mediators_file": "m.csv"}

    with pytest.raises(TypeError, match=r'population\.kind = "csv": must be "synthetic"'):
        synthetic_population(scenario_from(values, file="x", folder=tmp_path), seed=1)


def test_the_nation_is_made_in_a_second_and_a_half_of_work(national):
    """The national population takes at most 1.5 s of processor time."""
    synthetic_population(national, seed=1)
    before = time.process_time()
    synthetic_population(national, seed=2)

    assert time.process_time() - before < 1.5
