"""Measures of a run, by name: `wait_mean`, `wait_mean:CLASS`, `wait_mean@STATION`, `utilisation:POOL`.

What each means stands in docs/queues.md; times are in the scenario's unit.
"""

import math
from collections.abc import Iterator

import numpy as np

from sim.queueing.histogram import quantile_of
from sim.queueing.scenario import QueueScenario
from sim.queueing.tally import Tally, stops_of


def measures_of(scenario: QueueScenario, tally: Tally) -> dict[str, float]:
    """Compute every measure of a run.

    Parameters
    ----------
    scenario
        What was simulated.
    tally
        What came of it.

    Returns
    -------
    dict[str, float]
        Value by name; NaN where there is nothing to divide by.

    """
    unit = float(scenario.unit_us)
    window_us = (scenario.run.length - scenario.run.warm_up) * unit
    measures: dict[str, float] = {}
    for suffix, rows in _accounts(scenario):
        found = {**_counts(tally, rows), **_means(tally, rows, unit, window_us)}
        measures.update({f"{name}{suffix}": value for name, value in found.items()})
    measures |= _servers(scenario, tally, unit)
    measures |= _observed(scenario, tally)
    measures["little_gap"] = _little_gap(tally)
    measures["last_departure"] = tally.last_left / unit
    measures["customers"] = float(tally.customers)
    return measures


def _accounts(scenario: QueueScenario) -> Iterator[tuple[str, list[int]]]:
    """Suffixes of measures, and the ledgers they add up."""
    classes = len(scenario.classes)
    yield "", list(range(classes))
    yield from ((f":{each.name}", [number]) for number, each in enumerate(scenario.classes))
    if scenario.stations:
        yield from ((f"@{place.name}", [classes + number]) for number, place in enumerate(scenario.places))


def _counts(tally: Tally, rows: list[int]) -> dict[str, float]:
    names = ("arrived", "blocked", "served", "abandoned", "interrupted", "in_time", "cut_off")
    total = {name: float(tally.ledgers[name][rows].sum()) for name in (*names, "admitted", "delayed", "gone_early")}
    counts = {
        "arrived": total["arrived"],
        "served": total["served"],
        "lost_blocked": total["blocked"],
        "abandoned": total["abandoned"],
        "lost_interrupted": total["interrupted"],
        "served_in_time": total["in_time"],
        "abandoned_early": total["gone_early"],
        "cut_off": total["cut_off"],
    }
    shares = {
        "blocked_share": _ratio(total["blocked"], total["arrived"]),
        "abandonment_share": _ratio(total["abandoned"], total["arrived"]),
        "wait_probability": _ratio(total["delayed"], total["admitted"]),
        "service_level_offered": _ratio(total["in_time"], total["arrived"]),
        "service_level_served": _ratio(total["in_time"], total["served"]),
        "service_level_patient": _ratio(total["in_time"], total["arrived"] - total["gone_early"]),
    }
    return counts | shares


def _means(tally: Tally, rows: list[int], unit: float, window_us: float) -> dict[str, float]:
    ledgers = tally.ledgers[rows]
    admitted, served = float(ledgers["admitted"].sum()), float(ledgers["served"].sum())
    waits = tally.waits[rows].sum(axis=0)
    return {
        "wait_mean": _ratio(float(ledgers["wait"].sum()), admitted) / unit,
        "wait_mean_served": _ratio(float(ledgers["wait_served"].sum()), served) / unit,
        "time_in_system_mean": _ratio(float(ledgers["time"].sum()), admitted) / unit,
        "queue_mean": _area(tally, "queue_area", rows) / window_us,
        "in_system_mean": _area(tally, "system_area", rows) / window_us,
        "arrival_rate": float(ledgers["arrived"].sum()) / window_us * unit,
        "wait_p50": quantile_of(waits, 0.5) / unit,
        "wait_p90": quantile_of(waits, 0.9) / unit,
        "wait_p95": quantile_of(waits, 0.95) / unit,
    }


def _area(tally: Tally, name: str, rows: list[int]) -> float:
    return float((tally.at_end.ledgers[name][rows] - tally.at_warm_up.ledgers[name][rows]).sum())


def _servers(scenario: QueueScenario, tally: Tally, unit: float) -> dict[str, float]:
    before, after = tally.at_warm_up.crews, tally.at_end.crews
    busy, duty = after["busy_area"] - before["busy_area"], after["duty_area"] - before["duty_area"]
    measures = {"utilisation": _ratio(busy.sum(), duty.sum()), "busy_time": float(busy.sum()) / unit}
    for number, pool in enumerate(scenario.pools):
        measures[f"utilisation:{pool.name}"] = _ratio(busy[number], duty[number])
        measures[f"busy_time:{pool.name}"] = float(busy[number]) / unit
    return measures


def _observed(scenario: QueueScenario, tally: Tally) -> dict[str, float]:
    """Numbers in system at the times asked for; where they repeat, the mean over the measured cycles."""
    run, unit = scenario.run, scenario.unit_us
    if not run.observe_at and not run.observe_between:
        return {}
    place = {stop: number for number, stop in enumerate(stops_of(scenario))}
    end, cycle = round(run.length * unit), round((run.cycle or run.length) * unit)
    warm = round(run.warm_up * unit) if run.cycle is not None else 0
    bases = range(0, end, cycle)

    def mean(values: list[float]) -> float:
        return float(np.mean(values)) if values else math.nan

    measures: dict[str, float] = {}
    for at in run.observe_at:
        instants = [base + round(at * unit) for base in bases]
        seen = [float(tally.in_system[place[instant]]) for instant in instants if warm <= instant <= end]
        measures[f"in_system_at:{at:g}"] = mean(seen)
    for begin, until in zip(run.observe_between, run.observe_between[1:], strict=False):
        edges = [(base + round(begin * unit), base + round(until * unit)) for base in bases]
        inside = [(place[left], place[right]) for left, right in edges if left >= warm and right <= end]
        length = round(until * unit) - round(begin * unit)
        averages = [float(tally.area[right] - tally.area[left]) / length for left, right in inside]
        measures[f"in_system_between:{begin:g}:{until:g}"] = mean(averages)
        came = [float(tally.came[right] - tally.came[left]) for left, right in inside]
        measures[f"arrived_between:{begin:g}:{until:g}"] = mean(came)
    return measures


def _little_gap(tally: Tally) -> float:
    """Largest relative difference between time by areas and time by customers, over classes and stations."""
    ledgers = tally.ledgers
    areas = tally.at_end.ledgers["system_area"] - tally.at_warm_up.ledgers["system_area"]
    by_customers = ledgers["time"] + ledgers["carried_in"] - ledgers["carried_out"]
    return float(np.max(np.abs(areas - by_customers) / np.maximum(areas, 1.0)))


def _ratio(above: float, below: float) -> float:
    return float(above) / float(below) if below > 0 else math.nan
