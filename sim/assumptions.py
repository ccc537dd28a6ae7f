"""What the numbers of a scenario rest on: found in a source, derived by arithmetic, or assumed.

The file `assumptions.toml` beside this module documents every number a scenario can hold; a run prints those it used.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, cast

from sim.errors import AssumptionError
from sim.scenario.scenario import Scenario

Number: TypeAlias = int | float
Value: TypeAlias = Number | str | Sequence[Number]
Localised: TypeAlias = Mapping[str, str]
"""A text by language: en, zh."""

_FILE: Final = Path(__file__).with_suffix(".toml")
_NAMED_CHOICES: Final = ("population.provinces",)
"""Keys that hold a word and stand for numbers all the same."""
_BY_PLACE: Final = ("arrivals.surge", "change")
"""Lists whose entries have no name of their own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumption:
    """One number, or one list of numbers, that a scenario uses."""

    key: str
    """Dotted key; entries of a list of tables go by their name or code, surges and changes by their place."""
    title: Localised
    """What it is."""
    value: Value
    """What the scenario says."""
    unit: Localised
    """Its unit."""
    tag: Literal["found", "derived", "assumed"]
    """How well it is known."""
    low: Number | None
    """Lower end of the range in which it may lie, of a list: each entry; None for a word."""
    high: Number | None
    """Upper end."""
    source: Localised
    """Where it comes from."""


def assumptions_used(scenario: Scenario) -> list[Assumption]:
    """List what a scenario rests on.

    A value that the file documents carries that tag and source. Any other value is this scenario's own choice, and is
    tagged assumed whatever is known about the documented one.

    Parameters
    ----------
    scenario
        Any scenario.

    Returns
    -------
    list[Assumption]
        One for every number in the scenario, in its order.

    Raises
    ------
    AssumptionError
        Where the file does not document a key.

    Examples
    --------
    >>> from sim.scenario.load import load_scenario
    >>> [used] = [a for a in assumptions_used(load_scenario("national-2020")) if a.key == "durations.mean_days"]
    >>> used.value, used.tag, used.low, used.high
    (23.33, 'found', 12.0, 30.0)

    """
    return assumptions_of(scenario.model_dump(mode="json", exclude_none=True), _FILE)


def assumptions_of(values: Mapping[str, Any], file: Path) -> list[Assumption]:
    """List what the numbers of any nested tables rest on.

    Parameters
    ----------
    values
        Tables as JSON has them.
    file
        File of assumptions that documents their keys; it has the form of `assumptions.toml`.

    Returns
    -------
    list[Assumption]
        One for every number, in order.

    Raises
    ------
    AssumptionError
        Where the file does not document a key.

    """
    return [_assumption(key, value, file) for key, value in numbers(values)]


def numbers(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Value]]:
    """Walk through nested tables and find their numbers.

    Parameters
    ----------
    values
        Tables as JSON has them; a list of tables is walked by the `name` or `code` of its entries, a list of surges or
        changes, which have none or not one of their own, by their place from 1.
    above
        Dotted key of `values`, with a dot at its end.

    Yields
    ------
    tuple[str, Value]
        Dotted key and number, or list of numbers.

    """
    for key, value in values.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from numbers(cast("Mapping[str, Any]", value), f"{path}.")
        elif isinstance(value, list):
            yield from _numbers_of_list(path, cast("list[Any]", value))
        elif path in _NAMED_CHOICES or isinstance(value, int | float):
            yield path, value


def _numbers_of_list(path: str, values: list[Any]) -> Iterator[tuple[str, Value]]:
    """Take a list of numbers as one, a list of tables apart, a list of words not at all."""
    for place, entry in enumerate(values, 1):
        if isinstance(entry, Mapping):
            table = cast("Mapping[str, Any]", entry)
            called = place if path in _BY_PLACE else table.get("name") or table.get("code", place)
            yield from numbers(table, f"{path}.{called}.")
    if values and all(isinstance(entry, int | float) for entry in values):
        yield path, values


def _assumption(key: str, value: Value, path: Path) -> Assumption:
    entry = _entry(key, path)
    documented = entry["readings"][0]
    own: Mapping[str, Any] = {**documented, "tag": "assumed", "source": None}
    reading: Mapping[str, Any] = next(
        (reading for reading in entry["readings"] if reading.get("value", value) == value), own
    )
    file = _file(path)
    # A range that does not hold the value says nothing of it.
    fits = all(reading.get("low", number) <= number <= reading.get("high", number) for number in _numbers(value))
    return Assumption(
        key=key,
        title=entry["title"],
        value=value,
        unit=file["unit"][entry["unit"]],
        tag=reading["tag"],
        low=reading.get("low") if fits else None,
        high=reading.get("high") if fits else None,
        source=file["source"][reading["source"]] if reading["source"] else _own_choice(documented["value"]),
    )


def _numbers(value: Value) -> Sequence[Number]:
    """Return the numbers of a value: none of a word, one of a number, all of a list."""
    if isinstance(value, str):
        return ()
    return (value,) if isinstance(value, int | float) else value


def _own_choice(documented: Value) -> Localised:
    return {"en": f"This scenario's own; documented is {documented}", "zh": f"本情景自定；有据值为{documented}"}


@cache
def _entry(key: str, path: Path) -> Mapping[str, Any]:
    for entry in _file(path)["assumption"]:
        if fnmatchcase(key, entry["key"]):
            return entry
    raise AssumptionError(f"key = {key}: must be documented in {path.name}")


@cache
def _file(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
