"""Queues beyond Erlang's, against published values and against other ways to the same number."""

import math
from itertools import pairwise

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.theory.arrival_counts import arrival_count
from sim.theory.birth_death import stationary_law
from sim.theory.errors import TheoryError, UnstableError
from sim.theory.gim1 import dm1, erlang_gap, gim1
from sim.theory.infinite_server import piecewise_load, sinusoid_load
from sim.theory.jackson import jackson
from sim.theory.machine_repair import machine_repair
from sim.theory.mdc import mdc
from sim.theory.mg1 import mg1
from sim.theory.mmc import mmc
from sim.theory.mmck import mmck
from sim.theory.priority import mg1_priority_waits, mmc_priority_waits


def test_a_finite_queue_gives_the_published_values():
    """M/M/2/3 blocks .049360 and holds .762340, as a published vignette has it; flow in equals flow out."""
    queue = mmck(arrival_rate=3.0, service_rate=4.0, servers=2, places=3)

    assert f"{queue.blocked:.6f} {queue.mean_number:.6f}" == "0.049360 0.762340"
    assert 3.0 * (1 - queue.blocked) == pytest.approx(2 * 4.0 * queue.occupancy)


def test_a_long_finite_queue_is_an_endless_one():
    """With a thousand places M/M/c/K is M/M/c."""
    finite = mmck(arrival_rate=8.4, service_rate=1.0, servers=12, places=1000)
    endless = mmc(arrival_rate=8.4, service_rate=1.0, servers=12)

    assert finite.wait_probability == pytest.approx(endless.wait_probability)
    assert finite.mean_wait == pytest.approx(endless.mean_wait)


def test_few_machines_equal_their_balance():
    """One machine is down a share lambda / (lambda + mu) of the time; a large group is an open queue."""
    one = machine_repair(machines=1, repairers=3, failure_rate=0.5, repair_rate=2.0)
    assert (one.down, one.queue) == pytest.approx((0.2, 0.0))
    many = machine_repair(machines=200_000, repairers=12, failure_rate=8.4 / 200_000, repair_rate=1.0)
    assert many.mean_wait == pytest.approx(mmc(arrival_rate=8.4, service_rate=1, servers=12).mean_wait, rel=1e-3)


def test_a_chain_with_an_unreachable_part_ends_there():
    """A birth rate of 0 leaves the states above it without weight."""
    assert stationary_law([2.0, 0.0, 3.0], [1.0, 1.0, 1.0]).tolist() == pytest.approx([1 / 3, 2 / 3, 0, 0])


@pytest.mark.parametrize(("variation", "wait"), [(0.0, 2.0), (0.5, 3.0), (1.0, 4.0), (4.0, 10.0)])
def test_one_server_waits_by_its_variation(variation, wait):
    """Constant, Erlang-2, exponential and lognormal service at a load of .8 wait 2, 3, 4 and 10."""
    assert mg1(arrival_rate=0.8, mean_service=1.0, squared_variation=variation).mean_wait == pytest.approx(wait)


@pytest.mark.parametrize("load", [0.05, 0.5, 0.8, 0.97])
def test_constant_service_of_one_server_agrees_with_the_general_formula(load):
    """M/D/1 by Crommelin's series is M/G/1 without variation, and an arrival waits with the load's probability."""
    series = mdc(arrival_rate=load, service_time=1.0, servers=1)

    assert series.mean_wait == pytest.approx(mg1(arrival_rate=load, mean_service=1, squared_variation=0).mean_wait)
    assert series.wait_probability == pytest.approx(load)


@pytest.mark.parametrize(("load", "servers"), [(1.6, 2), (8.4, 12), (57.0, 60)])
def test_constant_service_agrees_with_the_chain_from_service_to_service(load, servers):
    """M/D/c by its series equals the chain of numbers one service time apart, iterated until it stands."""
    top = 60 * servers
    poisson = np.exp(np.arange(top + 1) * math.log(load) - load - [math.lgamma(k + 1) for k in range(top + 1)])
    law = np.zeros(top + 1)
    law[0] = 1.0
    for _ in range(4000):
        queue = np.append(law[servers:], np.zeros(servers))
        queue[0] += law[:servers].sum()
        after = np.convolve(queue, poisson)[: top + 1]
        still = np.max(np.abs(after - law)) < 1e-15
        law = after
        if still:
            break
    found = mdc(arrival_rate=load, service_time=1.0, servers=servers)

    assert found.wait_probability == pytest.approx(law[servers:].sum(), rel=1e-8)
    assert found.mean_queue == pytest.approx(law @ np.maximum(np.arange(top + 1) - servers, 0), rel=1e-8)


def test_constant_service_halves_the_wait_in_heavy_traffic():
    """Near overload M/D/c waits half of M/M/c, at any size; far too near, the series is refused."""
    ratio = mdc(arrival_rate=99.5, service_time=1, servers=100).mean_wait
    ratio /= mmc(arrival_rate=99.5, service_rate=1, servers=100).mean_wait
    assert 0.49 < ratio < 0.53
    with pytest.raises(TheoryError, match="too near"):
        mdc(arrival_rate=0.9999, service_time=1, servers=1)


def test_equal_gaps_solve_their_equation():
    """The root of D/M/1 satisfies sigma = exp(-(1 - sigma) / rho), and gaps of many stages tend to it."""
    for load in (0.05, 0.5, 0.8, 0.99, 0.9999):
        sigma = dm1(arrival_rate=load, service_rate=1.0).wait_probability
        assert 0 < sigma < load
        assert sigma == pytest.approx(math.exp(-(1 - sigma) / load), rel=1e-9)
    many = erlang_gap(arrival_rate=0.8, service_rate=1.0, stages=100_000)
    assert many.mean_wait == pytest.approx(dm1(arrival_rate=0.8, service_rate=1.0).mean_wait, rel=1e-4)


def test_equal_gaps_agree_with_a_simulated_queue():
    """Lindley's recursion with constant gaps comes to the mean wait within four standard errors."""
    random = Generator(Philox(5))
    wait, waits = np.zeros(4000), np.zeros(4000)
    for step in range(1200):
        wait = np.maximum(0.0, wait + random.exponential(1.0, wait.size) - 1.25)
        waits += wait if step >= 200 else 0.0
    means = waits / 1000
    exact = dm1(arrival_rate=0.8, service_rate=1.0).mean_wait

    assert abs(means.mean() - exact) < 4 * means.std(ddof=1) / math.sqrt(means.size)


def test_exponential_gaps_are_poisson():
    """GI/M/1 with exponential gaps is M/M/1 in every figure."""
    general = gim1(gap_transform=lambda s: 0.6 / (0.6 + s), mean_gap=1 / 0.6, service_rate=1.0)
    markov = mmc(arrival_rate=0.6, service_rate=1.0, servers=1)

    assert general.mean_wait == pytest.approx(markov.mean_wait)
    assert general.wait_tail(3.0) == pytest.approx(markov.wait_tail(3.0))


def test_bursty_gaps_are_solved_too():
    """Rare long gaps between bursts leave a root close to 1; a transform that fits no gap is refused."""

    def bursts(s: float) -> float:
        return 0.9995 * 2.0 / (2.0 + s) + 0.0005 * 1e-3 / (1e-3 + s)

    queue = gim1(gap_transform=bursts, mean_gap=0.9995 / 2 + 0.5, service_rate=1.2)
    sigma = queue.wait_probability
    assert queue.occupancy < sigma < 1
    assert bursts(1.2 * (1 - sigma)) == pytest.approx(sigma)
    with pytest.raises(TheoryError, match="gap_transform"):
        gim1(gap_transform=lambda _: 1.0, mean_gap=1.0, service_rate=2.0)


def test_priorities_give_the_published_stays():
    """Two classes before one server stay 2.0 and 6.0; work is conserved over classes."""
    waits = mg1_priority_waits(arrival_rates=[0.2, 0.6], mean_services=[1.0, 1.0], squared_variations=[1.0, 1.0])
    assert [wait + 1 for wait in waits] == pytest.approx([2.0, 6.0])
    waits = mg1_priority_waits(arrival_rates=[0.1, 0.2, 0.3], mean_services=[1, 2, 0.5], squared_variations=[0, 1, 4])
    loads = np.array([0.1, 0.4, 0.15])
    residual = (0.1 * 1 + 0.2 * 8 + 0.3 * 1.25) / 2
    assert loads @ waits == pytest.approx(loads.sum() * residual / (1 - loads.sum()))


def test_priorities_of_many_servers_keep_the_mean_wait():
    """Over all classes the mean wait of M/M/c is that without priorities; one server is Cobham's."""
    rates = [2.0, 5.0, 1.4]
    waits = mmc_priority_waits(arrival_rates=rates, service_rate=1.0, servers=12)
    plain = mmc(arrival_rate=8.4, service_rate=1.0, servers=12).mean_wait
    assert np.dot(rates, waits) / 8.4 == pytest.approx(plain)
    assert mmc_priority_waits(arrival_rates=[0.2, 0.6], service_rate=1.0, servers=1) == pytest.approx([1.0, 5.0])


def test_a_network_gives_the_worked_example():
    """Three stations with feedback agree in flows, numbers and stay to every digit printed."""
    network = jackson(
        external_rates=[2, 0.5, 0],
        routing=[[0, 0.6, 0.3], [0.2, 0, 0.5], [0, 0.1, 0]],
        service_rates=[1.5, 2, 1.2],
        servers=[3, 2, 3],
    )

    assert [f"{each.arrival_rate:.6f}" for each in network.stations] == ["2.427184", "2.135922", "1.796117"]
    assert [f"{each.mean_number:.6f}" for each in network.stations] == ["1.946872", "1.493935", "1.731436"]
    assert f"{network.mean_stay:.6f}" == "2.068897"


def test_a_network_nobody_leaves_is_refused():
    """Stations that only pass work to each other never empty, and an overloaded one has no steady state."""
    with pytest.raises(TheoryError, match="never leave"):
        jackson(external_rates=[1, 0], routing=[[0, 1], [1, 0]], service_rates=[5, 5], servers=[1, 1])
    with pytest.raises(UnstableError):
        jackson(external_rates=[1, 0], routing=[[0, 1], [0, 0]], service_rates=[5, 0.5], servers=[1, 1])


def test_a_sinusoid_gives_the_worked_example():
    """A day's wave of demand agrees in mean at four hours, amplitude and lag to every digit printed."""
    load = sinusoid_load(mean_rate=100, amplitude=50, period=24, service_rate=0.25)

    printed = ["300.106", "495.392", "499.894", "304.608"]
    assert [f"{load.mean_at(hour):.3f}" for hour in (0, 6, 12, 18)] == printed
    assert f"{load.amplitude:.3f} {load.lag:.3f}" == "138.124 3.088"


def test_a_sinusoid_in_small_steps_is_the_sinusoid():
    """The piecewise solution of the sampled rate, after ten days, agrees with the closed form."""
    load = sinusoid_load(mean_rate=100, amplitude=50, period=24, service_rate=0.25)
    edges = np.linspace(0, 246, 24_601)
    rates = 100 + 50 * np.sin(2 * np.pi * (edges[:-1] + 0.005) / 24)

    found = piecewise_load(246.0, edges=edges.tolist(), rates=rates.tolist(), service_rate=0.25)
    assert found == pytest.approx(load.mean_at(246.0), rel=1e-6)


def test_counts_of_changing_rates_give_the_published_values():
    """Two cycles of three rates bring 32, 14.1 and 12.6; a busy day of a call centre 1,660 with deviation 526.517."""
    edges, rates = [0, 3.2, 7.9, 10], [5, 1.5, 3]
    counts = [2 * arrival_count(low, high, edges=edges, rates=rates).mean for low, high in pairwise(edges)]
    assert counts == pytest.approx([32, 14.1, 12.6])
    hourly = [100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60]
    day = arrival_count(0, 13, edges=range(14), rates=hourly, day_variation=10**-0.5)
    assert day.mean == 1660
    assert f"{day.standard_deviation:.3f}" == "526.517"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: mmck(arrival_rate=1, service_rate=1, servers=3, places=2), "places: 2 is below the servers, 3"),
        (lambda: stationary_law([1.0], [0.0]), r"deaths: 0\.0 is not"),
        (lambda: stationary_law([1.0], [1.0, 2.0]), "shapes"),
        (lambda: mg1_priority_waits(arrival_rates=[1], mean_services=[], squared_variations=[]), "classes"),
        (lambda: sinusoid_load(mean_rate=1, amplitude=2, period=1, service_rate=1), "amplitude: 2 is above"),
        (lambda: piecewise_load(5, edges=[0, 1], rates=[1], service_rate=1), "time: 5 is not between 0 and 1"),
        (lambda: arrival_count(0, 1, edges=[0, 1], rates=[1, 2]), "edges: 2 for 2 rates"),
        (lambda: jackson(external_rates=[1], routing=[[0, 0]], service_rates=[1], servers=[1]), "routing: shape"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(TheoryError, match=words):
        call()
