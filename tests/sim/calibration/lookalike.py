"""A made-up log of a small call centre whose laws are known, with the columns and the flaws of a real one."""

import csv
import heapq
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.mapping import LogMapping, mapping_from

MU, SIGMA = 4.6, 0.8
SHORT_SHARE = 0.05
PATIENCE_MEAN = 200.0
SERVERS = 3
HOURLY = 75.0
OPENS, CLOSES = 8, 17
DAY_VARIATION = 0.15
HEAD = ("date", "entered", "machine", "waited", "result", "served", "agent", "kind")
FIRST = datetime(2024, 3, 4)  # noqa: DTZ001 - a Monday, local time

MAPPING: dict[str, Any] = {
    "name": "look-alike",
    "title": {"en": "Look-alike", "zh": "仿真日志"},
    "time_formats": ["%Y-%m-%d %H:%M:%S"],
    "no_server": ["-", ""],
    "service_short_below": 10.0,
    "columns": {
        "arrival": ["date", "entered"],
        "before_queue_seconds": "machine",
        "wait_seconds": "waited",
        "service_seconds": "served",
        "outcome": "result",
        "server": "agent",
        "type": "kind",
    },
    "outcomes": {"AGENT": "served", "HANG": "abandoned", "GHOST": "drop"},
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was put into the log."""

    path: Path
    customers: int
    at_once: int
    ghosts: int
    broken: int


def mapping(**changes: Any) -> LogMapping:
    """Return the look-alike's mapping, with changes."""
    return mapping_from({**MAPPING, **changes}, file="look-alike")


def write_log(path: Path, *, days: int = 21, seed: int = 7, burst_day: int | None = None, at_once: int = 40) -> Made:
    """Write a log: first come, first served by alike servers; each waits until served or out of patience."""
    rng = np.random.default_rng(seed)
    rows: list[list[str]] = []
    for day in range(days):
        rows += _day(rng, day, extra=80 if day == burst_day else 0)
    customers = len(rows)
    for number in range(at_once):
        rows.append(_row(86_400.0 * (number % days) + 40_000 + number, 0, "HANG", 0, "-", "a"))
    rows.append(_row(50_000, 0, "GHOST", 0, "-", "a"))
    broken = [_row(50_000, -5, "AGENT", 10, "S1", "a"), _row(50_000, 5, "AGENT", 10, "S1", "a")]
    broken[1][1] = "noon"
    broken.append(_row(50_000, 5, "LOST", 10, "S1", "a"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows([*rows, *broken])
    return Made(path=path, customers=customers, at_once=at_once, ghosts=1, broken=len(broken))


def _day(rng: np.random.Generator, day: int, *, extra: int) -> list[list[str]]:
    busyness = rng.gamma(1 / DAY_VARIATION**2, DAY_VARIATION**2)
    span = 3_600.0 * (CLOSES - OPENS)
    at = rng.uniform(0, span, rng.poisson(busyness * HOURLY * span / 3_600))
    at = np.sort(np.concatenate((at, rng.uniform(14_400, 16_200, extra))))
    free = [(0.0, number) for number in range(SERVERS)]
    rows: list[list[str]] = []
    for moment in at:
        patience = rng.exponential(PATIENCE_MEAN)
        begin = max(float(moment), free[0][0])
        start = 86_400.0 * day + 3_600.0 * OPENS + float(moment)
        if begin - moment > patience:
            rows.append(_row(start, patience, "HANG", 0, "-", "a"))
            continue
        length = rng.uniform(0, 9) if rng.random() < SHORT_SHARE else float(np.exp(rng.normal(MU, SIGMA)))
        _, number = heapq.heappop(free)
        heapq.heappush(free, (begin + length, number))
        rows.append(_row(start, begin - float(moment), "AGENT", length, f"S{number}", "ab"[number % 2]))
    return rows


def _row(start: float, wait: float, result: str, service: float, agent: str, kind: str) -> list[str]:
    came = FIRST + timedelta(seconds=int(start))
    machine = start - int(start)
    return [
        f"{came:%Y-%m-%d}",
        f"{came:%H:%M:%S}",
        f"{machine:.3f}",
        f"{wait:.3f}",
        result,
        f"{service:.3f}",
        agent,
        kind,
    ]
