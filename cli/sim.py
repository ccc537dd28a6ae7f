"""`onestop sim ...`: the planner's tools."""

import time
from enum import StrEnum
from typing import Annotated

import typer

from cli.calibrate import calibrate
from cli.fairness import fairness
from cli.filings import filings
from cli.output import print_json, say
from cli.parity import parity
from cli.planner_compare import compare
from cli.planner_replicate import replicate
from cli.planner_sensitivity import sensitivity
from cli.planner_staff import staff
from cli.planner_sweep import sweep
from cli.reproduce import reproduce
from cli.run import DEFAULT_SCENARIO, BackendChoice, Changes, Days, Events, Json, Out, Scenario, Seed, StartsOn
from cli.validate import validate

app = typer.Typer(
    help="Simulate: run a scenario, reproduce the published figures, compare policies, print the schema.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command()(reproduce)
app.command()(filings)
app.command()(fairness)
app.command()(parity)
app.command()(compare)
app.command()(replicate)
app.command()(staff)
app.command()(sweep)
app.command()(sensitivity)
app.command()(validate)
app.command()(calibrate)


class Kind(StrEnum):
    """Kinds of scenario."""

    PLATFORM = "platform"
    QUEUE = "queue"
    FILINGS = "filings"


KindOption = Annotated[Kind, typer.Option("--kind", help="Which scenarios: of the platform, of queues, or of filings.")]
Verifiable = Annotated[
    bool,
    typer.Option("--verifiable", help="Draw by keys of the days, which `onestop engine verify` can check."),
]
AgainstSimpy = Annotated[
    bool,
    typer.Option("--against-simpy", help="Time both backends on the first week besides: `speedup_vs_simpy`."),
]
FullLifecycle = Annotated[
    bool,
    typer.Option(
        "--full-lifecycle",
        help="Drive every dispute through the statutory lifecycle, by the SimPy model; see docs/rehearsal.md.",
    ),
]


@app.command(name="run")
def run(
    scenario: Scenario = DEFAULT_SCENARIO,
    *,
    seed: Seed = 1,
    out: Out = None,
    starts_on: StartsOn = None,
    days: Days = None,
    changes: Changes = None,
    backend: BackendChoice = None,
    verifiable: Verifiable = False,
    events: Events = None,
    against_simpy: AgainstSimpy = False,
    full_lifecycle: FullLifecycle = False,
    as_json: Json = False,
) -> None:
    """Simulate a scenario and write its events, cases and measures, without the report.

    \b
    Examples:
      onestop sim run one-court --days 14
      onestop sim run my.toml --seed 3 --json
      onestop sim run one-court --set population.mediators=12,offers.accept_share=0.8
      onestop sim run national-2020 --days 1 --full-lifecycle
      onestop sim run one-court --verifiable && onestop engine verify runs/one-court-1
    """
    from cli.scenario import simulate_into

    started = time.perf_counter()
    with simulate_into(
        scenario,
        seed=seed,
        out=out,
        starts_on=starts_on,
        days=days,
        changes=changes or (),
        backend=backend,
        verifiable=verifiable,
        events=events,
        against_simpy=against_simpy,
        full_lifecycle=full_lifecycle,
        quiet=as_json,
    ) as job:
        summary = job.finish(wall_seconds=time.perf_counter() - started, report=None)
    if as_json:
        print_json(summary)
    else:
        say(job.headlines())
        say(f"folder: {job.out}")


@app.command()
def schema(
    *,
    kind: KindOption = Kind.PLATFORM,
    as_json: Json = True,  # noqa: ARG001 - every command takes --json, and this prints nothing else
) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check TOML.

    \b
    Examples:
      onestop sim schema > scenario.schema.json
      onestop sim schema --kind queue > queue.schema.json
      onestop sim schema --kind filings > filings.schema.json
    """
    if kind is Kind.QUEUE:
        from sim.queueing.schema import queue_json_schema

        print_json(queue_json_schema())
        return
    if kind is Kind.FILINGS:
        from sim.channels.schema import filings_json_schema

        print_json(filings_json_schema())
        return
    from sim.scenario.schema import scenario_json_schema

    print_json(scenario_json_schema())
