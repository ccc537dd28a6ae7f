"""What monitoring reads, as Prometheus text: requests by endpoint, the writer's gauges, the state of the service."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import accumulate, groupby
from typing import Final

from engine.http.families import FAMILIES
from engine.service.gauges import BOUNDS_SECONDS, Histogram
from engine.service.service import Service
from engine.service.state import State

METRICS_TYPE: Final = b"text/plain; version=0.0.4; charset=utf-8"


class RequestCounts:
    """Requests of a service since it was made, whichever of its surfaces took them.

    Examples
    --------
    >>> counts = RequestCounts()
    >>> counts.note("lodge_case", 201, 0.002)
    >>> counts.total["lodge_case", 201]
    1
    """

    def __init__(self) -> None:
        self.total: Final[Counter[tuple[str, int]]] = Counter()
        """By endpoint and status."""
        self.seconds: Final[defaultdict[str, Histogram]] = defaultdict(Histogram)
        """By endpoint, from the first byte to the answer."""
        self._taken = 0

    def take(self) -> int:
        """Return the ordinal of a request that is taken up, from 1."""
        self._taken += 1
        return self._taken

    def note(self, name: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.total[name, status] += 1
        self.seconds[name].add(seconds)


def exposition(service: Service, counts: RequestCounts, gauges: Mapping[str, float]) -> bytes:
    """Return all of it as text.

    Parameters
    ----------
    service
        The service.
    counts
        Its requests.
    gauges
        Whatever else stands at a value now, by name without `onestop_`, labels perhaps behind it.
    """
    health, own = service.health, service.gauges
    lines = [
        *_plain("commands_total", "counter", "Commands carried out or refused.", own.commands),
        *_plain("batches_total", "counter", "Batches of the writer.", own.batches),
        *_plain("refused_full_total", "counter", "Groups that found the queue full.", own.refused_full),
        *_plain("waiting_commands", "gauge", "Commands that wait for the writer.", health.waiting_commands),
        *_plain("waiting_questions", "gauge", "Reads that wait for the writer.", health.waiting_questions),
        *_plain("log_seq", "gauge", "Position of the last stored entry.", health.seq),
        *_plain("epoch", "gauge", "Ordinal of this writer.", health.epoch),
        "# HELP onestop_state Whether the service is in a state.",
        "# TYPE onestop_state gauge",
        *(f'onestop_state{{state="{state.value}"}} {int(health.state is state)}' for state in State),
    ]
    for family, members in groupby(sorted(gauges.items()), lambda item: item[0].partition("{")[0]):
        known = FAMILIES.get(family)
        if known is not None:
            lines += [f"# HELP onestop_{family} {known.text}", f"# TYPE onestop_{family} {known.kind}"]
        lines += [f"onestop_{name} {value}" for name, value in members]
    lines += ["# HELP onestop_commit_seconds From taking up a batch to its being stored."]
    lines += _histogram("commit_seconds", {"": own.commit})
    lines += ["# HELP onestop_wait_seconds From taking in a group to its answer."]
    lines += _histogram("wait_seconds", {"": own.wait})
    lines += _requests(counts)
    return ("\n".join(lines) + "\n").encode()


def _requests(counts: RequestCounts) -> list[str]:
    lines = ["# HELP onestop_requests_total Requests by endpoint and status.", "# TYPE onestop_requests_total counter"]
    lines += [
        f'onestop_requests_total{{endpoint="{name}",status="{status}"}} {count}'
        for (name, status), count in sorted(counts.total.items())
    ]
    labelled = {f'endpoint="{name}"': histogram for name, histogram in sorted(counts.seconds.items())}
    return [*lines, "# HELP onestop_request_seconds Until the answer.", *_histogram("request_seconds", labelled)]


def _plain(name: str, kind: str, text: str, value: float) -> list[str]:
    return [f"# HELP onestop_{name} {text}", f"# TYPE onestop_{name} {kind}", f"onestop_{name} {value}"]


def _histogram(name: str, histograms: Mapping[str, Histogram]) -> list[str]:
    lines = [f"# TYPE onestop_{name} histogram"]
    for label, histogram in histograms.items():
        comma, braces = (f"{label},", f"{{{label}}}") if label else ("", "")
        bounds = [*(f"{bound:g}" for bound in BOUNDS_SECONDS), "+Inf"]
        below = accumulate(histogram.counts)
        lines += [f'onestop_{name}_bucket{{{comma}le="{b}"}} {n}' for b, n in zip(bounds, below, strict=True)]
        lines += [
            f"onestop_{name}_sum{braces} {histogram.sum_seconds:.6f}",
            f"onestop_{name}_count{braces} {histogram.count}",
        ]
    return lines
