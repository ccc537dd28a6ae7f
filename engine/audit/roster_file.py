"""The roster snapshot that a log was written with: one Parquet file, and its hash for the log's metadata."""

from hashlib import blake2b
from json import dumps, loads
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from engine.audit.errors import RosterFileError
from engine.core.errors import RosterError
from engine.core.roster import Roster
from engine.replacing import replacing

ROSTER_FILE: Final = "roster.parquet"
"""Name of the file beside the event file."""

_COLUMNS: Final = (
    "mediator_court",
    "capacity",
    "dispute_types",
    "languages",
    "origin",
    "gender",
    "share_milli",
    "rank",
    "attributes",
)
_VACANT: Final = "vacant"
"""Column of a roster with spare places only, so that the files and hashes of all others stay what they were."""
_COURTS: Final = ("court_region", "region_province")
_PERSON: Final = b"onestop roster 1"


def roster_hash(roster: Roster) -> str:
    """Return the hash of everything a roster says, 64 hex characters: what commits a log to its pools.

    Examples
    --------
    >>> from engine.core.example import one_court_roster
    >>> roster_hash(one_court_roster()) == roster_hash(one_court_roster(capacity=2))
    False
    """
    content = blake2b(digest_size=32, person=_PERSON)
    for name in (*_COURTS, *_columns(roster)):
        values = np.ascontiguousarray(getattr(roster, name))
        content.update(f"{name}:{values.dtype.str}:{len(values)};".encode())
        content.update(values.tobytes())
    content.update(dumps(roster.attribute_names).encode())
    return content.hexdigest()


def write_roster_file(roster: Roster, path: Path) -> None:
    """Write a roster snapshot, whole or not at all: a row a mediator, the courts' jurisdictions in the metadata."""
    metadata = {name: dumps(getattr(roster, name).tolist()) for name in _COURTS}
    metadata["attribute_names"] = dumps(roster.attribute_names)
    table = pa.table({name: getattr(roster, name) for name in _columns(roster)})
    with replacing(path) as partial:
        pq.write_table(table.replace_schema_metadata(metadata), partial, compression="zstd")


def read_roster_file(path: Path) -> Roster:
    """Read a roster snapshot back.

    Raises
    ------
    RosterFileError
        If there is no such file, or it is no roster.
    """
    try:
        table = pq.read_table(path)
        metadata = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
        courts = {name: np.array(loads(metadata[name]), np.int32) for name in _COURTS}
        names = (*_COLUMNS, _VACANT) if _VACANT in table.column_names else _COLUMNS
        columns: dict[str, Any] = {name: table.column(name).to_numpy().copy() for name in names}
        return Roster(**courts, **columns, attribute_names=tuple(loads(metadata["attribute_names"])))
    except OSError as error:
        # A file that is not there comes without a reason, as its bare name.
        reason = "must be there" if isinstance(error, FileNotFoundError) else error.strerror or error
        raise RosterFileError(f"roster = {path}: {reason}") from error
    except (pa.ArrowException, KeyError, ValueError, RosterError) as error:
        raise RosterFileError(f"roster = {path}: must be a roster file ({error})") from error


def _columns(roster: Roster) -> tuple[str, ...]:
    return (*_COLUMNS, _VACANT) if roster.vacant.any() else _COLUMNS
