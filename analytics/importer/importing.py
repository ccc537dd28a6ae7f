"""Importing: a CSV file and a mapping in, a case table and an account of every row out."""

from pathlib import Path

import duckdb
import msgspec

from analytics.importer.account import summarise
from analytics.importer.case_files import settle_cases, write_case_files
from analytics.importer.errors import NoCasesError, OutputError
from analytics.importer.flags import flag_cases
from analytics.importer.gather import gather_cases
from analytics.importer.mapping import SourceMapping
from analytics.importer.mapping_file import load_mapping
from analytics.importer.observation import find_observation, keep_observed
from analytics.importer.rows_file import Progress, RowCounts, read_rows
from analytics.importer.staging import CASES, FLAGGED, NAMED, REJECTED, SUMMARY, publish, staging_folder
from analytics.importer.summary import ImportSummary
from analytics.session import file_name, session

_ROWS, _REJECTS = "rows.parquet", "rejects.parquet"


def import_cases(source: Path, mapping: Path, out_dir: Path, *, progress: Progress | None = None) -> ImportSummary:
    """Read somebody's CSV into a case table.

    Writes `cases.parquet`, `rejected.csv` (every row that is not in it, with line and reason), `flagged.csv` (the
    cases that are in it and contradict themselves), `names.csv` (the numbers given to courts, organisations and
    mediators) and `import.json` (the summary): all of them or none.

    Parameters
    ----------
    source
        CSV with a header, one row a case or one row an event.
    mapping
        TOML file that says which column is what; see `docs/import.md`.
    out_dir
        Folder of the result; made if need be.
    progress
        Called after every few megabytes with the bytes read and the bytes there are.

    Returns
    -------
    ImportSummary
        What `import.json` holds.

    Raises
    ------
    MappingError
        The mapping is wrong; the message lists all its mistakes.
    SourceFileError
        The source cannot be read as the mapping says.
    NoCasesError
        Not one case came out.
    OutputError
        The result cannot be written. In all four cases an earlier result is untouched.
    """
    checked = load_mapping(mapping)
    with staging_folder(out_dir) as staging:
        try:
            counts = read_rows(source, checked, staging / _ROWS, staging / _REJECTS, progress)
            summary = _build(source.name, checked, staging, counts)
            (staging / SUMMARY).write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")
        except OSError as error:
            raise OutputError(f"{out_dir}: cannot be written to ({error.strerror or error})") from error
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OutputError(f"{out_dir}: cannot be written to ({str(error).partition(chr(10))[0]})") from error
        publish(staging, out_dir, summary.files)
    return summary


def _build(source: str, mapping: SourceMapping, staging: Path, counts: RowCounts) -> ImportSummary:
    rows, rejects = staging / _ROWS, staging / _REJECTS
    with session(rows, rejects, *(staging / name for name in (CASES, REJECTED, FLAGGED, NAMED))) as connection:
        connection.read_parquet(file_name(rows)).create_view("source_rows")
        connection.read_parquet(file_name(rejects)).create("rejects")
        gather_cases(connection, mapping)
        observation = find_observation(connection, mapping, source)
        rows_unfiled = keep_observed(connection, mapping, observation)
        flag_cases(connection)
        settle_cases(connection, observation)
        summary = summarise(connection, source, mapping, observation, counts, rows_unfiled)
        if not summary.cases:
            raise NoCasesError(_nothing_left(summary))
        write_case_files(connection, staging, observation, f"{mapping.name} ({source})")
    return summary


def _nothing_left(summary: ImportSummary) -> str:
    reasons = "; ".join(f"{reason} ({lines} times)" for reason, lines in list(summary.rejected_by_reason.items())[:3])
    return f"{summary.source}: no case is left (rows read: {summary.rows_read}): {reasons}"
