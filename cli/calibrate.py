"""`onestop sim calibrate`: from a log to a scenario, and how far the two differ."""

import time
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from cli.analytics import YearFiles
from cli.errors import CliError
from cli.output import print_json, say, table
from cli.planner_delivery import number, plain
from cli.planner_options import PageLanguage
from cli.progress import progress
from cli.run import Json, ReportLanguage, Seed

if TYPE_CHECKING:
    from sim.calibration.calibrate import Calibration
    from sim.calibration.compare import Comparison
    from sim.calibration.platform import PlatformFit

Cases = Annotated[Path, typer.Argument(help="Log of customers (.csv), or a case table (.parquet).")]
Mapping = Annotated[
    str | None,
    typer.Option(help="What a log's columns mean: a TOML file, or anonymous-bank.", show_default=False),
]
Scenario = Annotated[Path, typer.Option("--out", help="Scenario file to write, .toml.")]
Page = Annotated[Path | None, typer.Option(help="Also write a page, .html.", show_default=False)]
Roster = Annotated[
    Path | None,
    typer.Option(help="Staff: a CSV file with weekday, starts, ends, servers.", show_default=False),
]
Base = Annotated[str, typer.Option(help="Preset that a case table's scenario is laid over.")]
Replications = Annotated[int, typer.Option(min=2, help="Simulated runs of each comparison.")]
Check = Annotated[bool, typer.Option("--check/--no-check", help="Simulate the scenario and compare it with the log.")]


def calibrate(
    cases: Cases,
    *,
    mapping: Mapping = None,
    out: Scenario = Path("scenario.toml"),
    page: Page = None,
    roster: Roster = None,
    base: Base = "national-2020",
    year_files: YearFiles = None,
    replications: Replications = 20,
    seed: Seed = 1,
    check: Check = True,
    lang: PageLanguage = ReportLanguage.EN,
    as_json: Json = False,
) -> None:
    """Fit a scenario to a log, write it, simulate it, and say how far it is from the log.

    A log of customers gives a queue scenario: arrivals, service, patience, staff. A case table gives a scenario of the
    platform; what it cannot tell is left as the base has it. docs/calibration.md says what each fit assumes.

    \b
    Examples:
      onestop sim calibrate calls.csv --mapping calls-mapping.toml --out calls.toml --page calls.html
      onestop sim calibrate runs/one-court-1/cases.parquet --base one-court --out court.toml
    """
    _refuse(cases, out, page)
    if cases.suffix == ".parquet":
        if mapping is not None or roster is not None or page is not None:
            raise CliError(f"cases = {cases}: must be a .csv log for --mapping, --roster and --page")
        _platform(cases, out, base, year_files or (), as_json=as_json)
        return
    if year_files:
        raise CliError(f"cases = {cases}: must be a case table (.parquet) for --year-file")
    if mapping is None:
        raise CliError(f"mapping: must be given for {cases}, which is not a case table (.parquet)")
    if page is not None and not check:
        raise CliError(f"page = {page}: must not be asked for with --no-check")
    _queue(cases, mapping, out, page, roster, replications, seed, check=check, lang=lang, as_json=as_json)


def _refuse(cases: Path, out: Path, page: Path | None) -> None:
    """Refuse what cannot work before anything runs."""
    if not cases.is_file():
        raise CliError(f"cases = {cases}: must be a file")
    for name, path, suffix in (("out", out, ".toml"), ("page", page, ".html")):
        if path is not None and path.suffix != suffix:
            raise CliError(f"{name} = {path}: must end in {suffix}")
        if path is not None and not path.parent.is_dir():
            raise CliError(f"{name} = {path}: must lie in a folder that exists")


def _queue(
    cases: Path,
    mapping: str,
    out: Path,
    page: Path | None,
    roster: Path | None,
    replications: int,
    seed: int,
    *,
    check: bool,
    lang: ReportLanguage,
    as_json: bool,
) -> None:
    from sim.calibration.calibrate import calibrate as calibrate_log
    from sim.calibration.mapping import read_mapping
    from sim.calibration.record import calibration_record

    started = time.perf_counter()
    with progress("simulating what was fitted", quiet=as_json or not check) as show:
        found = calibrate_log(
            cases,
            read_mapping(mapping),
            roster=roster,
            check=check,
            replications=replications,
            seed=seed,
            on_progress=show,
        )
    files = [write_scenario(found.text, out)]
    if page is not None:
        from dashboards.calibration.page import write_calibration

        write_calibration(found, page, language=lang.value)
        files.append(page)
    if as_json:
        wall = {"wall_seconds": round(time.perf_counter() - started, 3), "files": [str(path) for path in files]}
        print_json(cast("dict[str, Any]", plain(calibration_record(found) | wall)))
        return
    say(calibration_lines(found))
    for path in files:
        say(f"written: {path}")


def _platform(cases: Path, out: Path, base: str, year_files: Sequence[Path], *, as_json: bool) -> None:
    from engine.calendar.year_file import read_year_files
    from sim.calibration.platform import fit_platform, platform_record, platform_text
    from sim.scenario.load import load_scenario

    years = tuple(read_year_files(year_files).values())
    fit = fit_platform(cases, base=load_scenario(base), base_name=base, years=years)
    from engine.replacing import replacing

    with replacing(out) as temporary:  # what does not load never gets its name
        temporary.write_text(platform_text(fit), encoding="utf-8", newline="\n")
        load_scenario(str(temporary))
    if as_json:
        print_json(cast("dict[str, Any]", plain(platform_record(fit) | {"files": [str(out)]})))
        return
    say(platform_lines(fit))
    say(f"written: {out}")


def write_scenario(text: str, path: Path) -> Path:
    """Write a scenario so that a file under its name is always a whole one."""
    from engine.replacing import replacing

    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return path


def calibration_lines(found: "Calibration") -> str:
    """Lay a calibration out for a person."""
    fit, log = found.fit, found.log
    lines = [
        (
            f"{found.source}: {log.rows:,} rows, {log.used:,} customers on {len(fit.days)} days, "
            f"{log.at_once.size:,} left without queueing, {sum(log.rejected.values()):,} left out"
        ),
        *(f"  left out: {count:,} {reason}" for reason, count in log.rejected.items()),
        "",
        table(
            ["class", "service law", "KS", "mean patience s", "served"],
            [_fitted(found, n) for n in range(len(fit.classes))],
        ),
        (
            f"day effect {fit.rates.day_variation:.3f}, dispersion {number(fit.rates.dispersion)}, "
            f"bursts {len(fit.rates.bursts)}; staff: {fit.crew.estimator}, at most {int(fit.crew.servers.max())}"
        ),
    ]
    if found.whole is not None:
        lines += ["", comparison_lines("the whole log", found.whole)]
    if found.hold_out is not None:
        lines += ["", comparison_lines("the last days, foretold from the first", found.hold_out)]
    if found.met is not None:
        lines += ["", "tolerance: met" if found.met else "tolerance: missed"]
    return "\n".join(lines)


def comparison_lines(title: str, found: "Comparison") -> str:
    """Lay a comparison out for a person."""
    rows = [
        [
            each.measure,
            number(each.observed),
            number(each.simulated),
            number(each.difference),
            number(each.tolerance) if each.judged else "-",
            ("met" if each.met else "missed") if each.judged else "",
        ]
        for each in found.verdicts
    ]
    stamp = f"{title}: {len(found.days)} days, {found.customers:,} customers, {found.replications} simulated runs"
    return f"{stamp}\n{table(['measure', 'observed', 'simulated', 'difference', 'tolerance', 'verdict'], rows)}"


def _fitted(found: "Calibration", place: int) -> list[str]:
    fit = found.fit
    patience = fit.patience[place].mean_exponential
    return [
        fit.classes[place],
        fit.service[place].chosen.name,
        f"{fit.service[place].chosen.ks:.4f}",
        f"{patience:.1f}" if isfinite(patience) else "-",
        f"{fit.served_share[fit.classes[place]]:.1%}",
    ]


def platform_lines(fit: "PlatformFit") -> str:
    """Lay out what a case table told, and what it did not."""
    lines = [f"{fit.source}: {fit.cases:,} cases filed on {fit.days} days"]
    lines += [f"  learnt: {line}" for line in fit.learnt]
    lines += [f"  left as {fit.base_name} has it: {line}" for line in fit.left]
    return "\n".join(lines)
