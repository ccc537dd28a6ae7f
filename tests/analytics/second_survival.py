"""The survival measures a second time: case by case in plain Python, the curve in fractions."""

from fractions import Fraction
from math import exp, log, sqrt

import polars as pl

Spell = tuple[int, int, bool]
"""Age at entry (may end then), age at exit, whether it ended."""


def spells(cases: pl.DataFrame, start: str, end: str, period: tuple[int, int]) -> tuple[list[Spell], int]:
    """The spells under observation in the period, and the rows left out because they end before they start."""
    found: list[Spell] = []
    left_out = 0
    for row in cases.rows(named=True):
        begun, ended, closed = row[start], row[end], row["closed"]
        if begun is None:
            continue
        if ended is not None and ended < begun:
            left_out += period[0] <= ended < period[1]
            continue
        enters = max(begun, row["observed"], period[0])
        last_seen = min(at for at in (closed, period[1]) if at is not None)
        is_end = ended is not None and ended < period[1] and (closed is None or ended <= closed)
        leaves = ended if is_end else last_seen
        if enters < period[1] and enters <= leaves:
            found.append((enters - begun, leaves - begun, is_end))
    return found, left_out


def curve(observed: list[Spell]) -> list[tuple[int, float, float, float, int]]:
    """The steps: age, survival, 95 % log-log bounds, at risk. A case may end at the very age it enters at."""
    steps: list[tuple[int, float, float, float, int]] = []
    survival, variance, high = Fraction(1), Fraction(0), 1.0
    for age in sorted({leaves for _, leaves, is_end in observed if is_end}):
        at_risk = sum(enters <= age <= leaves for enters, leaves, _ in observed)
        ended = sum(leaves == age and is_end for _, leaves, is_end in observed)
        survival *= Fraction(at_risk - ended, at_risk)
        low = 0.0
        if survival:
            variance += Fraction(ended, at_risk * (at_risk - ended))
            reach = exp(1.959963984540054 * sqrt(variance) / -log(survival))
            low, high = float(survival) ** reach, float(survival) ** (1 / reach)
        steps.append((age, float(survival), low, high, at_risk))
    return steps


def quantile(steps: list[tuple[int, float, float, float, int]], share: float) -> int | None:
    """First age at which the curve is at or below 1 - share."""
    return next((age for age, survival, *_ in steps if survival <= 1 - share + 1e-9), None)


def restricted_mean(observed: list[Spell]) -> float:
    """Area under the curve up to the longest age seen."""
    area, before, height = 0.0, 0, 1.0
    for age, survival, *_ in curve(observed):
        area += (age - before) * height
        before, height = age, survival
    return area + (max(leaves for _, leaves, _ in observed) - before) * height
