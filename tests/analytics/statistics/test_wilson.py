"""The score interval of a proportion."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import StatisticsError
from analytics.statistics.normal import two_sided_z
from analytics.statistics.wilson import wilson_interval

COUNTS = st.integers(1, 10**9).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(
    ("successes", "total", "expected"),
    [
        (81, 263, "0.2553 0.3662"),
        (15, 148, "0.0624 0.1605"),
        (0, 20, "0.0000 0.1611"),
        (1, 29, "0.0061 0.1718"),
    ],
)
def test_published_examples(successes, total, expected):
    """The four examples of Newcombe (1998, table I, method 3) come out to the printed digit."""
    low, high = wilson_interval(successes, total)

    assert f"{low:.4f} {high:.4f}" == expected


@given(COUNTS)
def test_a_bound_lies_z_standard_errors_from_the_share(counts):
    """Each bound p inside (0, 1) solves |share - p| = z sqrt(p (1 - p) / n), the definition."""
    successes, total = counts
    share = successes / total

    for bound in wilson_interval(successes, total, confidence=0.9):
        if 0 < bound < 1:
            distance = two_sided_z(0.9) * sqrt(bound * (1 - bound) / total)
            assert isclose(abs(share - bound), distance, rel_tol=1e-6, abs_tol=1e-12)


@given(COUNTS)
def test_the_interval_holds_the_share_and_stays_in_range(counts):
    """Bounds lie in [0, 1] around the share, and failures mirror successes."""
    successes, total = counts
    low, high = wilson_interval(successes, total)
    mirrored = wilson_interval(total - successes, total)

    assert 0 <= low <= successes / total <= high <= 1
    assert low == pytest.approx(1 - mirrored[1], abs=1e-12)


@pytest.mark.parametrize(
    ("successes", "total", "confidence", "named"),
    [
        (0, 0, 0.95, "total: 0"),
        (3, 2, 0.95, "successes: 3"),
        (-1, 2, 0.95, "successes: -1"),
        (1, 2, 1.0, "confidence: 1.0"),
        (1, 2, 0.0, "confidence: 0.0"),
    ],
)
def test_nonsense_is_refused(successes, total, confidence, named):
    """An impossible count or level is refused by name and value."""
    with pytest.raises(StatisticsError, match=named):
        wilson_interval(successes, total, confidence=confidence)
