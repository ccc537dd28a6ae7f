"""`onestop sim reproduce`: every published figure beside what a simulation achieves, preset by preset."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import CliError
from cli.output import print_json, say
from cli.progress import progress
from cli.run import Json

if TYPE_CHECKING:
    from sim.reproduce.claims import Claims


class OffHours(StrEnum):
    """Readings of the published share of filings in non-working time."""

    DAYS = "days"
    HOURS = "hours"


Presets = Annotated[
    list[str] | None, typer.Argument(help="Presets, instead of all of which a figure speaks.", show_default=False)
]
RunFolder = Annotated[
    Path | None,
    typer.Option("--run", help="Folder of an earlier run, instead of new simulations.", show_default=False),
]
OwnSeed = Annotated[
    int | None,
    typer.Option("--seed", min=0, max=2**63 - 1, help="Key of every random number, by default 1.", show_default=False),
]
Reading = Annotated[
    OffHours | None,
    typer.Option(
        "--off-hours",
        help="Read the published tenth as filings on days off, as by default, or as all off-hours.",
        show_default=False,
    ),
]


def reproduce(
    presets: Presets = None,
    *,
    seed: OwnSeed = None,
    run_folder: RunFolder = None,
    off_hours: Reading = None,
    as_json: Json = False,
) -> None:
    """Hold every preset against the published figures it speaks to; exit 1 if one misses a figure it is meant to hit.

    \b
    Examples:
      onestop sim reproduce
      onestop sim reproduce hotline court-filings-2020 --off-hours hours
      onestop sim reproduce --run runs/national-2020-1 --json
    """
    from sim.reproduce.figures import missed_figures

    if run_folder is not None:
        _refuse_with_run(presets, seed, off_hours)
        figures = _of_a_run(run_folder, as_json=as_json)
    else:
        names = _checked(presets)
        if off_hours is not None:
            _check_read(names, off_hours)
        reading = (off_hours or OffHours.DAYS).value
        figures = _of_presets(names, seed=1 if seed is None else seed, reading=reading, as_json=as_json)
    if missed_figures(figures):
        raise typer.Exit(1)


def _refuse_with_run(presets: Sequence[str] | None, seed: int | None, off_hours: OffHours | None) -> None:
    """Refuse what an earlier run, whose figures are stored, would not look at."""
    given = {"preset": presets[0] if presets else None, "seed": seed, "off-hours": off_hours}
    for name, value in given.items():
        if value is not None:
            raise CliError(f"{name} = {value}: must be left out with --run, whose figures were made before")


def _check_read(names: Sequence[str], off_hours: OffHours) -> None:
    """Refuse a reading that none of the presets hangs on."""
    from sim.channels.load import filings_names

    readable = filings_names()
    if not set(names) & set(readable):
        raise CliError(f"off-hours = {off_hours}: must be asked of {', '.join(readable)}")


def _of_a_run(folder: Path, *, as_json: bool) -> list[dict[str, Any]]:
    """Print the figures that a run stored when it was made."""
    from cli.scenario import figures_table
    from sim.run import read_summary

    summary = read_summary(folder)
    figures = summary.get("figures", [])
    if as_json:
        print_json({key: summary.get(key) for key in ("scenario", "backend", "seed", "figures")})
    elif not figures:
        say(f"no published figure speaks of {summary.get('scenario', folder)}")
    else:
        say(figures_table(figures))
    return figures


def _of_presets(names: Sequence[str], *, seed: int, reading: str, as_json: bool) -> list[dict[str, Any]]:
    """Simulate presets and print their figures."""
    from sim.reproduce.claims import claims_of

    asked = [claims_of(name, reading=reading) for name in names]
    started = time.perf_counter()
    found = _simulated(asked, seed=seed, reading=reading, quiet=as_json)
    figures = sorted((figure for made in found.values() for figure in made), key=lambda figure: figure["id"])
    if as_json:
        print_json(
            {
                "seed": seed,
                "off_hours_reading": reading,
                "wall_seconds": round(time.perf_counter() - started, 3),
                "presets": [_summary(claims, found[claims.preset]) for claims in asked],
                "figures": figures,
            }
        )
    else:
        say("\n\n".join(_lines(claims, found[claims.preset]) for claims in asked))
    return figures


def _checked(names: Sequence[str] | None) -> list[str]:
    """Return the presets asked for, by default all that this command simulates."""
    from sim.channels.load import filings_names
    from sim.queueing.load import queue_names
    from sim.reproduce.claims import claiming_presets, claims_of
    from sim.scenario.load import preset_names

    if not names:
        return [name for name in claiming_presets() if claims_of(name).evidence]
    known = {*preset_names(), *queue_names(), *filings_names()}
    for name in names:
        if name not in known:
            raise CliError(f"preset = {name}: must be one of {', '.join(claiming_presets())}")
    return list(dict.fromkeys(names))


def _simulated(asked: Sequence["Claims"], *, seed: int, reading: str, quiet: bool) -> dict[str, list[dict[str, Any]]]:
    """Return the figures of each preset, as plain data."""
    import msgspec

    from engine.calendar.calendar import WorkCalendar
    from sim.reproduce.evidence import Setting, preset_figures

    found: dict[str, list[dict[str, Any]]] = {}
    with (
        tempfile.TemporaryDirectory() as scratch,
        progress("simulating what was published", quiet=quiet) as show,
    ):
        setting = Setting(seed, WorkCalendar.china(), Path(scratch), reading)
        for number, claims in enumerate(asked, 1):
            found[claims.preset] = msgspec.to_builtins(preset_figures(claims, setting))
            if show is not None:
                show(number / len(asked))
    return found


def _summary(claims: "Claims", figures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a preset claims, and what it missed."""
    from sim.reproduce.figures import missed_figures

    return {
        "preset": claims.preset,
        "hits": sorted(claims.hits),
        "cannot": claims.cannot,
        "why": claims.why,
        "missed": missed_figures(figures),
    }


def _lines(claims: "Claims", figures: list[dict[str, Any]]) -> str:
    """Lay out a preset: what it hits, what it cannot, its figures and their notes."""
    from cli.scenario import figures_table

    if not claims.hits:
        return f"{claims.preset}: no published figure speaks of it"
    cannot = ", ".join(f"{name} (against {rival})" for name, rival in sorted(claims.cannot.items()))
    lines = [
        f"{claims.preset}: hits {', '.join(sorted(claims.hits))}; cannot {cannot or 'nothing it is held against'}",
        claims.why["en"],
    ]
    if not figures:
        return "\n".join([*lines, f"onestop run {claims.preset} shows its figures"])
    notes = dict.fromkeys(f"{figure['id']}: {figure['note']['en']}" for figure in figures if figure["note"])
    return "\n".join([*lines, figures_table(figures), *notes])
