"""`onestop sim validate`: both simulation backends against exact theory."""

import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import CliError
from cli.output import print_json, say, table
from cli.planner_delivery import number, run_table
from cli.planner_options import PageLanguage, Workers
from cli.progress import progress
from cli.run import Json, ReportLanguage, Seed
from engine.folders import made_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.validation.coverage import Coverage
    from sim.validation.metamorphic import Check
    from sim.validation.score import Score
    from sim.validation.scoreboard import Scoreboard

Only = Annotated[
    list[str] | None,
    typer.Option("--case", help="Only this case or family; repeatable.", show_default=False),
]
Quick = Annotated[bool, typer.Option("--quick", help="A small set of cases, for a first look in 15 seconds.")]
BackendName = Annotated[
    str | None, typer.Option("--backend", help="fast or simpy; by default both.", show_default=False)
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the page and the tables; by default runs/validation-<seed>.", show_default=False),
]


def validate(
    *,
    seed: Seed = 1,
    quick: Quick = False,
    only: Only = None,
    backend: BackendName = None,
    workers: Workers = None,
    out: Out = None,
    lang: PageLanguage = None,
    as_json: Json = False,
) -> None:
    """Hold both backends against exact theory; exit 1 if a measure differs.

    Every case has exact values, computed on the spot. A measure agrees if it lies within four standard errors and, on
    the compiled loop, within 2 per cent. Also: whether intervals cover as often as they say, and whether changes that
    must not change a result do not. A page and tables are written.

    \b
    Examples:
      onestop sim validate --quick
      onestop sim validate --workers 2 --json
      onestop sim validate --case Skills --backend fast
    """
    from sim.validation.catalogue import chosen
    from sim.validation.scoreboard import scoreboard
    from sim.validation.validate import BACKENDS

    started = time.perf_counter()
    if backend is not None and backend not in BACKENDS:
        raise CliError(f"backend = {backend}: must be one of {', '.join(BACKENDS)}")
    folder = Path("runs", f"validation-{seed}") if out is None else out
    cases = chosen(only or [], quick=quick)
    if not cases:
        raise CliError(f"case = {', '.join(only or [])}: must be among the cases of --quick, or be run without it")
    with _made(folder), progress(f"validating {len(cases)} cases", quiet=as_json) as show:
        board = scoreboard(
            cases,
            seed=seed,
            backends=BACKENDS if backend is None else (backend,),
            whole=not only,
            quick=quick,
            workers=workers or 1,
            on_progress=show,
        )
        files = _write(board, folder, (lang or ReportLanguage.EN).value)
    if as_json:
        record = _record(board) | {
            "wall_seconds": round(time.perf_counter() - started, 3),
            "files": [str(path) for path in files],
        }
        print_json(record)
    else:
        say(_lines(board))
        say(f"page: {files[0]}")
    if not board.agrees:
        raise typer.Exit(1)


@contextmanager
def _made(folder: Path) -> Generator[None]:
    """Make the folder before anything runs; of one that was made for nothing, nothing is left."""
    with ExitStack() as made:
        try:
            made.enter_context(made_folder(folder))
        except OSError as error:
            raise CliError(f"out = {folder}: must be a folder that can be made ({error.strerror})") from error
        yield


def _write(board: "Scoreboard", folder: Path, language: str) -> list[Path]:
    """Write the page and the tables, and return where they are."""
    from dashboards.validation.scoreboard import write_scoreboard
    from sim.experiments.tables import write_tables
    from sim.validation.scoreboard import score_tables

    write_scoreboard(board, folder / "scoreboard.html", language=language)
    tables = {**score_tables(board), "run": run_table(_facts(board))}
    written = (write_tables(tables, folder / f"scoreboard.{kind}") for kind in ("csv", "json"))
    return [folder / "scoreboard.html", *(path for paths in written for path in paths)]


def _facts(board: "Scoreboard") -> dict[str, Any]:
    return {
        "agrees": board.agrees,
        "seed": board.seed,
        "measures": len({(score.name, score.measure) for score in board.scores}),
        "scenarios": len({score.name for score in board.scores}),
        "differing": sum(score.verdict == "differs" for score in board.scores),
    }


def _record(board: "Scoreboard") -> dict[str, Any]:
    return _facts(board) | {
        "cases": [_score_record(score) for score in board.scores],
        "coverage": None if board.coverage is None else _coverage_record(board.coverage),
        "metamorphic": [_check_record(check) for check in board.checks],
    }


def _score_record(score: "Score") -> dict[str, Any]:
    return {
        "name": score.name,
        "family": score.family,
        "backend": score.backend,
        "measure": score.measure,
        "exact": score.exact,
        "estimate": score.estimate,
        "interval": [score.low, score.high],
        "z": score.z,
        "relative_error": score.relative_error,
        "replications": score.runs,
        "verdict": score.verdict,
    }


def _coverage_record(found: "Coverage") -> dict[str, Any]:
    return {**vars(found), "inside": found.inside}


def _check_record(check: "Check") -> dict[str, Any]:
    return dict(vars(check))


def _lines(board: "Scoreboard") -> str:
    head = ["case", "backend", "measure", "exact", "estimate", "interval", "z", "error", "verdict"]
    cells = [
        [
            score.name,
            score.backend,
            score.measure,
            number(score.exact),
            number(score.estimate),
            f"{number(score.low)} to {number(score.high)}",
            f"{score.z:+.2f}",
            "-" if score.relative_error is None else f"{score.relative_error:+.2%}",
            score.verdict,
        ]
        for score in board.scores
    ]
    differing = sum(score.verdict == "differs" for score in board.scores)
    lines = [table(head, cells), "", f"{len(board.scores)} comparisons, {differing} differ"]
    if (found := board.coverage) is not None:
        lines.append(
            f"coverage: {found.share:.1%} of {found.repeats} intervals hold the truth, "
            f"{'inside' if found.inside else 'outside'} {found.low:.1%} to {found.high:.1%}"
        )
    lines += [_check_line(board.checks)] if board.checks else []
    return "\n".join(lines)


def _check_line(checks: "Sequence[Check]") -> str:
    failing = [check.name for check in checks if not check.holds]
    return f"metamorphic checks: {len(checks) - len(failing)} of {len(checks)} hold" + (
        f"; not: {', '.join(failing)}" if failing else ""
    )
