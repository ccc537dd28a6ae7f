"""Making snapshots in a process of their own, beside the running service.

The process follows the log as the next start would, so a snapshot costs the service nothing, and proves on the way that
the log can be followed. On this occasion every mediator's load is counted again from the cases.
"""

from typing import Final, NamedTuple

from engine.desk.recount import recount
from engine.events.lifecycle_words import Track
from engine.service.errors import StandingError
from engine.service.opening import CODEC, PlatformFactory
from engine.service.snapshots import Followable, Snapshots
from engine.service.store import Store
from engine.service.world import World

_SHOWN: Final = 3


class Taken(NamedTuple):
    """What was made."""

    seq: int
    """Position that the snapshot knows of."""
    followed: int
    """Entries that were followed for it."""
    from_seq: int
    """Position of the snapshot it was begun from; 0 for none."""
    bytes: int
    """Its length."""
    passed_over: tuple[str, ...]
    """Older snapshots that could not be used, and why."""


def take_snapshot(store: Store, log: Followable, build: PlatformFactory) -> Taken:
    """Follow a store's log to its end and write what it has led to.

    Parameters
    ----------
    store
        The store.
    log
        Its log, for reading.
    build
        Makes its empty platform.

    Raises
    ------
    StandingError
        If a mediator's load is not what his cases come to.
    engine.errors.EngineError
        If the log cannot be followed.
    OSError
        If the snapshot cannot be written.
    """
    snapshots = Snapshots(store.snapshot_folder, store.identity.roster_digest)
    found = snapshots.recover(log, lambda: World(build, store.keys), CODEC)
    world = found.world
    check_loads(world)
    path = snapshots.write(world, found.head)
    return Taken(
        seq=world.seq,
        followed=world.seq - found.from_seq,
        from_seq=found.from_seq,
        bytes=path.stat().st_size,
        passed_over=found.passed_over,
    )


def check_loads(world: World) -> None:
    """Count the load of everybody on every roster again from the cases he is offered or holds.

    Raises
    ------
    StandingError
        If it is another one than the core has kept.
    """
    for track, desk in world.platform.registry.desks.items():
        differences = recount(desk)
        if differences:
            door = "" if track is Track.MEDIATION else f"{track.value}: "
            shown = "; ".join(map(str, differences[:_SHOWN]))
            raise StandingError(f"{door}loads of {len(differences)} mediators differ from their cases: {shown}")
