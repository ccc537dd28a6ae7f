"""`onestop engine backup / restore / export / snapshot / check`: what an operator does with a service's store."""

import time
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from cli.output import print_json, say
from cli.run import Json

StorePath = Annotated[Path, typer.Argument(help="Folder of the store.")]
_US = 1_000_000


def backup(
    store: StorePath,
    out: Annotated[Path, typer.Argument(help="Folder for the copy; empty or not there.")],
    *,
    as_json: Json = False,
) -> None:
    """Copy a store while its service runs, and verify the copy: a backup is a store that can be served.

    Everything that was acknowledged when the copying began is in it. Party data are not: they are erasable, and stay
    behind. Keep the head that is printed elsewhere; `restore --head` compares.

    \b
    Examples:
      onestop engine backup court-store /backup/monday
    """
    _copy(store, out, head=None, as_json=as_json)


def restore(
    backup_folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="Folder that `backup` wrote.")],
    out: Annotated[Path, typer.Argument(metavar="STORE", help="Folder for the store; empty or not there.")],
    *,
    head: Annotated[
        str | None, typer.Option(help="Head that `backup` printed, 64 hex characters.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a store of a backup, verifying every batch; with the noted head, that it is that very log.

    \b
    Examples:
      onestop engine restore /backup/monday court-store
    """
    from cli.errors import CliError
    from engine.log.errors import LogError

    try:
        _copy(backup_folder, out, head=head, as_json=as_json)
    except LogError as error:
        way_out = f"`onestop engine check {backup_folder}` mends a file of its log by the other"
        raise CliError(f"backup = {backup_folder}: {error}; {way_out}") from error


def _copy(source: Path, target: Path, *, head: str | None, as_json: bool) -> None:
    from engine.service.copying import copy_store

    began = time.perf_counter()
    copied = copy_store(source, target, head=head)
    summary = {
        "store": str(target),
        "entries": copied.head.seq,
        "head": copied.head.hash.hex(),
        "bytes": copied.bytes,
        "wall_seconds": round(time.perf_counter() - began, 3),
    }
    if as_json:
        print_json(summary)
    else:
        say(f"{target}: {copied.head.seq:,} entries, verified, {copied.bytes / 1e6:,.1f} MB")
        say(f"head {copied.head.hash.hex()}")


def export(
    store: StorePath,
    *,
    out: Annotated[Path, typer.Option(help="Folder to write.")] = Path("export"),
    as_json: Json = False,
) -> None:
    """Write the events of a store, its roster and its table of cases: for `analytics measure`, `report` and `verify`.

    What other doors have assigned lies in a folder each, as experts in OUT/evaluation; `verify` takes them along.

    \b
    Examples:
      onestop engine export court-store --out monday
      onestop analytics measure monday
      onestop engine verify monday
    """
    from analytics.case_table import build_case_table
    from cli.measures import CASES_FILE
    from engine.calendar.day import DAY_US, local_date, local_midnight_us
    from engine.service.exporting import EVENTS_FILE
    from engine.service.exporting import export as exported
    from engine.service.store import Store

    written = exported(Store(store), out, derived=(CASES_FILE,))
    if written.begins_at is not None and written.ends_at is not None:
        build_case_table(
            out / EVENTS_FILE,
            out / CASES_FILE,
            period_starts_at=local_midnight_us(local_date(written.begins_at)),
            period_ends_at=local_midnight_us(local_date(written.ends_at)) + DAY_US,
        )
    if as_json:
        print_json({"out": str(out), **written._asdict()})
    else:
        say(f"{out}: {written.events:,} events, up to position {written.seq:,} of the log")
        for door, count in written.doors.items():
            say(f"{out / door}: {count:,} events of its roster")


def snapshot(store: StorePath, *, as_json: Json = False) -> None:
    """Follow a store's log from its last snapshot and write a new one; every mediator's load is counted again.

    A running service does so by itself from time to time.

    \b
    Examples:
      onestop engine snapshot court-store
    """
    from cli.linked_systems import unlinked
    from engine.log.reader import open_reader
    from engine.service.opening import CODEC, PlatformFactory
    from engine.service.snapshotting import take_snapshot
    from engine.service.store import Store

    opened = Store(store)
    with closing(open_reader(opened.log_folder, CODEC)) as log:
        taken = take_snapshot(opened, log, PlatformFactory(opened, unlinked()))
    if as_json:
        print_json(taken._asdict())
    else:
        say(f"position {taken.seq:,}: {taken.followed:,} entries followed, {taken.bytes / 1e6:,.1f} MB")
        for reason in taken.passed_over:
            say(f"passed over {reason}")


def check(store: StorePath, *, as_json: Json = False) -> None:
    """Check a store: both copies of its log, every hash, event, load, and that nothing due has been left.

    Party data are unsealed and denials read, too. Nothing may be serving the store meanwhile.

    \b
    Examples:
      onestop engine check court-store
    """
    from cli.errors import CliError
    from cli.linked_systems import unlinked
    from engine.lifecycle.rulebook import Rulebook
    from engine.log.chain import verify
    from engine.log.settings import StoreSettings
    from engine.log.store import open_store
    from engine.service.kept_beside import check_beside
    from engine.service.lost_deadlines import lost_in
    from engine.service.opening import CODEC, PlatformFactory
    from engine.service.snapshots import follow
    from engine.service.snapshotting import check_loads
    from engine.service.store import Store
    from engine.service.world import World

    opened = Store(store)
    with closing(open_store(opened.log_folder, CODEC, settings=StoreSettings(verified_bytes=2**62))) as log:
        head = verify(log)
        world = World(PlatformFactory(opened, unlinked()), opened.keys)
        follow(world, log, CODEC)
        check_loads(world)
        lost = lost_in(log, Rulebook.shipped())
        repairs = [str(repair) for repair in log.repairs]
        if log.damage is not None:
            raise CliError(f"store = {store}: {log.damage}")
    if lost:
        raise CliError(f"store = {store}: {len(lost):,} deadlines have ended and nothing came of it, first {lost[0]}")
    registry = world.platform.registry
    beside = check_beside(opened, registry.next_number)
    summary = {
        "entries": head.seq,
        "head": head.hash.hex(),
        "epochs": world.epoch,
        "open_cases": sum(desk.core.open_cases for desk in registry.desks.values()),
        **beside._asdict(),
        "repairs": repairs,
    }
    if as_json:
        print_json(summary)
        return
    for repair in repairs:
        say(f"repaired: {repair}")
    say(
        f"{head.seq:,} entries by {world.epoch:,} writers; {summary['open_cases']:,} cases open; head {head.hash.hex()}"
    )
    if any(beside):
        say(f"party data of {beside.party_data:,} disputes read; {beside.denials:,} denials")
    say("everything is as it must be")
