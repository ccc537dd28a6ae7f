"""A roster is checked whole when it is made."""

from typing import Any

import numpy as np
import pytest

from engine.core.errors import RosterError
from engine.core.roster import Roster
from tests.engine.core.worlds import mediator, roster


def arrays(**changes: list[int]) -> dict[str, Any]:
    """The arrays of a good roster of four courts and three mediators, some of them changed."""
    good: dict[str, list[int]] = {
        "court_region": [0, 0, 1, 2],
        "region_province": [0, 0, 1],
        "mediator_court": [0, 2, 2],
        "capacity": [1, 2, 3],
        "dispute_types": [1, 2, 3],
        "languages": [1, 1, 3],
    }
    wide = ("dispute_types", "languages")
    return {name: np.array(row, np.uint64 if name in wide else np.int32) for name, row in (good | changes).items()}


def test_a_roster_knows_its_size_and_who_belongs_where():
    """Counts and provinces follow from the arrays; a court without mediators is allowed."""
    good = Roster(**arrays())

    assert (good.courts, good.regions, good.provinces, good.mediators) == (4, 3, 2, 3)
    assert good.court_province.tolist() == [0, 0, 0, 1]
    assert good.mediator_province.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"court_region": [0, 0, 1, 3]}, r"court_region\[3\] = 3: must be within 0\.\.2"),
        ({"court_region": [0, 1, 0, 2]}, r"court_region\[2\] = 0: must be no smaller than the entry before it"),
        ({"court_region": [0, 0, 2, 2]}, "court_region leaves out a number: must use every number from 0 to 2"),
        ({"court_region": [0, 0, 1, 1]}, "court_region leaves out a number"),
        ({"court_region": [1, 1, 1, 2]}, "court_region leaves out a number"),
        ({"court_region": []}, "court_region is empty"),
        ({"region_province": [0, 0, 2]}, "region_province leaves out a number"),
        ({"region_province": [1, 1, 1]}, "region_province leaves out a number"),
        ({"region_province": [-1, 0, 0]}, r"region_province\[0\] = -1"),
        ({"mediator_court": [0, 2, 4]}, r"mediator_court\[2\] = 4: must be within 0\.\.3"),
        ({"mediator_court": [2, 0, 2]}, r"mediator_court\[1\] = 0"),
        ({"mediator_court": []}, "mediator_court is empty"),
        ({"capacity": [1, 0, 3]}, r"capacity\[1\] = 0: must be at least 1"),
        ({"capacity": [1, 2]}, r"capacity is int32\[2\]: must be int32\[3\]"),
        ({"dispute_types": [1, 2, 1 << 14]}, r"dispute_types\[2\] = 16384: must be below 16384"),
        ({"languages": [1, 1 << 7, 1]}, r"languages\[1\] = 128: must be below 128"),
    ],
)
def test_a_broken_roster_is_refused(changes: dict[str, list[int]], words: str):
    """Every promise that the core relies on is checked; the message names field, position, value and bound."""
    with pytest.raises(RosterError, match=words):
        Roster(**arrays(**changes))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("court_region", np.zeros(4, np.int64)),
        ("court_region", np.zeros((2, 2), np.int32)),
        ("mediator_court", np.zeros(3, np.float64)),
        ("capacity", np.ones(3, np.int64)),
        ("languages", np.ones(3, np.int64)),
    ],
)
def test_an_array_of_another_kind_is_refused(name: str, wrong: np.ndarray):
    """Shapes and number types are those that the kernels are compiled for."""
    with pytest.raises(RosterError, match=name):
        Roster(**(arrays() | {name: wrong}))


def test_rosters_compare_by_identity():
    """Two rosters of the same content are different worlds: comparing arrays would raise."""
    assert roster(mediator()) != roster(mediator())
