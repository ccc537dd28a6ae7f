"""What a Parquet file says of itself: its columns and its metadata."""

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from analytics.errors import FileError
from analytics.session import file_name

_ARROW_SCHEMA = "ARROW:schema"  # written by pyarrow and polars for themselves; says nothing of the data


def require_columns(
    connection: duckdb.DuckDBPyConnection, file: Path, columns: Collection[str], error: type[FileError]
) -> None:
    """Refuse a file that is missing, is no Parquet file, or lacks a column.

    Parameters
    ----------
    connection
        A session that may read `file`.
    file
        The Parquet file.
    columns
        Names it must have; more are allowed.
    error
        Class of the error to raise.

    Raises
    ------
    FileError
        As the class given, naming every missing column at once.
    """
    if not file.is_file():
        raise error(f"{file}: no such file")
    try:
        described = connection.execute("SELECT name FROM parquet_schema($file)", {"file": file_name(file)}).fetchall()
    except duckdb.Error as reason:
        raise error(f"{file}: not a readable Parquet file ({first_line(reason)})") from reason
    found = {str(name) for (name,) in described}
    missing = sorted(set(columns) - found)
    if missing:
        raise error(f"{file}: missing column{'s' if len(missing) > 1 else ''}: {', '.join(missing)}")


def read_metadata(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, str]:
    """Read the key-value metadata of a Parquet file.

    Parameters
    ----------
    connection
        A session that may read `file`.
    file
        The Parquet file.

    Returns
    -------
    dict of str to str
        The keys their writer chose; those of the Arrow format are left out.
    """
    rows: Sequence[tuple[bytes, bytes]] = connection.execute(
        "SELECT key, value FROM parquet_kv_metadata($file) ORDER BY key", {"file": file_name(file)}
    ).fetchall()
    pairs = {key.decode(): value.decode() for key, value in rows if key.decode() != _ARROW_SCHEMA}
    return dict(sorted(pairs.items()))


def first_line(error: BaseException) -> str:
    r"""Give the first line of an error's text; DuckDB appends the query to it.

    Parameters
    ----------
    error
        Any error.

    Returns
    -------
    str
        Its first line, without blanks around.

    Examples
    --------
    >>> first_line(ValueError("no such table\nLINE 1: ..."))
    'no such table'
    """
    return str(error).strip().partition("\n")[0].strip()
