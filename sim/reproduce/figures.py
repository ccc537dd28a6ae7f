"""Hold what a simulation achieved against the published figures: one record a figure, its verdict following from it."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from sim.reproduce.claims import Claims


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One published figure under one reading, and what a simulation made of it."""

    id: str
    """A letter; with a hyphen behind it, another reading of the same figure."""
    preset: str
    """Scenario that was simulated."""
    title: dict[str, str]
    """By language, en and zh; `reading` and `note` likewise."""
    unit: str
    published: float
    achieved: float
    relative_error: float
    """Achieved / published - 1."""
    tolerance: float
    at_most: bool
    """Published as an upper bound: reproduced by anything up to it."""
    reading: dict[str, str]
    note: dict[str, str] | None
    """Denominators and other numbers that belong to it."""
    source: str
    expected: str
    """The verdict that the preset is meant to come to."""
    verdict: str
    """`reproduced` or `contradicts ID`."""


def figures_of(
    claims: Claims, quantities: Mapping[str, float], *, entries: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Figure]:
    """Return one record for each figure that a preset claims and a simulation gave a number for.

    Parameters
    ----------
    claims
        Which figures the preset is held against.
    quantities
        What was achieved, by the names that `published.toml` reads.
    entries
        What was published, by id; by default as `published.toml` has it.

    Returns
    -------
    list[Figure]
        In order of id; every verdict follows from the numbers beside it.

    Examples
    --------
    >>> from sim.reproduce.claims import claims_of
    >>> [figure] = figures_of(claims_of("hotline"), {"calls": 2_400_000.0})
    >>> figure.verdict, round(figure.relative_error, 3)
    ('contradicts o', 0.039)

    """
    known = published_entries() if entries is None else entries
    asked = ((name, known[name]) for name in sorted((*claims.hits, *claims.cannot)))
    return [_figure(name, entry, claims, quantities) for name, entry in asked if entry["quantity"] in quantities]


def missed_figures(figures: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the ids of figures that a preset is meant to reproduce and does not.

    A reading that contradicts another figure is meant to; one that contradicts the figure itself is a miss, unless the
    preset is there to show just that.

    Parameters
    ----------
    figures
        Records as a run's files hold them.

    """
    return [
        figure["id"]
        for figure in figures
        if figure.get("expected", "reproduced") == "reproduced" and figure["verdict"] == f"contradicts {figure['id']}"
    ]


@cache
def published_entries() -> Mapping[str, Mapping[str, Any]]:
    """Return what was published, by id, as `published.toml` has it."""
    text = resources.files("sim.reproduce").joinpath("published.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _figure(name: str, entry: Mapping[str, Any], claims: Claims, quantities: Mapping[str, float]) -> Figure:
    achieved, published = float(quantities[entry["quantity"]]), float(entry["published"])
    error, tolerance, at_most = achieved / published - 1.0, float(entry["tolerance"]), bool(entry.get("at_most"))
    reproduced = error <= tolerance if at_most else abs(error) <= tolerance
    return Figure(
        id=name,
        preset=claims.preset,
        title=entry["title"],
        unit=entry["unit"],
        published=published,
        achieved=achieved,
        relative_error=error,
        tolerance=tolerance,
        at_most=at_most,
        reading=entry["reading"],
        note=_filled(entry.get("note", {}), quantities),
        source=entry["source"],
        expected="reproduced" if name in claims.hits else f"contradicts {claims.cannot[name]}",
        verdict="reproduced" if reproduced else f"contradicts {claims.cannot.get(name, name)}",
    )


def _filled(note: Mapping[str, str], quantities: Mapping[str, float]) -> dict[str, str] | None:
    """Put the numbers into a note; None without a note, or where a number is missing."""
    try:
        return {language: text.format_map(quantities) for language, text in note.items()} or None
    except KeyError:
        return None
