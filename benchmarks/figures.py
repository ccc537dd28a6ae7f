"""The four figures of the core that others hold it to, picked from the results of one run."""

from collections.abc import Sequence
from typing import Final

from benchmarks.results import BenchmarkResult

SINGLE: Final = "decision, one call from Python"
BATCH: Final = "decision, compiled batch"
LARGE_BATCH: Final = "decision among 10 million, compiled batch"


def core_figures(results: Sequence[BenchmarkResult]) -> dict[str, float]:
    """Return the figures of the core; none unless it was timed.

    Parameters
    ----------
    results
        Of one run.

    Returns
    -------
    dict[str, float]
        `batch_decisions_per_second` and `single_decisions_per_second`; `cost_ratio_10m`, by how much more a decision
        of the batch costs among ten million mediators; `rival_ratio`, how many times longer the fastest rival takes
        than one call from Python, both of them asked from Python.

    Examples
    --------
    >>> core_figures([])
    {}
    """
    named = {result.name: result for result in results}
    if not named.keys() >= {SINGLE, BATCH, LARGE_BATCH}:
        return {}
    single, cost_ratio = named[SINGLE], named[LARGE_BATCH].cost_ratio
    assert single.ratio is not None, "rivals are timed in every run of the core"
    assert cost_ratio is not None, "the nation is timed beside the large one"
    return {
        "batch_decisions_per_second": named[BATCH].rate_per_second,
        "single_decisions_per_second": single.rate_per_second,
        "cost_ratio_10m": cost_ratio,
        "rival_ratio": single.ratio,
    }
