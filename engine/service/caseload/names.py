"""How a file names courts and mediators: by the ids of the user's own files, or by number where there are none."""

from collections.abc import Sequence
from typing import Final

import pyarrow.parquet as pq

from engine.service.errors import OpenCasesError
from engine.service.store import Store

SOURCE_IDS_FILE: Final = "source_ids.parquet"
"""Ids of the user's own courts, organisations and mediators; not there for the national roster."""


class RosterNames:
    """Names of the courts and mediators of a roster.

    Parameters
    ----------
    courts, mediators
        By number; None where the numbers are the names.
    court_count, mediator_count
        How many there are.

    Examples
    --------
    >>> names = RosterNames(["C1", "C2"], None, court_count=2, mediator_count=3)
    >>> names.court("C2"), names.court("C9"), names.mediator("2"), names.mediator_name(2)
    (1, None, 2, '2')
    """

    def __init__(
        self, courts: Sequence[str] | None, mediators: Sequence[str] | None, *, court_count: int, mediator_count: int
    ) -> None:
        self._court_names: Final = courts or [str(number) for number in range(court_count)]
        self._mediator_names: Final = mediators or [str(number) for number in range(mediator_count)]
        self._courts: Final = {name: number for number, name in enumerate(self._court_names)}
        self._mediators: Final = {name: number for number, name in enumerate(self._mediator_names)}

    def court(self, name: str) -> int | None:
        """Return a court's number; None if there is none of that name."""
        return self._courts.get(name)

    def mediator(self, name: str) -> int | None:
        """Return a mediator's number; None if there is none of that name."""
        return self._mediators.get(name)

    def court_name(self, number: int) -> str:
        """Return a court's name."""
        return self._court_names[number]

    def mediator_name(self, number: int) -> str:
        """Return a mediator's name."""
        return self._mediator_names[number]


def names_of(store: Store) -> RosterNames:
    """Return the names of a store's courts and mediators.

    Raises
    ------
    OpenCasesError
        If the file of ids is not that of the roster.
    """
    path, roster = store.folder / SOURCE_IDS_FILE, store.roster
    found: dict[str, list[str]] = {"court": [], "mediator": []}
    if path.is_file():
        table = pq.read_table(path, columns=["kind", "id", "source_id"]).sort_by("id")
        for kind, name in zip(table["kind"].to_pylist(), table["source_id"].to_pylist(), strict=True):
            if kind in found:
                found[kind].append(name)
        if (len(found["court"]), len(found["mediator"])) != (roster.courts, roster.mediators):
            raise OpenCasesError(f"{path}: must name {roster.courts} courts and {roster.mediators} mediators")
    return RosterNames(found["court"], found["mediator"], court_count=roster.courts, mediator_count=roster.mediators)
