"""Every benchmark runs once, on small input, and keeps a checksum of what it came to."""

import importlib
import re

import pytest

from benchmarks.bench_analytics import test_all_measures
from benchmarks.bench_core import (
    test_decision_among_ten_million,
    test_decision_by_lazy_heap,
    test_decision_by_plain_scan,
    test_decision_from_python,
    test_decision_in_a_batch,
)
from benchmarks.bench_service import (
    served,
    service,
    test_bulk_filings_over_http,
    test_durable_decisions,
    test_queue_in_a_database,
    test_single_filings_over_http,
)
from benchmarks.bench_sim import test_simulated_day, world
from benchmarks.runner import SUBJECTS

# What is imported here is collected here, as if it were written here.
__all__ = [
    "served",
    "service",
    "test_all_measures",
    "test_bulk_filings_over_http",
    "test_decision_among_ten_million",
    "test_decision_by_lazy_heap",
    "test_decision_by_plain_scan",
    "test_decision_from_python",
    "test_decision_in_a_batch",
    "test_durable_decisions",
    "test_queue_in_a_database",
    "test_simulated_day",
    "test_single_filings_over_http",
    "world",
]


@pytest.fixture(autouse=True)
def labelled(request):
    """After each benchmark: its label is complete and holds the digest of a result."""
    timing = request.getfixturevalue("benchmark") if "benchmark" in request.fixturenames else None
    yield
    if timing is not None:
        label = timing.extra_info
        assert label["subject"] in SUBJECTS
        assert re.fullmatch(r"[0-9a-f]{16}", label["checksum"])
        assert min(label["units"], label["items"]) >= 1


def test_no_benchmark_is_left_out():
    """Each benchmark of each subject is among those that run here."""
    modules = [importlib.import_module(f"benchmarks.bench_{subject}") for subject in SUBJECTS]
    found = {name for module in modules for name in vars(module) if name.startswith("test_")}

    assert found == {name for name in __all__ if name.startswith("test_")}
