"""Which preset is held against which published figures: `presets.toml` as records."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec

BY_READING: Final = ("hours",)
"""Readings of the off-hours share under which a preset has claims of its own."""


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What a preset is meant to show."""

    preset: str
    evidence: tuple[str, ...] = ()
    """How it comes to its numbers: "week", "count", "filings", "hotline"; nothing: not by this package."""
    hits: tuple[str, ...] = ()
    """Figures that it reproduces."""
    cannot: dict[str, str] = {}
    """Readings that it contradicts, each with the figure that does not hold together with it."""
    why: dict[str, str] = {}
    """What it cannot do, in words, by language."""


def claims_of(preset: str, *, reading: str = "days") -> Claims:
    """Return a preset's claims; none, if no published figure speaks of it.

    Parameters
    ----------
    preset
        Name of a scenario.
    reading
        How the published off-hours share is read, see `sim.channels.scenario.OffHours`.

    Examples
    --------
    >>> claims_of("hotline").hits, claims_of("one-court").hits
    (('o',), ())

    """
    entry = _tables().get(preset, {})
    own = {**entry, **entry.get(reading, {})} if reading in BY_READING else entry
    known = {key: value for key, value in own.items() if key not in BY_READING}
    return msgspec.convert({"preset": preset, **known}, Claims)


def claiming_presets() -> list[str]:
    """List the presets of which published figures speak, in the order of the file.

    Examples
    --------
    >>> claiming_presets()[0]
    'national-2020'

    """
    return list(_tables())


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files("sim.reproduce").joinpath("presets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
