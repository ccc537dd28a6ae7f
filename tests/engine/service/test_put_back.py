"""A store whose log was put back to an older state is not gone on with, and no copy of a store looks like one."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from engine.log.store import open_store
from engine.registry.example import MONDAY
from engine.service import copying
from engine.service.copying import copy_store
from engine.service.errors import LogShortError
from engine.service.opening import CODEC, PlatformFactory, open_writer
from engine.service.snapshotting import take_snapshot
from engine.service.store import Store
from tests.engine.service.house import filing
from tests.engine.service.test_store import LINKED, made, writing


def grown(store: Store, number: int) -> int:
    """One filing more, and a snapshot of it; where the log ends then."""
    with writing(store) as writer:
        writer.handle([filing(number, f"k{number}")], MONDAY + number)
        return take_snapshot(store, writer.log, PlatformFactory(store, LINKED)).seq


def put_back(tmp_path: Path) -> tuple[Store, int, int]:
    """A store whose log is that of a filing ago; where it ends, and where it had ended."""
    store = made(tmp_path / "s")
    before = grown(store, 1)
    shutil.copytree(store.log_folder, tmp_path / "older")
    after = grown(store, 2)
    shutil.rmtree(store.log_folder)
    shutil.move(tmp_path / "older", store.log_folder)
    return store, before, after


def test_a_store_with_an_older_log_is_not_opened(tmp_path: Path):
    """The start says where the log ends and where it had ended; without that snapshot it goes on from there."""
    store, before, after = put_back(tmp_path)
    with pytest.raises(LogShortError, match=rf"end of the log = {before}: must be at least {after}"), writing(store):
        pass

    (store.snapshot_folder / f"{after:020d}.snapshot").unlink()
    with writing(store) as writer:
        assert writer.world.seq == before


def test_a_damaged_log_is_still_read_up_to_its_damage(tmp_path: Path):
    """What is known to be damaged is written no more, so it is opened for reading although a snapshot knows of more."""
    store, before, _ = put_back(tmp_path)
    with closing(open_store(store.log_folder, CODEC)) as log:
        log.refuse("both files are damaged at one place")
        writer = open_writer(store, log, PlatformFactory(store, LINKED))

        assert writer.world.seq == before


def test_a_snapshot_made_during_a_copy_is_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A copy has no snapshot of what its log does not hold: it can be opened, and ends where its log was copied."""
    store = made(tmp_path / "s")
    before = grown(store, 1)
    copied_log = copying.__dict__["_copy_log"]

    def copy_and_go_on(source: Store, target: Path) -> None:
        copied_log(source, target)
        grown(source, 2)

    monkeypatch.setattr(copying, "_copy_log", copy_and_go_on)
    copy_store(store.folder, tmp_path / "copy")

    with writing(Store(tmp_path / "copy")) as writer:
        assert writer.world.seq == before
