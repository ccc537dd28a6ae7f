"""The four figures of the core come from the results they are named after."""

import pytest

from benchmarks import runner
from benchmarks.figures import BATCH, LARGE_BATCH, SINGLE, core_figures
from benchmarks.results import BenchmarkResult


def result(name, **changes):
    """One result with the fields that no figure reads filled in."""
    fields = {"subject": "core", "median_seconds": 1e-6, "rounds": 5, "rate_per_second": 1.0, "rate_of": "decisions"}
    return BenchmarkResult(**{**fields, "name": name, "size": "one court", "checksum": "aa", "rivals": {}, **changes})


def test_each_figure_is_picked_from_its_result():
    """Rates of the batch and of single calls, the cost of the large nation, and the rivals against single calls."""
    results = [
        result(SINGLE, rate_per_second=2e5, ratio=3.5),
        result(BATCH, rate_per_second=2e6, ratio=35.0),
        result(LARGE_BATCH, cost_ratio=1.7),
    ]

    assert core_figures(results) == {
        "batch_decisions_per_second": 2e6,
        "single_decisions_per_second": 2e5,
        "cost_ratio_10m": 1.7,
        "rival_ratio": 3.5,
    }


def test_other_subjects_have_no_figures():
    """Results of another subject give none."""
    assert core_figures([result("simulated day", subject="sim")]) == {}


@pytest.mark.full
@pytest.mark.timeout(900)
def test_the_core_keeps_its_bars():
    """A million decisions a second in a batch, 150,000 one by one; ten million mediators; a third of any rival's time.

    Among ten million mediators a decision may cost three times as much, for memory that no longer fits the caches.
    """
    figures = core_figures(runner.run_benchmarks(["core"]))

    assert figures["batch_decisions_per_second"] >= 1_000_000
    assert figures["single_decisions_per_second"] >= 150_000
    assert figures["cost_ratio_10m"] <= 3
    assert figures["rival_ratio"] >= 3
