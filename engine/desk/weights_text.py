"""Weights as people write them: a TOML text with one table a dispute type.

::

    version = 2
    author = "Research office of the high court"
    evidence = "Time study of 900 cases, 2020"
    extra_party_milli = 200     # may be left out: 0
    panel_seat_milli = 700      # may be left out: 1000

    [weights.family]
    weight_milli = 1300
    standard_error_milli = 90
"""

import tomllib
from collections.abc import Mapping
from typing import Any, Final, cast

from engine.core.policy import STANDARD_CASE_MILLI
from engine.desk.errors import WeightsError
from engine.desk.weights import CaseWeights, MeasuredWeight
from engine.events.enums import DisputeType

_DEFAULTS: Final[Mapping[str, Any]] = {"extra_party_milli": 0, "panel_seat_milli": STANDARD_CASE_MILLI}
_TYPES: Final[Mapping[str, type]] = {
    "version": int,
    "author": str,
    "evidence": str,
    "extra_party_milli": int,
    "panel_seat_milli": int,
    "weights": dict,
}
_WORDS: Final[Mapping[type, str]] = {int: "a whole number", str: "a text", dict: "a table"}


def weights_from_toml(text: str) -> CaseWeights:
    """Read weights.

    Parameters
    ----------
    text
        TOML as the module's docstring shows it.

    Returns
    -------
    CaseWeights
        The weights of the text.

    Raises
    ------
    WeightsError
        With every mistake of the text: what is missing, unknown, of another type or out of its bounds.

    Examples
    --------
    >>> text = '''
    ... version = 1
    ... author = "Research office"
    ... evidence = "Time study"
    ... [weights.family]
    ... weight_milli = 1300
    ... standard_error_milli = 90
    ... '''
    >>> weights_from_toml(text).weight_of(DisputeType.FAMILY).weight_milli
    1300
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WeightsError(f"weights are not TOML: {error}") from error
    document = {**_DEFAULTS, **document}
    mistakes = _shape_mistakes("", document, _TYPES)
    tables = document.get("weights")
    if isinstance(tables, dict):
        mistakes += _table_mistakes(cast("dict[str, Any]", tables))
    if mistakes:
        raise WeightsError(*mistakes)
    weights: dict[str, dict[str, int]] = document.pop("weights")
    return CaseWeights(**document, entries={DisputeType(name): MeasuredWeight(**row) for name, row in weights.items()})


def _table_mistakes(tables: Mapping[str, Any]) -> list[str]:
    mistakes: list[str] = []
    for name, table in tables.items():
        if name not in set(DisputeType):
            mistakes.append(f"weights.{name}: must be one of {', '.join(DisputeType)}")
        if isinstance(table, dict):
            fields = dict.fromkeys(MeasuredWeight._fields, int)
            mistakes += _shape_mistakes(f"weights.{name}.", cast("dict[str, Any]", table), fields)
        else:
            mistakes.append(f"weights.{name} = {table!r}: must be a table")
    return mistakes


def _shape_mistakes(path: str, table: Mapping[str, Any], types: Mapping[str, type]) -> list[str]:
    """Say which keys of a table are missing, unknown or of another type; TOML's booleans are no whole numbers."""
    mistakes = [f"{path}{name} is missing" for name in types if name not in table]
    for name, value in table.items():
        if name not in types:
            mistakes.append(f"{path}{name}: must be one of {', '.join(types)}")
        elif type(value) is not types[name]:
            mistakes.append(f"{path}{name} = {value!r}: must be {_WORDS[types[name]]}")
    return mistakes
