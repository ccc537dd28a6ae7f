"""Requests as the service exposes them to monitoring."""

from collections.abc import Mapping

from engine.http.metrics import RequestCounts, _requests
from engine.service.gauges import Histogram


def exposed(seconds: Mapping[str, Histogram], total: Mapping[tuple[str, int], int] | None = None) -> str:
    """Write counts as the service's own text."""
    counts = RequestCounts()
    counts.seconds.update(seconds)
    counts.total.update(total or {})
    return "\n".join(_requests(counts)) + "\n"
