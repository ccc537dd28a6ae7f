"""What a case is like and how it will end: drawn once, from the case's own words."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import ClockArrays, is_workday
from engine.calendar.day import HOUR_US, UTC_OFFSET_US
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.events.enums import Channel, ClosingCode, EntryRoute
from sim.arrivals.mixture import channel_shares_by_hour
from sim.laws.weight import WeightLaw, weight_law, weight_milli
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform
from sim.scenario.scenario import Scenario

ENTRY_ROUTES = tuple(EntryRoute)
CHANNELS = tuple(Channel)

_DISPUTE_TYPE = int(Purpose.DISPUTE_TYPE)
_LANGUAGE = int(Purpose.LANGUAGE)
_ENTRY_ROUTE = int(Purpose.ENTRY_ROUTE)
_CHANNEL = int(Purpose.CHANNEL)
_CLOSING = int(Purpose.CLOSING)
_SETTLED_CODES = 2
_HOURS = 24


class TraitLaw(NamedTuple):
    """Cumulative shares, each ending in 1, float64, and the law of the weight."""

    dispute_type: NDArray[np.float64]
    language: NDArray[np.float64]
    entry_route: NDArray[np.float64]
    channel: NDArray[np.float64]
    """float64[48, channels]: by hour of a day off, then of a workday."""
    settled_share: NDArray[np.float64]
    """By dispute type, not cumulative."""
    settled_code: NDArray[np.float64]
    """Closing codes 1 and 2, given that the case settles."""
    failed_code: NDArray[np.float64]
    """Closing codes 3 to 8, given that it does not."""
    weight: WeightLaw


class Traits(NamedTuple):
    """Numbers of the words in `DISPUTE_TYPES`, `LANGUAGES`, `ENTRY_ROUTES`, `CHANNELS`, the ONL 25 code, the weight."""

    dispute_type: int
    language: int
    entry_route: int
    channel: int
    closing_code: int
    weight_milli: int
    """Thousandths of an ordinary case."""


def trait_law(scenario: Scenario) -> TraitLaw:
    """Return the law of sections `[cases]` and `[closing]`."""
    cases = scenario.cases
    by_name = {entry.name: entry for entry in cases.dispute_type}
    shares = np.array([by_name[name].share if name in by_name else 0.0 for name in DISPUTE_TYPES])
    rates = np.array([by_name[name].settled_share if name in by_name else 0.5 for name in DISPUTE_TYPES])
    minorities = len(LANGUAGES) - 1
    minority = cases.minority_language_share
    codes = np.array(scenario.closing.code_shares)
    return TraitLaw(
        _cumulative(shares),
        _cumulative(np.array([1.0 - minority, *[minority / minorities] * minorities])),
        _cumulative(np.array([cases.entry_route.get(route, 0.0) for route in ENTRY_ROUTES])),
        _cumulative_by_hour(channel_shares_by_hour(scenario.arrivals, cases.channel)),
        recentred(shares, rates, cases.settled_share),
        _cumulative(codes[:_SETTLED_CODES]),
        _cumulative(codes[_SETTLED_CODES:]),
        weight_law(scenario),
    )


def recentred(shares: NDArray[np.float64], rates: NDArray[np.float64], overall: float) -> NDArray[np.float64]:
    """Shift rates by one amount on the logit scale until their share-weighted mean is `overall`.

    Parameters
    ----------
    shares
        float64[n], weights.
    rates
        float64[n] in (0, 1).
    overall
        The mean wanted, in (0, 1).

    Returns
    -------
    NDArray[np.float64]
        float64[n] in the order of `rates`; differences between types keep their odds ratios.

    Examples
    --------
    >>> recentred(np.array([0.5, 0.5]), np.array([0.5, 0.5]), 0.65).round(6).tolist()
    [0.65, 0.65]
    """
    weights = shares / shares.sum()
    logits = np.log(rates / (1.0 - rates))
    low, high = -40.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2.0
        mean = float((weights / (1.0 + np.exp(-(logits + middle)))).sum())
        low, high = (middle, high) if mean < overall else (low, middle)
    return 1.0 / (1.0 + np.exp(-(logits + low)))


@njit(cache=True)
def traits(law: TraitLaw, clock: ClockArrays, seed: int, replication: int, case_id: int, filed_at: int) -> Traits:
    """Return what the case is like and the code it will close under; the hour it is filed in has its channels."""
    hour = (filed_at + UTC_OFFSET_US) // HOUR_US % _HOURS + _HOURS * int(is_workday(clock, filed_at))
    dispute_type = _pick(law.dispute_type, uniform(seed, replication, _DISPUTE_TYPE, case_id, 0))
    settled = law.settled_share[dispute_type]
    chance = uniform(seed, replication, _CLOSING, case_id, 0)
    if chance < settled:
        code = _pick(law.settled_code, chance / settled) + 1
    else:
        code = _pick(law.failed_code, (chance - settled) / (1.0 - settled)) + 1 + _SETTLED_CODES
    return Traits(
        dispute_type,
        _pick(law.language, uniform(seed, replication, _LANGUAGE, case_id, 0)),
        _pick(law.entry_route, uniform(seed, replication, _ENTRY_ROUTE, case_id, 0)),
        _pick(law.channel[hour], uniform(seed, replication, _CHANNEL, case_id, 0)),
        code,
        weight_milli(law.weight, seed, replication, case_id),
    )


@njit(cache=True)
def _pick(cumulative: NDArray[np.float64], chance: float) -> int:
    """Return the first position whose cumulative share exceeds `chance`."""
    last = len(cumulative) - 1
    position = 0
    while position < last and cumulative[position] <= chance:
        position += 1
    return position


def _cumulative(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cumsum(shares / shares.sum())


def _cumulative_by_hour(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[48, n] of float64[2, 24, n]; exactly 1 from the last share above 0 on, so that no later one is picked."""
    rows = shares.reshape(2 * _HOURS, -1)
    still_to_come = np.cumsum(rows[:, ::-1], axis=1)[:, ::-1] - rows
    return np.where(still_to_come > 0.0, np.cumsum(rows, axis=1), 1.0)


assert [int(code) for code in ClosingCode] == list(range(1, 9)), "codes are drawn by position"
