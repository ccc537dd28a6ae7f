"""The event file of a run, and beside it what an audit needs: roster snapshot and, where draws are keyed, the keys."""

from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final, Protocol

from engine.audit.roster_file import ROSTER_FILE, write_roster_file
from engine.audit.setting import setting_metadata
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import EPOCH_ORDINAL, local_day
from engine.events.parquet import EventWriter
from engine.events.sink import EventSink
from engine.proof.day_keys import SeededKeys
from engine.proof.key_book import KeyBook, KeyEntry
from sim.model.rules import ladder_of, policy_settings
from sim.model.simulate import SimulationSummary
from sim.model.words import SealedWords
from sim.population.population import Population
from sim.scenario.identity import scenario_hash
from sim.scenario.scenario import Scenario

EVENTS_FILE: Final = "events.parquet"
KEYS_FILE: Final = "draw_keys.json"


class Simulate(Protocol):
    """What can run a scenario; see `sim.model.simulate.simulate`."""

    def __call__(
        self,
        scenario: Scenario,
        population: Population,
        calendar: WorkCalendar,
        sink: EventSink,
        *,
        seed: int,
        replication: int = 0,
        sealed: SealedWords | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> SimulationSummary:
        """Hand every event to the sink, in order."""
        ...


def write_events(
    simulate: Simulate,
    scenario: Scenario,
    population: Population,
    calendar: WorkCalendar,
    folder: Path,
    seed: int,
    *,
    verifiable: bool,
    on_progress: Callable[[float], None] | None,
) -> tuple[SimulationSummary, EventWriter]:
    """Simulate a scenario into an event file.

    Parameters
    ----------
    simulate
        What runs the scenario.
    scenario, population, calendar, seed, on_progress
        What `simulate` takes.
    folder
        Existing folder for the files.
    verifiable
        Whether draws take their words from keys of the days; the keys are revealed beside the events.

    Returns
    -------
    tuple[SimulationSummary, EventWriter]
        What was simulated, and the finished file.
    """
    roster = population.roster
    write_roster_file(roster, folder / ROSTER_FILE)
    metadata = origin(scenario, seed) | setting_metadata(roster, policy_settings(scenario), ladder_of(scenario))
    keys = SeededKeys(seed) if verifiable else None
    with EventWriter(folder / EVENTS_FILE, court_province=roster.court_province, metadata=metadata) as writer:
        sealed = None if keys is None else SealedWords(writer, keys)
        simulated = simulate(scenario, population, calendar, writer, seed=seed, sealed=sealed, on_progress=on_progress)
    if keys is not None:
        (folder / KEYS_FILE).write_text(_key_book(keys, simulated).to_json(), encoding="utf-8")
    return simulated, writer


def _key_book(keys: SeededKeys, simulated: SimulationSummary) -> KeyBook:
    """Reveal the keys of the days simulated: the run is over."""
    days = range(local_day(simulated.starts_at), local_day(simulated.ends_at - 1) + 1)
    entries = ((keys.of(day), date.fromordinal(EPOCH_ORDINAL + day)) for day in days)
    return KeyBook(KeyEntry(day=day, commitment=key.commitment.hex(), key=key.key.hex()) for key, day in entries)


def origin(scenario: Scenario, seed: int) -> dict[str, str]:
    """Return what tells simulated files from recorded ones."""
    return {
        "source": "simulated",
        "scenario": scenario.name,
        "scenario_hash": scenario_hash(scenario),
        "seed": str(seed),
        "version": version("onestop"),
    }
