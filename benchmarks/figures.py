"""The figures of core and service that others hold them to, picked from the results of one run."""

from collections.abc import Sequence
from typing import Final

from benchmarks.results import BenchmarkResult

SINGLE: Final = "decision, one call from Python"
BATCH: Final = "decision, compiled batch"
LARGE_BATCH: Final = "decision among 10 million, compiled batch"
DURABLE: Final = "decision on the disk, batch of 1,000"
DURABLE_RIVAL: Final = "queue in PostgreSQL, a row and a commit each (FOR UPDATE SKIP LOCKED)"
HTTP_SINGLE: Final = "filing over HTTP, one a request"
HTTP_BULK: Final = "filing over HTTP, a thousand a request"
_MS: Final = 1_000


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


def service_figures(results: Sequence[BenchmarkResult]) -> dict[str, float | str | None]:
    """Return the figures of the service; none unless it was timed.

    Parameters
    ----------
    results
        Of one run.

    Returns
    -------
    dict[str, float | str | None]
        `durable_decisions_per_second`, `peer` and `peer_ratio`, how many times longer the peer takes for one (None
        where there is no PostgreSQL); `http_single_per_second`, `http_single_p99_ms`, `http_bulk_cases_per_second`.

    Examples
    --------
    >>> service_figures([])
    {}
    """
    named = {result.name: result for result in results}
    if not named.keys() >= {DURABLE, HTTP_SINGLE, HTTP_BULK}:
        return {}
    durable, single = named[DURABLE], named[HTTP_SINGLE]
    assert single.p99_seconds is not None, "requests are timed one by one"
    return {
        "durable_decisions_per_second": durable.rate_per_second,
        "peer": durable.rival,
        "peer_ratio": durable.ratio,
        "http_single_per_second": single.rate_per_second,
        "http_single_p99_ms": single.p99_seconds * _MS,
        "http_bulk_cases_per_second": named[HTTP_BULK].rate_per_second,
    }
