"""Inequality of accepted weight within courts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.fairness.gini import gini
from tests.analytics.fairness.files import observed
from tests.analytics.fairness.rows import ended, held_cases, met, taken
from tests.analytics.fairness.second import Walk, pairwise_gini
from tests.examples import examples


def test_one_of_four_has_everything():
    """Where one mediator of four took all, the coefficient is 1 - 1/4; equal shares give 0."""
    with observed([taken(0, 0), taken(1, 4), taken(2, 5)], courts=[0, 0, 0, 0, 1, 1]) as offers:
        found = gini(offers)

    assert found is not None
    assert [court.gini for court in found.by_court] == [0.75, 0.0]
    assert found.gini == pytest.approx((4 * 0.75 + 2 * 0.0) / 6)


def test_weight_counts_and_not_cases():
    """Two cases of half the weight are one ordinary case."""
    rows = [taken(0, 0, 500), taken(1, 0, 500), taken(2, 1, 1000)]
    with observed(rows, courts=[0, 0]) as offers:
        found = gini(offers)

    assert found is not None
    assert found.gini == 0.0


def test_a_court_without_weight_is_left_out_of_the_mean():
    """A court whose mediators took nothing has no coefficient, and does not dilute the others."""
    with observed([taken(0, 0)], courts=[0, 0, 1, 1, 1]) as offers:
        found = gini(offers)

    assert found is not None
    assert [court.gini for court in found.by_court] == [0.5, None]
    assert (found.gini, found.mediators) == (0.5, 2)


def test_weight_held_at_the_beginning_counts_if_asked_for():
    """Cases met in progress are history by default; an offer that was open then is no acceptance."""
    rows = [met(0, 0), met(1, 1, stage="offered"), taken(2, 1), ended(0, "closed", 0)]
    with observed(rows, courts=[0, 0]) as offers:
        new = gini(offers)
    with observed(rows, courts=[0, 0], with_opening=True) as offers:
        all_of_it = gini(offers)

    assert new is not None
    assert all_of_it is not None
    assert (new.gini, all_of_it.gini) == (0.5, 0.0)


@settings(max_examples=examples(25))
@given(held_cases(), st.booleans())
def test_ranks_in_sql_give_the_mean_difference(cases, with_opening):
    """The coefficient by ranks is half the relative mean difference over all pairs, court by court and on average."""
    rows, courts = cases
    walk = Walk(rows, courts, with_opening=with_opening)
    with observed(rows, courts=courts, with_opening=with_opening) as offers:
        found = gini(offers)

    assert found is not None
    expected = {court: pairwise_gini(weights) for court, weights in walk.by_court().items()}
    assert {court.court_id: court.gini for court in found.by_court} == pytest.approx(expected)
    sizes = [len(weights) for court, weights in walk.by_court().items() if expected[court] is not None]
    values = [value for value in expected.values() if value is not None]
    assert found.gini == (pytest.approx(np.average(values, weights=sizes)) if values else None)


def test_without_a_roster_there_is_none():
    """Who took nothing is known from the roster alone."""
    with observed([taken(0, 0)]) as offers:
        assert gini(offers) is None
