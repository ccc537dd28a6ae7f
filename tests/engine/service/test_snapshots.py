"""A start from a snapshot leads where the whole log leads, and a snapshot that is not right is passed over."""

from pathlib import Path

import pytest

from engine.log.chain import EMPTY
from engine.log.log import Head
from engine.registry.example import MONDAY
from engine.service.errors import LogShortError, StandingError
from engine.service.snapshots import Snapshots
from tests.engine.service.house import CODEC, FaultyLog, empty_world, filing, followed, writer_over

DAY = 24 * 3_600_000_000
DIGEST = "ab" * 32


def day_of(log: FaultyLog, day: int) -> Head:
    """A day's filings stored; where the log ends then."""
    writer = writer_over(log, capacity=50)
    for number in range(day * 10 + 1, day * 10 + 5):
        writer.handle([filing(number, f"k{number}")], MONDAY + day * DAY + number)
    return log.head


def recovered(snapshots: Snapshots, log: FaultyLog):
    return snapshots.recover(log, lambda: empty_world(50), CODEC)


def test_a_snapshot_and_the_rest_lead_where_the_log_leads(tmp_path: Path):
    """From every snapshot and from none the world is the same, byte for byte."""
    log, snapshots = FaultyLog(), Snapshots(tmp_path, DIGEST)
    for day in range(3):
        head = day_of(log, day)
        whole = followed(log, 50).standing()
        found = recovered(snapshots, log)
        assert found.world.standing() == whole
        assert found.head == head
        snapshots.write(found.world, head)

    assert recovered(snapshots, log).from_seq == log.head.seq


def test_the_newest_snapshot_is_used(tmp_path: Path):
    """A start follows no more of the log than it must."""
    log, snapshots = FaultyLog(), Snapshots(tmp_path, DIGEST)
    head = day_of(log, 0)
    snapshots.write(followed(log, 50), head)
    day_of(log, 1)

    assert recovered(snapshots, log).from_seq == head.seq


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "other"])
def test_a_damaged_snapshot_is_passed_over_for_an_older_one(tmp_path: Path, damage: str):
    """Whatever happens to the newest snapshot, the start is right and says which one it could not use."""
    log, snapshots = FaultyLog(), Snapshots(tmp_path, DIGEST)
    older = day_of(log, 0)
    snapshots.write(followed(log, 50), older)
    day_of(log, 1)
    newest = snapshots.write(followed(log, 50), log.head)
    content = bytearray(newest.read_bytes())
    if damage == "flip":
        content[-5] ^= 1
    elif damage == "cut":
        del content[len(content) // 2 :]
    elif damage == "empty":
        content.clear()
    else:
        content[:] = b"something else altogether"
    newest.write_bytes(bytes(content))
    found = recovered(snapshots, log)

    assert found.from_seq == older.seq
    assert newest.name in found.passed_over[0]
    assert found.world.standing() == followed(log, 50).standing()


def test_a_snapshot_of_another_log_is_passed_over(tmp_path: Path):
    """A snapshot that no batch of this log confirms is not believed, however whole it is."""
    log, other, snapshots = FaultyLog(), FaultyLog(), Snapshots(tmp_path, DIGEST)
    day_of(other, 0)
    day_of(log, 1)
    snapshots.write(followed(other, 50), other.head)
    found = recovered(snapshots, log)

    assert found.from_seq == 0
    assert "no batch of this log ends there" in found.passed_over[0]


def test_a_log_that_was_lost_is_not_begun_anew(tmp_path: Path):
    """An empty log beside a snapshot is refused: a new one would give the numbers of the lost disputes again."""
    log, snapshots = FaultyLog(), Snapshots(tmp_path, DIGEST)
    day_of(log, 0)
    snapshots.write(followed(log, 50), log.head)
    with pytest.raises(StandingError, match="put the log back"):
        recovered(snapshots, FaultyLog())


def test_a_log_put_back_to_before_its_snapshot_is_refused(tmp_path: Path):
    """What was answered behind its end is lost: the refusal names both positions, and no older snapshot is taken."""
    log, snapshots = FaultyLog(), Snapshots(tmp_path, DIGEST)
    older = day_of(log, 0)
    snapshots.write(followed(log, 50), older)
    put_back = FaultyLog()
    day_of(put_back, 0)
    day_of(log, 1)
    newest = snapshots.write(followed(log, 50), log.head)
    assert put_back.head == older
    with pytest.raises(LogShortError, match=rf"= {older.seq}: must be at least {log.head.seq}.*{newest.name}"):
        recovered(snapshots, put_back)

    newest.unlink()
    assert recovered(snapshots, put_back).from_seq == older.seq


def test_a_snapshot_of_another_roster_is_passed_over(tmp_path: Path):
    """A snapshot names the roster it is about."""
    log = FaultyLog()
    day_of(log, 0)
    Snapshots(tmp_path, "cd" * 32).write(followed(log, 50), log.head)
    found = recovered(Snapshots(tmp_path, DIGEST), log)

    assert found.from_seq == 0
    assert "roster" in found.passed_over[0]


def test_a_world_elsewhere_is_no_snapshot(tmp_path: Path):
    """What has followed another position is not written under this one's name."""
    log = FaultyLog()
    day_of(log, 0)
    with pytest.raises(StandingError, match="is no snapshot of position 0"):
        Snapshots(tmp_path, DIGEST).write(followed(log, 50), EMPTY)


def test_old_snapshots_are_dropped(tmp_path: Path):
    """Two to fall back on are kept beside the newest."""
    log, snapshots = FaultyLog(), Snapshots(tmp_path, DIGEST)
    written: list[Path] = []
    for day in range(5):
        day_of(log, day)
        written.append(snapshots.write(followed(log, 50), log.head))

    assert sorted(tmp_path.iterdir()) == written[-3:]
