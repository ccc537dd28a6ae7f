"""The busiest mediators."""

import numpy as np
from hypothesis import given, settings

from analytics.fairness.open_load import open_load
from tests.analytics.fairness.files import observed
from tests.analytics.fairness.rows import ended, held_cases, met, taken
from tests.analytics.fairness.second import Walk
from tests.examples import examples


def test_the_peak_counts_and_not_the_end():
    """Two cases at once are the most, although only one is held at the end; a release ends holding as a close does."""
    rows = [met(0, 0), taken(1, 0), ended(0, "closed", 0), ended(1, "released", 0), taken(1, 1, 2500), taken(2, 0)]
    with observed(rows, courts=[0, 0]) as offers:
        found = open_load(offers)

    assert found is not None
    assert (found.cases_max, found.mediators, found.p99_weight_milli) == (2, 2, 2500)


def test_one_in_a_hundred_may_hold_more():
    """Of 200 mediators, two may lie above the 99th percentile."""
    rows = [taken(number, number, 1000 + number) for number in range(200)]
    with observed(rows, courts=[0] * 200) as offers:
        found = open_load(offers)

    assert found is not None
    assert found.p99_weight_milli == 1000 + 197


@settings(max_examples=examples(25))
@given(held_cases())
def test_a_walk_through_the_events_finds_the_same(cases):
    """Peak and percentile are those of a plain count, event by event."""
    rows, courts = cases
    walk = Walk(rows, courts)
    with observed(rows, courts=courts) as offers:
        found = open_load(offers)

    assert found is not None
    assert found.cases_max == walk.cases_max
    assert found.p99_weight_milli == int(np.percentile(walk.weight_held, 99, method="inverted_cdf"))
