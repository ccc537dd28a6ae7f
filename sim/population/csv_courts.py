"""The user's courts: rows of `court_id,name,tier,region,province,cases_per_year`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.population.csv_rows import Finding, Mistakes, natural, read_rows, text_findings
from sim.population.jurisdiction import TIERS
from sim.scenario.population import COURTS_MAX
from sim.scenario.provinces import china_provinces

COURT_COLUMNS: Final = ("court_id", "name", "tier", "region", "province", "cases_per_year")
"""Columns of the file of courts."""
CASES_MAX: Final = 1e9
"""Cases a year at one court: a hundred times the nation's, so that only slips are refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CourtRow:
    """One court as the user wrote it."""

    court_id: str
    """The user's id."""
    name: str
    """The court's name."""
    tier: str
    """One of `TIERS`."""
    region: str
    """The user's name of the region, unique in its province."""
    province: str
    """A division code or name."""
    cases_per_year: float
    """Cases filed; unit: cases a year."""


class ProvinceNames(NamedTuple):
    """A province and its place among the others."""

    order: tuple[int, object]
    """Sort key: China's provinces by division code, then others by their text."""
    code: str
    """Division code."""
    zh: str
    """Name in Chinese."""
    en: str
    """Name in English."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NumberedCourts:
    """Courts sorted by province, region, tier and id, and numbered."""

    rows: Sequence[CourtRow]
    """CourtRow[courts]."""
    region: NDArray[np.int32]
    """int32[courts]."""
    region_province: NDArray[np.int32]
    """int32[regions]."""
    region_names: Sequence[str]
    """Text[regions]."""
    provinces: Sequence[ProvinceNames]
    """ProvinceNames[provinces]; one that is not China's has its own text as code and names."""


def read_courts(path: Path, mistakes: Mistakes) -> dict[str, CourtRow]:
    """Read and check the courts.

    Parameters
    ----------
    path
        The CSV file.
    mistakes
        Takes every mistake, with its line.

    Returns
    -------
    dict[str, CourtRow]
        By id. Rows with a mistake are there too, so that mediators at those courts are not called lost.

    """
    courts: dict[str, CourtRow] = {}
    lines: dict[str, int] = {}
    for line, cells in read_rows(path, COURT_COLUMNS, mistakes, COURTS_MAX):
        row, found = _row(cells)
        if (first := lines.setdefault(row.court_id, line)) != line and row.court_id:
            found.append(("court_id", row.court_id, f"be unique (also on line {first})"))
        mistakes.add_row(path, line, found)
        courts[row.court_id] = row
    if courts and not mistakes.count and not any(court.cases_per_year for court in courts.values()):
        mistakes.add(path, "cases_per_year", None, "be above 0 at one court at least")
    return courts


def _row(cells: Sequence[str]) -> tuple[CourtRow, list[Finding]]:
    """Read one row, and find what is wrong with it taken alone."""
    court_id, name, tier, region, province, cases = cells
    found = list(text_findings(COURT_COLUMNS[:-1], cells[:-1]))
    if tier and tier not in TIERS:
        found.append(("tier", tier, f"be one of {', '.join(TIERS)}"))
    if (cases_per_year := _number(cases)) is None:
        found.append(("cases_per_year", cases, f"be a number from 0 to {CASES_MAX:,.0f}"))
    row = CourtRow(
        court_id=court_id,
        name=name,
        tier=tier,
        region=region,
        province=province,
        cases_per_year=cases_per_year or 0.0,
    )
    return row, found


def number_courts(courts: Mapping[str, CourtRow]) -> NumberedCourts:
    """Put courts in the order of their jurisdictions, whatever the order of the file.

    China's provinces come first, by division code, others after them by their text; regions, and courts of one tier,
    follow the numbers in their names.

    Parameters
    ----------
    courts
        Courts without mistakes.

    Returns
    -------
    NumberedCourts
        The same for every order of rows.

    """
    provinces = {row.province: _province(row.province) for row in courts.values()}
    region_of = {row.court_id: (provinces[row.province], row.region) for row in courts.values()}
    regions = sorted(set(region_of.values()), key=lambda region: (region[0].order, natural(region[1])))
    region_number = {region: number for number, region in enumerate(regions)}
    rows = sorted(
        courts.values(),
        key=lambda row: (region_number[region_of[row.court_id]], TIERS.index(row.tier), natural(row.court_id)),
    )
    in_order = list(dict.fromkeys(province for province, _ in regions))
    return NumberedCourts(
        rows=rows,
        region=np.array([region_number[region_of[row.court_id]] for row in rows], np.int32),
        region_province=np.array([in_order.index(province) for province, _ in regions], np.int32),
        region_names=[name for _, name in regions],
        provinces=in_order,
    )


def _province(text: str) -> ProvinceNames:
    """Recognise one of China's provinces by code or name; take any other text as it is."""
    for place, known in enumerate(china_provinces()):
        if text in (known.code, known.zh, known.en):
            return ProvinceNames((0, place), known.code, known.zh, known.en)
    return ProvinceNames((1, natural(text)), text, text, text)


def _number(text: str) -> float | None:
    """Read a number from 0 to `CASES_MAX`; None for anything else."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and 0 <= number <= CASES_MAX else None
