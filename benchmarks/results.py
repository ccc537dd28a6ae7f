"""From the report that pytest-benchmark leaves to results: each benchmark beside its rivals of the same run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from benchmarks.errors import BenchmarkReportError, FailedBenchmarkError
from benchmarks.label import Label


@dataclass(frozen=True, kw_only=True)
class BenchmarkResult:
    """How long something took."""

    name: str
    """What one unit is."""
    subject: str
    """core, sim or analytics."""
    median_seconds: float
    """Median over the rounds of the time that one unit took: processor time for the core, else by the clock."""
    rounds: int
    """How often it was timed."""
    rate_per_second: float
    """Things handled a second, at the median."""
    rate_of: str
    """What those things are."""
    size: str
    """How large the world was."""
    checksum: str
    """Digest of what came out."""
    rival: str | None = None
    """The fastest that did the same work in the same run; None if there is nothing to compare with."""
    rival_median_seconds: float | None = None
    """Median time of one unit of the fastest rival."""
    ratio: float | None = None
    """How many times longer the fastest rival took."""
    rivals: dict[str, float]
    """Median time of one unit of every rival, seconds."""
    p99_seconds: float | None = None
    """What one in a hundred of the requests took at least; None where there are no requests."""
    cost_ratio: float | None = None
    """How many times longer a unit took than in the world of natural size; None unless this world is larger."""

    @property
    def ratio_text(self) -> str:
        """The ratio as a person reads it; empty without a rival.

        Examples
        --------
        >>> BenchmarkResult(
        ...     name="decision", subject="core", median_seconds=1e-6, rounds=5, rate_per_second=1e6,
        ...     rate_of="decisions", size="one court", checksum="", rivals={"scan": 41e-6}, ratio=41.318,
        ... ).ratio_text
        '41.3 x'
        """
        return "" if self.ratio is None else f"{self.ratio:,.3g} x"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return msgspec.to_builtins(self)


class _Stats(msgspec.Struct):
    median: float
    rounds: int


class _Timed(msgspec.Struct):
    label: Label = msgspec.field(name="extra_info")
    stats: _Stats

    @property
    def unit_seconds(self) -> float:
        return self.stats.median / self.label.units


class _Report(msgspec.Struct):
    benchmarks: list[_Timed]


def read_results(report: bytes) -> list[BenchmarkResult]:
    """Read the results of one run.

    Parameters
    ----------
    report
        The JSON document that pytest-benchmark writes.

    Returns
    -------
    list[BenchmarkResult]
        In the order of the report, the rivals left out.

    Raises
    ------
    BenchmarkReportError
        If the document is no such report, or holds no benchmark.
    FailedBenchmarkError
        If a benchmark and a rival have different checksums: they did not do the same work.
    """
    try:
        timed = msgspec.json.decode(report, type=_Report).benchmarks
    except msgspec.MsgspecError as error:
        raise BenchmarkReportError(f"report of the benchmarks: {error}") from error
    results = [_result(entry, timed) for entry in timed if not entry.label.is_rival]
    if not results:
        raise BenchmarkReportError("report of the benchmarks: holds 0 results, must hold at least 1")
    return results


def _result(entry: _Timed, timed: Sequence[_Timed]) -> BenchmarkResult:
    label, seconds = entry.label, entry.unit_seconds
    rivals = _rivals(label, timed)
    fastest = min(rivals, key=lambda name: rivals[name], default=None)
    return BenchmarkResult(
        name=label.name,
        subject=label.subject,
        median_seconds=seconds,
        rounds=entry.stats.rounds,
        rate_per_second=label.items / seconds,
        rate_of=label.item,
        size=label.size,
        checksum=label.checksum,
        rival=fastest,
        rival_median_seconds=None if fastest is None else rivals[fastest],
        ratio=None if fastest is None else rivals[fastest] / seconds,
        rivals=rivals,
        p99_seconds=label.p99_seconds,
        cost_ratio=None if label.beside_seconds is None else seconds / label.beside_seconds,
    )


def _rivals(label: Label, timed: Sequence[_Timed]) -> dict[str, float]:
    """Median time of one unit of each rival in the contest."""
    rivals: dict[str, float] = {}
    for entry in timed:
        if label.contest is None or not entry.label.is_rival or entry.label.contest != label.contest:
            continue
        if entry.label.checksum != label.checksum:
            raise FailedBenchmarkError(
                f"{label.name}: checksum {label.checksum}, "
                f"that of its rival ({entry.label.name}) is {entry.label.checksum}: must be equal"
            )
        rivals[entry.label.name] = entry.unit_seconds
    return rivals
