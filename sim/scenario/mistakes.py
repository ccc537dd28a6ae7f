"""Pydantic's findings in the words of a scenario file: `file: key = value: must be bound`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from difflib import get_close_matches
from typing import Any, Final, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Mistake
from sim.scenario.scenario import Scenario
from sim.scenario.schema import keys_below, kinds_at, node_at, without_kinds
from sim.scenario.view import Broken

Path = tuple[str | int, ...]
_BAD_KEY: Final = "[key]"
"""What pydantic puts last where a table's key, not its value, is wrong."""


def field_mistakes(file: str, error: ValidationError, model: type[BaseModel] = Scenario) -> Iterator[Mistake]:
    """Translate the findings, in pydantic's order: that of the file's sections.

    Parameters
    ----------
    file
        Name of the file to show.
    error
        What building the scenario raised.
    model
        The kind of scenario.

    Yields
    ------
    Mistake
        One a finding; a finding about several keys yields one a key.

    """
    for found in error.errors(include_url=False):
        if found["type"] == "scenario_rules":
            yield from rule_mistakes(file, found.get("ctx", {})["broken"])
        elif not _is_echo(found):
            yield _field_mistake(file, found, model)


def rule_mistakes(file: str, broken: Iterable[Broken]) -> Iterator[Mistake]:
    """Translate rules between keys that do not hold."""
    for rule in broken:
        yield Mistake(file=file, key=rule.key, value=rule.value, must=rule.must)


def mistaken_paths(error: ValidationError, model: type[BaseModel] = Scenario) -> list[Path]:
    """List the keys that cannot be relied on, as paths into the scenario's tables."""
    return [
        _path(found["loc"], model) for found in error.errors(include_url=False, include_input=False) if found["loc"]
    ]


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that resembles a wrong one: ` (nearest: ...)`, or nothing.

    Examples
    --------
    >>> nearest("dayz", ["days", "starts_on"])
    ' (nearest: days)'

    """
    matches = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (nearest: {matches[0]})" if matches else ""


def _field_mistake(file: str, found: ErrorDetails, model: type[BaseModel]) -> Mistake:
    loc, kind = found["loc"], found["type"]
    if kind == "extra_forbidden" or loc[-1] == _BAD_KEY:
        return _unknown_key(file, found, model)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        value = found.get("ctx", {}).get("tag")
        must = f"be one of {', '.join(kinds_at(node_at(loc, model), model))}"
        return Mistake(file=file, key=_key((*loc, "kind"), model), value=value, must=must)
    if kind == "missing":
        about = node_at(loc, model).get("description", "it has no default")
        return Mistake(file=file, key=_key(loc, model), value=None, must=f"be given: {about}")
    return Mistake(file=file, key=_key(loc, model), value=_plain(found["input"]), must=_must(found))


def _is_echo(found: ErrorDetails) -> bool:
    """Tell a list called too short only because entries in it, reported by themselves, do not count."""
    value = found["input"]
    if found["type"] != "too_short" or not isinstance(value, Sized):
        return False
    return len(value) >= found.get("ctx", {})["min_length"]


def _unknown_key(file: str, found: ErrorDetails, model: type[BaseModel]) -> Mistake:
    loc = tuple(part for part in found["loc"] if part != _BAD_KEY)
    known = keys_below(loc[:-1], model)
    hint = nearest(str(loc[-1]), known) or f" ({', '.join(known)})"
    value = None if found["loc"][-1] == _BAD_KEY else _plain(found["input"])
    return Mistake(file=file, key=_key(loc, model), value=value, must=f"be a known key{hint}")


def _must(found: ErrorDetails) -> str:
    """Say what a value must be; pydantic's own words stand in for a kind of finding nobody foresaw."""
    context = found.get("ctx", {})
    phrase = _PHRASES.get(found["type"])
    if isinstance(phrase, str):
        return phrase.format_map(context)
    if phrase is not None:
        return phrase(context, found["input"])
    return f"be valid ({found['msg']})"


def _one_of(context: Mapping[str, Any], value: object) -> str:
    expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
    return f"be one of {expected}{nearest(str(value), expected.split(', '))}"


def _entries(context: Mapping[str, Any], _: object) -> str:
    bound = f"at least {context['min_length']}" if "min_length" in context else f"at most {context['max_length']}"
    return f"have {bound} entries (has {context['actual_length']})"


_PHRASES: Final[Mapping[str, str | Callable[[Mapping[str, Any], object], str]]] = {
    "int_type": "be a whole number",
    "int_from_float": "be a whole number",
    "float_type": "be a number",
    "finite_number": "be a finite number",
    "string_type": "be text in quotes",
    "string_pattern_mismatch": "match the pattern {pattern}",
    "string_too_short": "have at least {min_length} characters",
    "string_too_long": "have at most {max_length} characters",
    "date_type": "be a date, YYYY-MM-DD without quotes",
    "tuple_type": "be a list",
    "model_type": "be a table",
    "model_attributes_type": "be a table",
    "mapping_type": "be a table",
    "dict_type": "be a table",
    "greater_than": "be above {gt:g}",
    "greater_than_equal": "be at least {ge:g}",
    "less_than": "be below {lt:g}",
    "less_than_equal": "be at most {le:g}",
    "literal_error": _one_of,
    "enum": _one_of,
    "too_short": _entries,
    "too_long": _entries,
    "value_error": "{error}",
}


def _plain(value: object) -> object:
    """Leave out tables: their text would hide the mistake, not show it."""
    if isinstance(value, list):
        value = cast("list[object]", value)
        return None if any(isinstance(entry, Mapping) for entry in value) else value
    return None if isinstance(value, Mapping) else value


def _path(loc: Path, model: type[BaseModel]) -> Path:
    """Drop what pydantic adds: the kinds of tables chosen, the mark of a wrong key."""
    return tuple(part for part in without_kinds(loc, model) if part != _BAD_KEY)


def _key(loc: Path, model: type[BaseModel]) -> str:
    """Write a path as a dotted key; places in a list count from 1."""
    parts = _path(loc, model)
    return "".join(f" #{part + 1}" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")
