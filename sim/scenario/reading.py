"""Presets and files of scenarios as nested tables, not yet checked: of the platform and of queues alike."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from sim.errors import Mistake, ScenarioError
from sim.scenario.mistakes import nearest
from sim.scenario.schema import BASE_KEY

PRESETS: Final = Path(__file__).parents[1] / "presets"
"""Folder of the scenarios that come with the simulator."""
FILE_BYTES_MAX: Final = 4_000_000
"""Largest scenario file read: a thousand own provinces fill a tenth of it, and a wrong path is refused at once."""
BASES_MAX: Final = 5
"""Presets that may start from one another in a row."""


def preset_names() -> list[str]:
    """List the presets of the platform; those of queues are `sim.queueing.load.queue_names`.

    Examples
    --------
    >>> "national-2020" in preset_names()
    True

    """
    return _names(kind="")


def preset_names_of_queues() -> list[str]:
    """List the presets that are queue scenarios.

    Examples
    --------
    >>> "textbook/mm1" in preset_names_of_queues()
    True

    """
    return _names(kind="queue")


def preset_names_of_filings() -> list[str]:
    """List the presets of what reaches the courts beside mediation.

    Examples
    --------
    >>> preset_names_of_filings()
    ['court-filings-2020']

    """
    return _names(kind="filings")


def _names(*, kind: str) -> list[str]:
    """Tell the presets apart by their first key, without parsing them: this runs whenever one is looked up."""
    return sorted(
        path.relative_to(PRESETS).with_suffix("").as_posix() for path in PRESETS.rglob("*.toml") if _kind(path) == kind
    )


def _kind(path: Path) -> str:
    """Return the kind that a file's first line names; the platform's scenarios name none."""
    with path.open(encoding="utf-8") as lines:
        first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    key, _, value = "".join(first.partition("#")[0].split()).partition("=")
    return value.strip('"') if key == "kind" else ""


def find_file(name_or_path: str, names: Sequence[str]) -> Path:
    """Return the path of a preset or of a file.

    Parameters
    ----------
    name_or_path
        What the user gave.
    names
        The presets there are.

    Raises
    ------
    ScenarioError
        If it is neither.

    """
    if name_or_path in names:
        return PRESETS / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if path.is_file():
        return path
    must = f"be a preset ({', '.join(names)}) or the path of a TOML file{nearest(name_or_path, names)}"
    raise ScenarioError([Mistake(file=name_or_path, key="", value=None, must=must)])


def read_toml(path: Path, file: str) -> dict[str, Any]:
    """Parse a TOML file; a byte-order mark, which some editors write, is passed over.

    Parameters
    ----------
    path
        Where it is.
    file
        Name to show before each mistake.

    Raises
    ------
    ScenarioError
        If it cannot be read or is not TOML.

    """
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


def based(values: dict[str, Any], file: str, names: Sequence[str], depth: int = 0) -> dict[str, Any]:
    """Lay a file over the preset it names as its base; name and title are never inherited.

    Parameters
    ----------
    values
        The tables of the file.
    file
        Name to show before each mistake.
    names
        The presets that may be a base.
    depth
        Bases already passed.

    Raises
    ------
    ScenarioError
        If the base is no such preset, or has too many bases below it.

    """
    if BASE_KEY not in values:
        return values
    base = values[BASE_KEY]
    if base not in names or depth == BASES_MAX:
        must = f"be a preset ({', '.join(names)}){nearest(str(base), names)}"
        raise ScenarioError([Mistake(file=file, key=BASE_KEY, value=base, must=must)])
    below = based(read_toml(PRESETS / f"{base}.toml", base), base, names, depth + 1)
    own = {key: value for key, value in values.items() if key != BASE_KEY}
    return _laid_over({key: value for key, value in below.items() if key not in ("name", "title")}, own)


def _laid_over(below: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge tables key by key; lists, shares of one whole and another kind of population replace."""
    merged = dict(below)
    if "province" in own:
        merged.pop("provinces", None)
    for key, value in own.items():
        above, under = as_table(value), as_table(merged.get(key))
        same_kind = above.get("kind", under.get("kind")) == under.get("kind")
        joins = above and under and same_kind and key not in _WHOLE
        merged[key] = _laid_over(under, above) if joins else value
    return merged


def as_table(value: object) -> Mapping[str, Any]:
    """Return a table, an empty one in place of anything else."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


_WHOLE: Final = frozenset({"tier_load_share", "entry_route", "channel"})
"""Tables whose entries are shares of one whole: half of one makes no sense."""
