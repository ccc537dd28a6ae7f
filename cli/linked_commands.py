"""`onestop engine linked ...`: the wire form of linked systems, and simulated ones to try it with."""

from typing import Annotated

import typer

from cli.output import print_json, say
from cli.run import Json

DEFAULT_PORT = 8090
SitePort = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 for any free one.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the latencies.")]

app = typer.Typer(
    help="Linked systems: what is said to them, and simulated ones behind HTTP.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def simulate(*, port: SitePort = DEFAULT_PORT, seed: Seed = 1) -> None:
    """Serve simulated systems over HTTP on this machine, to try a service that is linked over a network.

    They take their time as the shipped settings say, do the work of a key once, and forget everything when they end.

    \b
    Examples:
      onestop engine linked simulate
      ONESTOP_LINKED_CASE_HANDLING_URL=http://127.0.0.1:8090/case_handling onestop engine serve
    """
    import sys
    import time
    from threading import Event

    from engine.linked.settings_text import shipped_settings
    from engine.linked.simulator.site import SimulatedSite
    from engine.linked.simulator.systems import simulated_systems
    from engine.linked.simulator.words import mixed_key_words
    from engine.linked.words import System

    settings = shipped_settings()
    site = SimulatedSite(
        lambda: simulated_systems(settings, mixed_key_words(seed)),
        lambda: time.time_ns() // 1_000,
        time.sleep,
        port=port,
    )
    site.start()
    say("simulated systems, until Ctrl-C:")
    for system in System:
        say(f"  ONESTOP_LINKED_{system.value.upper()}_URL={site.url(system)}")
    sys.stdout.flush()
    try:
        Event().wait()
    finally:
        site.stop()


@app.command()
def schema(
    *,
    as_json: Json = True,  # noqa: ARG001 - every command takes --json, and this prints nothing else
) -> None:
    """Print the JSON Schema of every request and answer, for whoever builds the other side.

    \b
    Examples:
      onestop engine linked schema > linked.schema.json
    """
    from engine.linked.network.forms import wire_schema

    print_json(wire_schema())
