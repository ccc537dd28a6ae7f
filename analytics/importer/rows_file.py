"""Reading a whole source file into two Parquet files: its typed rows, and its rejects."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Self

import msgspec
import polars as pl
import pyarrow.parquet as pq

from analytics.importer.errors import SourceFileError
from analytics.importer.header import read_header
from analytics.importer.lines import Block, read_blocks, without_first_line
from analytics.importer.mapping import SourceMapping
from analytics.importer.records import Records, Shape, join_blocks, parse_block
from analytics.importer.rejects import SCHEMA, structural_rejects
from analytics.importer.typed_rows import ROW_SCHEMA, type_rows

Progress = Callable[[int, int], None]
"""Called with the bytes read and the bytes there are."""


class RowCounts(msgspec.Struct, kw_only=True):
    """What was met in a source file."""

    rows_read: int = 0
    """Records, rejected ones included."""
    rows_rejected: int = 0
    """Of those, the ones with a fault."""
    blank_lines: int = 0
    """Empty lines, which are no records."""
    stamps_twice: int = 0
    """Local times that clocks showed twice; the earlier was taken."""


def read_rows(
    source: Path, mapping: SourceMapping, rows: Path, rejects: Path, progress: Progress | None = None
) -> RowCounts:
    """Read a source file; memory does not grow with it.

    Parameters
    ----------
    source
        CSV with a header.
    mapping
        Says how to read it.
    rows
        Parquet file to write the typed rows to, with the columns of `ROW_SCHEMA`.
    rejects
        Parquet file to write the faults to, with the columns of `rejects.SCHEMA`.
    progress
        Told after every block; may be None.

    Returns
    -------
    RowCounts
        What was met.

    Raises
    ------
    SourceFileError
        The file cannot be read, has no header or no rows, or lacks mapped columns.
    """
    counts = RowCounts()
    try:
        stream = source.open("rb")
        total_bytes = source.stat().st_size
    except OSError as error:
        raise SourceFileError(f"{source}: cannot be read ({error.strerror})") from error
    with ExitStack() as open_files:
        open_files.enter_context(stream)
        row_file = open_files.enter_context(_ParquetFile(rows, ROW_SCHEMA))
        reject_file = open_files.enter_context(_ParquetFile(rejects, SCHEMA))
        for records, end_bytes in _records(stream, source, mapping):
            _sort_out(records, mapping, counts, row_file, reject_file)
            if progress:
                progress(end_bytes, total_bytes)
    if not counts.rows_read:
        raise SourceFileError(f"{source.name}: a header and no rows")
    return counts


def _records(stream: BinaryIO, source: Path, mapping: SourceMapping) -> Iterator[tuple[Records, int]]:
    """Yield the records of each block and where it ends in the file."""
    shape: Shape | None = None
    carried: Block | None = None
    end_bytes = 0
    for block in _blocks(stream, source, mapping):
        if shape is None:
            shape = _shape(block, source, mapping)
            block = without_first_line(block)  # noqa: PLW2901 - the rest of the loop is about records
        records = parse_block(join_blocks(carried, block), shape, final=False)
        carried, end_bytes = records.carried, block.end_bytes
        yield records, end_bytes
    if shape is None:
        raise SourceFileError(f"{source.name}: the file is empty")
    if carried is not None:
        yield parse_block(carried, shape, final=True), end_bytes


def _blocks(stream: BinaryIO, source: Path, mapping: SourceMapping) -> Iterator[Block]:
    blocks = read_blocks(stream, mapping.encoding)
    while True:
        try:
            block = next(blocks, None)
        except OSError as error:
            raise SourceFileError(f"{source}: cannot be read ({error.strerror})") from error
        except SourceFileError as error:
            raise SourceFileError(f"{source.name}: {error}") from error
        if block is None:
            return
        yield block


def _shape(block: Block, source: Path, mapping: SourceMapping) -> Shape:
    try:
        return read_header(block, mapping)
    except SourceFileError as error:
        raise SourceFileError(f"{source.name}: {error}") from error


def _sort_out(
    records: Records,
    mapping: SourceMapping,
    counts: RowCounts,
    row_file: "_ParquetFile",
    reject_file: "_ParquetFile",
) -> None:
    typed = type_rows(records.frame, mapping)
    row_file.write(typed.rows)
    reject_file.write(structural_rejects(records.rejects))
    reject_file.write(typed.rejects)
    counts.rows_read += records.frame.height + len(records.rejects)
    counts.rows_rejected += typed.rejected_rows + len(records.rejects)
    counts.blank_lines += records.blank_lines
    counts.stamps_twice += typed.stamps_twice


class _ParquetFile:
    """A Parquet file written frame by frame; whole once the context ends."""

    def __init__(self, path: Path, schema: pl.Schema) -> None:
        empty = pl.DataFrame(schema=schema)
        self._schema = empty.to_arrow(compat_level=pl.CompatLevel.oldest()).schema
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, frame: pl.DataFrame) -> None:
        if frame.height:
            self._writer.write_table(frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(self._schema))
