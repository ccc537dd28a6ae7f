"""What the measures of a run are called where people read them, and which way is better."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from sim.experiments.errors import ExperimentError
from sim.experiments.job import AnyScenario, is_platform

if TYPE_CHECKING:
    from sim.queueing.scenario import QueueScenario

Direction: TypeAlias = Literal["lower", "higher"]
"""Which values of a measure are better."""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a measure is."""

    title: str
    """In a few words."""
    unit: str
    """Its unit; empty if it has none."""
    better: Direction | None = None
    """None where neither way is."""


PLATFORM: Final[Mapping[str, Meaning]] = {
    "accepted_in_time_share": Meaning(
        title="Accepted within one working day of filing", unit="share of cases", better="higher"
    ),
    "wait_mean_hours": Meaning(title="Mean time until acceptance", unit="hours", better="lower"),
    "room_wait_mean_hours": Meaning(title="Mean time until a mediator has room", unit="hours", better="lower"),
    "wait_p50_hours": Meaning(title="Median time until acceptance", unit="hours", better="lower"),
    "wait_p90_hours": Meaning(title="Time until acceptance that 90 % do not exceed", unit="hours", better="lower"),
    "wait_p95_hours": Meaning(title="Time until acceptance that 95 % do not exceed", unit="hours", better="lower"),
    "waiting_mean": Meaning(title="Cases waiting for a mediator, on average", unit="cases", better="lower"),
    "pending_mean": Meaning(title="Open cases, on average", unit="cases", better="lower"),
    "escalated_share": Meaning(title="Cases that left their own court", unit="share of cases", better="lower"),
    "offers_per_case": Meaning(title="Offers made for each case", unit="offers", better="lower"),
    "utilisation": Meaning(title="Capacity in use, on average over time", unit="share"),
    "load_gini": Meaning(title="Inequality of load among mediators (Gini)", unit="", better="lower"),
    "settled_share": Meaning(title="Concluded cases that settled", unit="share of concluded", better="higher"),
    "duration_mean_days": Meaning(title="Mean time from acceptance to the end", unit="days", better="lower"),
    "cases": Meaning(title="Cases filed", unit="cases"),
    "accepted": Meaning(title="Cases accepted by a mediator", unit="cases"),
    "closed": Meaning(title="Cases closed", unit="cases"),
    "withdrawn": Meaning(title="Cases withdrawn", unit="cases", better="lower"),
    "withdrawn_share": Meaning(title="Cases withdrawn before acceptance", unit="share of cases", better="lower"),
}
"""The platform's measures; those of the simulated window."""

QUEUE: Final[Mapping[str, Meaning]] = {
    "wait_mean": Meaning(title="Mean wait", unit="time", better="lower"),
    "wait_mean_served": Meaning(title="Mean wait of those served", unit="time", better="lower"),
    "wait_p50": Meaning(title="Median wait", unit="time", better="lower"),
    "wait_p90": Meaning(title="Wait that 90 % do not exceed", unit="time", better="lower"),
    "wait_p95": Meaning(title="Wait that 95 % do not exceed", unit="time", better="lower"),
    "wait_probability": Meaning(title="Admitted customers who wait at all", unit="share", better="lower"),
    "time_in_system_mean": Meaning(title="Mean time in system", unit="time", better="lower"),
    "queue_mean": Meaning(title="Customers waiting, on average", unit="customers", better="lower"),
    "in_system_mean": Meaning(title="Customers in system, on average", unit="customers", better="lower"),
    "abandonment_share": Meaning(title="Customers who gave up waiting", unit="share of arrivals", better="lower"),
    "blocked_share": Meaning(title="Customers turned away", unit="share of arrivals", better="lower"),
    "service_level_offered": Meaning(title="Served in time, of all who came", unit="share", better="higher"),
    "service_level_served": Meaning(title="Served in time, of those served", unit="share", better="higher"),
    "service_level_patient": Meaning(
        title="Served in time, of all but those who gave up before", unit="share", better="higher"
    ),
    "utilisation": Meaning(title="Capacity in use, on average over time", unit="share"),
}
"""The measures of queues that people ask for; see docs/queues.md for all."""


def meaning(measure: str) -> Meaning:
    """Say what a measure is; one that nobody described stands for itself.

    Parameters
    ----------
    measure
        Its name, such as `wait_mean_hours`; of a queue, that of a class or pool stands in it.

    Examples
    --------
    >>> meaning("wait_mean_hours").better, meaning("service_level_offered:calls").title, meaning("arrived").better
    ('lower', 'Served in time, of all who came, calls', None)
    """
    name = re.split("[:@]", measure, maxsplit=1)[0]
    whose = measure[len(name) + 1 :]
    known = PLATFORM.get(name) or QUEUE.get(name) or Meaning(title=name.replace("_", " "), unit="")
    return replace(known, title=f"{known.title}, {whose}") if whose else known


def unit_of(measure: str, scenario: AnyScenario) -> str:
    """Name the unit of a measure of a scenario's runs; empty if it has none.

    Parameters
    ----------
    measure
        Its name.
    scenario
        Of either kind; the times of a queue are in its own unit.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> unit_of("wait_mean_hours", load_any("one-court")), unit_of("wait_mean", load_any("textbook/mm1"))
    ('hours', 'seconds')
    """
    unit = meaning(measure).unit
    return time_unit(scenario) or unit if unit == "time" else unit


def time_unit(scenario: AnyScenario) -> str | None:
    """Name the unit of a queue's times; None for the platform, whose measures say theirs in their names."""
    return None if is_platform(scenario) else cast("QueueScenario", scenario).time_unit


def main_measure(scenario: AnyScenario, measured: Sequence[str]) -> str:
    """Choose the measure to judge by where nobody named one.

    Parameters
    ----------
    scenario
        Of either kind.
    measured
        Names of what its runs measure.
    """
    wanted = ("wait_mean_hours",) if is_platform(scenario) else ("wait_mean",)
    return next((name for name in (*wanted, *measured) if name in measured), measured[0])


def check_named(measure: str | None, *scenarios: AnyScenario) -> None:
    """Refuse before anything runs a measure that the runs of a scenario will not have.

    Parameters
    ----------
    measure
        Its name; None for the one that is chosen where nobody names one.
    scenarios
        What is to be run.

    Raises
    ------
    ExperimentError
        Naming the measure, and those that there are.
    """
    for scenario in scenarios if measure is not None else ():
        measured = measured_by(scenario)
        if measure not in measured:
            raise ExperimentError(f"measure = {measure}: must be of {', '.join(measured)}")


def measured_by(scenario: AnyScenario) -> Sequence[str]:
    """Return the names of what a run of a scenario measures; a queue's hang on its classes, stations and pools.

    Parameters
    ----------
    scenario
        Of either kind.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> measured_by(load_any("one-court"))[0], measured_by(load_any("textbook/mm1"))[0]
    ('accepted_in_time_share', 'arrived')
    """
    if is_platform(scenario):
        return list(PLATFORM)
    from sim.queueing.measure_names import measure_names  # noqa: PLC0415 - the platform does not need it

    return measure_names(cast("QueueScenario", scenario))


def telling_measures(samples: Mapping[str, Sequence[float]]) -> list[str]:
    """Choose the measures worth a person's time; files and JSON hold all.

    Left out are those that are 0 in every run, such as what is lost where nothing can be, and those of a class or pool
    that repeat the whole's, because there is only one.

    Parameters
    ----------
    samples
        Values by measure.

    Examples
    --------
    >>> telling_measures({"wait_mean": [0.5], "wait_mean:calls": [0.5], "lost_blocked": [0.0]})
    ['wait_mean']
    """
    return [
        name
        for name, values in samples.items()
        if any(values)
        and (name == (whole := re.split("[:@]", name)[0]) or list(values) != list(samples.get(whole, ())))
    ]
