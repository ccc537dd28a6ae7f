"""Gather what a report is made of: measures, what a run or an import says of itself, and an earlier period."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from analytics.errors import CaseTableError
from analytics.groups import Grouping, groups_in
from cli.comparisons import Pair, comparison_of, group_comparison_of, pair_of
from cli.measures import case_table, groups_of, measures_of
from cli.periods import Asked

GROUPS_SHOWN = 60
"""Most courts, or types of disputes, of a report's table."""
_COMPARED: Final[tuple[Grouping, ...]] = ("court", "dispute_type")
"""What a report compares group by group."""
_ALL: Final = Asked()
_PARTS: Final = {
    "run": "run.json",
    "published": "published.json",
    "assumptions": "assumptions.json",
    "imported": "import.json",
}


def court_material(place: Path, period: str | None = None) -> dict[str, Any]:
    """Return what each court did, for a report; nothing where there is one court, or more than can be read."""
    if not _can_be_read(case_table(place), "court"):
        return {}
    return {"courts": msgspec.to_builtins(groups_of(place, "court", period))}


def _can_be_read(cases: Path, by: Grouping) -> bool:
    return 1 < groups_in(cases, by) <= GROUPS_SHOWN


def report_material(place: Path, year_files: Sequence[Path] = (), asked: Asked = _ALL) -> dict[str, Any]:
    """Return the measures of a place and, if it is the folder of a run or an import, what that says of itself."""
    folder = place if place.is_dir() else place.parent
    material: dict[str, Any] = {"measures": msgspec.to_builtins(measures_of(place, year_files, asked.period))}
    material |= court_material(place, asked.period)
    if asked.compares:
        material |= _comparison_material(pair_of(place, asked, year_files))
    for part, name in _PARTS.items():
        path = folder / name
        if path.is_file() and (part != "published" or asked.period is None):  # figures are of the whole run
            material[part] = _decoded(path)
    if asked.period is not None:  # what the import left out was outside another period
        material.get("imported", {}).pop("rows_outside_period", None)
    return material


def _comparison_material(pair: Pair) -> dict[str, Any]:
    comparison = comparison_of(pair)
    groups = [group_comparison_of(pair, by, comparison) for by in _COMPARED if _can_be_read(pair.cases, by)]
    return {"comparison": msgspec.to_builtins(comparison), "compared_groups": msgspec.to_builtins(groups)}


def _decoded(path: Path) -> Any:
    try:
        return msgspec.json.decode(path.read_bytes())
    except msgspec.MsgspecError as error:
        raise CaseTableError(f"{path}: must be JSON as a run leaves it ({error})") from error
