"""Erlang's three formulas against published values, against other ways to the same number, and at national size."""

import math

import numpy as np
import pytest
from scipy import special

from sim.theory.birth_death import stationary_law
from sim.theory.erlang_a import erlang_a
from sim.theory.erlang_b import erlang_b
from sim.theory.erlang_c import erlang_c
from sim.theory.errors import TheoryError, UnstableError
from sim.theory.mmc import mmc

NATION = 165_000


@pytest.mark.parametrize(
    ("servers", "load", "printed"),
    [
        (10, 10, ".214582"),
        (100, 100, ".075700"),
        (1000, 1000, ".024812"),
        (10_000, 10_000, ".0079366"),
        (30, 20, ".0084575"),
    ],
)
def test_erlang_b_gives_the_tabled_values(servers, load, printed):
    """Loss probabilities agree with tables to every digit printed."""
    digits = len(printed) - 1
    assert f"{erlang_b(servers, load):.{digits}f}"[1:] == printed


@pytest.mark.parametrize("servers", [1, 7, 300, 20_000, NATION])
@pytest.mark.parametrize("margin", [-3.0, -0.5, 0.0, 1.0, 3.0])
def test_erlang_b_equals_the_incomplete_gamma_form(servers, margin):
    """The sum of products and Poisson's density over its distribution agree, up to 165,000 servers."""
    load = max(0.2, servers - margin * math.sqrt(servers))
    # Loader's form of the density: c log(a/c) + c - a without its cancellation.
    ratio = (load - servers) / servers
    log_density = (
        servers * (math.log1p(ratio) - ratio) - math.lgamma(servers + 1) + servers * math.log(servers) - servers
    )
    other = math.exp(log_density) / special.gammaincc(servers + 1, load)

    assert erlang_b(servers, load) == pytest.approx(other, rel=1e-8)


def test_erlang_b_follows_its_recursion():
    """B(c) = a B(c-1) / (c + a B(c-1)) from no server, which turns everybody away, on."""
    blocked = 1.0
    for servers in range(200):
        assert erlang_b(servers, 42.5) == pytest.approx(blocked, rel=1e-13)
        blocked = 42.5 * blocked / (servers + 1 + 42.5 * blocked)


def test_erlang_b_at_the_ends():
    """Without load nobody is turned away; with hopelessly many servers the answer is 0, with no warning."""
    assert erlang_b(5, 0.0) == 0.0
    assert erlang_b(NATION, 1.0) == 0.0


def test_mm1_and_mmc_give_the_worked_examples():
    """Textbook cases of one, twelve, thirteen and fourteen servers agree to every digit printed."""
    one = mmc(arrival_rate=0.8, service_rate=1.0, servers=1)
    assert (one.mean_queue, one.mean_wait, one.mean_stay) == pytest.approx((3.2, 4.0, 5.0))
    assert f"{one.wait_tail(5):.6f}" == "0.294304"
    twelve = mmc(arrival_rate=4.2, service_rate=0.5, servers=12)
    assert [f"{value:.6f}" for value in (twelve.wait_probability, twelve.mean_wait, twelve.mean_queue)] == [
        "0.183889",
        "0.102160",
        "0.429073",
    ]
    assert twelve.occupancy == pytest.approx(0.7)
    assert f"{twelve.service_level(20 / 60):.6f}" == "0.899080"
    fourteen = mmc(arrival_rate=100 / 30, service_rate=1 / 3, servers=14)  # the README of pyworkforce
    assert f"{fourteen.wait_probability:.7f} {fourteen.service_level(20 / 60):.7f}" == "0.1741319 0.8883500"
    assert f"{fourteen.occupancy:.6f}" == "0.714286"
    thirteen = mmc(arrival_rate=3.5, service_rate=1 / 3, servers=13)
    assert f"{60 * thirteen.mean_wait:.3f}" == "26.557"


@pytest.mark.parametrize(
    ("servers", "printed"), [(100, "0.237686"), (1000, "0.227834"), (10_000, "0.224770"), (NATION, "0.223708")]
)
def test_erlang_c_is_stable_at_the_size_of_the_nation(servers, printed):
    """With a margin of one root of the load the wait probability falls towards Halfin and Whitt's 0.223361."""
    root = (math.sqrt(1 + 4 * servers) - 1) / 2  # of the load: x^2 + x = c

    assert f"{erlang_c(servers, root * root):.6f}" == printed


def test_little_and_pasta_hold():
    """L = lambda W, and the mean number is waiting plus busy."""
    queue = mmc(arrival_rate=17.3, service_rate=0.9, servers=21)

    assert queue.mean_number == pytest.approx(queue.mean_queue + queue.servers * queue.occupancy)


def test_erlang_a_gives_the_worked_example():
    """Twelve servers with a patience of one minute agree to every digit printed, in all three service levels."""
    queue = erlang_a(arrival_rate=4.2, service_rate=0.5, servers=12, mean_patience=1.0)
    found = [queue.wait_probability, queue.abandonment, queue.mean_wait, queue.mean_wait_served, queue.occupancy]

    assert [f"{value:.6f}" for value in found] == ["0.127372", "0.029679", "0.029679", "0.024060", "0.679225"]
    assert [f"{value:.6f}" for value in queue.service_levels(20 / 60)] == ["0.945270", "0.974182", "0.967872"]


CASES = [(4.2, 0.5, 12, 1.0), (30.0, 1.0, 20, 0.5), (0.3, 1.0, 1, 10.0), (900.0, 1.0, 880, 3.0), (5.0, 1.0, 50, 1.0)]


@pytest.mark.parametrize(("arrivals", "service", "servers", "patience"), CASES)
def test_erlang_a_equals_its_chain(arrivals, service, servers, patience):
    """Waiting, abandonment and queue agree with the balance equations of the birth-death chain."""
    queue = erlang_a(arrival_rate=arrivals, service_rate=service, servers=servers, mean_patience=patience)
    top = int(servers + 60 + 3 * arrivals * patience)
    numbers = np.arange(top + 1)
    waiting = np.maximum(numbers - servers, 0)
    deaths = np.minimum(numbers, servers) * service + waiting / patience
    law = stationary_law(np.full(top, arrivals), deaths[1:])

    assert queue.wait_probability == pytest.approx(float(law[servers:].sum()), rel=1e-9)
    assert queue.mean_queue == pytest.approx(float(law @ waiting), rel=1e-9)
    assert queue.abandonment == pytest.approx(float(law @ waiting) / patience / arrivals, rel=1e-9)
    assert queue.occupancy == pytest.approx(float(law @ np.minimum(numbers, servers)) / servers, rel=1e-9)


def test_the_wait_of_the_served_equals_a_walk_through_the_queue():
    """Mean wait and share in time of the served agree with a sum over the place somebody finds in the queue.

    Found with j before him, he is served if j + 1 departures come before his patience ends; the chance that the next
    event ahead of him comes first is a product, and the wait until then a sum of exponential steps.
    """
    arrivals, service, servers, patience = 30.0, 1.0, 20, 0.5
    queue = erlang_a(arrival_rate=arrivals, service_rate=service, servers=servers, mean_patience=patience)
    top = servers + 400
    deaths = np.minimum(np.arange(top + 1), servers) * service + np.maximum(np.arange(top + 1) - servers, 0) / patience
    law = stationary_law(np.full(top, arrivals), deaths[1:])
    served, waited, through, elapsed = 0.0, 0.0, 1.0, 0.0
    for before in range(top - servers):
        ahead = servers * service + before / patience
        through *= ahead / (ahead + 1 / patience)
        elapsed += 1 / (ahead + 1 / patience)
        served += law[servers + before] * through
        waited += law[servers + before] * through * elapsed

    assert queue.mean_wait_served == pytest.approx(waited / (1 - queue.abandonment), rel=1e-9)
    assert queue.service_levels(1e9).of_all == pytest.approx(1 - queue.wait_probability + served, rel=1e-9)


def test_erlang_a_is_stable_at_the_size_of_the_nation():
    """At 165,000 servers, under, at and over the load, flow balances and waiting tends to its limits."""
    under = erlang_a(arrival_rate=164_000, service_rate=1.0, servers=NATION, mean_patience=1e9)
    assert under.wait_probability == pytest.approx(erlang_c(NATION, 164_000), rel=1e-4)
    even = erlang_a(arrival_rate=NATION, service_rate=1.0, servers=NATION, mean_patience=1.0)
    assert even.wait_probability == pytest.approx(0.5, abs=0.002)  # patience equal to service: the queue is M/M/inf
    over = erlang_a(arrival_rate=200_000, service_rate=1.0, servers=NATION, mean_patience=2.0)
    assert over.abandonment == pytest.approx(1 - NATION / 200_000, rel=1e-9)
    assert over.mean_wait == pytest.approx(2.0 * over.abandonment)
    patient = erlang_a(arrival_rate=200_000, service_rate=1.0, servers=NATION, mean_patience=1e6)
    assert patient.mean_wait_served == pytest.approx(1e6 * math.log(200_000 / NATION), rel=1e-6)  # the fluid's wait


def test_equal_patience_and_service_make_it_mminf():
    """With patience and service of one rate the number in the system is Poisson whatever the servers."""
    queue = erlang_a(arrival_rate=9.0, service_rate=1.0, servers=7, mean_patience=1.0)

    assert queue.wait_probability == pytest.approx(float(special.gammainc(7, 9.0)), rel=1e-11)


def test_service_levels_at_the_ends():
    """At time 0 only those who did not wait count; given forever, all who are served do, of whichever base."""
    queue = erlang_a(arrival_rate=30.0, service_rate=1.0, servers=20, mean_patience=0.5)

    assert queue.service_levels(0).of_all == pytest.approx(1 - queue.wait_probability)
    of_all, of_served, of_rest = queue.service_levels(1e6)
    assert (of_all, of_served, of_rest) == pytest.approx((1 - queue.abandonment, 1.0, 1.0))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: erlang_b(-1, 1.0), "servers: -1 is below 0"),
        (lambda: erlang_b(1, float("nan")), "load: nan is not"),
        (lambda: erlang_c(0, 0.5), "servers: 0 is below 1"),
        (lambda: mmc(arrival_rate=0, service_rate=1, servers=1), "arrival_rate: 0 is not"),
        (lambda: erlang_a(arrival_rate=1, service_rate=1, servers=1, mean_patience=0), "mean_patience: 0 is not"),
        (lambda: mmc(arrival_rate=1, service_rate=2, servers=1).wait_tail(-1), "time: -1 is not"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(TheoryError, match=words):
        call()


def test_an_overloaded_queue_is_refused():
    """A load that the servers cannot carry has no steady state, and says so."""
    with pytest.raises(UnstableError, match=r"load: 12\.0 is not below the servers, 12"):
        erlang_c(12, 12.0)
