"""Policies compared on the same cases."""

from math import log2

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.core.assignment import AssignmentCore
from engine.events.enums import OfferBasis
from engine.events.records import Accepted, Filed, Offered, OpenedInProgress
from sim.errors import ScenarioError
from sim.experiments.entropy import EntropyProbe
from sim.experiments.fairness import POLICIES, compare_policies
from sim.model.rules import ladder_of, policy_settings
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation
from tests.sim.model.nation import Collector

CALENDAR = WorkCalendar.china()
WEIGHTED = {"cases.weight_spread": 0.6, "policy.band_width_milli": 1433}
COMPARED = ("longest_idle", "band_draw", "random")
DRAWING = [name for name in POLICIES if name != "batch_optimal"]


@pytest.fixture(scope="module", params=[20, pytest.param(60, marks=pytest.mark.full)])
def days(request: pytest.FixtureRequest) -> int:
    """Length of the window."""
    return request.param


@pytest.fixture(scope="module")
def compared(days: int):
    """Some days of a hundredth of the nation under three policies."""
    scenario = fraction_of_the_nation(0.01, **{"window.days": days}, **WEIGHTED)
    return {row.policy: row for row in compare_policies(scenario, COMPARED, seed=1, calendar=CALENDAR)}


def test_every_policy_is_measured_in_the_order_asked_for(days: int, compared):
    """One row a policy, each with its draws."""
    assert list(compared) == list(COMPARED)
    assert min(row.draws for row in compared.values()) > 200 * days


def test_the_band_is_fairer_than_the_longest_idle_and_far_less_predictable(days: int, compared):
    """The band draw's Gini falls behind longest idle's, to 0.7 of it in 60 days; a fifth of its draws are certain."""
    band, idle = compared["band_draw"], compared["longest_idle"]

    assert band.gini <= (0.7 if days >= 60 else 0.96) * idle.gini
    assert band.predictable_share <= 0.2
    assert idle.predictable_share > 0.9


def test_chance_alone_is_the_least_predictable(compared):
    """A draw among all has the most entropy and nothing certain, and shares worse than the band."""
    random = compared["random"]

    assert max(compared.values(), key=lambda row: row.entropy_bits).policy == "random"
    assert random.predictable_share == 0.0
    assert random.gini > compared["band_draw"].gini


def test_a_fixed_order_is_wholly_predictable():
    """A ranked list leaves nothing to chance."""
    (row,) = compare_policies(fraction_of_the_nation(0.005, **WEIGHTED), ["ranked_list"], seed=3, calendar=CALENDAR)

    assert (row.entropy_bits, row.predictable_share) == (0.0, 1.0)


def test_honest_draws_raise_no_alarm(compared):
    """Under no policy do winning tickets look picked: no adjusted p comes near to one in a thousand."""
    smallest = [row.fairness.uniformity.smallest_adjusted_p for row in compared.values()]

    assert min(p for p in smallest if p is not None) > 0.001


def simulated(name: str, *, probe: bool = False):
    """A week under one policy: the events, and the probe that followed them."""
    scenario = fraction_of_the_nation(0.005, **{"policy.name": name}, **WEIGHTED)
    population, sink = build_population(scenario, seed=3), Collector()
    core = AssignmentCore(population.roster, policy_settings(scenario), ladder_of(scenario))
    follower = EntropyProbe(core, sink) if probe else None
    simulate(scenario, population, CALENDAR, follower or sink, seed=3)
    return sink.events, follower


def test_policies_share_their_random_numbers():
    """Two policies meet the same filings of the same weight, and weights differ from case to case."""
    first, second = (simulated(name)[0] for name in ("band_draw", "random"))
    filed = [{event.case_id: event for event in events if isinstance(event, Filed)} for events in (first, second)]

    assert filed[0].keys() == filed[1].keys()
    assert all(filed[1][case].weight_milli == event.weight_milli for case, event in filed[0].items())
    assert np.std([event.weight_milli for event in filed[0].values()]) > 400


def test_a_case_keeps_its_weight():
    """What a mediator is charged on accepting a case is the weight that it was filed or met with."""
    events, _ = simulated("band_draw")
    weight = {e.case_id: e.weight_milli for e in events if isinstance(e, Filed | OpenedInProgress)}
    charged = [(e.weight_milli, weight[e.case_id]) for e in events if isinstance(e, Accepted)]

    assert charged
    assert [pair for pair in charged if pair[0] != pair[1]] == []


@pytest.mark.parametrize("name", DRAWING)
def test_the_probe_is_right_about_equal_tickets(name):
    """Following the events, it finds log2 of the band where tickets are equal, and no more where they are not."""
    events, probe = simulated(name, probe=True)
    draws = [e for e in events if isinstance(e, Offered) and e.basis is OfferBasis.DRAWN and e.pool_size > 1]
    bound = np.mean([log2(draw.band_size) for draw in draws])

    equal = all(draw.ticket_total % draw.band_size == 0 for draw in draws) and name not in {"deck", "power_of_d"}
    assert probe is not None
    assert probe.mean_bits is not None
    assert probe.mean_bits <= bound + 1e-9
    assert (probe.mean_bits == pytest.approx(bound, abs=1e-9)) == equal


def test_a_matching_draws_nothing_and_is_measured_all_the_same():
    """Without a draw there is no entropy to tell, and loads and weights are there."""
    (row,) = compare_policies(fraction_of_the_nation(0.005, **WEIGHTED), ["batch_optimal"], seed=3, calendar=CALENDAR)

    assert (row.draws, row.entropy_bits, row.predictable_share) == (0, None, None)
    assert row.cases_max > 0
    assert row.gini is not None


def test_an_unknown_policy_is_refused_before_anything_runs():
    """The name is checked first, with the names there are."""
    with pytest.raises(ScenarioError, match=r"policy\.name"):
        compare_policies(fraction_of_the_nation(0.005), ["random", "fair"], seed=1, calendar=CALENDAR)
