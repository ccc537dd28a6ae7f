"""A small import to look at from all sides: text in, tables out."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analytics.importer.importing import import_cases
from analytics.importer.summary import ImportSummary

CASE_MAPPING = """
name = "trial"
layout = "cases"
time_zone = "Europe/Amsterdam"
[columns]
case_id = "id"
filed_at = "filed"
closed_at = "closed"
channel = "channel"
"""

CASE_HEADER = "id,filed,closed,channel"

EVENT_MAPPING = """
name = "trial"
layout = "events"
time_zone = "UTC"
[columns]
case_id = "id"
activity = "what"
event_at = "at"
[activities]
filed = ["file"]
accepted = ["take"]
closed = ["end", "stop"]
offered = ["offer"]
declined = ["refuse"]
"""

EVENT_HEADER = "id,what,at"


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What an import left behind."""

    summary: ImportSummary
    folder: Path

    @property
    def cases(self) -> pl.DataFrame:
        return pl.read_parquet(self.folder / "cases.parquet")

    @property
    def rejected(self) -> list[dict[str, str]]:
        return _rows(self.folder / "rejected.csv")

    @property
    def flagged(self) -> list[dict[str, str]]:
        return _rows(self.folder / "flagged.csv")

    @property
    def names(self) -> list[dict[str, str]]:
        return _rows(self.folder / "names.csv")

    @property
    def account(self) -> dict[str, Any]:
        return json.loads((self.folder / "import.json").read_text(encoding="utf-8"))

    def reasons(self) -> dict[int, str]:
        """Line to reason; the last one of a line with several."""
        return {int(row["line"]): row["reason"] for row in self.rejected}

    def ids(self) -> list[str]:
        return self.cases["source_id"].to_list()


def attempt(folder: Path, content: str | bytes, mapping: str = CASE_MAPPING) -> Trial:
    """Import `content` by `mapping` into a folder below `folder`."""
    source, mapping_file = folder / "source.csv", folder / "mapping.toml"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    mapping_file.write_text(mapping, encoding="utf-8")
    out = folder / "out"
    return Trial(summary=import_cases(source, mapping_file, out), folder=out)


def lines(header: str, rows: Sequence[str]) -> str:
    """A CSV file of these lines."""
    return "\n".join([header, *rows]) + "\n"


def hours(series: pl.Series) -> list[str | None]:
    """Instants as short text in UTC."""
    return series.dt.strftime("%Y-%m-%d %H:%M").to_list()


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))
