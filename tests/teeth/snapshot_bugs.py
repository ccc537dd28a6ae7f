"""Bugs of what outlives a process: snapshots, counts, epochs, positions of receivers."""

# ruff: noqa: ARG005 - a faulty copy takes what the right one takes

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

import msgspec
import pytest

from engine.desk.timers import Timers
from engine.errors import EngineError
from engine.events.records import Declined
from engine.log.log import Batch
from engine.service import snapshots, snapshotting
from engine.service.entries import Entry, EntryCodec
from engine.service.flows import Flows
from engine.service.keys import KeyWindow
from engine.service.outbox import Outbox, Position
from engine.service.records import Started
from engine.service.world import World
from tests.engine.service import (
    test_outbox,
    test_snapshots,
    test_snapshotting,
)
from tests.teeth.bug import Bug, Check
from tests.teeth.town_lives import laws_after_lives


def keys_of_a_snapshot_are_dropped(patch: pytest.MonkeyPatch) -> None:
    """A start from a snapshot knows no key that was used before it."""
    patch.setattr(KeyWindow, "restore", lambda window, standing: None)


def epoch_does_not_rise(patch: pytest.MonkeyPatch) -> None:
    """A writer that takes over notes the epoch of the one before it."""
    note = World.note_each

    def note_without(world: World, entries: Sequence[Entry], first_seq: int) -> None:
        epoch = world.epoch
        note(world, entries, first_seq)
        if any(isinstance(entry, Started) for entry in entries):
            world.epoch = min(world.epoch, max(epoch, 1))

    patch.setattr(World, "note_each", note_without)


def declined_offers_are_not_counted(patch: pytest.MonkeyPatch) -> None:
    """The service's counts leave out one kind of event."""
    count = Flows.count

    def count_less(flows: Flows, counts: Mapping[type[msgspec.Struct], int], at: int) -> None:
        count(flows, {kind: number for kind, number in counts.items() if kind is not Declined}, at)

    patch.setattr(Flows, "count", count_less)


def timers_of_a_snapshot_are_dropped(patch: pytest.MonkeyPatch) -> None:
    """A start from a snapshot loses the deadline that is due last."""
    load = Timers.load
    patch.setattr(Timers, "load", lambda timers, items: load(timers, list(items)[:-1]))


def snapshot_of_a_wrong_load(patch: pytest.MonkeyPatch) -> None:
    """A snapshot is made without counting the loads again."""
    patch.setattr(snapshotting, "check_loads", lambda world: None)


def snapshot_of_another_roster(patch: pytest.MonkeyPatch) -> None:
    """A snapshot is believed whatever roster it names."""
    check = snapshots.Snapshots._check

    def check_less(own: snapshots.Snapshots, header: snapshots.SnapshotHeader, log: snapshots.Followable) -> None:
        check(own, msgspec.structs.replace(header, roster_digest=own._roster_digest), log)

    patch.setattr(snapshots.Snapshots, "_check", check_less)


def damaged_snapshot_is_believed(patch: pytest.MonkeyPatch) -> None:
    """The digest of a snapshot is not compared with its content."""
    patch.setattr(snapshots, "_digest", lambda standing: bytes(32))


def what_does_not_fit_is_skipped(patch: pytest.MonkeyPatch) -> None:
    """A start passes over a batch that it cannot follow, and goes on."""
    follow_batch = snapshots.follow_batch

    def follow_or_skip(world: World, batch: Batch, codec: EntryCodec) -> None:
        with suppress(EngineError):
            follow_batch(world, batch, codec)

    patch.setattr(snapshots, "follow_batch", follow_or_skip)


def position_moves_before_delivery(patch: pytest.MonkeyPatch) -> None:
    """A receiver's position is moved when a message is sent, whether it was taken or not."""

    def step(outbox: Outbox, now: int) -> bool:
        if now < outbox.position.retry_at:
            return False
        entries = list(outbox._read(outbox.position.seq, 200))
        wanted = [(seq, entry) for seq, entry in entries if outbox._wants(entry)]
        if entries:
            outbox.position = Position(seq=entries[-1][0])
        if wanted and outbox._send(*outbox._message(wanted, now)) != 204:
            outbox._wait(now)
            return False
        return bool(entries)

    patch.setattr(Outbox, "step", step)


LAWS: Final = Check(laws_after_lives)
ROSTER: Final = Check(test_snapshots.test_a_snapshot_of_another_roster_is_passed_over)
FLIPPED: Final = Check(test_snapshotting.test_no_turned_bit_of_a_snapshot_is_believed)

SNAPSHOT_BUGS: Final = (
    Bug(plant=keys_of_a_snapshot_are_dropped, check=LAWS, says="once", seeds=(1, 2)),
    Bug(plant=epoch_does_not_rise, check=LAWS, says="order_is_dense", seeds=(1, 2)),
    Bug(plant=declined_offers_are_not_counted, check=LAWS, says="fold_is_equal", seeds=(1, 2)),
    Bug(plant=timers_of_a_snapshot_are_dropped, check=LAWS, says="replay_is_state", seeds=(1, 2)),
    Bug(
        plant=snapshot_of_a_wrong_load,
        check=Check(test_snapshotting.test_no_snapshot_is_made_of_a_wrong_load),
        says="DID NOT RAISE",
    ),
    Bug(plant=snapshot_of_another_roster, check=ROSTER, says="found.from_seq == 0"),
    Bug(plant=damaged_snapshot_is_believed, check=FLIPPED, says="from_seq == 0"),
    Bug(
        plant=what_does_not_fit_is_skipped,
        check=Check(test_snapshotting.test_what_cannot_be_followed_stops_the_start),
        says="DID NOT RAISE",
    ),
    Bug(
        plant=position_moves_before_delivery,
        check=Check(test_outbox.test_what_was_not_taken_is_told_again_later),
        says="outbox.step",
    ),
)
