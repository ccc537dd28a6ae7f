"""The one way to open DuckDB: no network, no clock zone of the machine, no files but those named."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Nothing is spilled: an empty name keeps DuckDB from making a folder in the working directory.
    "temp_directory": "",
}
_INTERRUPTED = "Query interrupted"
"""DuckDB's word for Ctrl-C, which it raises as a RuntimeError."""


@contextmanager
def session(*files: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB connection in memory that can reach `files` and nothing else; close it at the end.

    Times are UTC whatever the machine's zone. Extensions are neither downloaded nor loaded. The settings are
    locked, so that no query can widen them.

    Parameters
    ----------
    *files
        Files it may read or write; a query names them as `file_name` does.

    Yields
    ------
    duckdb.DuckDBPyConnection
        One connection; use it from one thread.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C during a query.

    Examples
    --------
    >>> with session() as connection:
    ...     connection.execute("SELECT current_setting('TimeZone')").fetchall()
    [('UTC',)]
    """
    connection = duckdb.connect(":memory:", config=_CONFIG)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET allowed_paths = $files", {"files": [file_name(file) for file in files]})
        connection.execute("SET enable_external_access = false")
        # Its own progress bar would land on standard output, among the JSON.
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    except RuntimeError as error:
        if str(error).startswith(_INTERRUPTED):
            raise KeyboardInterrupt from error
        raise
    finally:
        connection.close()


def file_name(file: Path) -> str:
    """Give the name by which a session knows a file: absolute and without dots.

    Parameters
    ----------
    file
        The path as the caller has it; relative ones are taken from the working directory.

    Returns
    -------
    str
        The absolute name.

    Examples
    --------
    >>> file_name(Path("/runs/year/../week/cases.parquet"))
    '/runs/week/cases.parquet'
    """
    return os.path.abspath(file)  # noqa: PTH100 - Path.absolute keeps "..", Path.resolve follows links
