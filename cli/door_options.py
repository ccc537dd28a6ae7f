"""Options of the commands that make a store: who is on the rosters of the other doors."""

from pathlib import Path
from typing import Annotated

import typer

from engine.events.track import Track

Experts = Annotated[
    Path | None,
    typer.Option(help="Your experts for evaluation, CSV with the columns of mediators.", show_default=False),
]
Arbitrators = Annotated[Path | None, typer.Option(help="Your arbitrators, CSV.", show_default=False)]
Judges = Annotated[
    Path | None,
    typer.Option(help="Your judges, CSV: for lawsuits, confirmation and preservation.", show_default=False),
]


def people_files(experts: Path | None, arbitrators: Path | None, judges: Path | None) -> dict[Track, Path]:
    """Return the files that were named, by door; see `cli.store.OPTION_OF`.

    Judges are on a roster of each door of a court, with one number at all of them: a diary knows a judge by it.
    """
    named = {
        Track.EVALUATION: experts,
        Track.ARBITRATION: arbitrators,
        Track.LITIGATION: judges,
        Track.CONFIRMATION: judges,
        Track.PRESERVATION: judges,
    }
    return {track: path for track, path in named.items() if path is not None}
