"""The events of a store as an event file, for analytics and for anybody who reads Parquet."""

from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from engine.audit.roster_file import ROSTER_FILE, write_roster_file
from engine.audit.setting import setting_metadata
from engine.core.ladder import NATIONAL_LADDER
from engine.events.parquet import EventWriter
from engine.events.records import Event
from engine.folders import made_folder
from engine.log.reader import open_reader
from engine.service.opening import CODEC
from engine.service.store import Store

EVENTS_FILE: Final = "events.parquet"
_CHUNK: Final = 20_000


class Exported(NamedTuple):
    """What was written."""

    events: int
    seq: int
    """Position in the log up to which it goes; the file numbers its events by themselves."""
    begins_at: int | None
    """When the first event was recorded, microseconds since the epoch; None if there is none."""
    ends_at: int | None
    """When the last one was."""
    head: str
    """Of the file's own chain, 64 hex characters."""


def export(store: Store, out: Path) -> Exported:
    """Write the events of a store's log, and its roster, into a folder.

    Bookings, linked systems and the service's own notes are no events and stay behind.

    Parameters
    ----------
    store
        A service may be writing to it; what is stored when this begins is exported.
    out
        The folder; files of the same names are replaced.

    Raises
    ------
    engine.errors.EngineError
        If the log cannot be read.
    OSError
        If a file cannot be written.
    """
    metadata = {
        "source": "recorded",
        "store_id": store.identity.store_id,
        **setting_metadata(store.roster, store.identity.settings, NATIONAL_LADDER),
    }
    begins_at: int | None = None
    ends_at: int | None = None
    with (
        made_folder(out),
        closing(open_reader(store.log_folder, CODEC)) as log,
        EventWriter(out / EVENTS_FILE, court_province=store.roster.court_province, metadata=metadata) as writer,
    ):
        seq = log.head.seq
        events = (entry for _, entry in log.read(0, seq) if isinstance(entry, Event)) if seq else iter(())
        while chunk := list(islice(events, _CHUNK)):
            writer.append(chunk)
            begins_at = chunk[0].recorded_at if begins_at is None else begins_at
            ends_at = chunk[-1].recorded_at
        write_roster_file(store.roster, out / ROSTER_FILE)
    return Exported(writer.count, seq, begins_at, ends_at, writer.head.hex())
