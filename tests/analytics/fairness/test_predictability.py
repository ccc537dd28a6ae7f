"""How well draws could be foreseen."""

from math import log2

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import entropy

from analytics.errors import StatisticsError
from analytics.fairness.predictability import SMALLEST_COURT_DRAWS, predictability, ticket_entropy
from analytics.statistics.wilson import wilson_interval
from tests.analytics.fairness.files import observed
from tests.analytics.fairness.rows import offer, old_offer
from tests.examples import examples


def test_a_band_of_one_is_predictable_and_a_pool_of_one_is_neither():
    """Of four draws one had nobody else, one of the other three was certain; the rest had 1 and 2 bits."""
    rows = [offer(pool=1, band=1), offer(pool=5, band=1), offer(pool=5, band=2), offer(pool=5, band=4)]
    with observed(rows) as offers:
        found = predictability(offers)

    assert found.draws == 4
    assert found.pool_one is not None
    assert found.predictable is not None
    assert (found.pool_one.numerator, found.pool_one.denominator) == (1, 4)
    assert (found.predictable.numerator, found.predictable.denominator) == (1, 3)
    assert (found.predictable.low, found.predictable.high) == wilson_interval(1, 3)
    assert found.entropy_bits == (0 + 1 + 2) / 3
    assert found.unequal_draws == 0


@pytest.mark.parametrize("basis", ["freed", "chosen", "shortlisted", "matched", "override"])
def test_only_draws_are_draws(basis):
    """An offer on any other basis is no draw."""
    with observed([offer(pool=1, band=1, basis=basis), offer()]) as offers:
        assert predictability(offers).draws == 1


def test_offers_of_the_first_version_are_understood():
    """Where an offer names no basis, the word 0 marks one that nothing was drawn for, and tickets were one a head."""
    with observed([old_offer(pool=1, band=1, word=0), old_offer(pool=6, band=4, word=9)]) as offers:
        found = predictability(offers)

    assert (found.draws, found.entropy_bits, found.unequal_draws) == (1, 2.0, 0)


def test_unequal_tickets_are_told():
    """Where there are more tickets than members of the band, entropy is said to be a bound."""
    with observed([offer(band=2, ticket_total=3), offer(band=1, ticket_total=9), offer(band=3)]) as offers:
        assert predictability(offers).unequal_draws == 1


def test_a_court_with_few_draws_shows_their_number_alone():
    """One draw fewer than the bound, and the court's shares and entropy are not given."""
    rows = [offer(1)] * SMALLEST_COURT_DRAWS + [offer(2)] * (SMALLEST_COURT_DRAWS - 1)
    with observed(rows) as offers:
        shown, hidden = predictability(offers).by_court

    assert (shown.draws, shown.suppressed, shown.entropy_bits, shown.predictable_share) == (30, False, 1.0, 0.0)
    assert (hidden.draws, hidden.suppressed) == (29, True)
    assert (hidden.entropy_bits, hidden.predictable_share, hidden.pool_one_share) == (None, None, None)


def test_nothing_drawn_gives_nothing():
    """Without a draw there is no share, and without a draw among several no entropy."""
    with observed([]) as offers:
        none = predictability(offers)
    with observed([offer(pool=1, band=1)]) as offers:
        alone = predictability(offers)

    assert (none.draws, none.pool_one, none.predictable, none.entropy_bits) == (0, None, None, None)
    assert (alone.predictable, alone.entropy_bits) == (None, None)


_OFFERS = st.tuples(st.integers(0, 2), st.integers(1, 6), st.integers(1, 6), st.sampled_from(["drawn", "freed"]))


@settings(max_examples=examples(25))
@given(st.lists(_OFFERS, max_size=120))
def test_polars_finds_the_same(drawn):
    """Counted by Polars over the same offers, every number comes out alike, court by court too."""
    rows = [offer(court, pool=max(pool, band), band=band, basis=basis) for court, pool, band, basis in drawn]
    with observed(rows) as offers:
        found = predictability(offers)

    table = pl.DataFrame(drawn, schema=["court", "pool", "band", "basis"], orient="row")
    table = table.with_columns(pl.max_horizontal("pool", "band").alias("pool")).filter(pl.col("basis") == "drawn")
    among = table.filter(pl.col("pool") > 1)
    assert found.draws == len(table)
    assert found.entropy_bits == (pytest.approx(among["band"].log(2).mean()) if len(among) else None)
    predictable = None if found.predictable is None else found.predictable.rate
    assert predictable == (pytest.approx((among["band"] == 1).mean()) if len(among) else None)
    for court in found.by_court:
        own = table.filter(pl.col("court") == court.court_id)
        assert court.draws == len(own)
        if not court.suppressed:
            assert court.pool_one_share == pytest.approx((own["pool"] == 1).mean())


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20).filter(any))
def test_ticket_entropy_is_shannons(tickets):
    """The entropy of unequal tickets is that of scipy, and never above log2 of those who have any."""
    bits = ticket_entropy(np.array(tickets))

    assert bits == pytest.approx(float(entropy(tickets, base=2)), abs=1e-12)
    assert bits <= log2(sum(number > 0 for number in tickets)) + 1e-12


@pytest.mark.parametrize("tickets", [[], [0, 0], [2, -1]])
def test_impossible_tickets_are_refused(tickets):
    """Nobody with a ticket, or a negative number of them, is no draw."""
    with pytest.raises(StatisticsError, match="tickets"):
        ticket_entropy(np.array(tickets, np.int64))
