"""How a file names courts and mediators: by the ids of the user's own files, or by number where there are none."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import pyarrow.parquet as pq

from engine.events.track import Track
from engine.service.errors import OpenCasesError
from engine.service.store import Store

SOURCE_IDS_FILE: Final = "source_ids.parquet"
"""Ids of the user's own courts, organisations and mediators; not there for the national roster."""
_NOBODY: Final[Mapping[int, str]] = MappingProxyType({})


class RosterNames:
    """Names of the courts and mediators of a roster.

    Parameters
    ----------
    courts, mediators
        By number; None where the numbers are the names. A vacant place has an empty name.
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
        self._mediators: Final = {name: number for number, name in enumerate(self._mediator_names) if name}

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


def names_of(store: Store, appointed: Mapping[int, str] = _NOBODY) -> RosterNames:
    """Return the names of a store's courts and mediators.

    Parameters
    ----------
    store
        The store.
    appointed
        Numbers of those who were appointed since its log began, and what their courts call them; who has no such name
        is named by his number.

    Raises
    ------
    OpenCasesError
        If the file of ids is not that of the roster.
    """
    roster, own = store.roster, source_ids_of(store)
    courts, mediators = (None, [str(number) for number in range(roster.mediators)]) if own is None else own
    for number in roster.vacant.nonzero()[0].tolist():
        mediators[number] = (appointed[number] or str(number)) if number in appointed else ""
    return RosterNames(courts, mediators, court_count=roster.courts, mediator_count=roster.mediators)


def source_ids_of(store: Store, track: Track = Track.MEDIATION) -> tuple[list[str], list[str]] | None:
    """Return the user's own names of the courts and people of a store, by number; None if it has none.

    Parameters
    ----------
    store
        The store.
    track
        The door whose people it names.

    Raises
    ------
    OpenCasesError
        If the file of ids is not that of the roster.
    """
    path, roster = store.door_folder(track) / SOURCE_IDS_FILE, store.doors[track].roster
    if not path.is_file():
        return None
    found: dict[str, dict[int, str]] = {"court": {}, "mediator": {}}
    table = pq.read_table(path, columns=["kind", "id", "source_id"])
    for kind, number, name in zip(*(table[column].to_pylist() for column in table.column_names), strict=True):
        if kind in found:
            found[kind][number] = name
    people = (~roster.vacant).nonzero()[0].tolist()
    if sorted(found["court"]) != list(range(roster.courts)) or sorted(found["mediator"]) != people:
        raise OpenCasesError(f"{path}: must name {roster.courts} courts and {len(people)} mediators")
    courts, mediators = found["court"], found["mediator"]
    return (
        [courts[number] for number in range(roster.courts)],
        [mediators.get(number, "") for number in range(roster.mediators)],
    )
