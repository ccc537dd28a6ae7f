"""Reading scenarios: a preset by its name, or a TOML file by its path."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from pydantic import ValidationError

from sim.errors import Mistake, ScenarioError
from sim.scenario.mistakes import field_mistakes, mistaken_paths, nearest, rule_mistakes
from sim.scenario.rules import broken_rules
from sim.scenario.scenario import Scenario
from sim.scenario.schema import BASE_KEY

PRESETS: Final = Path(__file__).parents[1] / "presets"
"""Folder of the scenarios that come with the simulator."""
FILE_BYTES_MAX: Final = 4_000_000
"""Largest scenario file read: a thousand own provinces fill a tenth of it, and a wrong path is refused at once."""
BASES_MAX: Final = 5
"""Presets that may start from one another in a row."""


def preset_names() -> list[str]:
    """List the presets.

    Examples
    --------
    >>> "national-2020" in preset_names()
    True

    """
    return sorted(path.relative_to(PRESETS).with_suffix("").as_posix() for path in PRESETS.rglob("*.toml"))


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
    path = _find(name_or_path)
    file = path.name if path.parent.is_relative_to(PRESETS) else name_or_path
    values = _based(_read(path, file), file)
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
            table = table.setdefault(part, {})
        table[last] = value
    return scenario_from(values, file=scenario.name)


def _find(name_or_path: str) -> Path:
    if name_or_path in preset_names():
        return PRESETS / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if path.is_file():
        return path
    names = preset_names()
    must = f"be a preset ({', '.join(names)}) or the path of a TOML file{nearest(name_or_path, names)}"
    raise ScenarioError([Mistake(file=name_or_path, key="", value=None, must=must)])


def _read(path: Path, file: str) -> dict[str, Any]:
    """Parse a TOML file; a byte-order mark, which some editors write, is passed over."""
    try:
        if (size := path.stat().st_size) > FILE_BYTES_MAX:
            raise _unreadable(file, f"be at most {FILE_BYTES_MAX:,} bytes long (has {size:,})")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(file, error) from error
    except UnicodeDecodeError as error:
        raise _unreadable(file, f"be UTF-8 text (byte {error.start} is not)") from error
    except OSError as error:
        raise _unreadable(file, f"be readable ({error.strerror})") from error


def _not_toml(file: str, error: tomllib.TOMLDecodeError) -> ScenarioError:
    text, _, place = str(error).partition(" (at ")
    numbers = re.fullmatch(r"line (\d+), column (\d+)\)", place)
    where = f"line {numbers[1]}, column {numbers[2]}" if numbers else "end of file"
    must = f"be valid TOML ({text[:1].lower()}{text[1:]})"
    return ScenarioError([Mistake(file=file, key=where, value=None, must=must)])


def _unreadable(file: str, must: str) -> ScenarioError:
    return ScenarioError([Mistake(file=file, key="", value=None, must=must)])


def _based(values: dict[str, Any], file: str, depth: int = 0) -> dict[str, Any]:
    """Lay a file over the preset it names as its base; name and title are never inherited."""
    if BASE_KEY not in values:
        return values
    base = values[BASE_KEY]
    if base not in preset_names() or depth == BASES_MAX:
        must = f"be a preset ({', '.join(preset_names())}){nearest(str(base), preset_names())}"
        raise ScenarioError([Mistake(file=file, key=BASE_KEY, value=base, must=must)])
    below = _based(_read(PRESETS / f"{base}.toml", base), base, depth + 1)
    own = {key: value for key, value in values.items() if key != BASE_KEY}
    return _laid_over({key: value for key, value in below.items() if key not in ("name", "title")}, own)


def _laid_over(below: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge tables key by key; lists, shares of one whole and another kind of population replace."""
    merged = dict(below)
    if "province" in own:
        merged.pop("provinces", None)
    for key, value in own.items():
        above, under = _as_table(value), _as_table(merged.get(key))
        same_kind = above.get("kind", under.get("kind")) == under.get("kind")
        joins = above and under and same_kind and key not in _WHOLE
        merged[key] = _laid_over(under, above) if joins else value
    return merged


def _as_table(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


_WHOLE: Final = frozenset({"tier_load_share", "entry_route", "channel"})
"""Tables whose entries are shares of one whole: half of one makes no sense."""
_FILE_KEYS: Final = ("courts_file", "mediators_file")


def _with_absolute_files(values: Mapping[str, Any], folder: Path | None) -> dict[str, Any]:
    section = dict(_as_table(values.get("population")))
    files = {key: section[key] for key in _FILE_KEYS if isinstance(section.get(key), str)}
    if folder is None or not files:
        return dict(values)
    absolute = {key: str(folder.resolve() / path) for key, path in files.items()}
    return {**values, "population": {**section, **absolute}}


def _missing_files(values: Mapping[str, Any], file: str) -> list[Mistake]:
    section = _as_table(values.get("population"))
    files = {key: section.get(key) for key in _FILE_KEYS}
    return [
        Mistake(file=file, key=f"population.{key}", value=str(path), must="be the path of an existing file")
        for key, path in files.items()
        if isinstance(path, str | Path) and not Path(path).is_file()
    ]
