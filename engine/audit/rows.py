"""Rows of a file that nobody vouches for: looked through before compiled code may trust their offsets and codes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from engine.events.file_access import as_file_error, row_groups


def checked_rows(path: Path) -> Iterator[pa.RecordBatch]:
    """Read a file's rows in order, as `row_groups` does, each text and each code within its bounds.

    Raises
    ------
    EventFileError
        If there is no such file, it is no event file, or something in it points outside.
    """
    with as_file_error(path):
        for rows in row_groups(path):
            cast("Any", rows).validate(full=True)
            yield rows
