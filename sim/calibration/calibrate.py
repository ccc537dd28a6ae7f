"""From a log to a scenario, and from the scenario back to the log."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sim.calibration.compare import Comparison, compare
from sim.calibration.crew import CrewFit
from sim.calibration.customers import WEEK_DAYS, Customers
from sim.calibration.errors import CalibrationError
from sim.calibration.fit import QueueFit, fit_queue
from sim.calibration.mapping import LogMapping
from sim.calibration.reading import Log, read_log
from sim.calibration.replay import replay
from sim.calibration.roster import read_roster
from sim.calibration.scenario_text import WEEK_SECONDS, scenario_of, scenario_text
from sim.calibration.slots import mapped_slots
from sim.queueing.load import with_changes

TRAINED_SHARE: Final = 2 / 3
"""Part of the days, the first ones, from which the scenario is fitted that is held against the others."""
HOLD_OUT_DAYS_MIN: Final = 6
"""Shortest log of which days are held out."""
Progress = Callable[[float], None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Calibration:
    """What a calibration gives."""

    source: str
    """Name of the log's file."""
    log: Log
    """What was read."""
    fit: QueueFit
    """What was fitted from all days."""
    text: str
    """The scenario as TOML."""
    whole: Comparison | None
    """The scenario against the log it was fitted to; None without a check."""
    hold_out: Comparison | None
    """A scenario fitted to the first days against the others; None without a check or with too few days."""
    seed: int
    """Seed of the simulations."""

    @property
    def met(self) -> bool | None:
        """Whether every judged measure is within its tolerance, in both comparisons; None without a check."""
        if self.whole is None:
            return None
        return self.whole.met and (self.hold_out is None or self.hold_out.met)


def calibrate(
    path: Path,
    mapping: LogMapping,
    *,
    roster: Path | None = None,
    check: bool = True,
    replications: int = 20,
    seed: int = 1,
    on_progress: Progress | None = None,
) -> Calibration:
    """Fit a queue scenario to a log, simulate it, and compare.

    Parameters
    ----------
    path
        CSV file of the log.
    mapping
        What its columns mean.
    roster
        CSV file of who works when; by default staff is estimated.
    check
        Whether to simulate and compare.
    replications
        Simulated runs of each comparison, at least 2.
    seed
        Seed of the simulations.
    on_progress
        Takes the share done.

    Raises
    ------
    CalibrationError
        If nothing can be fitted.
    ScenarioError
        If what was fitted is no scenario.

    """
    if check and replications < 2:
        raise CalibrationError(f"replications = {replications}: must be at least 2, or there is no spread")
    log = read_log(path, mapping)
    crew = None if roster is None else read_roster(roster, mapped_slots(mapping))
    fit = fit_queue(log.customers, log.at_once, mapping, crew)
    if not fit.crew.servers.any():
        raise CalibrationError(f"{path}: must name servers, or hold somebody who waited (no staff can be estimated)")
    scenario_of(fit)  # refuses, before anything is written, what cannot run
    whole = hold_out = None
    if check:
        tell = on_progress or _silent
        whole = _against(fit, log.customers, seed, replications, lambda share: tell(share / 2))
        hold_out = _held_out(fit, log, seed, replications, crew, lambda share: tell((1 + share) / 2))
        tell(1.0)
    return Calibration(
        source=path.name,
        log=log,
        fit=fit,
        text=scenario_text(fit, log_notes(path.name, log)),
        whole=whole,
        hold_out=hold_out,
        seed=seed,
    )


def _held_out(
    fit: QueueFit, log: Log, seed: int, replications: int, crew: CrewFit | None, tell: Progress
) -> Comparison | None:
    """Foretell the last days from the first; None where too few days are alike."""
    trained = first_days(log.customers, fit)
    known = {fit.slots.group(day) for day in trained}
    rest = tuple(day for day in log.customers.days if day not in trained and fit.slots.group(day) in known)
    held = log.customers.on_days(rest)
    if not held.served.any():
        return None
    early = fit_queue(log.customers.on_days(trained), log.at_once, fit.mapping, crew)
    return _against(early, held, seed, replications, tell)


def first_days(customers: Customers, fit: QueueFit) -> tuple[int, ...]:
    """Return the days from which the held-out ones are foretold; none of a log too short to hold any out.

    Parameters
    ----------
    customers
        The log.
    fit
        What was fitted from all of it.

    """
    days = customers.days
    if len(days) < HOLD_OUT_DAYS_MIN:
        return ()
    trained = days[: round(TRAINED_SHARE * len(days))]
    own = customers.on_days(trained)
    enough = all((own.served & (own.kind == number)).sum() > 1 for number in range(len(fit.classes)))
    return trained if enough else ()


def log_notes(source: str, log: Log) -> list[str]:
    """Say what was read, and what was not used."""
    days = log.customers.days
    first, last = log.customers.date_of(days[0]), log.customers.date_of(days[-1])
    left_out = sum(log.rejected.values())
    return [
        f"Fitted to {source}, {first} to {last}: {log.rows:,} rows, of which {log.used:,} customers of the queue,",
        f"{log.at_once.size:,} who left without queueing and are not simulated, and {left_out:,} left out.",
        *(f"Left out: {count:,} {reason}." for reason, count in log.rejected.items()),
        "Time 0 is Monday 00:00, local time; the week repeats.",
    ]


def _against(fit: QueueFit, observed: Customers, seed: int, replications: int, tell: Progress) -> Comparison:
    """Simulate the days observed and compare."""
    weeks = max(observed.days) // WEEK_DAYS + 1
    # A burst of the days fitted says nothing of other days.
    foreign = not set(observed.days) <= set(fit.days)
    fitted = replace(fit, rates=replace(fit.rates, bursts=())) if foreign else fit
    scenario = with_changes(scenario_of(fitted), {"run.length": WEEK_SECONDS * weeks})
    runs: list[Customers] = []
    for number in range(replications):
        runs.append(replay(scenario, observed, seed=seed, replication=number))
        tell((number + 1) / replications)
    if not all(run.served.any() for run in runs):
        raise CalibrationError("simulated: must serve somebody in every run (staff is too small for what comes)")
    return compare(observed, runs, fit.slots)


def _silent(_share: float) -> None:
    return
