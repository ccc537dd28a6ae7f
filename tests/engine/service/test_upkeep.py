"""Snapshots are made when enough has been stored, and not otherwise."""

import sys
from threading import Event as Signal

from engine.service.upkeep import Snapshotter

PATIENCE = 20.0


class Told:
    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.signal = Signal()

    def __call__(self, status: int) -> None:
        self.statuses.append(status)
        self.signal.set()


def snapshotter(program: str, position: list[int], told: Told) -> Snapshotter:
    command = (sys.executable, "-c", program)
    return Snapshotter(command, lambda: position[0], entries_min=10, every_seconds=0.01, tell=told)


def test_a_snapshot_is_made_when_enough_was_stored():
    """As soon as the log has grown by the bound, the process runs, once, and that it succeeded is told."""
    position, told = [0], Told()
    keeper = snapshotter("pass", position, told)
    keeper.start()
    position[0] = 10
    assert told.signal.wait(PATIENCE)
    keeper.stop()

    assert told.statuses == [0]


def test_a_failed_snapshot_is_told_and_tried_again():
    """A process that fails is reported as failed, and another one follows."""
    position, told = [0], Told()
    keeper = snapshotter("import sys; sys.exit('no room')", position, told)
    keeper.start()
    position[0] = 10
    assert told.signal.wait(PATIENCE)
    told.signal.clear()
    assert told.signal.wait(PATIENCE)
    keeper.stop()

    assert told.statuses[0] == 1


def test_stopping_gives_up_what_is_being_made():
    """A process that would never end is ended, and nothing is told of it."""
    position, told = [0], Told()
    keeper = snapshotter("import signal; signal.pause()", position, told)
    keeper.start()
    position[0] = 10
    while keeper._running is None:
        assert keeper._thread.is_alive()
    keeper.stop()

    assert told.statuses == []
