"""The events of a store as an event file, for analytics and for anybody who reads Parquet."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from shutil import copyfile
from typing import Final, NamedTuple

from engine.audit.roster_file import ROSTER_FILE, write_roster_file
from engine.audit.setting import setting_metadata
from engine.events.calendar_events import ClockMoved, YearLoaded
from engine.events.moves import DisputeOpened, Moved
from engine.events.parquet import EventWriter
from engine.events.records import Event
from engine.events.track import Track
from engine.folders import made_folder, make_durable
from engine.log.reader import open_reader
from engine.registry.doors import door_of
from engine.replacing import clear_partials, replacing
from engine.service.errors import StandingError
from engine.service.opening import CODEC
from engine.service.store import Store, is_store

EVENTS_FILE: Final = "events.parquet"
NAME_FILES: Final = ("courts.parquet", "source_ids.parquet")
"""What a store's courts, organisations and mediators are called, for people; a store has them or not."""
_CHUNK: Final = 20_000
_OF_RULES: Final = (DisputeOpened, Moved, ClockMoved, YearLoaded)
"""What no desk records."""


class Exported(NamedTuple):
    """What was written."""

    events: int
    """In the first file."""
    seq: int
    """Position in the log up to which it goes; the file numbers its events by themselves."""
    begins_at: int | None
    """When the first event was recorded, microseconds since the epoch; None if there is none."""
    ends_at: int | None
    """When the last one was."""
    head: str
    """Of the first file's own chain, 64 hex characters."""
    doors: Mapping[str, int]
    """Events in the folders of other doors, by the door's name; nothing where the store has one roster."""


def export(store: Store, out: Path, *, derived: Sequence[str] = ()) -> Exported:
    """Write the events of a store's log, and its rosters, into a folder.

    What the desks of other doors have assigned lies in a folder each, `evaluation` for one, with the roster it was
    drawn from: those are read as the first is. The steps of the rules are in the first, of every door. Bookings, linked
    systems and the service's own notes are no events and stay behind.

    Parameters
    ----------
    store
        A service may be writing to it; what is stored when this begins is exported.
    out
        The folder; files of the same names are replaced, and of an earlier export nothing is left that would be taken
        for a part of this one, even if the process ends between two files.
    derived
        Names of files in `out` that somebody makes from the events afterwards, and has made of an earlier export's.

    Raises
    ------
    engine.errors.EngineError
        If the log cannot be read, or `out` is a store, whose roster would be replaced.
    OSError
        If a file cannot be written.
    """
    if is_store(out):
        raise StandingError(f"out = {out}: must be a folder of its own; it is a store")
    with made_folder(out), ExitStack() as files:
        log = files.enter_context(closing(open_reader(store.log_folder, CODEC)))
        of_doors: dict[Track, EventWriter] = {}
        for track in store.doors:
            files.enter_context(made_folder(_folder(out, track)))
            clear_partials(_folder(out, track))
            of_doors[track] = files.enter_context(_writer(store, track, out))
        whole, others = of_doors[Track.MEDIATION], [track for track in of_doors if track is not Track.MEDIATION]
        seq, span = log.head.seq, _Span()
        events = (entry for _, entry in log.read(0, seq) if isinstance(entry, Event)) if seq else iter(())
        while chunk := list(islice(events, _CHUNK)):
            span.take(chunk)
            for track, writer in of_doors.items():
                own = [event for event in chunk if _file_of(event, of_doors) is track] if others else chunk
                writer.append(own)
        _withdraw(out, derived, of_doors)
        for track, door in store.doors.items():
            write_roster_file(door.roster, _folder(out, track) / ROSTER_FILE)
        _copy_names(store.folder, out)
    counts = {track.value: of_doors[track].count for track in others}
    return Exported(whole.count, seq, span.begins_at, span.ends_at, whole.head.hex(), counts)


def _withdraw(out: Path, derived: Iterable[str], replaced: Collection[Track]) -> None:
    """Take away what would be a part of two exports, before the first file of an earlier one is replaced.

    A single file of events is replaced at once; of several the first is missing until the others are there.
    """
    for name in (*derived, *NAME_FILES):
        (out / name).unlink(missing_ok=True)
    for track in Track:
        if track not in replaced or (track is Track.MEDIATION and len(replaced) > 1):
            (_folder(out, track) / EVENTS_FILE).unlink(missing_ok=True)
    make_durable(out)


def _copy_names(folder: Path, out: Path) -> None:
    for name in NAME_FILES:
        if (folder / name).is_file():
            with replacing(out / name) as temporary:
                copyfile(folder / name, temporary)


class _Span:
    """From when to when events were recorded."""

    def __init__(self) -> None:
        self.begins_at: int | None = None
        self.ends_at: int | None = None

    def take(self, events: Sequence[Event]) -> None:
        """Take note of events, of which there is one at least."""
        self.begins_at = events[0].recorded_at if self.begins_at is None else self.begins_at
        self.ends_at = events[-1].recorded_at


def _folder(out: Path, track: Track) -> Path:
    return out if track is Track.MEDIATION else out / track.value


def _writer(store: Store, track: Track, out: Path) -> EventWriter:
    roster = store.doors[track].roster
    metadata = {
        "source": "recorded",
        "store_id": store.identity.store_id,
        **setting_metadata(roster, store.identity.settings, door_of(track).ladder),
    }
    return EventWriter(_folder(out, track) / EVENTS_FILE, court_province=roster.court_province, metadata=metadata)


def _file_of(event: Event, desks: Container[Track]) -> Track:
    """Return in which door's file an event stands: an audit follows one core, so each desk has a file of its own."""
    return event.track if event.track in desks and not isinstance(event, _OF_RULES) else Track.MEDIATION
