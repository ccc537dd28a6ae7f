"""Courts merged into units, staffed one by one in the same simulations."""

from math import ceil

import numpy as np
import pytest

from sim.experiments.errors import ExperimentError
from sim.experiments.marginal import marginal_worth
from sim.experiments.objective import read_objective
from sim.experiments.pooling import pooling_curve
from sim.experiments.runner import Runner
from sim.experiments.staff_types import divided_staff
from sim.experiments.staff_units import staff_of_units
from sim.experiments.units import LEVELS, merged_units, staffed_units
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.load import with_changes

NATION = fraction_of_the_nation(0.01)
POPULATION = build_population(NATION, seed=1)
OBJECTIVE = read_objective("accepted_in_time_share >= 0.95")


def needed(share):
    """Mediators that a unit needs in the stand-in for a simulation: its load and a margin of its root."""
    load = 1_000.0 * share
    return np.ceil(load + 2.0 * np.sqrt(load))


def stand_in(job):
    """A simulation in which a unit serves in time if it has the mediators it needs, and a little noise."""
    population = build_population(job.scenario, seed=job.seed)
    staff = np.bincount(population.roster.mediator_court, minlength=population.roster.courts)
    served = np.where(staff >= needed(population.court_share), 0.99, 0.5) + 0.001 * (job.replication % 3)
    waiting = population.court_share * 100.0 / staff
    return {f"accepted_in_time_share@{court}": value for court, value in enumerate(served.tolist())} | {
        f"waiting_mean@{court}": value for court, value in enumerate(waiting.tolist())
    }


@pytest.mark.parametrize("level", LEVELS)
def test_merging_loses_nobody_and_no_case(level):
    """Whoever shares, all mediators, all cases and all capacity are there, in order."""
    units = merged_units(POPULATION, level)

    assert units.population.court_share.sum() == pytest.approx(1.0)
    assert units.available.sum() == POPULATION.roster.mediators
    assert units.population.roster.capacity.tolist() == POPULATION.roster.capacity.tolist()
    assert len(units.names) == units.population.roster.courts


def test_the_units_of_each_level_are_fewer():
    """Courts, regions, provinces and the nation are ever fewer units; the nation is one."""
    counts = [len(merged_units(POPULATION, level).names) for level in LEVELS]

    assert counts == [100, 66, 32, 1]


@pytest.mark.parametrize("level", LEVELS)
def test_rosters_have_the_staff_asked_for(level, tmp_path):
    """The scenario made for a staffing has, read back, just these mediators in just these units, and their cases."""
    units = merged_units(POPULATION, level)
    staff = units.available + np.arange(len(units.names)) % 5
    staff[0] = 1
    population = build_population(staffed_units(NATION, units, staff, tmp_path, seed=1), seed=1)

    assert np.bincount(population.roster.mediator_court).tolist() == staff.tolist()
    assert population.court_share == pytest.approx(units.population.court_share)
    assert list(population.court_names) == list(units.names)


def test_an_outage_of_one_court_is_refused_where_courts_are_merged(tmp_path):
    """A change about a court by its number has no meaning once courts share staff; among courts alone it has."""
    away = {"on": NATION.window.starts_on, "kind": "outage", "share": 0.5, "court": 3}
    scenario = with_changes(NATION, {"change": [away]})
    for level in LEVELS[1:]:
        units = merged_units(POPULATION, level)
        with pytest.raises(ExperimentError, match=rf"change\[1\]\.court = 3: must be left out .*{level}"):
            staffed_units(scenario, units, units.available, tmp_path, seed=1)

    courts = merged_units(POPULATION, "court")
    assert staffed_units(scenario, courts, courts.available, tmp_path, seed=1).change == scenario.change


def test_who_stays_stays_the_same(tmp_path):
    """A unit that gets more keeps its own mediators first, as they were."""
    units = merged_units(POPULATION, "court")
    population = build_population(staffed_units(NATION, units, units.available + 2, tmp_path, seed=1), seed=1)
    before, after = POPULATION.roster, population.roster
    first, count = int(units.available[0]), int(units.available[1])

    assert after.dispute_types[first + 2 :][:count].tolist() == before.dispute_types[first:][:count].tolist()
    assert after.capacity[:first].tolist() == before.capacity[:first].tolist()


def test_every_unit_gets_its_smallest_staff():
    """Searches of all units at once each end at the staff that the unit needs, and are proved by other runs."""
    units = merged_units(POPULATION, "region")
    with Runner(run=stand_in) as runner:
        found = staff_of_units(NATION, units, OBJECTIVE, seed=1, replications=3, runner=runner)

    assert found.required.tolist() == np.maximum(needed(units.population.court_share), 1).tolist()
    assert found.sure.all()
    assert not found.out_of_reach.any()


@pytest.mark.parametrize(("short", "kept"), [(1, True), (3, True), (40, False)])
def test_an_answer_that_new_runs_fail_is_raised(short, kept):
    """A unit whose search was lucky is raised until new runs keep the objective, or marked; the others stay."""

    def lucky(job):
        measures = stand_in(job)
        if job.replication >= 2:  # the search has seen the runs 0 and 1
            staff = np.bincount(build_population(job.scenario, seed=job.seed).roster.mediator_court)
            measures["accepted_in_time_share@0"] = 0.99 if staff[0] >= enough[0] + short else 0.5
        return measures

    units = merged_units(POPULATION, "province")
    enough = np.maximum(needed(units.population.court_share), 1)
    with Runner(run=lucky) as runner:
        found = staff_of_units(NATION, units, OBJECTIVE, seed=1, replications=2, runner=runner)

    assert (bool(found.kept[0]), bool(found.out_of_reach[0])) == (kept, False)
    assert found.required[0] > enough[0]
    assert (found.required[0] >= enough[0] + short) == kept
    assert found.required[1:].tolist() == enough[1:].tolist()
    assert found.kept[1:].all()


def test_a_unit_out_of_reach_is_marked():
    """A unit that no staff serves in time is marked, and the others are staffed all the same."""

    def one_hopeless(job):
        return stand_in(job) | {"accepted_in_time_share@0": 0.5}

    units = merged_units(POPULATION, "province")
    with Runner(run=one_hopeless) as runner:
        found = staff_of_units(NATION, units, OBJECTIVE, seed=1, replications=2, runner=runner)

    assert np.flatnonzero(found.out_of_reach).tolist() == [0]
    assert found.required[1:].tolist() == needed(units.population.court_share)[1:].tolist()


def test_sharing_pays():
    """The more courts share, the fewer mediators are needed, by the stand-in's own count and by Erlang's."""
    with Runner(run=stand_in) as runner:
        levels = pooling_curve(NATION, OBJECTIVE, seed=1, replications=2, runner=runner)
    required, theory = [level.required for level in levels], [level.erlang_mediators for level in levels]

    assert required == sorted(required, reverse=True)
    assert theory == sorted(theory, reverse=True)
    assert required[-1] == ceil(float(needed(1.0)))
    assert (levels[-1].ratio, levels[-1].units) == (1.0, 1)


def test_one_more_is_worth_most_where_most_waits():
    """Courts are ranked by the waiting that one more mediator saves, each difference computed for its own court."""
    with Runner(run=stand_in) as runner:
        worths = marginal_worth(NATION, seed=1, replications=2, count=None, runner=runner)
    saved = [worth.case_days_saved.mean for worth in worths]
    court = list(POPULATION.court_names).index(worths[0].court)
    share, staff = POPULATION.court_share[court], worths[0].mediators

    assert saved == sorted(saved, reverse=True)
    assert saved[0] == pytest.approx(365.0 * 100.0 * share * (1.0 / staff - 1.0 / (staff + 1)))


def test_mediators_are_divided_and_none_is_lost():
    """Divided among the types they take, mediators add up to those there are."""
    assert divided_staff(NATION, POPULATION).sum() == pytest.approx(POPULATION.roster.mediators)


def test_only_measures_by_court_staff_courts():
    """An objective on a measure that no court has is refused with those there are."""
    units = merged_units(POPULATION, "nation")
    with (
        Runner(run=stand_in) as runner,
        pytest.raises(ExperimentError, match=r"must be on one of room_wait_mean_hours, accepted_in_time"),
    ):
        staff_of_units(NATION, units, read_objective("wait_mean_hours <= 4"), seed=1, runner=runner)
