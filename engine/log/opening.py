"""Opening a log: finding out what the two files are, and letting them hold the same before anything is appended."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.log.copying import CopyWriter
from engine.log.database import Database
from engine.log.errors import FileDamagedError, LogBrokenError, LogFullError, WrongStoreError
from engine.log.files import Files
from engine.log.identity import open_database, store_id_of
from engine.log.log import Head
from engine.log.merkle import MerkleTree
from engine.log.record import START, Place, is_whole
from engine.log.repair import (
    Repair,
    Workshop,
    complete_database,
    rebuild_database,
    repair_copy,
)
from engine.log.segments import Segment, segments
from engine.log.settings import StoreSettings
from engine.log.survey import Survey, survey_start, take_survey
from engine.log.tiles import read_tree, repair_tiles

_ROUNDS_MAX: Final = 5
"""A damaged copy, a database to rebuild or to complete, and a last look: one more means that repairs do not hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A log's parts, ready to be written to."""

    shop: Workshop
    database: Database | None
    """None only if there is a hole."""
    writer: CopyWriter
    tree: MerkleTree
    tile_starts: list[int]
    """Position at which each tile of the tree begins."""
    end: Place
    repairs: tuple[Repair, ...]
    hole: str | None
    """Why nothing can be appended."""

    def close(self) -> None:
        """Give the files back."""
        if self.database is not None:
            self.database.close()
        self.writer.close()


def open_parts(folder: Path, files: Files, settings: StoreSettings) -> Opened:
    """Open a log that is there, repairing whichever file is damaged.

    Raises
    ------
    WrongStoreError
        If the folder holds something else.
    LogDamagedError
        If neither file says which log this is.
    LogBrokenError
        If the disk fails, or repairs do not hold.
    """
    found = segments(folder, files)
    database, kept, fault = open_database(folder, files, exclusive=settings.is_exclusive)
    try:
        store_id = store_id_of(found, kept, fault, files)
        shop = Workshop(folder=folder, files=files, store_id=store_id, settings=settings)
        return _Reconciling(shop, database).open()
    except BaseException:
        if database is not None:
            database.close()
        raise


class _Reconciling:
    """Surveys and repairs in turns, until a survey finds nothing."""

    def __init__(self, shop: Workshop, database: Database | None) -> None:
        self._shop = shop
        self._database = database
        self._is_sound = False
        self._repairs: list[Repair] = []

    def open(self) -> Opened:
        try:
            survey = self._reconcile()
            return self._finish(survey)
        except BaseException:
            if self._database is not None:
                self._database.close()
            raise

    def _reconcile(self) -> Survey:
        for _ in range(_ROUNDS_MAX):
            survey = self._survey()
            if survey.hole or survey.is_clean:
                return survey
            self._repair(survey)
        raise LogBrokenError("repairs of the log do not hold: the disk gives back other than what it was given")

    def _survey(self) -> Survey:
        shop, found = self._shop, segments(self._shop.folder, self._shop.files)
        start = START
        if self._has_all(found):
            start = survey_start(found, self._database, shop.files, verified_bytes=shop.settings.verified_bytes)
        survey = take_survey(found, self._database, shop.files, shop.store_id, start)
        self._check_structure(survey)
        if survey.rebuild and start != START:
            survey = take_survey(found, self._database, shop.files, shop.store_id, START)
            survey.rebuild = survey.rebuild or "its structure is damaged"
        return survey

    def _has_all(self, found: list[Segment]) -> bool:
        """Say whether every segment is there that the database knows of; a lost one may lie before what is surveyed."""
        try:
            known = set[int]() if self._database is None else set(self._database.segments())
        except FileDamagedError:
            return False
        return known <= {segment.first_seq for segment in found}

    def _check_structure(self, survey: Survey) -> None:
        is_suspect = survey.rows_missing is not None or survey.start == START
        if self._database is None or survey.rebuild or self._is_sound or not is_suspect:
            return
        try:
            self._is_sound = self._database.store_id() is not None and self._database.is_sound()
        except FileDamagedError:
            self._is_sound = False
        if not self._is_sound:
            survey.rebuild = "its structure is damaged"

    def _repair(self, survey: Survey) -> None:
        shop = self._shop
        if survey.stretches or survey.strays or survey.records_missing:
            self._repairs += repair_copy(survey, self._database, shop)
            return
        if not survey.rebuild and self._database is not None:
            try:
                self._repairs.append(complete_database(survey, self._database, shop))
            except FileDamagedError as error:
                survey.rebuild = error.reason
            else:
                return
        if self._database is not None:
            self._database.close()
            self._database = None
        self._repairs.append(rebuild_database(survey, shop))
        self._database = shop.open_database(shop.database_path)
        self._is_sound = False

    def _finish(self, survey: Survey) -> Opened:
        shop, database = self._shop, self._database
        writer = CopyWriter(shop.folder, shop.files, shop.store_id, segment_bytes=shop.settings.segment_bytes)
        tree, starts = MerkleTree((), ()), list[int]()
        if database is not None and not survey.hole:
            # What a failed sync left behind may be in the system's cache only: it is written again, to be synced.
            with suppress(LogFullError):  # a full disk must not keep the log from being read
                database.empty_write_ahead_log()
            if survey.tail is not None:
                writer.go_on(survey.tail.segment, survey.tail.end)
                if survey.tail.last is not None:
                    writer.write_again(survey.tail.last)
            database.know_segments([each.first_seq for each in segments(shop.folder, shop.files)])
            repaired = repair_tiles(survey, database)
            self._repairs += [] if repaired is None else [repaired]
            tree, starts = read_tree(database)
            assert len(tree) == survey.end.number, (len(tree), survey.end.number)
        return Opened(
            shop=shop,
            database=database,
            writer=writer,
            tree=tree,
            tile_starts=starts,
            end=survey.end,
            repairs=tuple(self._repairs),
            hole=survey.hole,
        )


def check_anchor(opened: Opened, anchor: Head) -> None:
    """Check that a log passes through a head that it had at some time, kept elsewhere.

    Raises
    ------
    WrongStoreError
        If it ends before, or went another way: an older state or another history was put in its place.
    """
    if anchor.seq == 0 or opened.hole or opened.database is None:
        return
    if anchor.seq > opened.end.head.seq:
        raise WrongStoreError(
            f"the log ends at event {opened.end.head.seq}, but event {anchor.seq} had been noted: it is an older state"
        )
    row = next(opened.database.rows(opened.database.start_of(anchor.seq), 1), None)
    if row is None or not is_whole(row) or START.after(row).head != anchor:
        raise WrongStoreError(f"the log has another hash than was noted for event {anchor.seq}: it is another history")
