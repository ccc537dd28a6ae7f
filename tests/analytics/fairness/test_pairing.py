"""Repeated pairings of parties and mediators."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator, Philox
from scipy.stats import false_discovery_control, hypergeom

from analytics.errors import StatisticsError
from analytics.fairness.pairing import repeat_pairing
from tests.examples import examples


def test_tea_tasting():
    """Fisher's own table: 8 cases, 4 of the party, 4 of the mediator, 3 together: 17 of 70 draws are so extreme."""
    parties = ["a"] * 4 + ["b", "c", "d", "e"]
    mediators = [1, 1, 1, 2, 1, 3, 4, 5]

    (found,) = repeat_pairing([0] * 8, parties, mediators, level=1.0).alarms

    assert (found.party_key, found.mediator_id, found.cases, found.expected) == ("a", 1, 3, 2.0)
    assert found.p == pytest.approx(17 / 70)


def test_a_loyal_party_is_found_among_random_ones():
    """In a court of 300 random pairings, ten cases of one party that all met one mediator raise the only alarm."""
    random = Generator(Philox(4))
    parties = random.integers(0, 60, 300).tolist() + [99] * 10
    mediators = random.integers(0, 20, 300).tolist() + [7] * 10

    found = repeat_pairing([3] * 310, parties, mediators)

    assert [(alarm.court_id, alarm.party_key, alarm.mediator_id, alarm.cases) for alarm in found.alarms] == [
        (3, 99, 7, 10)
    ]


def test_random_pairings_raise_no_alarm():
    """Twenty courts in which parties and mediators meet by chance: nothing."""
    random = Generator(Philox(5))
    courts, parties, mediators = (random.integers(0, top, 4_000).tolist() for top in (20, 80, 15))

    assert repeat_pairing(courts, parties, mediators).alarms == []


def test_courts_are_judged_apart():
    """A mediator who has all cases of his court meets everybody there again and again, and that is no alarm."""
    courts = [0] * 30 + [1] * 30
    parties = ["bank"] * 20 + ["shop"] * 10 + ["bank", "shop", "firm"] * 10
    mediators = [1] * 30 + [2, 3, 4, 5, 6] * 6

    assert repeat_pairing(courts, parties, mediators).alarms == []


_ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(0, 4)), max_size=60)


@settings(max_examples=examples(60))
@given(_ROWS)
def test_scipy_finds_the_same(rows):
    """P is scipy's hypergeometric tail, adjusted with a 1 for every pair that met too seldom to be looked at."""
    found = repeat_pairing(*(list(column) for column in zip(*rows, strict=True)) if rows else ([], [], []), level=1.0)

    cases, court_cases = Counter(rows), Counter(court for court, _, _ in rows)
    of_party = Counter((court, party) for court, party, _ in rows)
    of_mediator = Counter((court, mediator) for court, _, mediator in rows)
    p_values = {}
    for (court, party), n in of_party.items():
        for (other, mediator), m in of_mediator.items():
            if court == other and min(n, m) >= 2:
                k, total = cases[court, party, mediator], court_cases[court]
                seldom = k < 2 or k * total <= n * m
                p_values[court, party, mediator] = 1.0 if seldom else hypergeom.sf(k - 1, total, m, n)
    adjusted = dict(zip(p_values, false_discovery_control(list(p_values.values())), strict=True)) if p_values else {}
    assert found.pairs == len(p_values)
    assert {(a.court_id, a.party_key, a.mediator_id): a.adjusted_p for a in found.alarms} == pytest.approx(
        {pair: adjusted[pair] for pair, p in p_values.items() if p < 1.0}
    )


def test_far_tails_keep_their_size():
    """A party whose 400 cases all met one of a hundred mediators is as unlikely as scipy says, and not 0."""
    parties = ["bank"] * 400 + [f"p{number % 50}" for number in range(600)]
    mediators = [0] * 400 + [number % 99 + 1 for number in range(600)]

    (found,) = repeat_pairing([0] * 1000, parties, mediators).alarms

    assert found.p == pytest.approx(hypergeom.sf(399, 1000, 400, 400), rel=1e-6)
    assert 0.0 < found.p < 1e-200


def test_columns_of_different_length_are_refused():
    """Each case needs its court, its party and its mediator."""
    with pytest.raises(StatisticsError, match=r"\[1, 2, 1\]"):
        repeat_pairing([0], ["a", "b"], [1])
