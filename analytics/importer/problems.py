"""Collecting the mistakes of a mapping, so that all are told at once."""

from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from typing import Any, NoReturn, cast

from analytics.importer.errors import MappingError

Table = dict[str, Any]
"""A table of a TOML file, as `tomllib` gives it."""

_SHOWN_CHARACTERS = 80  # of a wrong value: enough to recognise it, and the mistake stays one line


class Problems:
    """The mistakes found so far in one mapping file.

    Parameters
    ----------
    file
        Name of the file, for the messages.

    Examples
    --------
    >>> problems = Problems("court.toml")
    >>> problems.add("layout", "case", "is neither of cases, events", nearest=("cases", "events"))
    >>> problems.lines
    ["court.toml: layout = 'case': is neither of cases, events; nearest known: cases"]
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self.lines: list[str] = []

    def add(self, key: str, value: object, bound: str, *, nearest: Collection[str] = ()) -> None:
        """Note a mistake.

        Parameters
        ----------
        key
            Dotted key of the file.
        value
            What stands there; None where nothing does.
        bound
            What is wrong with it, or what it must be.
        nearest
            Known words; the one most like the value (or, where there is none, like the key) is offered.
        """
        given = "" if value is None else f" = {_shown(value)}"
        word = key.rpartition(".")[2] if value is None else str(value)
        close = get_close_matches(word, nearest, n=1, cutoff=0.5)
        offer = f"; nearest known: {close[0]}" if close else ""
        self.lines.append(f"{self._file}: {key}{given}: {bound}{offer}")

    def fail(self) -> NoReturn:
        """Raise what was found.

        Raises
        ------
        MappingError
            Always.
        """
        raise MappingError(self.lines)

    def unknown_keys(self, table: Table, known: Collection[str], prefix: str = "") -> None:
        """Note every key of `table` that means nothing.

        Parameters
        ----------
        table
            A table of the file.
        known
            Keys that mean something in it.
        prefix
            Of the table, with its dot.
        """
        for key in table:
            if key not in known:
                self.add(f"{prefix}{key}", None, "no such key", nearest=known)

    def text(self, table: Table, key: str, default: str | None, prefix: str = "") -> str | None:
        """Take a non-empty string; the default if the key is absent or wrong, which is noted."""
        value = table.get(key, default)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.add(f"{prefix}{key}", value, "must be text that is not empty")
        return default

    def texts(self, table: Table, key: str, default: tuple[str, ...], prefix: str = "") -> tuple[str, ...]:
        """Take a list of strings; the default if the key is absent or wrong, which is noted."""
        value: Any = table.get(key)
        if value is None:
            return default
        items = cast("list[Any]", value) if isinstance(value, list) else []
        if items and all(isinstance(item, str) for item in items):
            return tuple(items)
        self.add(f"{prefix}{key}", cast("object", value), "must be a list of texts that is not empty")
        return default

    def flag(self, table: Table, key: str, *, default: bool) -> bool:
        """Take true or false; the default if the key is absent or wrong, which is noted."""
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self.add(key, value, "must be true or false")
        return default

    def table(self, table: Table, key: str, prefix: str = "") -> Table:
        """Take a table; an empty one if the key is absent or wrong, which is noted."""
        value = table.get(key, {})
        if isinstance(value, dict):
            return cast("Table", value)
        self.add(f"{prefix}{key}", value, "must be a table")
        return {}


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, date) else repr(value)  # TOML writes dates without quotes
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."
