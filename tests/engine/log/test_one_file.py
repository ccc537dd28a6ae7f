"""Each of the two files alone gives back what was acknowledged: a sync that one of them missed is not hidden."""

from collections.abc import Callable
from random import Random

import pytest

from tests.engine.log.disk import Fault, no_fault
from tests.engine.log.disk_vfs import simulated_disk
from tests.engine.log.lives import Observer


def one_failed_sync(syncs: int) -> Callable[[int, str], str | None]:
    """Let one sync fail after so many that succeed, and the next one succeed again."""
    left = [syncs]

    def fate(_number: int, kind: str) -> str | None:
        left[0] -= kind == "sync"
        return "EIO" if kind == "sync" and left[0] == -1 else None

    return fate


def lose_one_file(seed: int, lost: str) -> None:
    """A life that ends with the power, after which one file is gone for good, and a life in peace."""
    chance = Random(seed)
    with simulated_disk(chance) as files:
        disk = files.disk
        observer = Observer(files, chance)
        is_cut = chance.random() < 0.5
        disk.fault = Fault("cut", chance.randint(40, 250), 1) if is_cut else one_failed_sync(chance.randint(8, 40))
        observer.live(12)
        disk.lose_power()
        disk.fault = no_fault
        if observer.acknowledged:  # before that nobody was promised anything
            for path in [path for path in disk.names if lost in path]:
                del disk.names[path], disk.medium_names[path]
        observer.live_in_peace()


@pytest.mark.parametrize("lost", ["copy-", "log.sqlite"])
def test_what_was_acknowledged_is_in_each_file(lost: str):
    """The power fails or a sync does, and one file is lost with it: the other has every acknowledged batch."""
    for seed in range(25):
        lose_one_file(seed, lost)


@pytest.mark.full
@pytest.mark.parametrize("lost", ["copy-", "log.sqlite"])
def test_what_was_acknowledged_is_in_each_file_in_many_lives(lost: str):
    """The same for two thousand seeds."""
    for seed in range(100, 2_100):
        lose_one_file(seed, lost)
