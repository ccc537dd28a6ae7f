"""The list of all that was not taken over, written as it grows and sorted at the end."""

from collections.abc import Sequence

import msgspec
import polars as pl

MAX_VALUE_CHARACTERS = 200
"""Of a rejected value or line: enough to find it in the file by its line number."""

SCHEMA = pl.Schema(
    {"line": pl.Int64, "case_id": pl.String, "column": pl.String, "value": pl.String, "reason": pl.String}
)
"""Columns of `rejected.csv`: line of the source file, counted from 1; id of the case in that file, where it could
be read; header of the column, where one is at fault; what stood there; why it was rejected."""


class Reject(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is no record."""

    line: int
    """Counted from 1."""
    value: str
    """The line, or how it begins."""
    reason: str
    """What is wrong with it."""


def structural_rejects(rejects: Sequence[Reject]) -> pl.DataFrame:
    """Give rejected lines the columns of the list.

    Parameters
    ----------
    rejects
        Lines that are no records.

    Returns
    -------
    polars.DataFrame
        With the columns of `SCHEMA`; neither case id nor column.
    """
    return pl.DataFrame(
        {
            "line": [reject.line for reject in rejects],
            "case_id": None,
            "column": None,
            "value": [reject.value[:MAX_VALUE_CHARACTERS] for reject in rejects],
            "reason": [reject.reason for reject in rejects],
        },
        schema=SCHEMA,
    )
