"""Options of the commands that measure: which cases, of which period, beside which earlier one, by which groups."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Cases = Annotated[Path, typer.Argument(help="Folder of a run or an import, or a case table (Parquet).")]
YearFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--year-file",
        help="Days off of a year that the working calendar does not know (TOML, see docs/calendar.md); repeatable.",
        show_default=False,
    ),
]
PeriodWords = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="Measure this period: 2025, 2025-H1, 2025-Q1, 2025-03, 2025-03-10, or two of them with .. between, both "
        "included; by default all that was observed.",
        show_default=False,
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        metavar="PERIOD",
        help="Compare with this earlier period; or with the same dates a year earlier, year-before, or with what ends "
        "where the period starts, period-before.",
        show_default=False,
    ),
]
Before = Annotated[
    Path | None,
    typer.Option(help="Cases of the earlier period, where they are in another folder.", show_default=False),
]


class Grouping(StrEnum):
    """What makes a group; see `analytics.groups.COLUMNS`."""

    COURT = "court"
    ORGANISATION = "organisation"
    DISPUTE_TYPE = "dispute_type"
    CHANNEL = "channel"
    ENTRY_ROUTE = "entry_route"


By = Annotated[
    Grouping | None,
    typer.Option("--by", help="Measure group by group instead; see docs/measures.md.", show_default=False),
]
CsvOut = Annotated[Path | None, typer.Option("--csv", help="Also write a flat table here.", show_default=False)]
