"""Damage far back in a log is noticed while its writer goes on, and repaired where that is safe."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import apsw
import pytest

from engine.log.chain import verify
from engine.log.errors import LogDamagedError
from engine.log.scrub import Damage, Scrub
from engine.log.segments import segments
from engine.log.settings import StoreSettings
from engine.log.store import THIS_MACHINE, open_store
from engine.log.stored import StoredLog
from tests.engine.log.lives import Note, NoteCodec

SETTINGS = StoreSettings(segment_bytes=4_000)
BATCHES = 30
PIECE = 1_500
NOW = 7_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


def a_log(folder: Path) -> StoredLog[Note]:
    """A log of several segments, in which no two batches are alike."""
    chance, log = Random(1), open_store(folder, NoteCodec(), settings=SETTINGS)
    for number in range(BATCHES):
        log.append([Note(number, chance.randbytes(400)), Note(number, b"")])
    return log


@pytest.fixture
def log(folder: Path) -> Iterator[StoredLog[Note]]:
    with a_log(folder) as log:
        yield log


def flip(path: Path, offset: int) -> None:
    """Turn one bit of a file on the disk."""
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ 4]))


def flip_row(folder: Path, first_seq: int) -> None:
    """Turn one bit of a batch's body in the database, by a connection that knows nothing of logs."""
    with closing(apsw.Connection(str(folder / "log.sqlite"))) as connection:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        ((body,),) = connection.execute("select body from batches where first_seq = ?", (first_seq,)).fetchall()
        changed = bytes([body[0], body[1], body[2] ^ 1]) + body[3:]
        connection.execute("update batches set body = ? where first_seq = ?", (changed, first_seq))


def look(scrub: Scrub) -> list[Damage]:
    """One pass, in small pieces; or until it gives up."""
    passes, found, steps = scrub.passes, list[Damage](), 0
    while scrub.passes == passes and steps < 1_000:
        read, told = scrub.step(PIECE, NOW)
        assert read < PIECE + 2_000
        found += told
        steps += 1
        if told and scrub.seq == 0:
            break
    return found


def copies(folder: Path) -> list[Path]:
    return [segment.path for segment in segments(folder, THIS_MACHINE)]


def test_a_sound_log_has_nothing_to_tell(log: StoredLog[Note], folder: Path):
    """Every byte is looked at in pieces of bounded length, pass after pass, while the log grows."""
    scrub = Scrub(log)
    assert look(scrub) == []
    log.append([Note(BATCHES, b"one more")])
    assert look(scrub) == []

    assert (scrub.passes, scrub.last_pass_at, scrub.found) == (2, NOW, 0)
    assert len(copies(folder)) > 3


@pytest.mark.parametrize("place", ["start", "middle"])
def test_a_finished_segment_is_written_anew(log: StoredLog[Note], folder: Path, place: str):
    """A turned bit far back in the copy is found, the segment made anew from the database, and the log goes on."""
    path = copies(folder)[1]
    before = path.read_bytes()
    flip(path, 9 if place == "start" else 1_200)
    scrub = Scrub(log)
    found = look(scrub)

    assert [(damage.part, damage.is_repaired) for damage in found] == [("copy", True)]
    assert path.read_bytes() == before
    assert path.with_name(path.name + ".damaged").exists()
    assert (scrub.standing, look(scrub)) == ({}, [])
    log.append([Note(BATCHES, b"after")])
    assert verify(log).seq == log.head.seq


def test_a_lost_segment_is_made_anew(log: StoredLog[Note], folder: Path):
    """A segment that was deleted under the writer is there again after a pass."""
    lost = copies(folder)[2]
    content = lost.read_bytes()
    lost.unlink()
    scrub = Scrub(log)

    assert [(damage.part, damage.is_repaired) for damage in look(scrub)] == [("copy", True)]
    assert lost.read_bytes() == content
    assert look(scrub) == []


def test_the_segment_that_is_written_to_is_told_of(log: StoredLog[Note], folder: Path):
    """Nobody replaces a segment under its writer: the damage stands until the next opening, and is told once."""
    flip(copies(folder)[-1], 300)
    scrub = Scrub(log)
    (damage,) = look(scrub)

    assert (damage.part, damage.is_repaired) == ("copy", False)
    assert "stop the service" in str(damage)
    assert look(scrub) == []
    assert list(scrub.standing.values()) == [damage]
    log.append([Note(BATCHES, b"goes on")])


def test_a_turned_bit_in_the_database_is_told_of_and_repaired_by_an_opening(folder: Path):
    """A row that is not as written is found though its neighbours are; the next whole opening repairs it."""
    with a_log(folder) as log:
        flip_row(folder, 9)
        (damage,) = look(Scrub(log))
        log.append([Note(BATCHES, b"goes on")])

    assert (damage.part, damage.from_seq, damage.is_repaired) == ("database", 9, False)
    whole = StoreSettings(segment_bytes=4_000, verified_bytes=2**60)
    with open_store(folder, NoteCodec(), settings=whole) as again:
        assert [repair.part for repair in again.repairs] == ["database"]
        assert look(Scrub(again)) == []


def test_damage_to_both_at_one_place_ends_the_writing(log: StoredLog[Note], folder: Path):
    """Where neither file has a batch, nothing more is acknowledged behind it, and reading goes on."""
    flip_row(folder, 1)
    flip(copies(folder)[0], 400)
    scrub = Scrub(log)
    (damage,) = look(scrub)

    assert damage.part == "both"
    assert log.damage == str(damage)
    with pytest.raises(LogDamagedError, match="restore a backup"):
        log.append([Note(BATCHES, b"refused")])
    assert len(list(log.read(2))) == 2 * BATCHES - 2


def test_every_flipped_byte_of_the_copy_is_found(log: StoredLog[Note], folder: Path):
    """Wherever a bit turns in a record or in the beginning of a segment, a pass finds it."""
    chance = Random(3)
    scrub = Scrub(log)
    for _ in range(12):
        path = copies(folder)[chance.randrange(len(copies(folder)) - 1)]
        end = path.read_bytes().rstrip(b"\0").__len__()
        flip(path, chance.choice([chance.randrange(60), chance.randrange(130, end)]))
        assert [damage.is_repaired for damage in look(scrub)] == [True]
    assert scrub.found == 12
