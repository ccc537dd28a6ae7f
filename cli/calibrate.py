"""`onestop sim calibrate`: from a log to a scenario, and how far the two differ."""

import time
from collections.abc import Mapping as Options
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.analytics import YearFiles
from cli.calibrate_lines import calibration_lines, platform_lines
from cli.errors import CliError
from cli.output import print_json, say
from cli.planner_options import PageLanguage, page_language
from cli.progress import progress
from cli.run import Json

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
BASE_USUAL = "national-2020"
Base = Annotated[
    str | None,
    typer.Option(
        help=f"Preset that a case table's scenario is laid over, by default {BASE_USUAL}.", show_default=False
    ),
]
REPLICATIONS_USUAL = 20
"""Simulated runs of each comparison where nobody says."""
Replications = Annotated[
    int | None,
    typer.Option(
        min=2, help=f"Simulated runs of each comparison, by default {REPLICATIONS_USUAL}.", show_default=False
    ),
]
OwnSeed = Annotated[
    int | None,
    typer.Option(
        "--seed", min=0, max=2**63 - 1, help="Key of the comparison's random numbers, by default 1.", show_default=False
    ),
]
Check = Annotated[
    bool | None,
    typer.Option(
        "--check/--no-check",
        help="Simulate the scenario and compare it with the log, as by default.",
        show_default=False,
    ),
]


def calibrate(
    cases: Cases,
    *,
    mapping: Mapping = None,
    out: Scenario = Path("scenario.toml"),
    page: Page = None,
    roster: Roster = None,
    base: Base = None,
    year_files: YearFiles = None,
    replications: Replications = None,
    seed: OwnSeed = None,
    check: Check = None,
    lang: PageLanguage = None,
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
        compared = {"replications": replications, "seed": seed, "check": check, "lang": lang}
        _refuse_unused(compared, f"must be left out for {cases}: a case table is fitted, and not simulated")
        _platform(cases, out, base or BASE_USUAL, year_files or (), as_json=as_json)
        return
    if year_files:
        raise CliError(f"cases = {cases}: must be a case table (.parquet) for --year-file")
    if mapping is None:
        raise CliError(f"mapping: must be given for {cases}, which is not a case table (.parquet)")
    _refuse_unused({"base": base}, f"must be left out for {cases}, which is not a case table (.parquet)")
    if check is False:
        _refuse_unused({"page": page}, "must not be asked for with --no-check")
        _refuse_unused({"replications": replications, "seed": seed}, "must be left out with --no-check")
    _queue(
        cases,
        mapping,
        out,
        page,
        roster,
        REPLICATIONS_USUAL if replications is None else replications,
        1 if seed is None else seed,
        check=check is not False,
        language=page_language(lang, [] if page is None else [page]),
        as_json=as_json,
    )


def _refuse_unused(given: Options[str, object], rule: str) -> None:
    """Refuse the first option that was given and that nothing would look at."""
    for name, value in given.items():
        if value is not None:
            raise CliError(f"{name} = {value}: {rule}")


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
    language: str,
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

        write_calibration(found, page, language=language)
        files.append(page)
    if as_json:
        wall = {"wall_seconds": round(time.perf_counter() - started, 3), "files": [str(path) for path in files]}
        print_json(calibration_record(found) | wall)
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
        print_json(platform_record(fit) | {"files": [str(out)]})
        return
    say(platform_lines(fit))
    say(f"written: {out}")


def write_scenario(text: str, path: Path) -> Path:
    """Write a scenario so that a file under its name is always a whole one."""
    from engine.replacing import replacing

    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return path
