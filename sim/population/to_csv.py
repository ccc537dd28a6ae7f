"""A population as the two CSV files that `from_csv` reads: a template to edit, or an export."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from sim.population.csv_courts import COURT_COLUMNS
from sim.population.csv_mediators import MEDIATOR_COLUMNS, SEPARATOR
from sim.population.population import Population, SourceIds


def write_population_csv(population: Population, courts: Path, mediators: Path) -> None:
    """Write courts and mediators.

    Parameters
    ----------
    population
        Any population; a made-up one gets ids such as `C0007`.
    courts, mediators
        Paths of the files, overwritten where they exist.

    Raises
    ------
    OSError
        Where a file cannot be written.

    """
    ids = population.source_ids or _made_up_ids(population)
    _write(courts, COURT_COLUMNS, _court_rows(population, ids))
    _write(mediators, MEDIATOR_COLUMNS, _mediator_rows(population, ids))


def _court_rows(population: Population, ids: SourceIds) -> Iterable[Sequence[object]]:
    roster = population.roster
    return zip(
        ids.courts,
        population.court_names,
        population.court_tier,
        [population.region_names[region] for region in roster.court_region.tolist()],
        [population.province_codes[province] for province in roster.court_province.tolist()],
        [repr(cases) for cases in (population.court_share * population.cases_per_year).tolist()],
        strict=True,
    )


def _mediator_rows(population: Population, ids: SourceIds) -> Iterable[Sequence[object]]:
    roster = population.roster
    return zip(
        ids.mediators,
        [ids.courts[court] for court in roster.mediator_court.tolist()],
        [ids.organisations[organisation] for organisation in population.mediator_organisation.tolist()],
        roster.capacity.tolist(),
        _words(roster.dispute_types.tolist(), DISPUTE_TYPES),
        _words(roster.languages.tolist(), LANGUAGES),
        strict=True,
    )


def _words(bits: Sequence[int], words: Sequence[str]) -> list[str]:
    """Spell bits out; there are few different ones, so each is spelt once."""
    spelt = {
        value: SEPARATOR.join(word for place, word in enumerate(words) if value >> place & 1) for value in set(bits)
    }
    return [spelt[value] for value in bits]


def _made_up_ids(population: Population) -> SourceIds:
    return SourceIds(
        courts=_numbered("C", population.roster.courts),
        organisations=_numbered("O", population.organisation_count),
        mediators=_numbered("M", population.roster.mediators),
    )


def _numbered(letter: str, count: int) -> list[str]:
    width = len(str(count - 1))
    return [f"{letter}{number:0{width}d}" for number in range(count)]


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
