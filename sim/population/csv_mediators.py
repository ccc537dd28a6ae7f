"""The user's mediators: rows of `mediator_id,court_id,organisation,capacity,dispute_types,languages`."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from sim.population.csv_rows import Finding, Mistakes, read_rows, text_findings
from sim.scenario.population import CAPACITY_MAX, MEDIATORS_MAX

MEDIATOR_COLUMNS: Final = ("mediator_id", "court_id", "organisation", "capacity", "dispute_types", "languages")
"""Columns of the file of mediators."""
SEPARATOR: Final = ";"
"""Between dispute types, and between languages, in one cell."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MediatorRow:
    """One mediator as the user wrote it."""

    mediator_id: str
    """The user's id."""
    court_id: str
    """The user's id of the inviting court."""
    organisation: str
    """The user's name of the organisation; the same text is the same organisation."""
    capacity: int
    """Cases held or offered at once."""
    dispute_types: int
    """Bit i as in `DISPUTE_TYPES`."""
    languages: int
    """Bit i as in `LANGUAGES`."""


def read_mediators(path: Path, courts: Container[str] | None, mistakes: Mistakes) -> list[MediatorRow]:
    """Read and check the mediators.

    Parameters
    ----------
    path
        The CSV file.
    courts
        Ids of the courts there are; None if they could not be read, and then no court is called unknown.
    mistakes
        Takes every mistake, with its line.

    Returns
    -------
    list[MediatorRow]
        In the order of the file; rows with a mistake hold zeros.

    """
    lines: dict[str, int] = {}
    types, languages = _Words("dispute_types", DISPUTE_TYPES), _Words("languages", LANGUAGES)
    rows: list[MediatorRow] = []
    for line, cells in read_rows(path, MEDIATOR_COLUMNS, mistakes, MEDIATORS_MAX):
        row, found = _row(cells, types, languages)
        if courts is not None and row.court_id not in courts:
            found.append(("court_id", row.court_id, "be a court_id of the file of courts"))
        if (first := lines.setdefault(row.mediator_id, line)) != line and row.mediator_id:
            found.append(("mediator_id", row.mediator_id, f"be unique (also on line {first})"))
        mistakes.add_row(path, line, found)
        rows.append(row)
    return rows


def _row(cells: Sequence[str], types: "_Words", languages: "_Words") -> tuple[MediatorRow, list[Finding]]:
    """Read one row, and find what is wrong with it taken alone."""
    mediator_id, court_id, organisation, capacity, type_cell, language_cell = cells
    found = list(text_findings(("mediator_id", "organisation"), (mediator_id, organisation)))
    if (cases := _whole(capacity)) is None:
        found.append(("capacity", capacity, f"be a whole number from 1 to {CAPACITY_MAX:,}"))
    row = MediatorRow(
        mediator_id=mediator_id,
        court_id=court_id,
        organisation=organisation,
        capacity=cases or 0,
        dispute_types=types.bits(type_cell, found),
        # Who lists no language speaks Mandarin: rosters rarely mention it.
        languages=languages.bits(language_cell or LANGUAGES[0], found),
    )
    return row, found


class _Words:
    """Reads cells of known words as bits; remembers each cell, since rosters repeat themselves."""

    def __init__(self, column: str, words: tuple[StrEnum, ...]) -> None:
        self._column = column
        self._bit: Mapping[str, int] = {word.value: 1 << place for place, word in enumerate(words)}
        self._read: dict[str, int] = {}

    def bits(self, cell: str, found: list[Finding]) -> int:
        """Read a cell; where it is empty or holds an unknown word, note that and give 0."""
        if cell not in self._read:
            words = {word.strip() for word in cell.split(SEPARATOR)}
            if unknown := sorted(words - self._bit.keys()):
                found.append((self._column, cell, self._must(unknown[0])))
                return 0
            self._read[cell] = sum(self._bit[word] for word in words)
        return self._read[cell]

    def _must(self, unknown: str) -> str:
        return f'be words separated by {SEPARATOR} out of {", ".join(self._bit)} ("{unknown}" is none)'


def _whole(text: str) -> int | None:
    """Read a whole number from 1 to `CAPACITY_MAX`; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return number if 1 <= (number := int(text)) <= CAPACITY_MAX else None
