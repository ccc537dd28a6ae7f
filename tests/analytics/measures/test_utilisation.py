"""Utilisation: load over capacity, by hand."""

import pytest

from analytics.measures.utilisation import utilisation
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT
from tests.analytics.measures.observation import observed


def held(mediators, closed_at=None):
    """Cases taken before the week by the mediators named, one each, all closed at one time or open."""
    rows = len(mediators)
    taken = [STARTS_AT - DAY] * rows
    return {"filed_at": taken, "accepted_at": taken, "closed_at": [closed_at] * rows, "mediator_id": mediators}


def test_load_over_capacity():
    """Mediators 0 and 1 hold two and one of 3 + 1 + 4 places all week: 3/8 used, one of three full."""
    with observed(held([0, 0, 1]), capacities=[3, 1, 4]) as cases:
        found = utilisation(cases)

    assert found is not None
    assert (found.mediators, found.capacity, found.pending_mean, found.utilisation) == (3, 8, 3, 0.375)
    assert (found.mediators_by_load, found.mediators_full) == ([1, 1, 1], 1)
    assert found.mean_load_by_decile == []


def test_load_is_that_of_the_end():
    """Closed in mid-week, cases fill half of the week's average and nothing of the load at its end."""
    with observed(held([0, 1], closed_at=STARTS_AT + 7 * DAY // 2), capacities=[2, 2]) as cases:
        found = utilisation(cases)

    assert found is not None
    assert (found.pending_mean, found.utilisation, found.mediators_by_load) == (1, 0.25, [2])


def test_closed_at_the_end_is_still_held():
    """A case closed at the very end of the period is held just before it."""
    with observed(held([0], closed_at=ENDS_AT), capacities=[1]) as cases:
        found = utilisation(cases)

    assert found is not None
    assert (found.mediators_by_load, found.mediators_full) == ([0, 1], 1)


def test_deciles_differ_by_one_at_most():
    """Of 12 mediators with 0 to 11 cases the first two groups hold two each, the others one."""
    mediators = [mediator for mediator in range(12) for _ in range(mediator)]
    with observed(held(mediators), capacities=[20] * 12) as cases:
        found = utilisation(cases)

    assert found is not None
    assert found.mean_load_by_decile == [0.5, 2.5, 4, 5, 6, 7, 8, 9, 10, 11]


def test_strangers_to_the_roster_use_none_of_it():
    """Pending cases of a mediator who is not on the roster, or of nobody, are in neither load nor mean."""
    with observed(held([0, 9, None]), capacities=[2]) as cases:
        found = utilisation(cases)

    assert found is not None
    assert (found.pending_mean, found.utilisation, found.mediators_by_load) == (1, 0.5, [0, 1])


@pytest.mark.parametrize(("mediators", "capacities"), [([0], None), ([None], [2]), ([0], [])])
def test_nothing_to_measure_is_none(mediators, capacities):
    """Without a roster, with an empty one, or without a case that has a mediator, there is no utilisation."""
    with observed(held(mediators), capacities=capacities) as cases:
        assert utilisation(cases) is None
