"""Reading scenarios: a preset by its name, or a TOML file by its path."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from pydantic import ValidationError

from sim.errors import Mistake, ScenarioError
from sim.scenario.mistakes import field_mistakes, mistaken_paths, rule_mistakes
from sim.scenario.reading import FILE_BYTES_MAX, PRESETS, as_table, based, find_file, preset_names, read_toml
from sim.scenario.rules import broken_rules
from sim.scenario.scenario import Scenario

__all__ = ["FILE_BYTES_MAX", "PRESETS", "load_scenario", "preset_names", "scenario_from", "with_changes"]


def load_scenario(name_or_path: str) -> Scenario:
    """Read and check a scenario.

    Parameters
    ----------
    name_or_path
        Name of a preset, or path of a TOML file.

    Returns
    -------
    Scenario
        Complete and consistent; paths of rosters in it are absolute.

    Raises
    ------
    ScenarioError
        Where the file is missing, is not TOML, or has mistakes: all of them, one line each.

    Examples
    --------
    >>> load_scenario("one-court").population.mediators
    12

    """
    path = find_file(name_or_path, preset_names())
    file = path.name if path.parent.is_relative_to(PRESETS) else name_or_path
    values = based(read_toml(path, file), file, preset_names())
    if (kind := str(values.get("kind"))) in _OTHER_KINDS:
        must = f"be left out: this is a scenario of {_OTHER_KINDS[kind]}, which the platform cannot run"
        raise ScenarioError([Mistake(file=file, key="kind", value=kind, must=must)])
    scenario = scenario_from(values, file=file, folder=path.parent)
    if (
        not path.is_relative_to(PRESETS)
        and scenario.name in preset_names()
        and scenario != load_scenario(scenario.name)
    ):
        must = "be another name: that of a preset stands for the preset as it is, and this scenario differs from it"
        raise ScenarioError([Mistake(file=file, key="name", value=scenario.name, must=must)])
    return scenario


def scenario_from(values: Mapping[str, Any], *, file: str, folder: Path | None = None) -> Scenario:
    """Check nested tables and build the scenario they describe.

    Parameters
    ----------
    values
        The tables of a scenario file.
    file
        Name to show before each mistake.
    folder
        Where relative paths of rosters start; None leaves them as they are.

    Raises
    ------
    ScenarioError
        Where there are mistakes: all of them, one line each.

    """
    values = _with_absolute_files(values, folder)
    mistakes = _missing_files(values, file)
    scenario = None
    try:
        scenario = Scenario.model_validate(values)
    except ValidationError as error:
        mistakes += field_mistakes(file, error)
        # An error without a path is the rules' own: they have been judged already.
        if paths := mistaken_paths(error):
            mistakes += rule_mistakes(file, broken_rules(values, paths))
    if scenario is None or mistakes:
        raise ScenarioError(mistakes)
    return scenario


def with_changes(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """Give the same scenario with some keys changed, checked anew.

    Parameters
    ----------
    scenario
        Where to start; it stays as it is.
    changes
        New values by dotted key.

    Raises
    ------
    ScenarioError
        Where a key is unknown or the changed scenario has mistakes.

    Examples
    --------
    >>> with_changes(load_scenario("one-court"), {"window.days": 7}).window.days
    7

    """
    values = scenario.model_dump(exclude_none=True)
    for key, value in changes.items():
        table = values
        *above, last = key.split(".")
        for part in above:
            table = _table_in(scenario.name, key, table, part)
        table[last] = value
    return scenario_from(values, file=scenario.name)


def _table_in(file: str, key: str, table: dict[str, Any], part: str) -> dict[str, Any]:
    """Step into a table that a part of a dotted key names; a missing one is made."""
    found = table.setdefault(part, {})
    if not isinstance(found, dict):
        must = f"lead to a key of a table ({part} is none; a list is given whole)"
        raise ScenarioError([Mistake(file=file, key=key, value=None, must=must)])
    return cast("dict[str, Any]", found)


_OTHER_KINDS: Final = {"queue": "queues", "filings": "filings"}
"""What scenarios of the other kinds are of."""
_FILE_KEYS: Final = ("courts_file", "mediators_file")


def _with_absolute_files(values: Mapping[str, Any], folder: Path | None) -> dict[str, Any]:
    section = dict(as_table(values.get("population")))
    files = {key: section[key] for key in _FILE_KEYS if isinstance(section.get(key), str)}
    if folder is None or not files:
        return dict(values)
    absolute = {key: str(folder.resolve() / path) for key, path in files.items()}
    return {**values, "population": {**section, **absolute}}


def _missing_files(values: Mapping[str, Any], file: str) -> list[Mistake]:
    section = as_table(values.get("population"))
    files = {key: section.get(key) for key in _FILE_KEYS}
    return [
        Mistake(file=file, key=f"population.{key}", value=str(path), must="be the path of an existing file")
        for key, path in files.items()
        if isinstance(path, str | Path) and not Path(path).is_file()
    ]
