"""The user's own rosters are read whatever their order, and their ids are kept."""

import random

import numpy as np
import pytest

from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from sim.population.build import build_population
from sim.population.csv_rows import natural
from sim.population.from_csv import population_from_csv
from sim.population.population import population_hash
from sim.population.to_csv import write_population_csv
from sim.scenario.load import load_scenario, scenario_from
from tests.sim.population.rosters import COURTS, MEDIATORS, read

ROSTER_FIELDS = ("court_region", "region_province", "mediator_court", "capacity", "dispute_types", "languages")


def test_a_small_roster_is_read_as_written(tmp_path):
    """Courts are sorted by jurisdiction, words become bits, no language means Mandarin."""
    population = read(tmp_path)

    assert population.court_names == ["Alpha High Court", "Alpha Basic Court"]
    assert population.court_tier == ["high", "basic"]
    assert population.region_names == ["R0", "R1"]
    assert (population.province_codes, population.province_zh) == (["11"], ["北京"])
    assert population.court_share.tolist() == [0.25, 0.75]
    assert population.cases_per_year == 400
    assert population.roster.mediator_court.tolist() == [0, 1]
    assert population.roster.capacity.tolist() == [5, 4]
    assert population.roster.dispute_types.tolist() == [
        1 << DISPUTE_TYPES.index("finance"),
        1 << DISPUTE_TYPES.index("family") | 1 << DISPUTE_TYPES.index("labour"),
    ]
    assert population.roster.languages.tolist() == [1, 1 | 1 << LANGUAGES.index("tibetan")]


def test_the_users_ids_are_kept(tmp_path):
    """Our numbers lead back to the user's ids; one organisation may work for two courts."""
    population = read(tmp_path)
    ids = population.source_ids

    assert ids is not None
    assert (ids.courts, ids.mediators, ids.organisations) == (["K2", "K1"], ["Li", "Wang"], ["Guild"])
    assert population.mediator_organisation.tolist() == [0, 0]


def test_a_made_up_population_survives_the_way_through_files(country, tmp_path):
    """Written as CSV and read back, a population has the same roster, organisations and shares."""
    courts, mediators = tmp_path / "courts.csv", tmp_path / "mediators.csv"
    write_population_csv(country, courts, mediators)
    back = population_from_csv(courts, mediators)

    for field in ROSTER_FIELDS:
        assert np.array_equal(getattr(back.roster, field), getattr(country.roster, field)), field
    assert np.array_equal(back.mediator_organisation, country.mediator_organisation)
    assert back.organisation_count == country.organisation_count
    assert back.court_share == pytest.approx(country.court_share, rel=1e-12)
    assert (back.court_names, back.court_tier, back.region_names) == (
        country.court_names, country.court_tier, country.region_names,
    )  # fmt: skip


def test_a_second_way_through_files_changes_no_byte(tmp_path):
    """Own rosters written out again are read to the same population with the same ids."""
    first = read(tmp_path)
    write_population_csv(first, tmp_path / "c.csv", tmp_path / "m.csv")
    second = population_from_csv(tmp_path / "c.csv", tmp_path / "m.csv")

    assert second.source_ids == first.source_ids
    assert population_hash(second) == population_hash(first)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_means_nothing(country, tmp_path, seed):
    """Shuffled rows give the same population, number for number."""
    paths = (tmp_path / "courts.csv", tmp_path / "mediators.csv")
    write_population_csv(country, *paths)
    in_order = population_from_csv(*paths)
    for path in paths:
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        random.Random(seed).shuffle(rows)
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
    shuffled = population_from_csv(*paths)

    assert population_hash(shuffled) == population_hash(in_order)
    assert shuffled.source_ids == in_order.source_ids


def test_editors_habits_are_tolerated(tmp_path):
    """A byte-order mark, Windows line ends, blanks, empty lines, quotes, more columns, another order: no matter."""
    courts = "\ufeff name ,tier,court_id,region,note,province,cases_per_year\r\n"
    courts += '"Court, first",basic, K1 ,R1,x,11,300\r\n\r\n"High",high,K2,R0,,北京,1e2\r\n'
    population = read(tmp_path, courts)

    assert population.court_names == ["High", "Court, first"]
    assert population.province_en == ["Beijing"]


def test_numbers_in_ids_are_ordered_as_numbers():
    """Region 2 comes before region 10, and different spellings of one number stay apart."""
    assert sorted(["R10", "R2", "R02", "", "Ω1", "10"], key=natural) == ["", "10", "R02", "R2", "R10", "Ω1"]


def test_a_province_that_is_not_chinas_keeps_its_text(tmp_path):
    """Any text names a province; China's come first."""
    population = read(tmp_path, COURTS.replace("R1,Beijing", "R1,Atlantis"))

    assert population.province_en == ["Beijing", "Atlantis"]
    assert population.province_codes == ["11", "Atlantis"]


def test_a_court_may_have_no_mediators(tmp_path):
    """A court whose cases go to its region has an empty range of mediators."""
    population = read(tmp_path, mediators=MEDIATORS.replace("Li,K2", "Li,K1"))

    assert population.roster.mediator_court.tolist() == [1, 1]


def test_a_scenario_with_own_rosters_builds_them(tmp_path):
    """The scenario says how many cases there are, the rosters how courts share them."""
    read(tmp_path)
    values = load_scenario("one-court").model_dump()
    values["population"] = {"kind": "csv", "courts_file": "courts.csv", "mediators_file": "mediators.csv"}
    population = build_population(scenario_from(values, file="x", folder=tmp_path), seed=1)

    assert population.roster.mediators == 2
    assert population.cases_per_year == values["arrivals"]["cases_per_year"]
