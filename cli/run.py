"""`onestop run`: the main job, from a scenario to a report in the browser."""

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.output import print_json, say

DEFAULT_SCENARIO = "national-2020"
NATIONAL_YEAR = "national-2020-year"
REPORT_FILE = "report.html"


class Backend(StrEnum):
    """What runs the simulation."""

    FAST = "fast"
    SIMPY = "simpy"


class ReportLanguage(StrEnum):
    """Languages of the report."""

    EN = "en"
    ZH = "zh"


PRESETS = (
    "one-court, national-2020, national-2020-year, national-2018-20, national-2022, literal-seed, flat-24x7, "
    "international-commercial"
)
"""Written out, since finding them would load the simulator for a page of help; a test compares."""
Scenario = Annotated[str, typer.Argument(help=f"Preset ({PRESETS}) or TOML file.")]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Key of every random number.")]
Out = Annotated[
    Path | None, typer.Option(help="Folder to write; by default runs/<scenario>-<seed>.", show_default=False)
]
StartsOn = Annotated[
    str | None, typer.Option(help="First simulated day, YYYY-MM-DD, instead of the scenario's.", show_default=False)
]
Days = Annotated[
    int | None, typer.Option(min=1, help="Days to simulate, instead of the scenario's.", show_default=False)
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change the scenario: key=value, several with commas; repeatable.", show_default=False),
]
Language = Annotated[ReportLanguage, typer.Option("--lang", help="Language of the report.")]
BackendChoice = Annotated[
    Backend | None,
    typer.Option(
        "--backend",
        help="What runs the simulation: the compiled loop or the SimPy model; by default the fastest that can.",
        show_default=False,
    ),
]
Events = Annotated[
    bool | None,
    typer.Option(
        "--events/--no-events",
        help="Write every event, or cases only; by default events of windows of at most a month.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def run(
    scenario: Scenario = NATIONAL_YEAR,
    *,
    seed: Seed = 1,
    out: Out = None,
    starts_on: StartsOn = None,
    days: Days = None,
    changes: Changes = None,
    backend: BackendChoice = None,
    events: Events = None,
    lang: Language = ReportLanguage.EN,
    as_json: Json = False,
) -> None:
    """Simulate the platform, measure it, check the published figures, write a report.

    Without a scenario, the nation's whole year 2020. The folder holds every case (Parquet), of shorter windows every
    event too, the measures, the figures, the assumptions used, and report.html, which opens in any browser without a
    network.

    \b
    Examples:
      onestop run
      onestop run national-2020 --days 5
      onestop run one-court --seed 7 --lang zh
      onestop run national-2020 --starts-on 2027-03-01 --set calendar.provisional_until=2027
    """
    from cli.scenario import simulate_into
    from dashboards.report.render import write_report

    started = time.perf_counter()
    with simulate_into(
        scenario,
        seed=seed,
        out=out,
        starts_on=starts_on,
        days=days,
        changes=changes or (),
        backend=backend,
        events=events,
        quiet=as_json,
    ) as job:
        write_report(job.report_material(), job.folder / REPORT_FILE, language=lang.value)
        summary = job.finish(wall_seconds=time.perf_counter() - started, report=REPORT_FILE)
    if as_json:
        print_json(summary)
        return
    say(job.headlines())
    say(f"report: {summary['report']}")
