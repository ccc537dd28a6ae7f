"""Benchmarks at a size that costs the ordinary tests next to nothing."""

import pytest

from benchmarks.seated_nation import seated_nation

SHARE = 0.05
"""Of the natural sizes: 175 courts with 8,000 mediators, a day of half a hundredth of the nation, 35,500 cases."""


@pytest.fixture(scope="session")
def share():
    """In the place of the benchmarks' own fixture."""
    return SHARE


@pytest.fixture(scope="session")
def nation(share):
    """One seated nation for all tests here; the core benchmarks take it too."""
    return seated_nation(share)
