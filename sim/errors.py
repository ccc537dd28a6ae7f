"""What the simulator refuses.

SimError
├── ScenarioError       a scenario that cannot be run; lists every mistake in it
├── PopulationError     rosters of courts and mediators that cannot be used; lists their mistakes
├── AssumptionError     the file of assumptions does not say what a scenario needs
├── BackendError        a scenario asks for what the chosen backend does not do
└── RunDirectoryError   a run's folder cannot be written, or would overwrite something that is not a run

A mistake reads `file: key = value: must be bound`, one line each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MISTAKES_SHOWN_MAX: Final = 20
"""Mistakes printed of one set of rosters: a wrong separator spoils every row, and nobody reads 165,000 lines."""
VALUE_CHARACTERS_MAX: Final = 160
"""Characters shown of an offending value: a long path fits, a pasted page does not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One thing wrong in a file that somebody wrote.

    Examples
    --------
    >>> str(Mistake(file="my.toml", key="window.days", value=0, must="be at least 1"))
    'my.toml: window.days = 0: must be at least 1'

    """

    file: str
    """Name of the file as the user gave it."""
    key: str
    """Dotted key of a scenario, column of a table; empty if the file as a whole is meant."""
    value: object
    """The offending value; None, which no file can hold, if there is none to show."""
    must: str
    """The bound, as it follows the word "must"."""
    line: int | None = None
    """Line of a table, counted from 1; None where there are keys instead."""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        what = self.key if self.value is None else f"{self.key} = {_shown(self.value)}"
        return f"{place}: {what}: must {self.must}" if what else f"{place}: must {self.must}"


def _shown(value: object) -> str:
    """Write a value on one line, as TOML would for the common kinds, cut where it is long."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = '"' + value.replace("\n", "\\n").replace("\r", "\\r") + '"'
    else:
        text = " ".join(str(value).split())
    if len(text) > VALUE_CHARACTERS_MAX:
        text = text[: VALUE_CHARACTERS_MAX - 3] + "..."
    return text


class SimError(Exception):
    """Base of every error the simulator raises on purpose."""


class _MistakesError(SimError):
    """An error made of mistakes.

    Parameters
    ----------
    mistakes
        Those to show, in the order of the file.
    count
        How many there are in all; None if all are shown.

    """

    def __init__(self, mistakes: Sequence[Mistake], count: int | None = None) -> None:
        # The mistakes are the arguments, so the error survives the way back from a worker process.
        super().__init__(mistakes, count)
        self.mistakes = tuple(mistakes)
        self.count = len(self.mistakes) if count is None else count

    def __str__(self) -> str:
        lines = [str(mistake) for mistake in self.mistakes]
        if self.count > len(lines):
            lines.append(f"... and {self.count - len(lines):,} more ({self.count:,} mistakes in all)")
        return "\n".join(lines)


class ScenarioError(_MistakesError):
    """A scenario that cannot be run; every mistake in it is listed."""


class PopulationError(_MistakesError):
    """Rosters that cannot be used; the first mistakes are listed and all are counted."""


class AssumptionError(SimError):
    """The file of assumptions does not say what a scenario needs; the message names the key."""


class BackendError(SimError):
    """A scenario asks for what the chosen backend does not do; the message names it."""


class RunDirectoryError(SimError):
    """A run's folder cannot be written, or would overwrite something that is not a run."""
