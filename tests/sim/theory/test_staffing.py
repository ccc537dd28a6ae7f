"""Staffing rules: the square-root rule against exact formulas, and the smallest staff against a search by hand."""

import pytest

from sim.theory.erlang_c import erlang_c
from sim.theory.errors import TheoryError
from sim.theory.mmc import mmc
from sim.theory.square_root import halfin_whitt_wait_probability, margin_for_wait_probability, square_root_staff
from sim.theory.staffing import (
    gross_staff,
    smallest_staff,
    staff_erlang_a,
    staff_for_wait_probability,
    staff_mmc,
)

NATION_LOAD = 7437.5
"""Mediators busy at 17,000 cases a day of 3.5 hours in 8-hour days."""


@pytest.mark.parametrize(("margin", "printed"), [(0.5, "0.5045"), (1.0, "0.2234"), (1.5, "0.0847")])
def test_the_limit_has_its_published_values(margin, printed):
    """Halfin and Whitt's function at three margins, and its inverse."""
    limit = halfin_whitt_wait_probability(margin)

    assert f"{limit:.4f}" == printed
    assert margin_for_wait_probability(limit) == pytest.approx(margin)


@pytest.mark.parametrize(
    ("margin", "staff", "printed"),
    [
        (0.5, 7481, "0.5026 2.43 0.994"),
        (1.0, 7524, "0.2238 0.54 0.989"),
        (1.5, 7567, "0.0857 0.14 0.983"),
        (2.0, 7610, "0.0276 0.03 0.977"),
    ],
)
def test_the_square_root_rule_at_national_size(margin, staff, printed):
    """Staff by the rule, and the exact wait probability, mean wait in minutes and occupancy it gives."""
    assert square_root_staff(NATION_LOAD, margin) == staff
    queue = mmc(arrival_rate=NATION_LOAD / 210, service_rate=1 / 210, servers=staff)
    assert f"{queue.wait_probability:.4f} {queue.mean_wait:.2f} {queue.occupancy:.3f}" == printed


@pytest.mark.parametrize(("target", "pooled", "apart"), [(0.2, 7530, 17_505), (0.05, 7589, 21_006)])
def test_what_pooling_is_worth(target, pooled, apart):
    """One pool needs far fewer than 3,501 courts apart, for the same wait probability."""
    assert staff_for_wait_probability(load=NATION_LOAD, target=target) == pooled
    assert 3501 * staff_for_wait_probability(load=NATION_LOAD / 3501, target=target) == apart


@pytest.mark.parametrize("load", [0.3, 5.0, 8.0, 164_000.0])
@pytest.mark.parametrize("target", [0.5, 0.01])
def test_the_smallest_staff_is_the_smallest(load, target):
    """It meets the target and one fewer does not, or could not carry the load."""
    staff = staff_for_wait_probability(load=load, target=target)

    assert erlang_c(staff, load) <= target
    assert staff - 1 <= load or erlang_c(staff - 1, load) > target


def test_the_search_asks_few_questions():
    """Doubling and halving find a staff near a million in some forty questions."""
    asked: list[int] = []

    def meets(servers: int) -> bool:
        asked.append(servers)
        return servers >= 876_543

    assert smallest_staff(meets) == 876_543
    assert len(asked) < 45


def test_a_target_out_of_reach_is_refused():
    """The search gives up at its bound, asked exactly once for it."""
    with pytest.raises(TheoryError, match="at_most: 100 servers do not"):
        smallest_staff(lambda servers: servers > 100, at_most=100)
    assert smallest_staff(lambda servers: servers >= 100, at_most=100) == 100


def test_patience_saves_staff():
    """For the same share served in time fewer servers are needed if some leave; none may be enough for little."""
    rates = {"arrival_rate": 4.2, "service_rate": 0.5}
    without = staff_mmc(**rates, meets=lambda queue: queue.service_level(1 / 3) >= 0.9)
    with_patience = staff_erlang_a(**rates, mean_patience=1, meets=lambda q: q.service_levels(1 / 3).of_all >= 0.9)

    assert (without, with_patience) == (13, 11)


def test_gross_staff_covers_those_away():
    """Fourteen at work with 30 % away are twenty; whole quotients are not rounded up."""
    assert gross_staff(14, shrinkage=0.3) == 20
    assert [gross_staff(net, shrinkage=0.1) for net in (9, 90, 91)] == [10, 100, 102]
    with pytest.raises(TheoryError, match="shrinkage"):
        gross_staff(1, shrinkage=1.0)
