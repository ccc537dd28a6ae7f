"""The rosters of a store: the mediators' and, where the court has them, those of other doors.

A store that has mediators alone is what it always was, byte for byte. Each other roster lies in a folder of its own::

    doors/evaluation/roster.parquet      the same courts, and their experts
    doors/evaluation/organisations.npy   organisation of each, int32[experts]

Persons and organisations are numbered roster by roster: number 3 of one is nobody of another.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from engine.audit.errors import AuditError
from engine.audit.roster_file import ROSTER_FILE, read_roster_file, roster_hash, write_roster_file
from engine.core.roster import Roster
from engine.events.track import Track
from engine.service.errors import StandingError

DOOR_FOLDER: Final = "doors"
ORGANISATIONS_FILE: Final = "organisations.npy"
STAFFED: Final = tuple(track for track in Track if track is not Track.MEDIATION)
"""Doors beside court-connected mediation: each may have a roster, of experts, arbitrators, judges or institutions."""
_PERSON: Final = b"onestop rosters1"


class DoorRoster(NamedTuple):
    """Who is assigned the cases of one door."""

    roster: Roster
    organisations: Sequence[int]
    """Number of each one's organisation."""


def door_folder(store: Path, track: Track) -> Path:
    """Return where the roster of a door lies in the folder of a store: the mediators' in the store itself."""
    return store if track is Track.MEDIATION else store / DOOR_FOLDER / track.value


def rosters_hash(mediators: Roster, others: Mapping[Track, Roster]) -> str:
    """Return the hash of all rosters of a store, 64 hex characters; of mediators alone that of their roster.

    Examples
    --------
    >>> from engine.core.example import one_court_roster
    >>> people = one_court_roster()
    >>> rosters_hash(people, {}) == roster_hash(people)
    True
    >>> rosters_hash(people, {Track.EVALUATION: people}) == rosters_hash(people, {Track.ARBITRATION: people})
    False
    """
    if not others:
        return roster_hash(mediators)
    content = blake2b(digest_size=32, person=_PERSON)
    for track, roster in ((Track.MEDIATION, mediators), *sorted(others.items())):
        content.update(f"{track.value}:{roster_hash(roster)};".encode())
    return content.hexdigest()


def write_door(folder: Path, door: DoorRoster) -> None:
    """Write a roster and its organisations into a folder, which is made if it is not there.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_roster_file(door.roster, folder / ROSTER_FILE)
    np.save(folder / ORGANISATIONS_FILE, np.asarray(door.organisations, np.int32))


def read_door(folder: Path) -> DoorRoster:
    """Read what `write_door` wrote.

    Raises
    ------
    StandingError
        If a part is missing or damaged, or the parts do not belong together.
    """
    try:
        roster = read_roster_file(folder / ROSTER_FILE)
        organisations: list[int] = np.load(folder / ORGANISATIONS_FILE, allow_pickle=False).tolist()
    except (AuditError, OSError) as error:
        raise StandingError(f"store = {folder}: {error}") from error
    except ValueError as error:
        raise StandingError(f"store = {folder}: {ORGANISATIONS_FILE} must be whole numbers, as it was made") from error
    if len(organisations) != roster.mediators:
        raise StandingError(
            f"store = {folder}: {len(organisations)} organisations: must be {roster.mediators}, one a person"
        )
    return DoorRoster(roster, organisations)


def read_other_doors(store: Path, mediators: Roster) -> dict[Track, DoorRoster]:
    """Read the rosters that a store has beside its mediators', in the order of the doors.

    Raises
    ------
    StandingError
        If one of them is damaged or of no door that has one, or numbers courts otherwise than the mediators' does.
    """
    folder = store / DOOR_FOLDER
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set[str]()
    if strange := sorted(found.difference(STAFFED)):
        raise StandingError(f"store = {store}: {strange[0]} in {DOOR_FOLDER}: must be one of {', '.join(STAFFED)}")
    doors = {track: read_door(folder / track.value) for track in STAFFED if track.value in found}
    check_courts(store, mediators, doors)
    return doors


def check_courts(store: Path, mediators: Roster, doors: Mapping[Track, DoorRoster]) -> None:
    """Refuse rosters of doors that cannot be, or whose courts are not those of the mediators' roster.

    Raises
    ------
    StandingError
        If there is one.
    """
    for track, door in doors.items():
        if track not in STAFFED:
            raise StandingError(f"door = {track.value}: must be one of {', '.join(STAFFED)}")
        same = (
            np.array_equal(getattr(door.roster, name), getattr(mediators, name))
            for name in ("court_region", "region_province")
        )
        if not all(same):
            raise StandingError(
                f"store = {store}: {door.roster.courts} courts in the roster of {track.value}: must be the "
                f"{mediators.courts} of the mediators' roster, in its order"
            )
