"""Making two files hold the same log again.

The copy comes first: a damaged segment is written aside and takes its name when it is whole, so what was found stays
until then. Only when the copy has everything is a damaged database replaced. A power cut at any moment of this leaves
a log that the next opening repairs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from engine.log.copying import CopyWriter
from engine.log.database import Database
from engine.log.errors import LogBrokenError
from engine.log.files import Files
from engine.log.merge import Copies, Rows, merged
from engine.log.merkle import TileMaker
from engine.log.record import START, Place, Record
from engine.log.segments import DAMAGED, Segment, segments
from engine.log.settings import StoreSettings
from engine.log.survey import Stretch, Survey

DATABASE_NAME: Final = "log.sqlite"
NEW: Final = ".new"
"""Ending of a database that is still being made; whoever opens the log removes it."""
_BYTES_PER_TRANSACTION: Final = 32 * 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """Something that was put right when the log was opened."""

    part: Literal["database", "copy", "tree"]
    """Which part was at fault; the other repaired it."""
    file: str
    """Its name in the log's folder."""
    from_seq: int
    """First position written anew, or lost with what was removed."""
    reason: str
    """What was wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workshop:
    """What a repair works with."""

    folder: Path
    files: Files
    store_id: bytes
    settings: StoreSettings

    @property
    def database_path(self) -> Path:
        """Where the database lies."""
        return self.folder / DATABASE_NAME

    def open_database(self, path: Path, *, is_new: bool = False) -> Database:
        """Open a database of the folder."""
        return Database(path, vfs=self.files.vfs, exclusive=self.settings.is_exclusive, is_new=is_new)

    def merged(
        self, database: Database | None, found: Sequence[Segment], place: Place, until_seq: int
    ) -> Iterator[Record]:
        """Yield the batches from a place to a position, from whichever file has them.

        Raises
        ------
        LogBrokenError
            If not all of them come, though a survey found them. At the end, before anything is made of them.
        """
        # The segment that a place lies in may begin before it.
        passed = [number for number, each in enumerate(found) if each.first_seq <= place.head.seq + 1]
        reached = found[passed[-1] :] if passed else found
        both = merged(Rows(database, place.head.seq + 1), Copies(reached, self.files, self.store_id), place)
        while place.head.seq + 1 < until_seq:
            each = next(both, None)
            if each is None:
                raise LogBrokenError(f"event {place.head.seq + 1} could be read before, and now it cannot")
            place = each.after
            yield each.record

    def set_aside(self, path: Path, ending: str = "") -> None:
        """Take the name from a file that is replaced, and keep the file."""
        if path.name + ending in self.files.names(self.folder):
            self.files.rename(path.with_name(path.name + ending), path.with_name(path.name + DAMAGED + ending))


def repair_copy(survey: Survey, database: Database | None, shop: Workshop) -> list[Repair]:
    """Write what the copy lacks, and remove from it what is not of the log."""
    found = segments(shop.folder, shop.files)
    done = [repair for stretch in survey.stretches for repair in _replace(stretch, database, found, shop)]
    for segment in survey.strays:
        shop.set_aside(segment.path)
        done.append(_copy_repair(segment.path, segment.first_seq, "it holds nothing of the log"))
    if survey.strays:
        shop.files.sync_folder(shop.folder)
    if survey.records_missing is not None and survey.tail is not None:
        place, tail = survey.records_missing, survey.tail
        writer = _writer(shop)
        writer.go_on(tail.segment, tail.end)
        _write_all(writer, shop.merged(database, found, place, survey.end.head.seq + 1), place)
        done.append(_copy_repair(tail.segment.path, place.head.seq + 1, "it ended early"))
    return done


def _replace(stretch: Stretch, database: Database | None, found: Sequence[Segment], shop: Workshop) -> Iterator[Repair]:
    records = shop.merged(database, found, stretch.place, stretch.until_seq)
    writer = _writer(shop, is_aside=True)
    _write_all(writer, records, stretch.place)
    yield _copy_repair(writer.named[-1], stretch.place.head.seq + 1, "a segment is damaged or lost")
    if stretch.segment is not None and stretch.segment.path not in writer.named:
        shop.set_aside(stretch.segment.path)
        shop.files.sync_folder(shop.folder)


def _writer(shop: Workshop, *, is_aside: bool = False) -> CopyWriter:
    return CopyWriter(
        shop.folder, shop.files, shop.store_id, segment_bytes=shop.settings.segment_bytes, is_aside=is_aside
    )


def _write_all(writer: CopyWriter, records: Iterable[Record], place: Place) -> None:
    for record in records:
        writer.write(record, place)
        writer.keep()
        place = place.after(record)
    writer.finish()


def _copy_repair(path: Path, from_seq: int, reason: str) -> Repair:
    return Repair(part="copy", file=path.name, from_seq=from_seq, reason=reason)


def complete_database(survey: Survey, database: Database, shop: Workshop) -> Repair:
    """Write the batches that the database lacks at its end."""
    assert survey.rows_missing is not None
    place = survey.rows_missing
    found = segments(shop.folder, shop.files)
    _insert_all(database, shop.merged(database, found, place, survey.end.head.seq + 1))
    return Repair(part="database", file=DATABASE_NAME, from_seq=place.head.seq + 1, reason="it ended early")


def _insert_all(database: Database, records: Iterable[Record], tiles: TileMaker | None = None) -> None:
    database.begin()
    size = 0
    for record in records:
        database.insert(record)
        tile = tiles.add(record.hash, record.first_seq) if tiles is not None else None
        if tile is not None:
            database.put_tile(*tile)
        size += len(record.body)
        if size > _BYTES_PER_TRANSACTION:
            database.commit()
            database.checkpoint()
            database.begin()
            size = 0
    database.commit()


def build_database(shop: Workshop, records: Iterable[Record]) -> None:
    """Make a database aside and give it its name when it is whole.

    The write-ahead log of the old one goes first: SQLite would carry it into whatever has the name.
    """
    path, new = shop.database_path, shop.folder / (DATABASE_NAME + NEW)
    database = shop.open_database(new, is_new=True)
    try:
        database.set_up_new(shop.store_id)
        _insert_all(database, records, TileMaker())
        database.empty_write_ahead_log()
    finally:
        database.close()
    for ending in ("-wal", "-shm"):
        shop.files.remove(new.with_name(new.name + ending))
        shop.set_aside(path, ending)
    shop.files.sync_folder(shop.folder)
    shop.set_aside(path)
    shop.files.rename(new, path)
    shop.files.sync_folder(shop.folder)


def rebuild_database(survey: Survey, shop: Workshop) -> Repair:
    """Make the database anew from the copy, which has been repaired before."""
    found = segments(shop.folder, shop.files)
    build_database(shop, shop.merged(None, found, START, survey.end.head.seq + 1))
    return Repair(part="database", file=DATABASE_NAME, from_seq=1, reason=survey.rebuild or "")
