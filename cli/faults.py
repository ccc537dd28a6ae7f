"""`onestop load faults`: a service is killed under load, again and again, and judged by its client's notes."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import print_json, say
from cli.progress import progress
from cli.run import Json, Seed

BROKEN = 3
"""Exit code when a law was broken, as for an objective that was missed."""
Kills = Annotated[int, typer.Option(min=1, help="How often the service is killed.")]
KeptIn = Annotated[
    Path | None, typer.Option("--folder", help="Keep the store here; must not be there yet.", show_default=False)
]


def faults(*, kills: Kills = 20, seed: Seed = 1, folder: KeptIn = None, as_json: Json = False) -> None:
    """Kill a service at random moments under load, start it again, and check that nothing it acknowledged was lost.

    The service is the one of `engine serve` without its web surface, over a small town. The checker follows the log by
    itself and believes only what the client wrote down. Ends with 3 if a law is broken.

    \b
    Examples:
      onestop load faults
      onestop load faults --kills 200 --seed 7 --json
    """
    from tempfile import TemporaryDirectory

    import msgspec

    from loadtests.faults.programme import run_programme

    with TemporaryDirectory(prefix="onestop-faults-") as scratch, progress("faults", quiet=as_json) as show:
        place = Path(scratch, "store") if folder is None else folder
        report = run_programme(place, kills=kills, seed=seed, on_progress=show)
    if as_json:
        print_json({**msgspec.to_builtins(report), "held": not report.broken})
    else:
        say(f"{report.kills} kills, {report.groups:,} groups asked, {report.acknowledged:,} acknowledged")
        say(f"{report.became_unknown:,} left without an answer, every one settled by asking again")
        say(f"{report.linked:,} requests answered by linked systems, over connections that the kills cut")
        say(f"{report.spoilt:,} answers of theirs came slowly, cut off or garbled")
        say(f"{report.entries:,} entries in the log at the end")
        for what in report.broken:
            say(f"broken: {what}")
        if not report.broken:
            say("every law holds: nothing acknowledged was lost, nothing was done twice")
    if report.broken:
        raise typer.Exit(BROKEN)
