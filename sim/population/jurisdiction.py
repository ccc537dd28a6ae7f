"""Courts made up from totals: how many where, in which region, with which share of the cases."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.population.apportion import apportion
from sim.population.streams import stream
from sim.scenario.population import SyntheticPopulation

TIERS: Final = ("high", "intermediate", "basic")
"""Tiers of courts from the top; a tier's number is its place here."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Courts:
    """Courts in order of province, region, tier and number."""

    region: NDArray[np.int32]
    """int32[courts]."""
    region_province: NDArray[np.int32]
    """int32[regions]."""
    tier: NDArray[np.int8]
    """int8[courts]: place in `TIERS`."""
    names: list[str]
    """Text[courts]."""
    region_names: list[str]
    """Text[regions]."""

    def tier_names(self) -> list[str]:
        """Text[courts]: the tier of each court, as a word."""
        numbers: list[int] = self.tier.tolist()
        return [TIERS[number] for number in numbers]


def make_courts(section: SyntheticPopulation) -> Courts:
    """Place the courts: one high court a province, intermediate and basic courts by the provinces' weights.

    The high court is the first region of its province; every further region is an intermediate court with its basic
    courts, spread evenly over the province's regions. Without intermediate courts a province is one region.

    Parameters
    ----------
    section
        Totals and provinces, consistent with each other as a loaded scenario is.

    Returns
    -------
    Courts
        The same for every seed: only loads and people are drawn.

    """
    weights = np.array([province.weight for province in section.jurisdictions])
    has_high, has_intermediate = section.high_courts > 0, section.intermediate_courts > 0
    regions = (
        apportion(section.intermediate_courts, weights, 1) if has_intermediate else np.ones(len(weights), np.int64)
    )
    basics = apportion(section.basic_courts, weights, regions)
    builder = _Builder()
    for number, province in enumerate(section.jurisdictions):
        builder.start_province(number, province.en)
        if has_high:
            builder.add_region(0)
            builder.add_court(0)
        shares = apportion(int(basics[number]), np.ones(int(regions[number])), 1)
        for place, basic_courts in enumerate(shares.tolist(), start=1):
            builder.add_region(place)
            if has_intermediate:
                builder.add_court(1)
            for _ in range(basic_courts):
                builder.add_court(2)
    return builder.courts()


def court_shares(section: SyntheticPopulation, courts: Courts, *, seed: int) -> NDArray[np.float64]:
    """Share the cases out: lognormal within each tier of each province.

    The shares of the tiers and those of the provinces both hold exactly: each tier of each province gets the product of
    the two, and its courts divide that in proportion to independent lognormal loads.

    Parameters
    ----------
    section
        Spread and shares.
    courts
        Where the courts are.
    seed
        The run's seed.

    Returns
    -------
    NDArray[np.float64]
        float64[courts], positive, summing to 1.

    """
    province = courts.region_province[courts.region]
    tiers = section.tier_load_share
    weights = np.array([entry.weight for entry in section.jurisdictions])
    wanted = np.outer(weights / weights.sum(), [tiers.high, tiers.intermediate, tiers.basic]).ravel()
    load = np.exp(section.court_load_sigma * stream(seed, "court_load").standard_normal(len(province)))
    cell = province * len(TIERS) + courts.tier
    share = load * (wanted / np.maximum(np.bincount(cell, load, len(wanted)), np.finfo(np.float64).tiny))[cell]
    return share / share.sum()


class _Builder:
    """Collects regions and courts in order and numbers a province's courts of each tier from 1."""

    def __init__(self) -> None:
        self._region: list[int] = []
        self._region_province: list[int] = []
        self._tier: list[int] = []
        self._names: list[str] = []
        self._region_names: list[str] = []
        self._province, self._label = 0, ""
        self._counts = [0, 0, 0]

    def start_province(self, number: int, label: str) -> None:
        self._province, self._label = number, label
        self._counts = [0, 0, 0]

    def add_region(self, place: int) -> None:
        self._region_province.append(self._province)
        self._region_names.append(f"{self._label} Region {place:02d}")

    def add_court(self, tier: int) -> None:
        self._counts[tier] += 1
        self._region.append(len(self._region_names) - 1)
        self._tier.append(tier)
        self._names.append(f"{self._label} {TIERS[tier].title()} Court {self._counts[tier]:03d}")

    def courts(self) -> Courts:
        return Courts(
            region=np.array(self._region, np.int32),
            region_province=np.array(self._region_province, np.int32),
            tier=np.array(self._tier, np.int8),
            names=self._names,
            region_names=self._region_names,
        )
