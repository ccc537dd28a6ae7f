"""A start believes no log that it cannot follow, no snapshot that was changed, and none is made of a wrong state."""

from pathlib import Path
from random import Random

import pytest

from engine.errors import EngineError
from engine.events.lifecycle_words import Track
from engine.events.records import Filed
from engine.registry.example import MONDAY
from engine.service.errors import StandingError
from engine.service.opening import PlatformFactory
from engine.service.snapshots import Snapshots
from engine.service.snapshotting import take_snapshot
from tests.engine.service.house import FaultyLog, filing, followed
from tests.engine.service.test_snapshots import DIGEST, day_of, recovered
from tests.engine.service.test_store import LINKED, made, writing


def test_no_snapshot_is_made_of_a_wrong_load(tmp_path: Path):
    """A load that is not what its mediator's cases come to is told with both counts, and nothing is written."""
    store = made(tmp_path / "s")
    with writing(store) as writer:
        writer.handle([filing(1, "a")], MONDAY)
        world, log = writer.world, writer.log
        world.platform.registry.desks[Track.MEDIATION].docket.entry(1).weight_milli = 700
        Snapshots(store.snapshot_folder, store.identity.roster_digest).write(world, log.head)
        before = sorted(store.snapshot_folder.iterdir())
        with pytest.raises(StandingError, match="loads of 1 mediators differ"):
            take_snapshot(store, log, PlatformFactory(store, LINKED))

        assert sorted(store.snapshot_folder.iterdir()) == before


def test_no_turned_bit_of_a_snapshot_is_believed(tmp_path: Path):
    """Wherever a bit is turned, in numbers that could as well be others too, the snapshot is passed over."""
    log, snapshots = FaultyLog(), Snapshots(tmp_path, DIGEST)
    day_of(log, 0)
    path = snapshots.write(followed(log, 50), log.head)
    whole, chance = path.read_bytes(), Random(1)
    for _ in range(25):
        turned = bytearray(whole)
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        path.write_bytes(turned)

        assert recovered(snapshots, log).from_seq == 0


def test_what_cannot_be_followed_stops_the_start(tmp_path: Path):
    """An entry that does not fit the state before it is not passed over: nothing is made of such a log."""
    log = FaultyLog()
    day_of(log, 0)
    *_, filed = [entry for _, entry in log.read() if isinstance(entry, Filed)]
    log.append([filed])
    with pytest.raises(EngineError):
        recovered(Snapshots(tmp_path, DIGEST), log)
