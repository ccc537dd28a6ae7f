"""Cases are of the kinds, and end under the codes, in the shares the scenario says."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import HOUR_US, local_midnight_us
from engine.core.roster import DISPUTE_TYPES
from sim.laws.traits import recentred, trait_law, traits
from sim.scenario.load import load_scenario

SCENARIO = load_scenario("national-2020")
COUNT = 40_000


@pytest.fixture(scope="module")
def drawn():
    """int64[cases, 5]: dispute type, language, entry route, channel, closing code."""
    law = trait_law(SCENARIO)
    noon, clock = local_midnight_us(date(2020, 8, 24)) + 12 * HOUR_US, WorkCalendar.china(2020, 2020).arrays
    return np.array([traits(law, clock, 1, 0, case, noon) for case in range(COUNT)])


def test_dispute_types_come_in_their_shares(drawn):
    """The case mix agrees with its shares (chi-square, p above 1e-4)."""
    shares = {entry.name: entry.share for entry in SCENARIO.cases.dispute_type}
    expected = np.array([shares[name] for name in DISPUTE_TYPES])

    observed = np.bincount(drawn[:, 0], minlength=len(DISPUTE_TYPES))

    assert stats.chisquare(observed, expected / expected.sum() * COUNT).pvalue > 1e-4


def test_closing_codes_come_in_their_shares(drawn):
    """The eight closing codes agree with their shares over all types (chi-square, p above 1e-4)."""
    expected = np.array(SCENARIO.closing.code_shares)

    observed = np.bincount(drawn[:, 4], minlength=9)[1:]

    assert stats.chisquare(observed, expected / expected.sum() * COUNT).pvalue > 1e-4


def test_success_by_type_keeps_its_order_and_its_overall_share():
    """Re-centring moves every type the same way and makes the share-weighted mean exact."""
    law = trait_law(SCENARIO)
    shares = np.array([entry.share for entry in SCENARIO.cases.dispute_type])
    before = np.array([entry.settled_share for entry in SCENARIO.cases.dispute_type])
    after = np.array([law.settled_share[DISPUTE_TYPES.index(e.name)] for e in SCENARIO.cases.dispute_type])

    assert float((shares * after).sum() / shares.sum()) == pytest.approx(SCENARIO.cases.settled_share, abs=1e-9)
    assert np.argsort(before, kind="stable").tolist() == np.argsort(after, kind="stable").tolist()


@given(
    rates=st.lists(st.floats(0.02, 0.98), min_size=1, max_size=8),
    overall=st.floats(0.05, 0.95),
)
def test_recentring_reaches_any_overall_rate(rates, overall):
    """Whatever the rates, their weighted mean becomes the one asked for."""
    shares = np.full(len(rates), 1.0 / len(rates))

    moved = recentred(shares, np.array(rates), overall)

    assert float((shares * moved).sum()) == pytest.approx(overall, abs=1e-9)
