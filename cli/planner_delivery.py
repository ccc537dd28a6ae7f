"""How the planner's commands hand over an answer: as JSON, as lines for people, as files."""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cli.output import print_json, say

if TYPE_CHECKING:
    from sim.experiments.estimate import Estimate
    from sim.experiments.tables import Cell, Table

_COSTS = frozenset({"simulations", "wall_seconds"})
"""What an answer cost, which is no part of it: the same question asked twice writes the same files."""


def deliver(
    record: Mapping[str, Any],
    lines: str,
    *,
    tables: "Mapping[str, Table]",
    write_page: Callable[[Path], None],
    write_scenario: Callable[[Path], None] | None = None,
    outs: Sequence[Path],
    as_json: bool,
) -> None:
    """Write the files asked for, then print.

    Parameters
    ----------
    record
        What `--json` prints; numbers that are not finite become null.
    lines
        What a person reads.
    tables
        What a file of tables holds, beside one of the record's single values, such as the seed.
    write_page
        Writes the page.
    write_scenario
        Of an answer that is a scenario: writes it.
    outs
        Files, by their endings.
    as_json
        Whether to print the record instead of the lines.
    """
    from sim.experiments.tables import write_tables

    written: list[Path] = []
    for path in outs:
        if path.suffix == ".html":
            write_page(path)
            written.append(path)
        elif path.suffix == ".toml" and write_scenario is not None:
            write_scenario(path)
            written.append(path)
        else:
            written += write_tables({**tables, "run": run_table(record)}, path)
    if as_json:
        print_json({**record, "files": [str(path) for path in written]})
        return
    say(lines)
    for path in written:
        say(f"written: {path}")


def run_table(record: Mapping[str, Any]) -> "Table":
    """Say of what an answer is, as a table: the single values of a record, but for what it cost.

    Examples
    --------
    >>> run_table({"seed": 1, "rows": [{}], "wall_seconds": 0.5})
    [{'what': 'seed', 'value': 1}]
    """
    single = {
        name: cast("Cell", value)
        for name, value in record.items()
        if name not in _COSTS and not isinstance(value, Mapping | list | tuple)
    }
    return [{"what": name, "value": value} for name, value in single.items()]


def number(value: float | None) -> str:
    """Write a number to about four digits; "-" where there is none.

    Examples
    --------
    >>> number(1234567.8), number(0.123456), number(float("nan"))
    ('1,234,568', '0.1235', '-')
    """
    if value is None or not isfinite(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def interval(found: "Estimate | None") -> str:
    """Write an interval's ends."""
    return "-" if found is None or not isfinite(found.low) else f"{number(found.low)} to {number(found.high)}"


def estimate_record(found: "Estimate | None") -> dict[str, Any] | None:
    """Return an estimate as plain data."""
    if found is None:
        return None
    return {"mean": found.mean, "low": found.low, "high": found.high, "replications": found.replications}
