"""Things that happen at one instant happen in one order."""

from hypothesis import given
from hypothesis import strategies as st

from sim.order import Rank, priority

CASES = st.integers(0, 2**52 - 1)


@given(left=CASES, right=CASES)
def test_kinds_come_before_cases(left, right):
    """Whatever the cases: a lifecycle's period and action, a change, a closing, an answer, and so on to a filing."""
    kinds = (
        Rank.PERIOD_END, Rank.ACTION, Rank.CHANGE, Rank.CLOSING, Rank.ANSWER, Rank.WITHDRAWAL, Rank.MATCHING,
        Rank.STEP_END, Rank.FILING,
    )  # fmt: skip
    ranked = [priority(rank, case) for rank, case in zip(kinds, (left, right) * 5, strict=False)]

    assert set(kinds) == set(Rank)
    assert ranked == sorted(ranked)
    assert len(set(ranked)) == len(ranked)


@given(left=CASES, right=CASES)
def test_cases_of_one_kind_come_in_their_order(left, right):
    """Within a kind, the smaller case number comes first."""
    assert (priority(Rank.ANSWER, left) < priority(Rank.ANSWER, right)) == (left < right)
