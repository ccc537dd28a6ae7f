"""Scenarios that differ from another in one key, for every key that it has."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from sim.errors import SimError
from sim.experiments.job import AnyScenario, change_any

Changes = dict[str, Any]


def changed_by_key(scenario: AnyScenario, others: dict[str, Changes]) -> dict[str, AnyScenario]:
    """Return a scenario for every key but those of its name; those without one that is right are left out.

    Parameters
    ----------
    scenario
        Where to start.
    others
        By key: changes where the key can only differ together with others, or nothing says what else it may hold.
    """
    made = {key: change_any(scenario, changes) for key, changes in others.items()}
    for key, value in keys_of(scenario).items():
        for other in () if key in made else _other_values(value):
            with suppress(SimError):
                made[key] = change_any(scenario, {key: other})
                break
    return made


def keys_of(scenario: AnyScenario) -> Changes:
    """Return every key with its value, by its dotted name; entries of lists that have names count apart."""
    values = scenario.model_dump(mode="python", by_alias=True)
    return dict(_leaves({key: value for key, value in values.items() if key not in ("kind", "name", "title")}, ()))


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, (*path, key))
    elif path[0] in ("class", "pool", "station") and isinstance(value, list | tuple) and len(path) == 1:
        for entry in value:
            yield from _leaves({key: each for key, each in entry.items() if key != "name"}, (*path, entry["name"]))
    else:
        yield ".".join(path), value


def _other_values(value: Any) -> Sequence[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [value * 0.8, value * 1.2, value + 0.3]
    if isinstance(value, date):
        return [value + timedelta(days=7)]
    if isinstance(value, tuple) and value and isinstance(value[0], int | float):
        moved = [value[0] + value[1] / 2, value[1] / 2, *value[2:]]  # shares still sum to what they did
        return [moved, [value[0] + 1, *value[1:]]]
    return []
