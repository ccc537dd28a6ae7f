"""Read queue scenarios: a preset by its name, or a TOML file by its path."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from sim.errors import Mistake, ScenarioError
from sim.queueing.rules import broken_rules
from sim.queueing.scenario import QueueScenario
from sim.queueing.stability import overloads
from sim.scenario.mistakes import field_mistakes, nearest, rule_mistakes
from sim.scenario.reading import PRESETS, based, find_file, preset_names_of_queues, read_toml

_LISTS = ("class", "pool", "station")


def queue_names() -> list[str]:
    """List the presets of queues.

    Examples
    --------
    >>> "textbook/mm1" in queue_names()
    True

    """
    return preset_names_of_queues()


def load_queue(name_or_path: str) -> QueueScenario:
    """Read and check a queue scenario.

    Parameters
    ----------
    name_or_path
        Name of a preset, or path of a TOML file.

    Returns
    -------
    QueueScenario
        Complete and consistent; paths of data files in it are absolute.

    Raises
    ------
    ScenarioError
        Where the file is missing, is not TOML, or has mistakes: all of them, one line each.

    Examples
    --------
    >>> load_queue("textbook/mm1").pools[0].servers
    1

    """
    names = queue_names()
    path = find_file(name_or_path, names)
    file = path.name if path.is_relative_to(PRESETS) else name_or_path
    return queue_from(based(read_toml(path, file), file, names), file=file, folder=path.parent)


def queue_from(values: Mapping[str, Any], *, file: str, folder: Path | None = None) -> QueueScenario:
    """Check nested tables and build the queue scenario they describe.

    Parameters
    ----------
    values
        The tables of a scenario file.
    file
        Name to show before each mistake.
    folder
        Where relative paths of data files start; None leaves them as they are.

    Raises
    ------
    ScenarioError
        Where there are mistakes: all of them, one line each.

    """
    values = cast("dict[str, Any]", _with_absolute_files(values, folder))
    mistakes: list[Mistake] = []
    scenario = None
    try:
        scenario = QueueScenario.model_validate(values)
    except ValidationError as error:
        mistakes += field_mistakes(file, error, QueueScenario)
    mistakes += rule_mistakes(file, broken_rules(values))
    if scenario is not None and not mistakes:
        mistakes += rule_mistakes(file, overloads(scenario))
    if scenario is None or mistakes:
        raise ScenarioError(mistakes)
    return scenario


def with_changes(scenario: QueueScenario, changes: Mapping[str, object]) -> QueueScenario:
    """Give the same scenario with some keys changed, checked anew.

    Parameters
    ----------
    scenario
        Where to start; it stays as it is.
    changes
        New values by dotted key; classes, pools and stations are reached by name: `class.callers.arrivals.rate`,
        `pool.agents.servers`. The entries of other lists are reached by their place, counted from 1. A table takes the
        place of a table. None takes a key out.

    Raises
    ------
    ScenarioError
        Where a key leads nowhere or the changed scenario has mistakes.

    Examples
    --------
    >>> with_changes(load_queue("textbook/mm1"), {"pool.server.servers": 2}).pools[0].servers
    2

    """
    values = scenario.model_dump(mode="python", exclude_none=True, by_alias=True)
    for key, value in changes.items():
        *above, last = key.split(".")
        table = values
        for depth, part in enumerate(above):
            table = _entered(scenario.name, key, table, part, top=above[0] if depth == 1 else "")
        if not isinstance(table, dict):
            raise _no_table(scenario.name, key, last)
        if value is None:
            cast("dict[str, Any]", table).pop(last, None)
        else:
            table[last] = value
    return queue_from(values, file=scenario.name)


def _entered(file: str, key: str, table: Any, part: str, *, top: str) -> Any:
    """Step from a table or list to what a part of a dotted key names."""
    if isinstance(table, list | tuple):
        entries = cast("list[dict[str, Any]]", list(cast("tuple[Any, ...]", table)))
        if top in _LISTS:
            names = [str(entry.get("name")) for entry in entries]
            if part in names:
                return entries[names.index(part)]
            must = f"name one of {', '.join(names)}{nearest(part, names)}"
            raise ScenarioError([Mistake(file=file, key=key, value=None, must=must)])
        if part.isdigit() and 1 <= int(part) <= len(entries):
            return entries[int(part) - 1]
        must = f"name a place from 1 to {len(entries)} in place of {part}"
        raise ScenarioError([Mistake(file=file, key=key, value=None, must=must)])
    if not isinstance(table, dict):
        raise _no_table(file, key, part)
    return cast("dict[str, Any]", table).setdefault(part, {})


def _no_table(file: str, key: str, part: str) -> ScenarioError:
    return ScenarioError([Mistake(file=file, key=key, value=None, must=f"lead to a table ({part} is below none)")])


def _with_absolute_files(value: object, folder: Path | None) -> object:
    """Make every path under a key `file` absolute."""
    if folder is None:
        return value
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        return {
            key: str(folder.resolve() / entry)
            if key == "file" and isinstance(entry, str)
            else _with_absolute_files(entry, folder)
            for key, entry in table.items()
        }
    if isinstance(value, list):
        return [_with_absolute_files(entry, folder) for entry in cast("list[object]", value)]
    return value
