"""Whether winning tickets look drawn."""

import numpy as np
import pytest
from numpy.random import Generator, Philox
from scipy.stats import chisquare, false_discovery_control

from analytics.fairness.chi_square import BINS, draw_uniformity
from tests.analytics.fairness.files import observed
from tests.analytics.fairness.rows import offer

EDGE = 2**64 // BINS


def words(seed: int, count: int) -> list[int]:
    """Random words as events store them."""
    return Generator(Philox(seed)).integers(-(2**63), 2**63 - 1, count, np.int64, endpoint=True).tolist()


def test_bins_are_sixths_of_all_words():
    """Words are bits, not numbers: -1 is the last word of all, and a sixth of 2**64 begins the second bin."""
    first_of_second, last_of_first = EDGE + 1, EDGE
    rows = [offer(word=word) for word in [0, last_of_first, first_of_second, -1, -(2**63), 2**63 - 1] * 5]
    with observed(rows) as offers:
        (court,) = draw_uniformity(offers).by_court

    # Bins hold 10, 5, 5, 5, 0 and 5; 2**63 itself begins the fourth.
    assert court.chi_square == pytest.approx((5**2 + 0 + 0 + 0 + 5**2 + 0) / 5)


def test_a_second_computation_agrees():
    """Statistic, p and adjusted p are those that numpy and scipy give for the same words."""
    drawn = {court: words(court, 30 + 17 * court) for court in range(6)}
    with observed([offer(court, word=word) for court, own in drawn.items() for word in own]) as offers:
        found = draw_uniformity(offers)

    expected = []
    for own in drawn.values():
        bins = np.floor(np.array([word % 2**64 / 2**64 for word in own]) * BINS)
        expected.append(chisquare(np.bincount(bins.astype(int), minlength=BINS)))
    assert [court.chi_square for court in found.by_court] == pytest.approx([test.statistic for test in expected])
    assert [court.p for court in found.by_court] == pytest.approx([test.pvalue for test in expected])
    adjusted = false_discovery_control([test.pvalue for test in expected])
    assert [court.adjusted_p for court in found.by_court] == pytest.approx(list(adjusted))
    assert found.smallest_adjusted_p == pytest.approx(min(adjusted))


def test_random_words_raise_no_alarm():
    """Forty courts with random words: none is flagged."""
    rows = [offer(court, word=word) for court in range(40) for word in words(court, 60)]
    with observed(rows) as offers:
        found = draw_uniformity(offers)

    assert (found.flagged, len(found.by_court), found.draws) == (0, 40, 2400)


def test_picked_words_raise_an_alarm():
    """One court of forty that picks among two words each time is flagged, and no other."""
    rows = [offer(court, word=word) for court in range(39) for word in words(court, 60)]
    pairs = zip(words(100, 80), words(101, 80), strict=True)
    rows += [offer(39, word=min(pair, key=lambda word: word % 2**64)) for pair in pairs]
    with observed(rows) as offers:
        found = draw_uniformity(offers)

    assert [court.court_id for court in found.by_court if court.adjusted_p <= found.level] == [39]
    assert found.flagged == 1


def test_nothing_to_choose_is_not_tested():
    """Draws of one ticket say nothing, and a court with fewer than thirty others is only counted."""
    rows = [offer(1, band=1)] * 50 + [offer(2)] * 29 + [offer(3, basis="freed", word=0)] * 50
    with observed(rows) as offers:
        found = draw_uniformity(offers)

    assert (found.by_court, found.courts_too_small, found.smallest_adjusted_p) == ([], 1, None)
