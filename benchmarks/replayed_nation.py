"""A start of the service: its whole log followed, a snapshot written, and a start from that.

    python -m benchmarks.replayed_nation court-store
    python -m benchmarks.replayed_nation /tmp/nation --filings 500000

Of a folder that holds no store yet, a nation is made first, by a process of its own; only the rest is measured.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import Final, TypeVar

import msgspec
import numpy as np

from benchmarks.served_nation import BATCH, BEGINS_AT, filings, group_of
from engine.audit.roster_file import roster_hash
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.words import mixed_words
from engine.log.reader import open_reader
from engine.log.store import open_store
from engine.service.opening import CODEC, LinkedSystems, PlatformFactory, open_writer
from engine.service.snapshots import Snapshots, follow
from engine.service.store import Store, StoreIdentity, is_store, make_store
from engine.service.world import World
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation

_SEED: Final = 1
_KIBIBYTE: Final = 1024
_Result = TypeVar("_Result")


class StartFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a start costs; seconds are of the processor, since other work may share the machine."""

    entries: int
    disputes: int
    replay_seconds: float
    replayed_events_per_second: float
    replay_memory_bytes: int
    """The most that the process had taken when the log was followed."""
    write_snapshot_seconds: float
    snapshot_bytes: int
    start_from_snapshot_seconds: float


def start_figures(store: Store) -> StartFigures:
    """Follow a store's log from its beginning, write a snapshot, and start from that; twice, the first to compile.

    Parameters
    ----------
    store
        Nobody may write to it meanwhile. It gets a snapshot.

    Raises
    ------
    engine.errors.EngineError
        If its log cannot be followed.
    """
    snapshots = Snapshots(store.snapshot_folder, store.identity.roster_digest)
    build = PlatformFactory(store, _linked())

    def empty() -> World:
        return World(build, store.keys)

    with closing(open_reader(store.log_folder, CODEC)) as log:
        follow(empty(), log, CODEC)
        world = empty()
        head, replay_seconds = _timed(lambda: follow(world, log, CODEC))
        memory_bytes = getrusage(RUSAGE_SELF).ru_maxrss * _KIBIBYTE
        assert head is not None, "every store's log begins with its first start"
        path, write_seconds = _timed(lambda: snapshots.write(world, head))
        recovered, start_seconds = _timed(lambda: snapshots.recover(log, empty, CODEC))
    assert recovered.from_seq == world.seq, "the start is from the snapshot"
    return StartFigures(
        entries=world.seq,
        disputes=len(world.platform.registry.numbers),
        replay_seconds=replay_seconds,
        replayed_events_per_second=world.seq / replay_seconds,
        replay_memory_bytes=memory_bytes,
        write_snapshot_seconds=write_seconds,
        snapshot_bytes=path.stat().st_size,
        start_from_snapshot_seconds=start_seconds,
    )


def make_nation(folder: Path, count: int, share: float) -> None:
    """Make a store of a share of the nation, and file so many complete applications, a thousand a batch."""
    population = build_population(fraction_of_the_nation(share), seed=_SEED)
    identity = StoreIdentity(
        store_id="replayed",
        created_at=BEGINS_AT,
        roster_digest=roster_hash(population.roster),
        first_year=2020,
        announced_until=2024,
        provisional_until=2026,
    )
    organisations: list[int] = population.mediator_organisation.tolist()
    store = make_store(folder, identity, population.roster, organisations, bytes(range(32)))
    random = np.random.Generator(np.random.Philox(key=[_SEED, 0]))
    with closing(open_store(store.log_folder, CODEC)) as log:
        writer = open_writer(store, log, PlatformFactory(store, _linked()))
        for batch in range(-(-count // BATCH)):
            group = group_of(filings(random, BATCH, population.court_share), str(batch))
            writer.handle([group], BEGINS_AT + batch * 1_000)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of a store as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--filings", type=int, default=100_000, help="of a nation that is made")
    parser.add_argument("--share", type=float, default=1.0, help="of the nation")
    asked = parser.parse_args(arguments)
    if not is_store(asked.store):
        maker = get_context("spawn").Process(target=make_nation, args=(asked.store, asked.filings, asked.share))
        maker.start()
        maker.join()
    figures = start_figures(Store(asked.store))
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(figures)).decode() + "\n")


def _linked() -> LinkedSystems:
    return LinkedSystems(settings=shipped_settings(), ports={}, words=mixed_words(_SEED))


def _timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    began = process_time()
    result = work()
    return result, process_time() - began


if __name__ == "__main__":
    main()
