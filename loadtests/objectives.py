"""What a run under load is held to, as data, and whether it held."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from loadtests.errors import ProfileError

OBJECTIVES_FILE: Final = Path(__file__).with_name("objectives.toml")


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to; a duration is None if nothing was timed."""

    answer_p99_seconds: float | None
    """Server: from taking in a group of commands up to its answer; upper bound of the histogram's bin."""
    commit_p99_seconds: float | None
    """Server: from taking up a batch up to its being stored; upper bound of the bin."""
    lodge_p99_seconds: float | None
    """Server: from the first byte of a filing up to its answer; upper bound of the bin."""
    failures: int
    """Server: answers of the 500s but 503, which says that nothing was done and is asked again."""
    planned: int
    """Filings of the plan."""
    lodged: int
    """Filings that the client was told are taken in."""
    unknown: int
    """Filings whose fate nobody told the client, though it asked again."""
    lost: int
    """Cases that the client was told of and the service does not have."""
    doubled: int
    """Cases that the service has and no filing accounts for, and cases that two filings were told of."""
    disagreed: int
    """Acknowledged filings that were sent once more under their key and not told the same."""
    late_p99_seconds: float | None
    """Client: how much later than planned requests were sent."""
    client_p99_seconds: float | None
    """Client: from the moment planned for a filing to its answer; the client shares the machine."""
    renewed: int
    """Tokens that were fetched anew, ahead of their end."""
    expired: int
    """Answers that refused a token for its age: the load's own fault, asked again with a new one."""

    @property
    def lodged_share(self) -> float | None:
        """Fraction of the planned filings that were taken in."""
        return self.lodged / self.planned if self.planned else None


class Objective(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One bound.

    Examples
    --------
    >>> Objective(name="quick", measure="answer_p99_seconds", at_most=0.025).holds(0.02)
    True
    """

    name: str
    """What is asked, in words."""
    measure: str
    """A field or property of `Observed`."""
    at_most: float | None = None
    at_least: float | None = None

    def __post_init__(self) -> None:
        """Refuse a measure that there is none of, and no bound or two."""
        if not hasattr(Observed, self.measure):
            raise ProfileError(f"measure = {self.measure!r}: must be one of {', '.join(sorted(_MEASURES))}")
        if (self.at_most is None) == (self.at_least is None):
            raise ProfileError(f"{self.name}: must have at_most or at_least, and not both")

    @property
    def bound(self) -> str:
        """The bound in words."""
        return f"at least {self.at_least:g}" if self.at_most is None else f"at most {self.at_most:g}"

    def holds(self, value: float | None) -> bool:
        """Return whether a value keeps within the bound; what was not measured does not."""
        if value is None:
            return False
        if self.at_most is not None:
            return value <= self.at_most
        assert self.at_least is not None, "an objective has one of the two bounds"
        return value >= self.at_least


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one objective held."""

    objective: str
    measure: str
    value: float | None
    bound: str
    """In words, such as `at most 0.025`."""
    held: bool


_MEASURES: Final = frozenset((*Observed.__struct_fields__, "lodged_share"))


def evaluate(observed: Observed, objectives: Sequence[Objective]) -> list[Verdict]:
    """Judge a run.

    Parameters
    ----------
    observed
        What it came to.
    objectives
        What is asked.

    Returns
    -------
    list[Verdict]
        One for each objective, in their order.
    """
    verdicts: list[Verdict] = []
    for objective in objectives:
        value: float | None = getattr(observed, objective.measure)
        verdicts.append(
            Verdict(
                objective=objective.name,
                measure=objective.measure,
                value=value,
                bound=objective.bound,
                held=objective.holds(value),
            )
        )
    return verdicts


def read_objectives(path: Path = OBJECTIVES_FILE) -> tuple[Objective, ...]:
    """Read objectives from a file; by default those that are shipped.

    Raises
    ------
    ProfileError
        If it is no TOML, has no objectives, or one of them is not right.

    Examples
    --------
    >>> read_objectives()[0].measure
    'answer_p99_seconds'
    """
    try:
        table: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        objectives = msgspec.convert(table.get("objective", []), tuple[Objective, ...])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ProfileError(f"{path.name}: {error}") from error
    if not objectives:
        raise ProfileError(f"{path.name}: must have at least one [[objective]]")
    return objectives
