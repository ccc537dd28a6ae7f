"""What works beside the writer of a service: snapshots, the scrub of its log, telling receivers."""

import logging
import os
import sys
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Final

from cli.journal import RELEASE
from cli.receivers import teller
from cli.scrubbing import scrubber
from engine.service.snapshots import Snapshots
from engine.service.upkeep import Snapshotter

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.serve_settings import ServeSettings
    from engine.log.stored import StoredLog
    from engine.service.entries import Entry
    from engine.service.service import Service
    from engine.service.store import Store

_JOURNAL: Final = logging.getLogger("onestop")


def start_beside(
    parts: ExitStack,
    store: "Store",
    log: "StoredLog[Entry]",
    service: "Service",
    settings: "ServeSettings",
    clock: "Callable[[], int]",
) -> None:
    """Start it, let it end with `parts`, and let monitoring read of it."""
    snapshotter = _snapshotter(store, service, settings)
    snapshotter.start()
    parts.callback(snapshotter.stop)
    scrub = scrubber(log, settings.log, service.gauges, clock)
    if scrub is not None:
        scrub.start()
        parts.callback(scrub.stop)
    telling = teller(store, log, settings.webhooks, service.gauges, clock)
    telling.start()
    parts.callback(telling.stop)
    service.gauges.looked_up.append(partial(_standing, store))


def _snapshotter(store: "Store", service: "Service", settings: "ServeSettings") -> Snapshotter:
    beside = service.gauges.beside
    beside["snapshot_failures"] = 0

    def note(status: int) -> None:
        beside["snapshot_failures"] = beside["snapshot_failures"] + 1 if status else 0
        level, event = (logging.ERROR, "snapshot_failed") if status else (logging.INFO, "snapshot_made")
        _JOURNAL.log(level, event, extra={"fields": {"status": status}})

    command = (sys.executable, "-m", "cli.main", "engine", "snapshot", str(store.folder), "--json")
    return Snapshotter(
        command,
        lambda: service.health.seq,
        entries_min=settings.snapshots.entries_min,
        every_seconds=settings.snapshots.every_seconds,
        tell=note,
    )


def _standing(store: "Store") -> dict[str, float]:
    """Return what monitoring reads of the store's folder."""
    disk = os.statvfs(store.folder)
    return {
        f'build_info{{version="{RELEASE}"}}': 1,
        "snapshot_seq": Snapshots(store.snapshot_folder, store.identity.roster_digest).newest_seq,
        "store_free_bytes": disk.f_bavail * disk.f_frsize,
    }
