"""Making a service's store: the national roster, or the user's own courts, mediators and people of other doors."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cli.errors import CliError
from engine.events.track import Track

if TYPE_CHECKING:
    from engine.service.store import Store
    from sim.population.population import Population

DEFAULT_STORE = Path("onestop-store")
DEFAULT_SCENARIO = "national-2020"
ANNOUNCED_UNTIL = 2026
"""Last year whose holidays the calendar's package knows; checked when a store is made."""
PROVISIONAL_YEARS = 4
"""Years beyond it for which deadlines are set before they are announced: longer than any statutory period."""
FIRST_YEAR = 2016
"""First year of the rules that the lifecycle knows."""
OPTION_OF: Final[Mapping[Track, str]] = MappingProxyType(
    {
        Track.EVALUATION: "experts",
        Track.ARBITRATION: "arbitrators",
        Track.LITIGATION: "judges",
        Track.CONFIRMATION: "judges",
        Track.PRESERVATION: "judges",
    }
)
"""What the file of a door's people is called."""
NO_FILES: Final[Mapping[Track, Path]] = MappingProxyType({})


def open_or_make(
    folder: Path,
    scenario: str,
    courts: Path | None,
    mediators: Path | None,
    *,
    now: int,
    spare_places: int | None = None,
    others: Mapping[Track, Path] = NO_FILES,
) -> "Store":
    """Return the store in a folder; a folder that is empty or not there becomes one.

    Parameters
    ----------
    folder
        Where it is or shall be.
    scenario
        Preset or TOML file whose courts and mediators a new store is about.
    courts, mediators
        The user's own CSV files instead; both or neither.
    now
        Microseconds since the epoch.
    others
        CSV files of other doors' people, with the columns of that of mediators; they name courts of `courts`.
    spare_places
        Vacant places of each court of a new store, for people who will be appointed; None for one a ten mediators and
        two at least if the courts are the user's own, for none if they are made up.

    Raises
    ------
    CliError
        If a CSV file is named without those it needs, or a store that exists is asked to be about others or to have
        other places.
    engine.errors.EngineError, sim.errors.SimError
        If the store or the files have mistakes.
    """
    from engine.service.store import Store, is_store

    _check_files(courts, mediators, others)
    if is_store(folder):
        if courts is not None:
            raise CliError(f"store = {folder}: is there already, and about its own courts; name a new folder")
        if spare_places is not None:
            raise CliError(f"spare_places = {spare_places}: must be left out, the store in {folder} has its places")
        return Store(folder)
    return make(folder, scenario, courts, mediators, now=now, spare_places=spare_places, others=others)


def check_is_named(folder: Path, scenario: str | None, courts: Path | None, mediators: Path | None) -> None:
    """Refuse to begin a court's store about nobody's courts: its disk is not mounted, or its name is a slip.

    Raises
    ------
    CliError
        If there is no store in the folder, and neither courts nor a scenario are named for a new one.
    """
    from engine.service.store import is_store

    if scenario is courts is mediators is None and not is_store(folder):
        raise CliError(
            f"store = {folder}: is none, and a court's service begins one only about courts that are named "
            "(--courts and --mediators, or --scenario); if there should be one, is its disk mounted?"
        )


def make(
    folder: Path,
    scenario: str,
    courts: Path | None,
    mediators: Path | None,
    *,
    now: int,
    spare_places: int | None = None,
    others: Mapping[Track, Path] = NO_FILES,
) -> "Store":
    """Make a store in a folder that is empty or not there; parameters and errors are those of `open_or_make`."""
    _check_files(courts, mediators, others)
    from sim.population.other_doors import made_up_people
    from sim.population.spare import with_spare

    mediation = _population(scenario, courts, mediators)
    populations = {Track.MEDIATION: mediation} | (
        made_up_people(mediation)
        if mediation.source_ids is None
        else {track: _population(scenario, courts, people) for track, people in others.items()}
    )
    if spare_places is not None or courts is not None:
        populations = {track: with_spare(one, spare_places) for track, one in populations.items()}
    return _make(folder, populations, now)


def _check_files(courts: Path | None, mediators: Path | None, others: Mapping[Track, Path]) -> None:
    if (courts is None) != (mediators is None):
        raise CliError("courts, mediators: must both be named, or neither")
    if others and courts is None:
        raise CliError(f"{OPTION_OF[next(iter(others))]}: must be named together with courts and mediators")


def _population(scenario: str, courts: Path | None, people: Path | None) -> "Population":
    from sim.population.build import build_population
    from sim.population.from_csv import population_from_csv
    from sim.scenario.load import load_scenario

    if courts is not None and people is not None:
        return population_from_csv(courts, people)
    return build_population(load_scenario(scenario), seed=1)


def _make(folder: Path, populations: Mapping[Track, "Population"], now: int) -> "Store":
    import secrets
    from uuid import uuid4

    from engine.service.day_secret import SECRET_BYTES
    from engine.service.door_rosters import DoorRoster, rosters_hash
    from engine.service.store import StoreIdentity, make_store
    from sim.population.files import write_roster

    doors = {track: DoorRoster(one.roster, one.mediator_organisation.tolist()) for track, one in populations.items()}
    mediators = doors.pop(Track.MEDIATION)
    identity = StoreIdentity(
        store_id=uuid4().hex,
        created_at=now,
        roster_digest=rosters_hash(mediators.roster, {track: door.roster for track, door in doors.items()}),
        first_year=FIRST_YEAR,
        announced_until=ANNOUNCED_UNTIL,
        provisional_until=ANNOUNCED_UNTIL + PROVISIONAL_YEARS,
    )
    secret = secrets.token_bytes(SECRET_BYTES)
    store = make_store(folder, identity, mediators.roster, mediators.organisations, secret, doors)
    for track, population in populations.items():
        write_roster(population, store.door_folder(track))
    return store
