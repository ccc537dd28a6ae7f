"""Which groups are hidden."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.small_cells import SMALLEST_GROUP, hidden_groups


@given(st.lists(st.integers(0, 12), max_size=8))
def test_small_groups_are_hidden_and_never_alone(sizes):
    """Every small group is hidden; if any is, at least two are, where there are two; large ones only to that end."""
    hidden = hidden_groups(sizes)
    small = [size < SMALLEST_GROUP for size in sizes]

    assert all(is_hidden for is_hidden, is_small in zip(hidden, small, strict=True) if is_small)
    assert sum(hidden) == (min(2, len(sizes)) if sum(small) == 1 else sum(small))


def test_five_is_enough():
    """Groups of five are shown, and nothing is hidden beside them."""
    assert hidden_groups([5, 5]) == [False, False]
    assert hidden_groups([]) == []
