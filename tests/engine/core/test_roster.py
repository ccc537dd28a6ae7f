"""A roster is checked whole when it is made."""

from typing import Any

import numpy as np
import pytest

from engine.core.errors import RosterError
from engine.core.roster import Roster
from tests.engine.core.worlds import mediator, roster

_DTYPES = {
    "dispute_types": np.uint64,
    "languages": np.uint64,
    "attributes": np.uint64,
    "origin": np.uint8,
    "gender": np.uint8,
}
"""All others are int32."""


def arrays(*attribute_names: str, **changes: list[int]) -> dict[str, Any]:
    """The arrays of a good roster of four courts and three mediators, some of them changed, and its own names."""
    good: dict[str, list[int]] = {
        "court_region": [0, 0, 1, 2],
        "region_province": [0, 0, 1],
        "mediator_court": [0, 2, 2],
        "capacity": [1, 2, 3],
        "dispute_types": [1, 2, 3],
        "languages": [1, 1, 3],
    }
    columns: dict[str, Any] = {"attribute_names": attribute_names}
    return columns | {name: np.array(row, _DTYPES.get(name, np.int32)) for name, row in (good | changes).items()}


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
        ({"capacity": [1, 0, 3]}, r"capacity\[1\] = 0: must be within 1\.\.1000000"),
        ({"capacity": [1, 1, 1_000_001]}, r"capacity\[2\] = 1000001"),
        ({"capacity": [1, 2]}, r"capacity is int32\[2\]: must be int32\[3\]"),
        ({"dispute_types": [1, 2, 1 << 14]}, r"dispute_types\[2\] = 16384: must be below 16384"),
        ({"languages": [1, 1 << 7, 1]}, r"languages\[1\] = 128: must be below 128"),
        ({"origin": [0, 0, 5]}, r"origin\[2\] = 5: must be below 5"),
        ({"gender": [0, 3, 0]}, r"gender\[1\] = 3: must be below 3"),
        ({"gender": [0, 0]}, r"gender is uint8\[2\]: must be uint8\[3\]"),
        ({"share_milli": [1000, 0, 1000]}, r"share_milli\[1\] = 0: must be within 1\.\.1000"),
        ({"share_milli": [1001, 1, 1]}, r"share_milli\[0\] = 1001"),
        ({"rank": [1, 2]}, r"rank is int32\[2\]: must be int32\[3\]"),
        ({"attributes": [0, 1, 0]}, r"attributes\[1\] = 1: must be below 1"),
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
        Roster(**{**arrays(), name: wrong})


def test_what_is_left_out_is_ordinary():
    """Mediators of whom nothing more is said are from the mainland, full-time, ranked by number, without attributes."""
    good = Roster(**arrays())

    assert (good.origin.tolist(), good.gender.tolist(), good.share_milli.tolist()) == ([0] * 3, [0] * 3, [1000] * 3)
    assert (good.rank.tolist(), good.attributes.tolist()) == ([0, 1, 2], [0] * 3)


def test_attributes_stay_within_their_names():
    """A roster may set as many bits as it has names, and no name stands there twice."""
    assert Roster(**arrays("professional", "regional", attributes=[3, 0, 1])).mediators == 3
    with pytest.raises(RosterError, match=r"attributes\[0\] = 4: must be below 4"):
        Roster(**arrays("professional", "regional", attributes=[4, 0, 0]))
    with pytest.raises(RosterError, match="attribute_names"):
        Roster(**arrays("regional", "regional"))


def test_rosters_compare_by_identity():
    """Two rosters of the same content are different worlds: comparing arrays would raise."""
    assert roster(mediator()) != roster(mediator())
