"""The mapping file: which column of a log is what, and how its laws are to be fitted."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, Strict, ValidationError

from sim.calibration.errors import CalibrationError
from sim.scenario.mistakes import field_mistakes
from sim.scenario.scenario import Title
from sim.scenario.section import Section

MAPPINGS: Final = Path(__file__).parent / "mappings"
"""Mappings that come with the project."""
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DEFAULT_GROUPS: Final[tuple[tuple[Day, ...], ...]] = (("mon", "tue", "wed", "thu", "fri"), ("sat",), ("sun",))
Group = Annotated[tuple[Day, ...], Strict(strict=False), Field(min_length=1)]
Column = Annotated[str, Field(min_length=1, max_length=200)]
Stamp = Annotated[tuple[Column, ...], Strict(strict=False), Field(min_length=1, max_length=3)]


class Columns(Section):
    """Names of columns; a time may stand in several columns, which are joined with a space."""

    arrival: Stamp
    """When the customer came; local time."""
    before_queue_seconds: Column | None = None
    """Seconds from then until the queue is joined, such as those spent with a machine."""
    wait_seconds: Column | None = None
    """Seconds in the queue; instead of the next two."""
    wait_begin: Stamp | None = None
    """When the wait began."""
    wait_end: Stamp | None = None
    """When it ended."""
    service_seconds: Column | None = None
    """Seconds of service; instead of the next two."""
    service_begin: Stamp | None = None
    """When service began."""
    service_end: Stamp | None = None
    """When it ended."""
    outcome: Column
    """How it ended; see `outcomes`."""
    type: Column | None = None
    """Kind of customer."""
    server: Column | None = None
    """Who served."""
    priority: Column | None = None
    """Rank of the customer."""


class LogMapping(Section):
    """What a log's columns mean."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    """Name of the scenario that is written."""
    title: Title
    """Its title."""
    time_formats: Annotated[tuple[str, ...], Strict(strict=False), Field(min_length=1, max_length=10)]
    """Ways in which times are written, in the notation of `strftime`; the first that fits counts."""
    columns: Columns
    """Names of columns."""
    outcomes: dict[str, Literal["served", "abandoned", "drop"]]
    """What each outcome in the log means; "drop" leaves a row out and counts it."""
    no_server: Annotated[tuple[str, ...], Strict(strict=False)] = ("",)
    """Words in the server column that name nobody."""
    classes: Literal["one", "type", "priority"] = "one"
    """Whether all customers are one class, or each type or priority is one of its own."""
    priorities: dict[str, Annotated[int, Field(ge=0, le=1_000)]] = Field(default_factory=dict)
    """Rank of each value of the class's column, 0 first; 0 where none is given."""
    day_groups: Annotated[tuple[Group, ...], Strict(strict=False)] = _DEFAULT_GROUPS
    """Weekdays that are alike; each day of the week in exactly one group."""
    interval_minutes: Literal[15, 30, 60] = 30
    """Length of the intervals of the day."""
    service_law: Literal["auto", "lognormal", "gamma", "erlang", "exponential", "empirical"] = "auto"
    """Law of service; "auto" takes the one nearest to the log."""
    service_short_below: Annotated[float, Field(ge=0, le=3_600)] = 0.0
    """Services shorter than this are a law of their own, such as calls cut off at once; unit: seconds."""
    patience_law: Literal["auto", "exponential", "kaplan-meier"] = "auto"
    """Law of patience; "auto" takes the exponential one where it is near enough to Kaplan and Meier's curve."""
    abandoned_at_once: Literal["apart", "balk"] = "apart"
    """Whether whoever left without having waited is counted apart, or balked at having to wait."""
    staff: Literal["available", "busy_while_waiting", "presence", "active"] | None = None
    """How staff is estimated without a roster: "available" where servers are named, else "busy_while_waiting"."""
    break_minutes: Annotated[float, Field(gt=0, le=1_440)] = 60.0
    """A server without service for longer than this was away; unit: minutes."""

    @property
    def estimator(self) -> str:
        """How staff is estimated."""
        return self.staff or ("busy_while_waiting" if self.columns.server is None else "available")


def read_mapping(name_or_path: str) -> LogMapping:
    """Read and check a mapping file.

    Parameters
    ----------
    name_or_path
        Name of a mapping that comes with the project, or path of a TOML file.

    Raises
    ------
    CalibrationError
        If there is no such file, it is not TOML, or keys are mistaken: all of them, one line each.

    Examples
    --------
    >>> read_mapping("anonymous-bank").columns.outcome
    'outcome'

    """
    known = sorted(path.stem for path in MAPPINGS.glob("*.toml"))
    path = MAPPINGS / f"{name_or_path}.toml" if name_or_path in known else Path(name_or_path)
    if not path.is_file():
        raise CalibrationError(f"mapping = {name_or_path}: must be one of {', '.join(known)} or the path of a file")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CalibrationError(f"{name_or_path}: must be TOML that can be read ({error})") from error
    return mapping_from(values, file=name_or_path)


def mapping_from(values: Mapping[str, Any], *, file: str) -> LogMapping:
    """Check the tables of a mapping.

    Parameters
    ----------
    values
        As read from TOML.
    file
        Name to show before each mistake.

    Raises
    ------
    CalibrationError
        If keys are mistaken, missing or contradict each other.

    """
    try:
        mapping = LogMapping.model_validate(values)
    except ValidationError as error:
        raise CalibrationError("\n".join(str(found) for found in field_mistakes(file, error, LogMapping))) from error
    for must in _broken(mapping):
        raise CalibrationError(f"{file}: {must}")
    return mapping


def _broken(mapping: LogMapping) -> list[str]:
    columns, found = mapping.columns, list[str]()
    if sorted(day for group in mapping.day_groups for day in group) != sorted(DAYS):
        found.append("day_groups: must name each day of the week once")
    for what in ("wait", "service"):
        seconds = getattr(columns, f"{what}_seconds")
        ends = (getattr(columns, f"{what}_begin"), getattr(columns, f"{what}_end"))
        if (seconds is None) == (None in ends) or (seconds is not None and ends != (None, None)):
            found.append(f"columns: must name {what}_seconds, or {what}_begin and {what}_end")
    if mapping.classes != "one" and getattr(columns, mapping.classes) is None:
        found.append(f"classes = {mapping.classes}: must have columns.{mapping.classes}")
    found += [
        f"time_formats = {form}: must have fractions of a second as %S%.f; .%f takes their digits for nanoseconds"
        for form in mapping.time_formats
        if ".%f" in form
    ]
    if "served" not in mapping.outcomes.values():
        found.append("outcomes: must name one that means served")
    if mapping.staff in ("available", "presence", "active") and columns.server is None:
        found.append(f"staff = {mapping.staff}: must have columns.server")
    return found
