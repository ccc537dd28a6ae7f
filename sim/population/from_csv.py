"""A population from the user's own two files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.core.roster import Roster
from sim.population.csv_courts import NumberedCourts, number_courts, read_courts
from sim.population.csv_mediators import MediatorRow, read_mediators
from sim.population.csv_rows import Mistakes, natural
from sim.population.population import Population, SourceIds


def population_from_csv(courts: Path, mediators: Path) -> Population:
    """Read courts and mediators.

    Both files are UTF-8 CSV, with or without a byte-order mark, rows and columns in any order. Columns of `courts`:
    `court_id`, `name`, `tier` (high, intermediate, basic), `region` (its name, unique in its province), `province`
    (one of China's by division code or name, or any text), `cases_per_year`. Columns of `mediators`: `mediator_id`,
    `court_id`, `organisation` (the same text is the same organisation), `capacity` (cases at once), `dispute_types`
    and `languages` (words separated by `;`; no language means Mandarin).

    Parameters
    ----------
    courts, mediators
        Paths of the files.

    Returns
    -------
    Population
        Sorted into the order of jurisdictions, the same for every order of rows; `source_ids` keeps the user's ids.

    Raises
    ------
    PopulationError
        Where either file has mistakes: the first twenty with file, line, column, value and bound, and their number.

    """
    mistakes = Mistakes()
    court_rows = read_courts(courts, mistakes)
    mediator_rows = read_mediators(mediators, court_rows.keys() or None, mistakes)
    mistakes.raise_if_any()
    return _population(number_courts(court_rows), mediator_rows)


def _population(courts: NumberedCourts, mediators: Sequence[MediatorRow]) -> Population:
    court_number = {row.court_id: number for number, row in enumerate(courts.rows)}
    rows = sorted(
        mediators,
        key=lambda row: (court_number[row.court_id], natural(row.organisation), natural(row.mediator_id)),
    )
    organisations = {name: number for number, name in enumerate(dict.fromkeys(row.organisation for row in rows))}
    cases = np.array([row.cases_per_year for row in courts.rows])
    return Population(
        roster=Roster(
            court_region=courts.region,
            region_province=courts.region_province,
            mediator_court=np.array([court_number[row.court_id] for row in rows], np.int32),
            capacity=np.array([row.capacity for row in rows], np.int32),
            dispute_types=np.array([row.dispute_types for row in rows], np.uint64),
            languages=np.array([row.languages for row in rows], np.uint64),
        ),
        court_names=[row.name for row in courts.rows],
        court_tier=[row.tier for row in courts.rows],
        court_share=cases / cases.sum(),
        cases_per_year=float(cases.sum()),
        organisation_count=len(organisations),
        mediator_organisation=np.array([organisations[row.organisation] for row in rows], np.int32),
        province_codes=[province.code for province in courts.provinces],
        province_zh=[province.zh for province in courts.provinces],
        province_en=[province.en for province in courts.provinces],
        region_names=courts.region_names,
        source_ids=SourceIds(
            courts=[row.court_id for row in courts.rows],
            organisations=list(organisations),
            mediators=[row.mediator_id for row in rows],
        ),
    )
