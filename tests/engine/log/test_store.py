"""The log on disk keeps every promise of a log."""

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from engine.events.records import Event
from engine.events.upcasters import UPCASTERS, Upcasters
from engine.log.chain import verify
from engine.log.codec import EventCodec
from engine.log.errors import FileDamagedError, LogBrokenError, LogLockedError, WrongStoreError
from engine.log.log import Batch, Head, Log
from engine.log.reader import open_reader
from engine.log.record import record_of
from engine.log.settings import StoreSettings
from engine.log.store import open_store
from engine.log.stored import StoredLog
from tests.engine.log.chain_contract import ChainContract
from tests.engine.log.contract import LogContract, LogMaker, cases, escalations

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, where there is one: these tests are not about disks


class StoredLogMaker(LogMaker):
    def setup_method(self) -> None:
        self._place = Path(mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self._logs: list[StoredLog[Event]] = []

    def teardown_method(self) -> None:
        for log in self._logs:
            log.close()
        rmtree(self._place)

    def make_log(self, upcasters: Upcasters = UPCASTERS) -> StoredLog[Event]:
        folder = self._place / str(len(self._logs))
        self._logs.append(open_store(folder, EventCodec(upcasters), settings=StoreSettings(segment_bytes=10_000)))
        return self._logs[-1]

    def put(self, log: Log[Event], place: int, batch: Batch | None) -> None:
        assert isinstance(log, StoredLog)
        database, both = log._opened.database, log._both
        assert database is not None
        assert both is not None
        if place == log._place.number:
            assert batch is not None
            log._keep(batch, both)
            return
        database.begin()
        database._connection.execute("delete from batches where number = ?", (place + 1,))
        if batch is not None:
            database.insert(record_of(place + 1, batch))
        database.commit()


class TestStoredLog(StoredLogMaker, LogContract):
    """Writing and reading."""


class TestStoredChain(StoredLogMaker, ChainContract):
    """Verification."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


def test_what_was_appended_is_there_after_reopening(folder: Path):
    """A log that is closed and opened again goes on where it was, and nothing needed repair."""
    with open_store(folder, EventCodec()) as log:
        log.append(escalations(11, 12))
        before = list(log.batches())
    with open_store(folder, EventCodec()) as log:
        log.append(escalations(13))

        assert list(log.batches())[:1] == before
        assert cases(log) == [(1, 11), (2, 12), (3, 13)]
        assert log.repairs == ()
        assert verify(log) == log.head


def test_a_second_service_is_refused_with_a_sentence(folder: Path):
    """While one process writes a log, another is refused and told which; afterwards it is let in."""
    with (
        open_store(folder, EventCodec()),
        pytest.raises(LogLockedError, match=r"open for writing elsewhere, by process \d"),
    ):
        open_store(folder, EventCodec())
    open_store(folder, EventCodec()).close()


def test_a_reader_follows_its_writer(folder: Path):
    """A reader of its own sees each batch as soon as it is acknowledged, whole, and changes nothing."""
    with open_store(folder, EventCodec()) as log, open_reader(folder, EventCodec()) as reader:
        for number in range(1, 6):
            log.append(escalations(number, number))

            assert reader.head == log.head
            assert [(seq, event.case_id) for seq, event in reader.read(2 * number - 1)] == [(2 * number, number)]
        assert list(reader.batches(5)) == list(log.batches(5))


def test_a_reader_of_nothing_is_refused(tmp_path: Path):
    """A folder without a log, and a file that is no database, are refused by a reader."""
    (tmp_path / "log.sqlite").write_bytes(b"something else entirely" * 100)
    with pytest.raises(FileDamagedError, match="not a database"):
        open_reader(tmp_path, EventCodec())
    with pytest.raises(LogBrokenError, match="unable to open"):
        open_reader(tmp_path / "nowhere", EventCodec())


def test_a_file_of_somebody_else_is_left_alone(folder: Path):
    """A folder whose database is not a log's is refused, and the file stays as it was."""
    folder.mkdir()
    (folder / "log.sqlite").write_bytes(b"something else entirely" * 100)
    with pytest.raises(WrongStoreError, match=r"log\.sqlite is not the database of a log"):
        open_store(folder, EventCodec())

    assert (folder / "log.sqlite").read_bytes() == b"something else entirely" * 100


def test_files_of_two_logs_do_not_make_one(folder: Path, tmp_path: Path):
    """A copy beside the database of another log is refused."""
    for place in (folder, tmp_path / "other"):
        with open_store(place, EventCodec()) as log:
            log.append(escalations(1))
    for file in (tmp_path / "other").glob("copy-*"):
        file.replace(folder / file.name)
    with pytest.raises(WrongStoreError, match="belong to different logs"):
        open_store(folder, EventCodec())


def test_an_older_state_is_refused_by_its_anchor(folder: Path):
    """If both files are put back to an older state, a head kept elsewhere shows it; an earlier head lets it pass."""
    with open_store(folder, EventCodec()) as log:
        early = log.append(escalations(1))
        older = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "log.sqlite-shm"}
        late = log.append(escalations(2))
    for name, content in older.items():
        (folder / name).write_bytes(content)
    with pytest.raises(WrongStoreError, match="ends at event 1, but event 2 had been noted: it is an older state"):
        open_store(folder, EventCodec(), anchor=Head(2, late.hash))
    with pytest.raises(WrongStoreError, match="another hash than was noted for event 1"):
        open_store(folder, EventCodec(), anchor=Head(1, late.hash))
    open_store(folder, EventCodec(), anchor=Head(1, early.hash)).close()


def test_a_closed_log_takes_nothing(folder: Path):
    """After closing, appending and reading are refused."""
    log = open_store(folder, EventCodec())
    log.close()
    with pytest.raises(LogBrokenError, match="takes nothing more until it is opened again: closed"):
        log.append(escalations(1))
    with pytest.raises(LogBrokenError, match="closed"):
        log.read()


def test_the_copy_has_a_file_for_each_stretch(folder: Path):
    """The copy is cut into segments of the given length; a batch longer than one gets a longer one."""
    with open_store(folder, EventCodec(), settings=StoreSettings(segment_bytes=2_000)) as log:
        for number in range(6):
            log.append(escalations(*[number] * (40 if number == 3 else 5)))
        sizes = [path.stat().st_size for path in sorted(folder.glob("copy-*"))]

    assert len(sizes) > 3
    assert sum(size > 2_000 for size in sizes) == 1
    with open_store(folder, EventCodec(), settings=StoreSettings(segment_bytes=2_000, verified_bytes=3_000)) as log:
        assert (log.repairs, verify(log)) == ((), log.head)


def test_a_lost_segment_far_back_is_noticed(folder: Path):
    """A segment before the part that every opening compares is missed all the same, and written anew."""
    settings = StoreSettings(segment_bytes=2_000, verified_bytes=3_000)
    with open_store(folder, EventCodec(), settings=settings) as log:
        for number in range(1, 30):
            log.append(escalations(number))
    lost = sorted(folder.glob("copy-*"))[1]
    content = lost.read_bytes()
    lost.unlink()
    with open_store(folder, EventCodec(), settings=settings) as log:
        assert [repair.part for repair in log.repairs] == ["copy"]
        assert len(list(folder.glob("copy-*.damaged"))) == 1
        assert len(cases(log)) == 29
        log.append(escalations(30))
    again = min(folder.glob("copy-*.log")).read_bytes() + lost.read_bytes()

    assert content.rstrip(b"\0")[128:] in again
