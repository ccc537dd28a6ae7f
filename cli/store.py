"""Making a service's store: the national roster, or the user's own courts and mediators."""

from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import CliError

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


def open_or_make(
    folder: Path,
    scenario: str,
    courts: Path | None,
    mediators: Path | None,
    *,
    now: int,
    spare_places: int | None = None,
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
    spare_places
        Vacant places of each court of a new store, for people who will be appointed; None for one a ten mediators and
        two at least if the courts are the user's own, for none if they are made up.

    Raises
    ------
    CliError
        If one CSV file is named without the other, or a store that exists is asked to be about others or to have other
        places.
    engine.errors.EngineError, sim.errors.SimError
        If the store or the files have mistakes.
    """
    from engine.service.store import Store, is_store

    if (courts is None) != (mediators is None):
        raise CliError("courts, mediators: must both be named, or neither")
    if is_store(folder):
        if courts is not None:
            raise CliError(f"store = {folder}: is there already, and about its own courts; name a new folder")
        if spare_places is not None:
            raise CliError(f"spare_places = {spare_places}: must be left out, the store in {folder} has its places")
        return Store(folder)
    return make(folder, scenario, courts, mediators, now=now, spare_places=spare_places)


def make(
    folder: Path,
    scenario: str,
    courts: Path | None,
    mediators: Path | None,
    *,
    now: int,
    spare_places: int | None = None,
) -> "Store":
    """Make a store in a folder that is empty or not there; parameters and errors are those of `open_or_make`."""
    if (courts is None) != (mediators is None):
        raise CliError("courts, mediators: must both be named, or neither")
    from sim.population.spare import with_spare

    population = _population(scenario, courts, mediators)
    if spare_places is not None or courts is not None:
        population = with_spare(population, spare_places)
    return _make(folder, population, now)


def _population(scenario: str, courts: Path | None, mediators: Path | None) -> "Population":
    from sim.population.build import build_population
    from sim.population.from_csv import population_from_csv
    from sim.scenario.load import load_scenario

    if courts is not None and mediators is not None:
        return population_from_csv(courts, mediators)
    return build_population(load_scenario(scenario), seed=1)


def _make(folder: Path, population: "Population", now: int) -> "Store":
    import secrets
    from uuid import uuid4

    from engine.audit.roster_file import roster_hash
    from engine.service.day_secret import SECRET_BYTES
    from engine.service.store import StoreIdentity, make_store
    from sim.population.files import write_roster

    identity = StoreIdentity(
        store_id=uuid4().hex,
        created_at=now,
        roster_digest=roster_hash(population.roster),
        first_year=FIRST_YEAR,
        announced_until=ANNOUNCED_UNTIL,
        provisional_until=ANNOUNCED_UNTIL + PROVISIONAL_YEARS,
    )
    organisations = population.mediator_organisation.tolist()
    store = make_store(folder, identity, population.roster, organisations, secrets.token_bytes(SECRET_BYTES))
    write_roster(population, folder)
    return store
