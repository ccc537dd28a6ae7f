"""What the two files of a log hold, compared batch by batch before anything is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.log.database import Database
from engine.log.errors import FileDamagedError, LogBrokenError, LogDamagedError
from engine.log.files import Files
from engine.log.merge import Copied, Copies, Merged, Rows, merged
from engine.log.merkle import TILE_BATCHES, Tile, TileMaker
from engine.log.record import SEGMENT_HEADER_BYTES, START, Found, Place
from engine.log.segments import Segment, start_of


class Stretch(NamedTuple):
    """Part of the copy that must be written anew."""

    segment: Segment | None
    """What is damaged there; None where a segment is missing altogether."""
    place: Place
    """Where it begins."""
    until_seq: int
    """Position at which the next good segment begins; beyond every position if there is none."""


class Tail(NamedTuple):
    """The segment that is appended to."""

    segment: Segment
    end: int
    """Behind its last record, bytes."""
    last: Found | None


@dataclass
class Survey:
    """What was found. Nothing has been changed."""

    start: Place
    end: Place
    """Behind the last batch that either file has."""
    tiles: list[Tile] = field(default_factory=list[Tile])
    """Those of the Merkle tree that lie between `start` and `end`."""
    rebuild: str | None = None
    """Why the database must be made anew."""
    rows_missing: Place | None = None
    """Where the database ends early."""
    records_missing: Place | None = None
    """Where the copy ends early, its last segment being good."""
    stretches: list[Stretch] = field(default_factory=list[Stretch])
    strays: list[Segment] = field(default_factory=list[Segment])
    """Segments that hold nothing of the log."""
    tail: Tail | None = None
    hole: str | None = None
    """Why the log cannot be repaired."""

    @property
    def is_clean(self) -> bool:
        """Say whether both files hold the same log."""
        found = (self.rebuild, self.rows_missing, self.records_missing, self.stretches, self.strays, self.hole)
        return not any(found)


def survey_start(found: Sequence[Segment], database: Database | None, files: Files, *, verified_bytes: int) -> Place:
    """Return where a survey begins that covers at least the last `verified_bytes` of the copy.

    It is the beginning of a segment whose place the database confirms; else that of the log.
    """
    if database is None:
        return START
    covered = 0
    for segment in reversed(found):
        covered += segment.size
        start = start_of(segment, files) if covered >= verified_bytes and segment is not found[0] else None
        if start is not None and _confirms(database, start.place):
            return start.place
    return START


def _confirms(database: Database, place: Place) -> bool:
    try:
        row = next(database.rows(database.start_of(place.head.seq), 1), None)
    except FileDamagedError:
        return False
    return row is not None and place.after(row) == place


def take_survey(
    found: Sequence[Segment], database: Database | None, files: Files, store_id: bytes, start: Place
) -> Survey:
    """Compare both files from a place on.

    Parameters
    ----------
    found
        The segments of the copy, in order.
    database
        None if it cannot be opened.
    files
        The disk.
    store_id
        Seeds the checksums of the copy.
    start
        `START`, or the beginning of a segment.

    Raises
    ------
    LogBrokenError
        If the disk refuses to read a segment of which the database does not have everything.
    """
    reached = [segment for segment in found if segment.first_seq > start.head.seq]
    rows, copies = Rows(database, start.head.seq + 1), Copies(reached, files, store_id)
    survey = Survey(start=start, end=start)
    surveyor = _Surveyor(survey, reached, files, store_id)
    try:
        for each in merged(rows, copies, start):
            surveyor.meet(each)
    except LogDamagedError as error:
        survey.hole = error.reason
    surveyor.finish()
    last_seq = survey.end.head.seq
    has_more = rows.has_more(last_seq), copies.has_more(last_seq)
    if survey.hole is None and any(has_more):
        survey.hole = f"the batch that starts at event {last_seq + 1} is damaged or lost in database and copy"
    if database is None or rows.is_damaged:
        survey.rebuild = "it cannot be read" if database is None else "its rows are not as written"
    if copies.unreadable and (survey.rebuild or survey.rows_missing):
        # What cannot be read may be read the next time: nobody else has it, so nothing is concluded from it.
        raise LogBrokenError(f"{copies.unreadable[0].path.name} cannot be read, and the database is damaged, too")
    return survey


class _Surveyor:
    """Notes which segment owns each batch, that is the last one to begin before it, and what each lacks."""

    def __init__(self, survey: Survey, found: Sequence[Segment], files: Files, store_id: bytes) -> None:
        self._survey = survey
        self._found = found
        self._files = files
        self._store_id = store_id
        self._owner = -1
        self._owner_start = survey.start
        self._is_owner_bad = not found or found[0].first_seq > survey.start.head.seq + 1
        self._end = SEGMENT_HEADER_BYTES
        self._last: Found | None = None
        self._tiles_from = -(-survey.start.number // TILE_BATCHES)
        self._maker = TileMaker(self._tiles_from)

    def meet(self, each: Merged) -> None:
        survey, place = self._survey, each.before
        self._enter(place)
        if not each.in_database:
            survey.rows_missing = survey.rows_missing or place
        elif survey.rows_missing is not None:
            survey.rebuild = "it lacks batches in its middle"
        self._note_copied(each.copied, place)
        survey.end = each.after
        if each.before.number >= self._tiles_from * TILE_BATCHES:
            tile = self._maker.add(each.record.hash, each.record.first_seq)
            survey.tiles += [] if tile is None else [tile]

    def _note_copied(self, copied: Copied | None, place: Place) -> None:
        survey = self._survey
        if copied is None:
            survey.records_missing = survey.records_missing or place
        elif (
            survey.records_missing is not None
            or not copied.is_contiguous
            or self._owner < 0
            or copied.segment is not self._found[self._owner]
        ):
            self._is_owner_bad = True
        else:
            self._end, self._last = copied.found.end, copied.found

    def _enter(self, place: Place) -> None:
        """Step on to the segment that owns the batch at a place."""
        entered = self._owner
        while entered + 1 < len(self._found) and self._found[entered + 1].first_seq <= place.head.seq + 1:
            entered += 1
            if entered > self._owner + 1:
                self._survey.strays.append(self._found[entered - 1])
        if entered == self._owner:
            return
        if place != self._survey.start:
            self._leave(place.head.seq + 1)
        self._owner, self._owner_start = entered, place
        self._end, self._last = SEGMENT_HEADER_BYTES, None
        start = start_of(self._found[entered], self._files)
        self._is_owner_bad = start is None or start.place != place or start.store_id != self._store_id

    def _leave(self, until_seq: int) -> None:
        """Judge the segment that the batches met so far end with."""
        survey = self._survey
        if self._is_owner_bad or survey.records_missing is not None:
            segment = self._found[self._owner] if self._owner >= 0 else None
            survey.stretches.append(Stretch(segment, self._owner_start, until_seq))
            survey.records_missing = None

    def finish(self) -> None:
        """Judge what the log ends with."""
        survey = self._survey
        rest = self._found[self._owner + 1 :]
        if rest and survey.hole is None and self._begins_at_end(rest[0]):
            if survey.end != survey.start:
                self._leave(survey.end.head.seq + 1)
            survey.tail = Tail(rest[0], SEGMENT_HEADER_BYTES, None)
            survey.strays += rest[1:]
            return
        survey.strays += rest
        if self._is_owner_bad:
            if survey.end != survey.start:
                self._leave(survey.end.head.seq + 1)
        elif self._owner >= 0:
            survey.tail = Tail(self._found[self._owner], self._end, self._last)

    def _begins_at_end(self, segment: Segment) -> bool:
        start = start_of(segment, self._files)
        return start is not None and (start.store_id, start.place) == (self._store_id, self._survey.end)
