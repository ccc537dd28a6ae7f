"""A scenario seen through dotted keys, and what a rule finds broken in it.

Rules judge nested tables instead of the typed scenario, so that those which can be judged are judged even where other
keys are wrong, and one reading lists every mistake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A rule that does not hold."""

    key: str
    """Dotted key of the value to change."""
    value: object
    """The value it has."""
    must: str
    """The bound, as it follows the word "must"."""


class Unjudged(Exception):  # noqa: N818 - a signal between a rule and its caller, never an error a user sees
    """A rule needs a key that is missing or mistaken."""


@dataclass(frozen=True, kw_only=True)
class View:
    """The values of a scenario that can be relied on."""

    values: Mapping[str, Any]
    """Nested tables, as read from TOML or dumped from a scenario."""
    mistaken: Sequence[tuple[str | int, ...]] = ()
    """Paths that do not hold what they should."""

    def __getitem__(self, key: str) -> Any:
        """Look a dotted key up.

        Raises
        ------
        Unjudged
            Where it is absent, mistaken, or holds something mistaken.

        """
        path = tuple(key.split("."))
        if any(wrong[: len(path)] == path or path[: len(wrong)] == wrong for wrong in self.mistaken):
            raise Unjudged(key)
        table: Any = self.values
        for part in path:
            if not isinstance(table, Mapping) or part not in table:
                raise Unjudged(key)
            table = cast("Mapping[str, Any]", table)[part]
        return table

    def get(self, key: str, default: object) -> Any:
        """Look up a dotted key that may be left out.

        Raises
        ------
        Unjudged
            Where it is mistaken, or holds something mistaken.

        """
        table_key, _, last = key.rpartition(".")
        table = self[table_key] if table_key else self.values
        return self[key] if last in table else default
