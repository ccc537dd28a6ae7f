"""No acknowledged batch is lost, whatever the disk does."""

from collections.abc import Callable
from random import Random

import pytest

from engine.log.errors import LogBrokenError, LogError
from tests.engine.log.disk import Fault, no_fault
from tests.engine.log.disk_vfs import simulated_disk
from tests.engine.log.lives import Observer, close_quietly


def live_through(seed: int, spoil=None, lies_about: str = "") -> Observer:
    """Several lives of a log, each ended by a fault that the seed chooses, and a last one in peace."""
    chance = Random(seed)
    with simulated_disk(chance) as files:
        disk = files.disk
        disk.lies_about = lies_about
        observer = Observer(files, chance, spoil)
        for _ in range(chance.randint(1, 4)):
            fault, at = chance.choice(("cut", "cut", "EIO", "ENOSPC", "kill")), disk.operations + chance.randint(1, 250)
            length = chance.choice((1, 20)) if fault == "ENOSPC" else 1
            disk.fault = Fault("cut" if fault == "kill" else fault, at, length)
            observer.live(chance.randint(0, 12))
            if fault == "cut" or chance.random() < 0.3:
                disk.lose_power()
        disk.fault = no_fault
        observer.live_in_peace()
    return observer


def test_no_acknowledged_batch_is_lost_in_any_of_many_lives():
    """Power cuts, failing and full disks at random moments: what was acknowledged is there, and at most one more."""
    for seed in range(150):
        live_through(seed)


def faults_one_by_one(kind: str, appends: int) -> int:
    """Let the first operation fail, then the second, until a life needs no more; return how many there were."""
    number, is_over = 0, False
    while not is_over:
        number += 1
        chance = Random(number)
        with simulated_disk(chance) as files:
            files.disk.fault = Fault(kind, number, 1)
            observer = Observer(files, Random(7))
            is_over = observer.live(appends) and files.disk.operations < number
            files.disk.fault = no_fault
            files.disk.kill()
            if number % 2:
                files.disk.lose_power()
            observer.live_in_peace()
    return number


@pytest.mark.parametrize("kind", ["EIO", "ENOSPC", "cut"])
def test_a_fault_at_every_operation_loses_nothing(kind: str):
    """Whichever operation of a small life fails, from making the log to closing it, nothing acknowledged is lost."""
    assert faults_one_by_one(kind, appends=1) > 50


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", ["EIO", "ENOSPC", "cut"])
def test_a_fault_at_every_operation_of_a_longer_life_loses_nothing(kind: str):
    """As above, for a life of many segments and checkpoints."""
    assert faults_one_by_one(kind, appends=40) > 500


def test_a_full_disk_refuses_and_goes_on():
    """While there is no room batches are refused and leave nothing; reading goes on; with room, so does writing."""
    with simulated_disk(Random(3)) as files:
        observer = Observer(files, Random(5))
        log = observer.open()
        observer.append(log)
        files.disk.is_full = True
        for _ in range(20):
            observer.append(log)
        full = observer.refusals
        assert list(log.batches()) == observer.acknowledged
        named = dict(files.disk.names)
        assert not log.has_room()
        files.disk.is_full = False
        assert log.has_room()
        assert files.disk.names == named  # what looked for room has left nothing
        observer.append(log)

        assert 0 < full == observer.refusals
        assert list(log.batches()) == observer.acknowledged
        log.close()
        observer.live_in_peace()


def no_sync(number: int, kind: str) -> str | None:
    """Let every sync fail."""
    return "EIO" if kind == "sync" else None


def test_after_a_failed_sync_the_log_is_at_an_end():
    """When a sync fails, the append and every later one, and every reader, are told to open the log anew."""
    with simulated_disk(Random(3)) as files:
        observer = Observer(files, Random(5))
        log = observer.open()
        observer.append(log)
        files.disk.fault = no_sync
        with pytest.raises(LogBrokenError, match="disk failed"):
            observer.append(log)
        files.disk.fault = no_fault
        with pytest.raises(LogBrokenError, match="takes nothing more until it is opened again: disk failed"):
            log.append(observer.batch())
        with pytest.raises(LogBrokenError, match="until it is opened again"):
            log.read()
        close_quietly(log)
        observer.live_in_peace()


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(10))
def test_no_acknowledged_batch_is_lost_in_ten_thousand_lives(part: int):
    """As above, for ten thousand seeds."""
    for seed in range(1_000 * (part + 1), 1_000 * (part + 2)):
        live_through(seed)


@pytest.mark.parametrize("kind", ["EIO", "ENOSPC"])
def test_a_new_log_that_cannot_be_written_is_not_called_damaged(kind: str):
    """On a disk that fails or is full from any moment on, making a log fails and names the disk, not damage."""
    reasons = set[str]()
    for first in range(1, 200):
        with simulated_disk(Random(3)) as files:
            files.disk.fault = refusing(kind, first)
            try:
                log = Observer(files, Random(5)).open()
            except LogError as error:
                reasons.add(str(error))
            else:
                files.disk.fault = no_fault
                close_quietly(log)
                break

    assert any("making the database" in reason for reason in reasons)
    assert not [reason for reason in reasons if "damaged" in reason]


def refusing(kind: str, first: int) -> Callable[[int, str], str | None]:
    """Let nothing be written from an operation on."""
    return lambda number, doing: kind if number >= first and doing in {"write", "allocate", "create"} else None
