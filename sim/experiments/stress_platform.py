"""The items of STRESS-DES that a scenario of the platform fills."""

from collections.abc import Sequence
from typing import Any, Final, cast

from sim.assumptions import Assumption, assumptions_used
from sim.scenario.changes import PolicyChange
from sim.scenario.population import SyntheticPopulation
from sim.scenario.scenario import Scenario

_DIAGRAM: Final = (
    "filed -> waits at its court -> offered to one mediator -> accepted -> mediated -> closed with one of eight codes; "
    "declined or lapsed -> offered again; nobody in time -> region -> province -> nation"
)


def platform_items(scenario: object) -> dict[str, Sequence[str]]:
    """Fill what the scenario says of the model, its data and its runs, by number of the item."""
    plan = cast("Scenario", scenario)
    used = assumptions_used(plan)
    return {
        "2.1": [_DIAGRAM],
        "2.2": [_logic(plan)],
        "2.4": [_algorithms(plan)],
        "2.5": _components(plan),
        "3.1": _sources(used),
        "3.2": ["None beyond what the sources' own entries say; every derived number is tagged so below."],
        "3.3": [f"{each.key} = {_shown(each.value)} {each.unit['en']}".strip() for each in used],
        "3.4": [f"{each.key} = {_shown(each.value)}: {each.source['en']}" for each in used if each.tag == "assumed"],
        "4.1": [
            (
                f"Filings of the {plan.window.history_days} days before the window are drawn from the same streams; "
                "those whose course keeps them open are seated first, so the window begins near the steady state and "
                "needs no warm-up cut."
            )
        ],
        "4.2": [f"{plan.window.days} days from {plan.window.starts_on.isoformat()}, calendar time.", *_what_ifs(plan)],
        "5.3": [
            (
                "Event by event in order of time, then rank of the kind of event, then case; whole microseconds, so "
                "that nothing depends on rounding."
            )
        ],
    }


def _what_ifs(plan: Scenario) -> list[str]:
    """Say what becomes different within the window."""
    told = [
        f"From {surge.starts_on} to {surge.ends_on} expected filings are multiplied by {surge.factor:g}."
        for surge in plan.arrivals.surge
    ]
    for change in plan.change:
        if isinstance(change, PolicyChange):
            told.append(f"From {change.on} on every court draws by {change.name}.")
            continue
        whose = "of the nation" if change.court is None else f"of court {change.court}"
        until = "the end" if change.until is None else change.until
        told.append(f"From {change.on} to {until}, {change.share:.1%} of the mediators {whose} are away.")
    return told


def _logic(plan: Scenario) -> str:
    steps = ", ".join(str(days) for days in plan.ladder.step_working_days)
    return (
        "Cases are filed court by court as a non-homogeneous Poisson process whose rate follows month, weekday and "
        "hour, multiplied by a gamma-distributed factor of the court's day. A case needs a mediator who takes its "
        f"type, speaks its language and has room; it waits {steps} working days at court, region and province before "
        "it looks in the next larger one. An offer is answered within "
        f"{plan.offers.deadline_working_days} working days or lapses."
    )


def _algorithms(plan: Scenario) -> str:
    return (
        f"Who is offered a case: {plan.policy.name}, the production core's own code. Arrivals by inversion of "
        "the integrated rate; durations triangular within the period and shifted exponential beyond it."
    )


def _components(plan: Scenario) -> list[str]:
    section = plan.population
    people = "courts and mediators from the rosters given"
    if isinstance(section, SyntheticPopulation):
        people = (
            f"{section.courts:,} courts, {section.organisations:,} organisations, {section.mediators:,} mediators with "
            f"room for {min(section.capacities)} to {max(section.capacities)} cases each"
        )
    types = ", ".join(entry.name.value for entry in plan.cases.dispute_type)
    return [
        f"Entities: cases of the types {types}.",
        "Activities: answering an offer, mediating.",
        f"Resources: {people}.",
        "Queues: cases waiting at each step of the ladder, oldest first.",
        "Entry: filing at a court. Exit: closing, or withdrawal while waiting.",
    ]


def _sources(used: Sequence[Assumption]) -> list[str]:
    return sorted({each.source["en"] for each in used if each.tag != "assumed"}) or ["None; every number is assumed."]


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(f"{entry:g}" for entry in cast("Sequence[float]", value)) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)
