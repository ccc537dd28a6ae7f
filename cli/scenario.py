"""What every command that simulates does: read the scenario, run it in a staged folder, sum it up."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from cli.errors import CliError
from cli.output import table
from cli.progress import progress
from cli.report_material import court_material
from sim.backends import CASES_FILE
from sim.event_file import EVENTS_FILE
from sim.experiments.changes import merge_changes, read_changes
from sim.run import RunResult, run_scenario, write_summary
from sim.run_directory import staged
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.years import working_calendar

RUNS_FOLDER = Path("runs")
_CELL_CHARACTERS = 48
"""Longest text in a cell of the table of assumptions."""
_GROWTH_SHARE, _GROWTH_CASES = 0.1, 10
"""A queue that grows by more than both, as a share of filings and in cases, is no accident of where a week begins."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A run whose files lie in a folder that will be given its name at the end."""

    folder: Path
    """Where to write until then."""
    out: Path
    """Where it will be."""
    result: RunResult

    def report_material(self) -> dict[str, Any]:
        """Return what the report is made of, as plain data."""
        return {
            "run": self.result.summary,
            "measures": msgspec.to_builtins(self.result.measures),
            "published": msgspec.to_builtins(self.result.figures),
            "assumptions": self.result.assumptions,
            **court_material(self.folder),
        }

    def finish(self, *, wall_seconds: float, report: str | None) -> dict[str, Any]:
        """Write the summary with the files' places and the whole time it took, and return it."""
        summary = self.result.summary | {
            "wall_seconds": round(wall_seconds, 3),
            "report": None if report is None else str(self.out / report),
            "cases_file": str(self.out / CASES_FILE),
            "events_file": None if self.result.summary["events"] is None else str(self.out / EVENTS_FILE),
        }
        write_summary(summary, self.folder)
        return summary

    def headlines(self) -> str:
        """Return what a person wants to read first: counts, assumptions, published figures."""
        summary, measures = self.result.summary, self.result.measures
        events = "" if summary["events"] is None else f"{summary['events']:,} events, "
        counts = (
            f"{summary['scenario']}, seed {summary['seed']}: {summary['cases']:,} cases filed and "
            f"{summary['cases_opened_in_progress']:,} open before, "
            f"{events}{summary['courts']:,} courts, {summary['mediators']:,} mediators"
        )
        lines = [counts]
        if measures.success is not None and measures.success.overall.rate is not None:
            rate = measures.success.overall
            lines.append(
                f"success rate {rate.rate:.2%} ({rate.low:.2%} to {rate.high:.2%}) of {rate.denominator:,} concluded"
            )
        lines.append(
            f"pending {measures.stock.pending_mean:,.0f} on average; waiting {summary['waiting_at_start']:,} at the "
            f"start, {summary['waiting_at_end']:,} at the end"
        )
        lines += self._warnings()
        lines = [assumptions_table(self.result.assumptions), "", *lines]
        if self.result.figures:
            lines += ["", figures_table(msgspec.to_builtins(self.result.figures)), ""]
        return "\n".join(lines)

    def _warnings(self) -> list[str]:
        """Say what a reader of the measures must know first."""
        summary, warnings = self.result.summary, list[str]()
        if years := summary["provisional_years"]:
            warnings.append(
                f"warning: nobody has announced the days off of {', '.join(map(str, years))}: only holidays whose date "
                "the law fixes are off; name the others in [calendar]"
            )
        if types := summary["dispute_types_nobody_takes"]:
            warnings.append(f"warning: nobody takes {', '.join(types)}: such cases wait for ever")
        growth = summary["waiting_at_end"] - summary["waiting_at_start"]
        if growth > _GROWTH_SHARE * max(summary["cases"], 1) and growth > _GROWTH_CASES:
            warnings.append(
                f"warning: {growth:,} more cases wait at the end than at the start: mediators are too few, there is no "
                "steady state, and the measures depend on the length of the window"
            )
        return warnings


@contextmanager
def simulate_into(
    scenario: str,
    *,
    seed: int,
    out: Path | None,
    quiet: bool,
    starts_on: str | None = None,
    days: int | None = None,
    changes: Sequence[str] = (),
    backend: str | None = None,
    verifiable: bool = False,
    events: bool | None = None,
    against_simpy: bool = False,
    full_lifecycle: bool = False,
) -> Generator[Job]:
    """Run a scenario in a folder that gets its name only if the block ends well.

    Raises
    ------
    CliError
        If `starts_on` is not a date.
    ExperimentError
        If a key is to be changed twice.
    SimError, EngineError, AnalyticsError
        As the run raises them.
    """
    plan = load_scenario(scenario)
    if wanted := _wanted(starts_on, days, changes):
        plan = with_changes(plan, wanted)
    target = out if out is not None else RUNS_FOLDER / f"{plan.name.replace('/', '-')}-{seed}"
    with staged(target) as folder, progress(f"simulating {plan.name}", quiet=quiet) as show:
        result = run_scenario(
            plan,
            folder,
            seed=seed,
            calendar=working_calendar(plan.calendar),
            backend=backend,
            verifiable=verifiable,
            events=events,
            against_simpy=against_simpy,
            full_lifecycle=full_lifecycle,
            on_progress=show,
        )
        yield Job(folder=folder, out=target, result=result)


def _wanted(starts_on: str | None, days: int | None, changes: Sequence[str]) -> dict[str, object]:
    """Return the new values by dotted key, each given once."""
    given: list[Mapping[str, object]] = [read_changes(text) for text in changes]
    if starts_on is not None:
        given.append({"window.starts_on": _date(starts_on)})
    if days is not None:
        given.append({"window.days": days})
    return merge_changes(given)


def figures_table(figures: list[dict[str, Any]]) -> str:
    """Lay out published figures beside what was achieved."""
    rows = [
        [
            figure["id"],
            _number(figure["published"]),
            "-" if figure["achieved"] is None else _number(figure["achieved"]),
            "-" if figure["relative_error"] is None else f"{figure['relative_error']:+.2%}",
            "at most" if figure["at_most"] else f"{figure['tolerance']:.0%}",
            figure["verdict"],
            figure["title"]["en"],
        ]
        for figure in figures
    ]
    head = ["figure", "published", "achieved", "error", "tolerance", "verdict", "what"]
    return table(head, rows)


def assumptions_table(assumptions: Sequence[Mapping[str, Any]]) -> str:
    """Lay out what a run took for granted, with its range and source."""
    rows = [
        [
            record["tag"],
            record["key"],
            _short(record["value"]),
            "-" if record["low"] is None else f"{record['low']:g} to {record['high']:g}",
            _short(record["source"]["en"]),
        ]
        for record in assumptions
    ]
    return table(["tag", "input", "value", "range", "source"], rows)


def _short(value: str | float | Sequence[float]) -> str:
    """Write a value on part of a line; the whole of it is in assumptions.json."""
    text = str(value) if isinstance(value, str | int | float) else " ".join(str(number) for number in value)
    return text if len(text) <= _CELL_CHARACTERS else text[: _CELL_CHARACTERS - 3] + "..."


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:,.4g}"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CliError(f"starts-on = {text}: must be a date, YYYY-MM-DD") from error
