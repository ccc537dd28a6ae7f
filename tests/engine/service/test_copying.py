"""A copy of a store is whole and on the disk before anybody is told that it was made."""

import os
from pathlib import Path

import pytest

from engine.service.copying import copy_store
from engine.service.store import IDENTITY_FILE, Store
from tests.engine.service.test_store import made, writing


def test_the_card_of_a_copy_outlives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """After the card has its name, that of the folder and those above it are made durable, and only then is it told."""
    store = made(tmp_path / "store")
    with writing(store):
        pass
    target, synced, fsync = tmp_path / "new" / "copy", list[tuple[str, bool]](), os.fsync

    def noted(handle: int) -> None:
        synced.append((str(Path(f"/proc/self/fd/{handle}").readlink()), (target / IDENTITY_FILE).exists()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    copy_store(store.folder, target)

    last = [path for path, has_card in synced if has_card]
    assert last[:3] == [str(target), str(target.parent), str(tmp_path)]
    assert not any(path.endswith(".partial") for path in last)


def test_a_copy_is_as_private_as_its_store(tmp_path: Path):
    """Nobody but the owner reads the secret of a copy, and only his group may look into its log."""
    store = made(tmp_path / "store")
    with writing(store):
        pass
    copy_store(store.folder, tmp_path / "copy")
    modes = [(folder / "draw_secret", folder / "log") for folder in (store.folder, tmp_path / "copy")]

    (secret, log), copied = modes[0], modes[1]
    assert [path.stat().st_mode & 0o777 for path in copied] == [path.stat().st_mode & 0o777 for path in (secret, log)]
    assert Store(tmp_path / "copy").keys.of(1) == store.keys.of(1)
