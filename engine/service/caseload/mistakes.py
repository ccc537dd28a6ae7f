"""What is wrong in a file of open cases: every line is looked at before anything is written."""

import re
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_args

import msgspec

from engine.service.caseload.case import OpenCase
from engine.service.errors import OpenCasesError

SHOWN_MAX: Final = 20
"""Mistakes that are listed; the rest are counted."""
_VALUE_CHARACTERS_MAX: Final = 160
_TIME: Final = "be a time such as 2026-11-02T09:30:00 (local) or 2026-11-02T09:30:00+08:00"
_ANNOTATIONS: Final[dict[str, Any]] = {field.name: field.type for field in msgspec.structs.fields(OpenCase)}
_PLACE: Final = re.compile(r"^(?P<what>.*) - at `\$\.(?P<field>[^`]*)`$", re.DOTALL)
_NAMED: Final = re.compile(r"^Object (?:missing required|contains unknown) field `(?P<field>[^`]*)`$")


class Mistakes:
    """Collects mistakes: keeps the first, counts them all.

    Parameters
    ----------
    file
        As the user named it.

    Examples
    --------
    >>> mistakes = Mistakes(Path("cases.csv"))
    >>> mistakes.add(17, "court", "C9", "be a court_id of the roster")
    >>> mistakes.raise_if_any()
    Traceback (most recent call last):
    engine.service.errors.OpenCasesError: cases.csv:17: court = "C9": must be a court_id of the roster
    """

    def __init__(self, file: Path) -> None:
        self._file: Final = file
        self._kept: Final[list[str]] = []
        self.count = 0

    def add(self, line: int, field: str, value: object, must: str) -> None:
        """Note a mistake: line from 1, field, value, None if there is none to show, and the bound after "must"."""
        self.count += 1
        if len(self._kept) < SHOWN_MAX:
            what = f"{field} = {_shown(value)}" if value is not None else field
            self._kept.append(f"{self._file}:{line}: {what + ': ' if what else ''}must {must}")

    def add_unreadable(self, line: int, raw: dict[str, Any], error: msgspec.ValidationError) -> None:
        """Note that a line is no case."""
        text = str(error)
        if (named := _NAMED.match(text)) is not None:
            field = named["field"]
            known = ", ".join(OpenCase.__struct_fields__)
            self.add(line, field, None, "be there" if "missing" in text else f"be left out, or be one of {known}")
            return
        placed = _PLACE.match(text)
        field = "" if placed is None else placed["field"]
        what = text if placed is None else placed["what"]
        self.add(line, field, raw.get(field), _bound(field, what))

    def raise_if_any(self) -> None:
        """Refuse the file.

        Raises
        ------
        OpenCasesError
            If there is any mistake.
        """
        if self.count:
            rest = self.count - len(self._kept)
            more = [f"and {rest:,} more; nothing was imported"] if rest else []
            raise OpenCasesError("\n".join([*self._kept, *more]))


def _bound(field: str, what: str) -> str:
    if what.startswith("Invalid RFC3339"):
        return _TIME
    if what.startswith("Invalid enum value"):
        words = _words(field)
        return f"be one of {', '.join(words)}" if words else "be a known word"
    what = what.removeprefix("Expected ").replace("`", "")
    for said, meant in (("int", "a whole number"), ("str", "text"), ("bool", "true or false"), ("object", "an object")):
        what = re.sub(rf"\b{said}\b", meant, what)
    return f"be {what}"


def _words(field: str) -> list[str]:
    """Return the words that a coded field may hold."""
    kinds = get_args(_ANNOTATIONS.get(field)) or (_ANNOTATIONS.get(field),)
    return [str(word.value) for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for word in kind]


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else " ".join(str(value).split())
    text = text.replace("\n", "\\n").replace("\r", "\\r")
    return text if len(text) <= _VALUE_CHARACTERS_MAX else text[: _VALUE_CHARACTERS_MAX - 3] + "..."
