"""The items of STRESS-DES that a queue scenario fills."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sim.queueing.scenario import QueueScenario


def queue_items(scenario: object) -> dict[str, Sequence[str]]:
    """Fill what the scenario says of the model, its data and its runs, by number of the item."""
    plan = cast("QueueScenario", scenario)
    stations = ", ".join(place.name for place in plan.places)
    parameters = list(_leaves(plan.model_dump(mode="json", exclude_none=True, by_alias=True)))
    return {
        "2.1": [f"arrive -> wait -> served -> leave or go on; stations: {stations}"],
        "2.2": [
            (
                "Customers arrive, take a free server of the pools that serve their class in order of preference, and "
                "wait first come, first served within their priority where there is none; the impatient leave, and a "
                "full station turns away whoever comes."
            )
        ],
        "2.4": ["One event list; free servers and waiting customers are matched as the pools' preferences say."],
        "2.5": _components(plan),
        "3.1": ["The scenario file alone; files of observations it names stand among the parameters."],
        "3.2": ["None."],
        "3.3": [f"{key} = {value}" for key, value in parameters],
        "3.4": [
            (
                "Arrivals, services and patiences are independent of each other and of the state, as their laws say; "
                "all numbers are the scenario's own."
            )
        ],
        "4.1": [
            (
                f"Empty at the start unless a class says otherwise; the first {plan.run.warm_up:g} {plan.time_unit} "
                "are simulated and not measured."
            )
        ],
        "4.2": [f"{plan.run.length:g} {plan.time_unit}, of which {plan.run.length - plan.run.warm_up:g} are measured."],
        "5.3": ["Event by event in order of time and rank, in whole microseconds."],
    }


def _components(plan: "QueueScenario") -> list[str]:
    pools = ", ".join(f"{pool.name} ({_staff(pool.servers)})" for pool in plan.pools)
    return [
        f"Entities: customers of the classes {', '.join(each.name for each in plan.classes)}.",
        "Activities: service.",
        f"Resources: pools {pools}.",
        f"Queues: one for each class at {', '.join(place.name for place in plan.places)}.",
        "Entry: arrival of each class. Exit: served, gone out of patience, turned away or interrupted.",
    ]


def _staff(servers: int | None) -> str:
    return "in shifts" if servers is None else f"{servers:,}"


def _leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Walk to the numbers and words; entries of lists go by their names or places."""
    for key, value in values.items():
        path = f"{above}{key}"
        if isinstance(value, dict):
            yield from _leaves(cast("dict[str, Any]", value), f"{path}.")
        elif isinstance(value, list) and any(isinstance(entry, dict) for entry in cast("list[object]", value)):
            for place, entry in enumerate(cast("list[dict[str, Any]]", value), start=1):
                name: object = entry.get("name", place)
                yield from _leaves(entry, f"{path}.{name}.")
        elif value != [] and path != "title":
            yield path, str(cast("object", value))
