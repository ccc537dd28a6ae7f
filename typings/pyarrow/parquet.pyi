from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

class FileMetaData:
    num_rows: int
    num_row_groups: int
    metadata: dict[bytes, bytes] | None

class ParquetFile:
    metadata: FileMetaData
    schema_arrow: pa.Schema
    num_row_groups: int
    def __init__(self, source: str | Path, *, memory_map: bool = False, pre_buffer: bool = False) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *args: object) -> None: ...
    def close(self) -> None: ...
    def read(self, columns: Sequence[str] | None = None, use_threads: bool = True) -> pa.Table: ...
    def read_row_group(self, i: int, columns: Sequence[str] | None = None, use_threads: bool = True) -> pa.Table: ...
    def iter_batches(
        self, batch_size: int = 65536, columns: Sequence[str] | None = None, use_threads: bool = True
    ) -> Iterator[pa.RecordBatch]: ...

class ParquetWriter:
    is_open: bool
    def __init__(
        self,
        where: str | Path | Any,
        schema: pa.Schema,
        *,
        compression: str = "snappy",
        compression_level: int | None = None,
        use_dictionary: bool | Sequence[str] = True,
        write_statistics: bool | Sequence[str] = True,
        version: str = "2.6",
        data_page_version: str = "1.0",
        store_schema: bool = True,
        column_encoding: str | Mapping[str, str] | None = None,
        store_decimal_as_integer: bool = False,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *args: object) -> None: ...
    def close(self) -> None: ...
    def add_key_value_metadata(self, key_value_metadata: Mapping[str, str]) -> None: ...
    def write_table(self, table: pa.Table, row_group_size: int | None = None) -> None: ...
    def write_batch(self, batch: pa.RecordBatch, row_group_size: int | None = None) -> None: ...

def read_schema(where: str | Path) -> pa.Schema: ...
def read_metadata(where: str | Path) -> FileMetaData: ...
def read_table(
    source: str | Path,
    *,
    columns: Sequence[str] | None = None,
    use_threads: bool = True,
    memory_map: bool = False,
) -> pa.Table: ...
def write_table(
    table: pa.Table, where: str | Path, row_group_size: int | None = None, *, compression: str = "snappy"
) -> None: ...
