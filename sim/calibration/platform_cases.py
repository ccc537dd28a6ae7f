"""What a case table says of cases: their kinds, how long they last, how they end, how offers are answered."""

from collections import Counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.kaplan_meier import SurvivalCurve, kaplan_meier
from engine.calendar.day import DAY_US
from sim.calibration.case_table import NONE, CaseTable
from sim.laws.duration import duration_law, survival
from sim.scenario.demand import Cases
from sim.scenario.handling import Closing, Durations

CONCLUDED_MIN: Final = 30
"""Fewest concluded cases from which a share of settlements is learnt."""
ENDED_MIN: Final = 100
"""Fewest ends from which durations are learnt."""
OFFERS_MIN: Final = 100
"""Fewest answers from which the shares of answers are learnt."""
RIPE_DAYS: Final = 14
"""Days after which the answers to nearly all offers of a case are in."""
_CODES: Final = 8
_DIGITS: Final = 6
Learnt = tuple[dict[str, Any], list[str], list[str]]


def whole_shares(counts: list[float]) -> list[float]:
    """Return shares with six digits that sum to 1: what rounding leaves over goes to the largest.

    Examples
    --------
    >>> whole_shares([1, 1, 1])
    [0.333334, 0.333333, 0.333333]

    """
    total = sum(counts)
    shares = [round(count / total, _DIGITS) for count in counts]
    largest = shares.index(max(shares))
    shares[largest] = round(shares[largest] + 1 - sum(shares), _DIGITS)
    return shares


def learn_cases(table: CaseTable, base: Cases, closing: Closing) -> tuple[Learnt, dict[str, Any]]:
    """Learn `[cases]` and `[closing]`.

    Parameters
    ----------
    table
        The cases.
    base, closing
        What stays where the table says nothing.

    Returns
    -------
    tuple[Learnt, dict[str, Any]]
        Keys of `[cases]` with how they were learnt, and the keys of `[closing]`.

    """
    values: dict[str, Any] = {}
    learnt, left = list[str](), list[str]()
    inside = table.filed_inside
    concluded = (table.times["closed_at"] >= table.period[0]) & np.array([w != "" for w in table.words["outcome"]])
    settled = np.array([word == "settled" for word in table.words["outcome"]])
    ends: dict[str, Any] = {}
    share = base.settled_share
    if int(concluded.sum()) >= CONCLUDED_MIN and 0 < float(settled[concluded].mean()) < 1:
        ends, share = _closing(table.counts["closing_code"][concluded], float(settled[concluded].mean()), closing)
        values["settled_share"] = share
        learnt.append(f"cases.settled_share and closing.code_shares from {int(concluded.sum()):,} concluded cases")
    else:
        left.append(f"cases.settled_share: {int(concluded.sum())} concluded cases, {CONCLUDED_MIN} are needed")
    for key, name in (("entry_route", "entry_route"), ("channel", "channel")):
        found = Counter(word for word, kept in zip(table.words[name], inside, strict=True) if kept and word)
        if found:
            shares = whole_shares([float(count) for count in found.values()])
            values[key] = dict(zip(found, shares, strict=True))
            learnt.append(f"cases.{key} from {sum(found.values()):,} filings")
        else:
            left.append(f"cases.{key}")
    types = _types(table, inside, concluded, settled, share)
    if types:
        values["dispute_type"] = types
        learnt.append(f"cases.dispute_type: {len(types)} types, success of those with {CONCLUDED_MIN} concluded cases")
    else:
        left.append("cases.dispute_type")
    left.append("cases.weight_milli, weight_spread and minority_language_share")
    return (values, learnt, left), ends


def _closing(codes: NDArray[np.int64], settled_share: float, base: Closing) -> tuple[dict[str, Any], float]:
    """Shares of closing codes, and the share settled that agrees with them to the last digit."""
    if np.all((codes >= 1) & (codes <= _CODES)):
        counts = [float(np.sum(codes == code)) for code in range(1, _CODES + 1)]
    else:
        known = base.code_shares
        settles, fails = settled_share / max(sum(known[:2]), 1e-9), (1 - settled_share) / max(sum(known[2:]), 1e-9)
        counts = [share * (settles if place < 2 else fails) for place, share in enumerate(known)]
    shares = whole_shares(counts)
    return {"code_shares": shares}, round(shares[0] + shares[1], _DIGITS)


def _types(
    table: CaseTable,
    inside: NDArray[np.bool_],
    concluded: NDArray[np.bool_],
    settled: NDArray[np.bool_],
    overall: float,
) -> list[dict[str, Any]]:
    words = np.array(table.words["dispute_type"], dtype=object)
    names = sorted({str(word) for word in words[inside] if word})
    if not names:
        return []
    shares = whole_shares([float(np.sum(inside & (words == name))) for name in names])
    rows: list[dict[str, Any]] = []
    for name, share in zip(names, shares, strict=True):
        own = concluded & (words == name)
        rate = float(settled[own].mean()) if int(own.sum()) >= CONCLUDED_MIN else overall
        rows.append({"name": name, "share": share, "settled_share": round(min(max(rate, 0.001), 0.999), 4)})
    return rows


def learn_offers(table: CaseTable) -> Learnt:
    """Learn the shares of answers in `[offers]`.

    Only cases filed `RIPE_DAYS` before the period's end count: of later ones the quick answers would be seen and the
    offers that lapse would not.

    Parameters
    ----------
    table
        The cases.

    """
    inside = table.filed_inside & (table.times["filed_at"] < table.period[1] - RIPE_DAYS * DAY_US)
    declines, lapses = (table.counts[name][inside] for name in ("declines", "lapses"))
    accepted = int(np.sum(table.times["accepted_at"][inside] != NONE))
    if np.any(declines == NONE) or np.any(lapses == NONE):
        return {}, [], ["offers: the table does not count declines"]
    answers = accepted + int(declines.sum()) + int(lapses.sum())
    left = ["offers: deadline, time to an answer and penalties"]
    if answers < OFFERS_MIN or not accepted:
        return {}, [], [f"offers: {answers} answers to cases {RIPE_DAYS} days old, {OFFERS_MIN} are needed", *left]
    accept, lapse, _ = whole_shares([accepted, float(lapses.sum()), float(declines.sum())])
    values = {"accept_share": accept, "lapse_share": lapse}
    return values, [f"offers.accept_share and lapse_share from {answers:,} answers"], left


def learn_durations(table: CaseTable, base: Durations) -> tuple[Learnt, float]:
    """Learn `[durations]` from Kaplan and Meier's curve of the time from acceptance to the end, open cases censored.

    Parameters
    ----------
    table
        The cases.
    base
        Its period stays: it is law, not chance.

    Returns
    -------
    tuple[Learnt, float]
        Keys with how they were learnt; and the largest distance of the platform's law to the curve, NaN without one.

    """
    accepted, closed = table.times["accepted_at"], table.times["closed_at"]
    # A case that was not seen from its acceptance on is at risk only since it was seen.
    known = accepted != NONE
    last = np.where(closed[known] != NONE, closed[known], table.period[1])
    entry = np.maximum(table.times["observed_from"][known], accepted[known])
    use = last > entry
    start = table.calendar.levelled_many(accepted[known][use])
    exits = (table.calendar.levelled_many(last[use]) - start) / DAY_US
    entries = (table.calendar.levelled_many(entry[use]) - start) / DAY_US
    ended = closed[known][use] != NONE
    keep = exits > entries
    if int(ended[keep].sum()) < ENDED_MIN:
        return ({}, [], [f"durations: {int(ended[keep].sum())} ends, {ENDED_MIN} are needed"]), float("nan")
    curve = kaplan_meier(exits[keep], ended[keep], entries=entries[keep] - 1e-9)
    values = _law(curve, base)
    if values is None:
        seen = f"durations: the longest time seen is {curve.last_time:.1f} days, and cases go on beyond it"
        return ({}, [], [seen]), float("nan")
    distance = _distance(curve, Durations(period_days=base.period_days, **values))
    told = (
        f"durations from {int(ended[keep].sum()):,} ends and {int((~ended[keep]).sum()):,} open cases; distance of the "
        f"law to the curve {distance:.3f}"
    )
    return (values, [told], ["durations.period_days"]), distance


def _law(curve: SurvivalCurve, base: Durations) -> dict[str, float] | None:
    """Parameters of the platform's law; None where the curve stops before the period ends."""
    period = float(base.period_days)
    if curve.last_time < period:
        return None
    beyond = float(curve.survival_at(np.array([period]))[0])
    within = 1 - beyond
    if within <= 0:
        return None
    # Area up to the period = mean of those who end within it, weighted, plus the period of the others.
    mean_within = (curve.restricted_mean(period) - beyond * period) / within
    mean_within = min(max(mean_within, period / 3), 2 * period / 3)
    found = {"within_period_share": round(within, _DIGITS), "within_period_mean_days": round(mean_within, 4)}
    if round(beyond, _DIGITS) <= 0:
        return {"mean_days": found["within_period_mean_days"], **found}
    least = within * mean_within + beyond * period
    # What follows the last time seen is an exponential end: its mean is that of the part beyond the period seen so far.
    area = curve.restricted_mean(curve.last_time) - curve.restricted_mean(period)
    gone = beyond - float(curve.survival_at(np.array([curve.last_time]))[0])
    if gone <= 0:
        return None
    return {"mean_days": round(max(least + beyond * area / gone, least + 0.01), 4), **found}


def _distance(curve: SurvivalCurve, durations: Durations) -> float:
    law = survival(duration_law(durations), curve.times * DAY_US)
    return float(np.max(np.abs(curve.survival - law)))
