"""How large the benchmarks are: their natural sizes, or a share of them."""

import os

import pytest

from benchmarks.runner import SHARE_VARIABLE


@pytest.fixture(scope="session")
def share() -> float:
    """Share of the natural sizes; the runner sets the variable."""
    return float(os.environ.get(SHARE_VARIABLE, "1"))
