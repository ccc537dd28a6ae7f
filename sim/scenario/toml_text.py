"""A scenario's tables as TOML text.

The standard library reads TOML and does not write it; a scenario needs only tables, lists, text, numbers and dates,
so these few lines stand in for a dependency.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, cast


def toml_text(values: Mapping[str, Any]) -> str:
    """Write nested tables as TOML.

    Parameters
    ----------
    values
        Tables of text, numbers, dates, lists and tables; lists of tables become inline tables, one a line.

    Returns
    -------
    str
        Plain keys before the tables, as TOML demands; ends in a newline.

    Raises
    ------
    TypeError
        Where a value has no TOML form; the message holds its type.

    Examples
    --------
    >>> print(toml_text({"name": "a", "window": {"days": 7}}), end="")
    name = "a"
    <BLANKLINE>
    [window]
    days = 7

    """
    return "\n".join(_table(values, ())) + "\n"


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    tables = {key: cast("Mapping[str, Any]", value) for key, value in values.items() if isinstance(value, Mapping)}
    plain = [f"{key} = {_value(value)}" for key, value in values.items() if key not in tables]
    lines = [f"[{'.'.join(path)}]", *plain] if path and (plain or not tables) else plain
    for key, table in tables.items():
        below = _table(table, (*path, str(key)))
        lines += ["", *below] if lines else below
    return lines


def _value(value: object) -> str:
    if isinstance(value, StrEnum | Path | str):
        # JSON's strings are TOML's basic strings, save that TOML wants DEL escaped as well.
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | date):
        return str(value)
    if isinstance(value, Sequence):
        return _list(cast("Sequence[object]", value))
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        return "{ " + ", ".join(f"{key} = {_value(entry)}" for key, entry in table.items()) + " }"
    raise TypeError(f"value = {value!r}: must be text, number, date, list or table, not {type(value).__name__}")


def _list(values: Sequence[object]) -> str:
    if any(isinstance(value, Mapping) for value in values):
        return "[\n" + "".join(f"    {_value(value)},\n" for value in values) + "]"
    return f"[{', '.join(map(_value, values))}]"
