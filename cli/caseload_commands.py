"""`onestop engine import / export-open`: open cases into a new store, and out of one whose roster changes."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.door_options import Arbitrators, Experts, Judges, people_files
from cli.output import print_json, say
from cli.run import Json
from cli.store import DEFAULT_SCENARIO

if TYPE_CHECKING:
    from engine.service.caseload.taking_over import TakenOver
    from engine.service.records import Predecessor


def import_cases(
    store: Annotated[Path, typer.Argument(help="Folder of the new store; empty or not there.")],
    *,
    cases: Annotated[Path, typer.Option(help="Open cases: NDJSON, or CSV if the name ends with .csv.")],
    courts: Annotated[Path | None, typer.Option(help="Your own courts, CSV.", show_default=False)] = None,
    mediators: Annotated[Path | None, typer.Option(help="Your own mediators, CSV.", show_default=False)] = None,
    experts: Experts = None,
    arbitrators: Arbitrators = None,
    judges: Judges = None,
    scenario: Annotated[
        str, typer.Option(help="Preset or TOML file whose courts and mediators the store is about.")
    ] = DEFAULT_SCENARIO,
    spare_places: Annotated[
        int | None,
        typer.Option(min=0, max=10_000, help="Places each court keeps vacant; see `engine serve`.", show_default=False),
    ] = None,
    continues: Annotated[
        Path | None,
        typer.Option(help="What `export-open` wrote beside the cases: the log that is continued.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a store and take open cases over into it, with their mediators, deadlines and the steps they wait at.

    Every line is checked before any is written; if one is not right, there is no store. Cases that wait look for a
    mediator at once. The numbers that your references got stand in case_numbers.csv of the store.

    \b
    Examples:
      onestop engine import my-store --cases open.csv --courts courts.csv --mediators mediators.csv
      onestop engine import december --cases open.ndjson --continues open.ndjson.continues.json \\
        --courts courts.csv --mediators december.csv
    """
    from importlib.metadata import version

    from cli.linked_systems import unlinked
    from cli.progress import progress
    from cli.store import make
    from engine.service.caseload.aside import made_aside
    from engine.service.caseload.carrying_over import read_predecessor
    from engine.service.caseload.taking_over import take_over
    from engine.service.opening import PlatformFactory

    began, now, people = time.perf_counter(), time.time_ns() // 1_000, people_files(experts, arbitrators, judges)
    predecessor = None if continues is None else read_predecessor(continues)
    with made_aside(store) as aside, progress("taken over", quiet=as_json) as show:
        taken = take_over(
            made := make(aside, scenario, courts, mediators, now=now, spare_places=spare_places, others=people),
            PlatformFactory(made, unlinked()),
            cases,
            at=now,
            release=version("onestop"),
            continues=predecessor,
            on_progress=show or (lambda _: None),
        )
    seconds = round(time.perf_counter() - began, 3)
    if as_json:
        print_json({"store": str(store), **taken._asdict(), "wall_seconds": seconds})
    else:
        _tell(store, taken, predecessor, seconds)


def _tell(store: Path, taken: "TakenOver", predecessor: "Predecessor | None", seconds: float) -> None:
    say(f"{store}: {taken.cases:,} open cases in {seconds:,.1f} s, {taken.offers:,} of those that waited were offered")
    if predecessor is not None:
        say(f"continues position {predecessor.seq:,} of store {predecessor.store_id}, head {predecessor.head}")
    say(f"head {taken.head}")


def export_open(
    store: Annotated[Path, typer.Argument(help="Folder of a store that is not being served, or of a backup.")],
    *,
    out: Annotated[Path, typer.Option(help="File to write: NDJSON, or CSV if the name ends with .csv.")],
    leave_behind: Annotated[
        bool, typer.Option("--leave-behind", help="Go on even if cases of panels cannot be carried over.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the open cases of a store as `import` reads them, so that a running court gets another roster.

    Beside the file two more are written: which log the cases stood in, for `import --continues`, and every case that
    will be otherwise in the new store.

    \b
    Examples:
      onestop engine export-open november --out open.ndjson
    """
    from cli.linked_systems import unlinked
    from engine.service.caseload.carrying_over import carry_over
    from engine.service.opening import PlatformFactory
    from engine.service.store import Store

    opened = Store(store)
    build = PlatformFactory(opened, unlinked())
    carried = carry_over(opened, build, out, leaves_behind=leave_behind)
    before = carried.predecessor
    if as_json:
        summary = {"cases": carried.cases, "changes": carried.changes, "forgotten": carried.forgotten}
        print_json({"out": str(out), **summary, "seq": before.seq, "head": before.head})
        return
    say(f"{out}: {carried.cases:,} open cases as of position {before.seq:,}, head {before.head}")
    for what, count in {**carried.changes, **carried.forgotten}.items():
        say(f"  {count:,}  {what}")
