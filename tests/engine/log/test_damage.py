"""Damage to one of the two files is noticed and repaired from the other; damage to both at one place is owned up to."""

from collections.abc import Callable
from random import Random

import pytest

from engine.log.chain import verify
from engine.log.errors import LogDamagedError
from engine.log.log import Batch
from engine.log.settings import StoreSettings
from engine.log.store import open_store
from tests.engine.log.disk import Fault, SimFiles, no_fault
from tests.engine.log.disk_vfs import simulated_disk
from tests.engine.log.lives import FOLDER, NoteCodec, Observer
from tests.engine.log.medium import SECTOR, SimFile

SETTINGS = StoreSettings(segment_bytes=4_000, checkpoint_bytes=6_000, is_exclusive=True)
FOLDER_WAL = str(FOLDER / "log.sqlite-wal")
Content = dict[str, bytes]
Damage = Callable[[Content, str, Random], None]


def flip(content: Content, path: str, chance: Random) -> None:
    """Turn one bit."""
    changed = bytearray(content[path])
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    content[path] = bytes(changed)


def zero(content: Content, path: str, chance: Random) -> None:
    """Lose a sector."""
    start = chance.randrange(len(content[path])) // SECTOR * SECTOR
    changed = bytearray(content[path])
    changed[start : start + SECTOR] = bytes(len(changed[start : start + SECTOR]))
    content[path] = bytes(changed)


def truncate(content: Content, path: str, chance: Random) -> None:
    """Lose the end."""
    content[path] = content[path][: chance.randrange(len(content[path]))]


def delete(content: Content, path: str, chance: Random) -> None:
    """Lose the file."""
    del content[path]


DAMAGES: tuple[Damage, ...] = (flip, zero, truncate, delete)


def a_log(seed: int) -> tuple[Content, list[Batch]]:
    """The files of a log whose process was killed, and what it had acknowledged."""
    chance = Random(seed)
    with simulated_disk(chance) as files:
        observer = Observer(files, chance)
        log = observer.open(settings=SETTINGS)
        for _ in range(12):
            observer.append(log)
        content = {path: bytes(file.cache) for path, file in files.disk.names.items()}
        log.close()
    return content, observer.acknowledged


def put_on(files: SimFiles, content: Content) -> None:
    """Let a disk hold some files, durably."""
    for path, piece in content.items():
        files.disk.names[path] = file = SimFile()
        file.cache, file.medium = bytearray(piece), bytearray(piece)
    files.disk.medium_names = dict(files.disk.names)


def opened_with(content: Content, batches: list[Batch]) -> int:
    """Open damaged files, hold them against what was acknowledged, go on, and return how much was repaired."""
    with simulated_disk(Random(1)) as files:
        put_on(files, content)
        observer = Observer(files, Random(2))
        observer.acknowledged = list(batches)
        log = observer.open()
        observer.check(log)
        repaired = len(log.repairs)
        observer._next = batches[-1].last_seq + 1000
        observer.append(log)
        log.close()
        log = observer.open()
        observer.check(log)
        assert log.repairs == ()
        log.close()
    return repaired


def faults_in_repair(content: Content, batches: list[Batch], kind: str) -> int:
    """Let each operation of an opening that repairs fail in turn; return how many there were."""
    number, is_over = 0, False
    while not is_over:
        number += 1
        with simulated_disk(Random(number)) as files:
            put_on(files, content)
            files.disk.fault = Fault(kind, number, 1)
            observer = Observer(files, Random(2))
            observer.acknowledged = list(batches)
            observer._next = batches[-1].last_seq + 1000
            is_over = observer.live(0) and files.disk.operations < number
            files.disk.fault = no_fault
            files.disk.kill()
            if number % 2:
                files.disk.lose_power()
            observer.live_in_peace()
    return number


def damage_each(seeds: range) -> None:
    """Damage every file of some logs in every way, at a place that the seed chooses."""
    for seed in seeds:
        content, batches = a_log(seed)
        assert any(path.endswith("-wal") for path in content)
        assert len(content) > 3
        for path in content:
            for damage in DAMAGES:
                hurt = dict(content)
                damage(hurt, path, Random(seed))
                repaired = opened_with(hurt, batches)
                assert repaired or damage is not delete, f"{path} was lost, and nobody noticed"


def test_damage_to_any_one_file_is_repaired():
    """A flipped bit, a lost sector, a lost end or a lost file, of either: everything acknowledged is there again."""
    damage_each(range(2, 4))


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_two_thousand_damages_are_repaired():
    """As above, at thousands of places."""
    damage_each(range(4, 80))


def test_every_damaged_record_of_the_copy_is_noticed():
    """A bit flipped anywhere in a record or a head of a segment is reported as a repair."""
    content, batches = a_log(5)
    chance = Random(5)
    for path in [path for path in content if "copy" in path][:-1]:
        end = content[path].rstrip(b"\0").__len__()
        hurt = dict(content)
        flip(hurt, path, chance)
        is_hurt = hurt[path][:end] != content[path][:end] and hurt[path][100:128] == content[path][100:128]

        assert bool(opened_with(hurt, batches)) == is_hurt, path


def test_damages_at_different_places_of_both_files_are_repaired():
    """Each batch is taken from the file that has it whole, so both files may be damaged if only not at one place."""
    content, batches = a_log(6)
    copies = sorted(path for path in content if "copy" in path)
    hurt = dict(content)
    delete(hurt, next(path for path in content if path.endswith("-wal")), Random(1))
    delete(hurt, copies[0], Random(1))

    assert opened_with(hurt, batches) >= 2


def test_damage_to_both_files_at_one_place_leaves_the_log_to_be_read():
    """A batch that neither file has stops the log: what is before can be read, and nothing is appended or changed."""
    content, batches = a_log(7)
    hurt = dict(content)
    lost = batches[3]
    for path in content:
        for start in range(len(lost.body) // 2, len(lost.body), 37):
            hurt[path] = hurt[path].replace(lost.body[start : start + 37], b"?" * len(lost.body[start : start + 37]))
    with simulated_disk(Random(1)) as files:
        put_on(files, hurt)
        log = open_store(FOLDER, NoteCodec(), files=files, settings=SETTINGS)

        assert log.head.seq == lost.first_seq - 1
        assert list(log.batches()) == batches[:3]
        assert verify(log) == log.head
        assert log.repairs == ()
        assert log.damage is not None
        with pytest.raises(LogDamagedError, match=f"event {lost.first_seq} is damaged or lost in database and copy"):
            log.append(Observer(files, Random(1)).batch())
        log.close()

        assert {path: bytes(file.cache) for path, file in files.disk.names.items() if "copy" in path} == {
            path: piece for path, piece in hurt.items() if "copy" in path
        }


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", ["EIO", "ENOSPC", "cut"])
@pytest.mark.parametrize("lost", ["log.sqlite", "-wal", "copy", "both"])
def test_a_fault_at_every_operation_of_a_repair_loses_nothing(lost: str, kind: str):
    """A repair that fails or is cut off at any operation leaves a log that the next opening repairs."""
    content, batches = a_log(8)
    copy = next(path for path in sorted(content) if "copy" in path)
    hurt = dict(content)
    for path in content:
        if path.endswith(lost) or (lost == "copy" and path == copy) or (lost == "both" and path in {copy, FOLDER_WAL}):
            del hurt[path]

    assert len(hurt) < len(content)
    assert faults_in_repair(hurt, batches, kind) > 20
