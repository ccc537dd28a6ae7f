"""Which number each of the court's own references has got: a file beside the log, which knows numbers only."""

import csv
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from engine.replacing import replacing

NUMBERS_FILE: Final = "case_numbers.csv"
_COLUMNS: Final = ("reference", "case_id", "dispute_id")


class Numbering(Protocol):
    """Takes what number a case has got."""

    def __call__(self, reference: str, case_id: int, dispute_id: int) -> None:
        """Note it."""
        ...


@contextmanager
def numbering(folder: Path) -> Generator[Numbering]:
    """Open the file of a store's references for writing; it is there when the block has ended without an error."""
    with replacing(folder / NUMBERS_FILE) as partial, partial.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        yield lambda reference, case_id, dispute_id: writer.writerow((reference, case_id, dispute_id))


def references_of(folder: Path) -> dict[int, str]:
    """Return the references of a store's cases by number; none where it took none over.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     with numbering(Path(place)) as note:
    ...         _ = note("(2026) 17", 5, 5)
    ...     references_of(Path(place))
    {5: '(2026) 17'}
    """
    path = folder / NUMBERS_FILE
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["case_id"]): row["reference"] for row in csv.DictReader(file)}
