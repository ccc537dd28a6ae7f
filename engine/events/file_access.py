"""Opening event files: to be written beside their name until they are whole, and to be read a row group at a time."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from engine.events.errors import EventFileError
from engine.events.rows import conform
from engine.events.schema import ROW_SCHEMA, WORDS
from engine.replacing import replaced_file

ROWS_PER_GROUP = 65_536
"""Rows kept before they are written. Readers skip and share out work by group, so smaller ones cost them; larger ones
cost the writer memory."""

_COMPRESSION_LEVEL = 1  # of zstd: half the size of snappy in the same time, and higher levels save little more


@contextmanager
def partial_parquet(path: Path, metadata: Mapping[str, str]) -> Generator[pq.ParquetWriter]:
    """Open a file to write, which gets its name when the block ends without an error.

    Raises
    ------
    EventFileError
        If the path is a folder.
    """
    if path.is_dir():
        raise EventFileError(path, "is a folder")
    with replaced_file(path) as file:
        parquet = pq.ParquetWriter(
            file,
            ROW_SCHEMA.with_metadata(metadata),
            compression="zstd",
            compression_level=_COMPRESSION_LEVEL,
            use_dictionary=list(WORDS),
        )
        try:
            yield parquet
            parquet.close()
        except BaseException:
            # It wants to write its footer, which nobody will read and which a full disk refuses once more.
            with suppress(OSError, pa.ArrowException):
                parquet.close()
            raise


@contextmanager
def as_file_error(path: Path) -> Generator[None]:
    """Turn what the system and Arrow raise in the block into an `EventFileError` that names the file."""
    try:
        yield
    except OSError as error:
        raise EventFileError(path, error.strerror or str(error)) from error
    except (pa.ArrowException, ValueError) as error:
        raise EventFileError(path, str(error)) from error


def row_groups(path: Path) -> Iterator[pa.RecordBatch]:
    """Read a file's rows in order, with the columns of `ROW_SCHEMA`.

    Raises
    ------
    EventFileError
        If there is no such file, or it is no event file.
    """
    with as_file_error(path), pq.ParquetFile(path) as file:
        for rows in file.iter_batches(ROWS_PER_GROUP):
            yield conform(rows)
