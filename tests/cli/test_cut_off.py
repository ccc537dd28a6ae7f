"""`onestop engine export`, `snapshot` and `restore`, killed before each single thing they do to the disk."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from engine.events.parquet import content_hash
from engine.log.reader import open_reader
from engine.log.settings import StoreSettings
from engine.log.store import open_store
from engine.service.opening import CODEC, open_writer
from engine.service.snapshots import Recovered, Snapshots
from engine.service.store import Store
from engine.service.world import World
from tests.cli.command import onestop, visible
from tests.cli.cutting import Cutter, cutter
from tests.engine.service.caseload_store import factory
from tests.engine.service.door_store import BEGINS_AT, applied, ask, international, panel, staffed

LEAST_CUTS = 3
SMALL = StoreSettings(segment_bytes=1 << 18)
"""The log is copied again for every kill."""


@pytest.fixture(scope="module")
def knife() -> Generator[Cutter]:
    """Kills commands."""
    with cutter() as found:
        yield found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that has a snapshot and more, and with an export of each."""
    folder = tmp_path_factory.mktemp("cut")
    store = staffed(folder / "store")
    with closing(open_store(store.log_folder, CODEC, settings=SMALL)) as log:
        writer = open_writer(store, log, factory(store))
        writer.start(release="test", roster_digest=store.identity.roster_digest, now=BEGINS_AT)
        ask(writer, BEGINS_AT, *applied())
        for command in (("snapshot", "store"), ("export", "store", "--out", "earlier")):
            assert onestop("engine", *command, cwd=folder).returncode == 0
        ask(writer, BEGINS_AT, panel(), international(2))
    assert onestop("engine", "export", "store", "--out", "whole", cwd=folder).returncode == 0
    return folder


def cuts(knife: Cutter, before: Path | None, folder: Path, *arguments: str) -> Iterator[Path]:
    """Give what is left of a folder, not there at first or a copy, when a command is killed before each change of it.

    Ends, with the folder as the command leaves it, when there are no more. Kills between which the names in the folder
    have not changed are given once: nothing is written but under names that end with `.partial`, or in a new folder.
    """
    seen: list[str] | None = None
    for number in count(1):
        shutil.rmtree(folder, ignore_errors=True)
        if before is not None:
            shutil.copytree(before, folder)
        if not knife.cut(number, folder, "engine", *arguments):
            assert number > LEAST_CUTS  # the last one, which was too many
            return
        left = [".partial" if name.endswith(".partial") else name for name in visible(folder)]
        if left != seen:
            yield folder
        seen = left


def contents(folder: Path) -> dict[str, str]:
    """What an export says: its events by their hash, and of which events its table of cases was made."""
    found = {str(path.relative_to(folder)): content_hash(path) for path in folder.rglob("events.parquet")}
    cases = folder / "cases.parquet"
    if cases.is_file():
        metadata = pq.read_metadata(cases).metadata
        assert metadata is not None
        found["cases.parquet"] = metadata[b"events_content_hash"].decode()
    return found


@pytest.mark.parametrize("before", [None, "earlier"])
def test_an_export_cut_off_is_not_taken_for_one(place: Path, tmp_path: Path, knife: Cutter, before: str | None):
    """What is left is never of two exports; without its table of cases it is refused; exported again it is whole."""
    whole, earlier, out = contents(place / "whole"), contents(place / "earlier"), tmp_path / "out"
    command = ("export", str(place / "store"), "--out", str(out))
    assert earlier.keys() == whole.keys()
    assert not earlier.items() & whole.items() - {("arbitration/events.parquet", whole["arbitration/events.parquet"])}
    for left in cuts(knife, None if before is None else place / before, out, *command):
        found = contents(left)
        assert "events.parquet" not in found or found.items() <= whole.items() or found.items() <= earlier.items()
        if "cases.parquet" in found:
            assert found in (whole, earlier)
        else:
            refusal = onestop("analytics", "measure", str(left), cwd=tmp_path).stderr
            assert "must be a folder with cases.parquet" in refusal
            assert refusal.count("\n") == 1
        assert onestop("engine", *command, cwd=tmp_path).returncode == 0
        assert (contents(left), visible(left)) == (whole, visible(place / "whole"))

    assert (contents(out), visible(out)) == (whole, visible(place / "whole"))


def recovered(store: Store) -> Recovered:
    """What a start would follow the log from."""
    with closing(open_reader(store.log_folder, CODEC)) as log:
        snapshots = Snapshots(store.snapshot_folder, store.identity.roster_digest)
        return snapshots.recover(log, lambda: World(factory(store), store.keys), CODEC)


def test_a_snapshot_cut_off_is_not_seen_and_is_cleared(place: Path, tmp_path: Path, knife: Cutter):
    """A start goes by the one before it and nothing is said to be wrong; the next snapshot removes what was left."""
    folder, begun, taken = tmp_path / "store", 0, recovered(Store(place / "store"))
    for left in cuts(knife, place / "store", folder, "snapshot", str(folder)):
        begun += any(name.endswith(".partial") for name in visible(left))
        found = recovered(Store(left))
        assert (found.head, found.passed_over) == (taken.head, ())
        assert found.from_seq in {taken.from_seq, taken.head.seq}
        assert onestop("engine", "snapshot", str(left), cwd=tmp_path).returncode == 0
        assert {path.suffix for path in (left / "snapshots").iterdir()} == {".snapshot"}
        assert recovered(Store(left)).from_seq == taken.head.seq

    assert begun > 0
    assert onestop("engine", "check", str(folder), cwd=tmp_path).returncode == 0


def test_a_restore_cut_off_is_no_store(place: Path, tmp_path: Path, knife: Cutter):
    """Until its card is there it is none, and who restores there again is told why not; its secret is nobody else's."""
    out = tmp_path / "out"
    command = ("restore", str(place / "store"), str(out))
    for left in cuts(knife, None, out, *command):
        secret, is_store, is_empty = left / "draw_secret", (left / "store.json").exists(), not visible(left)
        assert not secret.exists() or not secret.stat().st_mode & 0o077
        opened = onestop("engine", "check", str(left), cwd=tmp_path)
        assert opened.returncode == (0 if is_store else 1)
        assert is_store or opened.stderr.startswith(f"onestop: store = {left}: is no store of this program")
        again = onestop("engine", *command, cwd=tmp_path)
        assert again.returncode == (0 if is_empty else 1)
        assert is_store or is_empty or "; a store or a copy that was never finished is in it\n" in again.stderr

    assert onestop("engine", "check", str(out), cwd=tmp_path).returncode == 0
    assert onestop("engine", "check", str(place / "store"), cwd=tmp_path).returncode == 0
