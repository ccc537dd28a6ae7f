"""Systems of several skills: against formulas where there are some, and against customers walked through by hand."""

import math
from collections import deque

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.theory.erlang_a import erlang_a
from sim.theory.errors import TheoryError
from sim.theory.markov import stationary_states
from sim.theory.mmc import mmc
from sim.theory.mmck import mmck
from sim.theory.priority import mmc_priority_waits
from sim.theory.skill_designs import n_model, w_model, x_model
from sim.theory.skills import SkillClass, SkillFigures, skill_figures


def test_the_x_model_gives_the_worked_example():
    """Two fully trained pools of four are M/M/8; kept apart they wait longer."""
    queue = x_model(arrival_rates=(3.0, 3.5), service_rate=1.0, servers=(4, 4))
    apart = [mmc(arrival_rate=rate, service_rate=1.0, servers=4).mean_wait for rate in (3.0, 3.5)]

    assert f"{queue.wait_probability:.6f} {queue.mean_wait:.6f}" == "0.485045 0.323363"
    assert [f"{wait:.6f}" for wait in apart] == ["0.509434", "1.475722"]


@pytest.mark.parametrize("preferences", [((0, 1), (0, 1)), ((0, 1), (1, 0))])
def test_full_training_makes_one_pool(preferences):
    """Whatever pools prefer, two fully trained pools with five waiting places are M/M/8/13."""
    classes = [
        SkillClass(arrival_rate=rate, service_rate=1, pools=p) for rate, p in zip((3.0, 3.5), preferences, strict=True)
    ]
    found = skill_figures(classes=classes, pool_sizes=[4, 4], waiting_places=5)
    whole = mmck(arrival_rate=6.5, service_rate=1.0, servers=8, places=13)

    for each in found.classes:
        assert each.blocked == pytest.approx(whole.blocked)
        assert each.mean_wait == pytest.approx(whole.mean_wait)


def test_ranks_in_one_pool_are_cobhams():
    """Two classes of one pool under "priority", with places for all, wait as the formula has it."""
    classes = [SkillClass(arrival_rate=rate, service_rate=1.0, pools=(0,)) for rate in (1.0, 1.2)]
    found = skill_figures(classes=classes, pool_sizes=[3], waiting_places=120, rule="priority")

    expected = mmc_priority_waits(arrival_rates=[1.0, 1.2], service_rate=1.0, servers=3)
    assert [each.mean_wait for each in found.classes] == pytest.approx(expected, rel=1e-9)


def test_one_class_with_patience_is_erlang_a():
    """One class, one pool and a patience is M/M/c+M."""
    only = SkillClass(arrival_rate=4.2, service_rate=0.5, pools=(0,), mean_patience=1.0)
    found = skill_figures(classes=[only], pool_sizes=[12], waiting_places=60).classes[0]
    formula = erlang_a(arrival_rate=4.2, service_rate=0.5, servers=12, mean_patience=1.0)

    assert found.abandonment == pytest.approx(formula.abandonment, rel=1e-9)
    assert found.mean_wait == pytest.approx(formula.mean_wait, rel=1e-9)
    assert found.wait_probability == pytest.approx(formula.wait_probability, rel=1e-9)


def flow_is_balanced(found: SkillFigures, arrivals, services, sizes) -> bool:
    """Whether the work that gets in is the work that is done."""
    served = [
        rate * (1 - each.blocked - each.abandonment) / service
        for each, rate, service in zip(found.classes, arrivals, services, strict=True)
    ]
    busy = [share * size for share, size in zip(found.occupancy, sizes, strict=True)]
    return math.isclose(sum(served), sum(busy), rel_tol=1e-9)


@pytest.mark.parametrize("rule", ["fcfs", "priority"])
def test_work_in_is_work_done(rule):
    """N- and W-models with patience and unequal services balance their flows under either rule."""
    n = n_model(
        arrival_rates=(1.5, 2.5),
        service_rates=(1.0, 2.0),
        servers=(1, 2),
        waiting_places=5,
        mean_patience=(2.0, None),
        rule=rule,
    )
    assert flow_is_balanced(n, (1.5, 2.5), (1.0, 2.0), (1, 2))
    w = w_model(
        arrival_rates=(1.0, 1.5, 0.5),
        service_rates=(1.0, 2.0, 1.0),
        servers=(1, 1),
        waiting_places=4,
        mean_patience=(None, 2.0, 1.0),
        rule=rule,
    )
    assert flow_is_balanced(w, (1.0, 1.5, 0.5), (1.0, 2.0, 1.0), (1, 1))


class Walk:
    """A first-come first-served system of classes and pools, customer by customer, told apart from the chain above."""

    def __init__(self, pools, sizes, services, places, seed):
        self.pools, self.services, self.places = pools, services, places
        self.free = list(sizes)
        self.working: list[tuple[int, int]] = []
        self.queue: deque[tuple[int, float]] = deque()
        self.random = Generator(Philox(seed))
        self.now = 0.0

    def mean_waits(self, arrivals, customers):
        """Mean wait of those let in, by class."""
        total, count = np.zeros(len(arrivals)), np.zeros(len(arrivals))
        while count.sum() < customers:
            rates = [self.services[kind] for kind, _ in self.working]
            whole = sum(arrivals) + sum(rates)
            self.now += self.random.exponential(1 / whole)
            chosen = int(self.random.choice(len(arrivals) + len(rates), p=np.array([*arrivals, *rates]) / whole))
            if chosen < len(arrivals):
                self.arrive(chosen, count)
            else:
                self.finish(chosen - len(arrivals), total, count)
        return total / count

    def arrive(self, kind, count):
        for pool in self.pools[kind]:
            if self.free[pool]:
                self.free[pool] -= 1
                self.working.append((kind, pool))
                count[kind] += 1
                return
        if len(self.queue) < self.places:
            self.queue.append((kind, self.now))

    def finish(self, place, total, count):
        _, pool = self.working.pop(place)
        for waiting in self.queue:
            kind, since = waiting
            if pool in self.pools[kind]:
                self.queue.remove(waiting)
                self.working.append((kind, pool))
                total[kind] += self.now - since
                count[kind] += 1
                return
        self.free[pool] += 1


CASES = [
    (n_model, ((0, 1), (1,)), (1.5, 1.5), (1.0, 1.0), 4),
    (w_model, ((0,), (0, 1), (1,)), (1.0, 1.0, 1.0), (1.0, 2.0, 1.0), 3),
]


@pytest.mark.parametrize(("model", "pools", "arrivals", "services", "places"), CASES, ids=["N", "W"])
def test_the_chain_agrees_with_customers_walked_through(model, pools, arrivals, services, places):
    """Mean waits by class lie within 4.5 standard errors of those of ten walks of customers."""
    found = model(arrival_rates=arrivals, service_rates=services, servers=(2, 2), waiting_places=places)
    walks = [Walk(pools, (2, 2), services, places, seed).mean_waits(arrivals, 2500) for seed in range(10)]
    errors = np.std(walks, axis=0, ddof=1) / math.sqrt(len(walks))

    assert np.all(np.abs(np.mean(walks, axis=0) - [each.mean_wait for each in found.classes]) < 4.5 * errors)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pools": ()}, r"classes\[0\]\.pools: \(\) is empty"),
        ({"pools": (0, 0)}, "names one twice"),
        ({"pools": (2,)}, "not among the 1 pools"),
        ({"mean_patience": 0.0}, "mean_patience: 0.0 is not"),
        ({"arrival_rate": 0.0}, "arrival_rate: 0.0 is not"),
    ],
)
def test_bad_classes_are_refused_by_name(change, words):
    """A class that no pool serves, or with a number out of range, is named with the bound."""
    each = SkillClass(**({"arrival_rate": 1.0, "service_rate": 1.0, "pools": (0,)} | change))
    with pytest.raises(TheoryError, match=words):
        skill_figures(classes=[each], pool_sizes=[1], waiting_places=1)


START: tuple[int, ...] = (0,)


def test_chains_that_are_too_large_or_wrong_are_refused():
    """Too many states are named before they are solved; a rate of 0 is no move; one state alone has all the time."""
    with pytest.raises(TheoryError, match="more than 100 states"):
        stationary_states(START, lambda state: [((state[0] + 1,), 1.0)], states_max=100)
    with pytest.raises(TheoryError, match=r"rate 0\.0"):
        stationary_states(START, lambda _: [((1,), 0.0)])
    assert stationary_states(START, lambda _: []) == {(0,): 1.0}
