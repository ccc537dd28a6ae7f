"""Open cases are taken into a store and out of it: as they stood, each once, or not at all."""

from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from engine.access.words import Action
from engine.desk.recount import recount
from engine.events.enums import ClosingCode
from engine.events.lifecycle_words import State, Track
from engine.events.records import Closed
from engine.log.store import open_store
from engine.registry.example import MONDAY, filed_dispute, lodging
from engine.service.answers import Group
from engine.service.caseload.aside import made_aside
from engine.service.caseload.carrying_over import CONTINUES_SUFFIX, CarriedOver, carry_over, read_predecessor
from engine.service.caseload.numbering import references_of
from engine.service.caseload.taking_over import take_over
from engine.service.errors import OpenCasesError
from engine.service.opening import CODEC, open_writer
from engine.service.records import Imported
from engine.service.snapshots import Snapshots
from engine.service.store import Store
from engine.service.world import World
from tests.engine.service.caseload_store import (
    DAY,
    NOW,
    factory,
    followed,
    held,
    imported,
    iso,
    lived,
    small_store,
    waiting,
)  # fmt: skip
from tests.engine.service.two_persons import asked, erased, proposed

_OF_THE_LINES = 2
"""Batches of a small import until everything is taken over; then waiting cases look for somebody."""


def carried(old: Store, new: Store, file: Path) -> CarriedOver:
    over = carry_over(old, factory(old), file)
    before = read_predecessor(file.with_name(file.name + CONTINUES_SUFFIX))
    assert before == over.predecessor
    take_over(new, factory(new), file, at=MONDAY, release="test", continues=before)
    return over


def at_the_desk(world: World) -> dict[int, tuple[object, ...]]:
    """What is agreed about each case at the desk: who holds it, and when what ends; a pending offer is none."""
    found: dict[int, tuple[object, ...]] = {}
    for entry in world.platform.registry.desks[Track.MEDIATION].docket.shelf:
        holder = next((seat.mediator for seat in entry.seats.values() if seat.deadline is None), None)
        search = (entry.waits_until, entry.exhausted) if holder is None else ()
        ends = (entry.step, entry.designated_by, entry.period_ends_at, *search)
        found[entry.case_id] = (holder, entry.weight_milli, entry.aged_at, *ends)
    return found


@pytest.mark.parametrize(("seed", "capacity", "name"), [(1, 20, "open.ndjson"), (2, 3, "open.csv")])
def test_a_court_goes_on_where_it_stood(tmp_path: Path, seed: int, capacity: int, name: str):
    """After a random history and a move to a new store, the same cases are held and wait, until the same instants."""
    old, new = small_store(tmp_path / "old", capacity), small_store(tmp_path / "new", capacity, name="b")
    lived(old, seed, steps=30)
    before = followed(old)
    carried(old, new, tmp_path / name)
    after = followed(new, batches=_OF_THE_LINES)
    registry = after.platform.registry

    assert len(at_the_desk(before)) > 10
    assert at_the_desk(after) == at_the_desk(before)
    assert at_the_desk(followed(new)).keys() == at_the_desk(before).keys()
    assert recount(registry.desks[Track.MEDIATION]) == ()
    assert registry.next_number == before.platform.registry.next_number
    for case_id, (holder, *_) in at_the_desk(before).items():
        if holder is not None:
            assert registry.process(case_id)[1] == before.platform.registry.process(case_id)[1]


def test_an_auditor_follows_from_one_log_to_the_next(tmp_path: Path):
    """The second entry of the new log names store, position and head of the log that it continues."""
    old, new = small_store(tmp_path / "old"), small_store(tmp_path / "new", name="b")
    lived(old, seed=4, steps=8)
    over = carried(old, new, tmp_path / "open.ndjson")
    with closing(open_store(old.log_folder, CODEC)) as log:
        head = log.head
    with closing(open_store(new.log_folder, CODEC)) as log:
        entry = next(entry for seq, entry in log.read() if seq == 2)

    assert isinstance(entry, Imported)
    assert entry.continues == over.predecessor
    assert (over.predecessor.store_id, over.predecessor.seq, over.predecessor.head) == (
        "a" * 32, head.seq, head.hash.hex(),
    )  # fmt: skip


def test_every_conversion_is_named(tmp_path: Path):
    """A case whose offer is pending waits again, and stands in the list of changes by its number."""
    old = small_store(tmp_path / "old")
    lived(old, seed=5, steps=8)
    shelf = followed(old).platform.registry.desks[Track.MEDIATION].docket.shelf
    offered = {entry.case_id for entry in shelf if entry.seats and not entry.is_held}
    over = carry_over(old, factory(old), tmp_path / "open.csv")
    listed = [line.split(",") for line in (tmp_path / "open.csv.changes.csv").read_text("utf-8").splitlines()]

    assert offered
    assert over.changes["offer: taken back, the case waits again"] == len(offered)
    assert {int(line[1]) for line in listed[1:] if "offer: taken back" in ",".join(line)} == offered


def test_a_dispute_at_another_door_goes_over(tmp_path: Path):
    """A dispute for which no mediator is looked for stands as it stood, and its clock ends when it did."""
    old, new = small_store(tmp_path / "old"), small_store(tmp_path / "new", name="b")
    opened_and_drafted = tuple(filed_dispute(7)[:2])
    with closing(open_store(old.log_folder, CODEC)) as log:
        writer = open_writer(old, log, factory(old))
        writer.handle([Group(commands=opened_and_drafted, key=None, request_digest=b"", name="")], MONDAY)
    carried(old, new, tmp_path / "open.csv")
    before, after = followed(old).platform.registry, followed(new).platform.registry

    assert after.dispute(7) == before.dispute(7)
    assert after.next_due == before.next_due
    assert after.dispute(7).processes[7].state is State.DRAFT


def test_a_panel_stays_behind_only_on_purpose(tmp_path: Path):
    """What no line can hold is refused by name, or left behind and named in the list of changes."""
    old, file = small_store(tmp_path / "old"), tmp_path / "open.ndjson"
    panel = replace(lodging(), panel_size=2)
    with closing(open_store(old.log_folder, CODEC)) as log:
        writer = open_writer(old, log, factory(old))
        writer.handle([Group(commands=(panel, lodging()), key=None, request_digest=b"", name="")], MONDAY)
    with pytest.raises(OpenCasesError, match="1 cases of panels"):
        carry_over(old, factory(old), file)
    assert not file.exists()
    over = carry_over(old, factory(old), file, leaves_behind=True)

    assert over.cases == 1
    assert "1,1,panel of several mediators: left behind" in file.with_name("open.ndjson.changes.csv").read_text("utf-8")


def test_an_erasure_that_is_owed_is_done_first(tmp_path: Path):
    """A store in which party data are still to be erased is not left: the new one would not know of it."""
    store = small_store(tmp_path / "old")
    with closing(open_store(store.log_folder, CODEC)) as log:
        writer = open_writer(store, log, factory(store))
        asked(writer, proposed(action=Action.ERASE_PARTY_DATA))
        asked(writer, erased())

    with pytest.raises(OpenCasesError, match="1 confirmed erasures"):
        carry_over(store, factory(store), tmp_path / "open.csv")


def test_a_snapshot_says_what_the_log_says(tmp_path: Path):
    """The snapshot that an import leaves is what following its log from the first entry comes to, byte for byte."""
    store = small_store(tmp_path / "store", capacity=2)
    ends = {"step_ends_at": iso(NOW + DAY), "designated_by": iso(NOW + DAY), "barred": "1:kinship"}
    taken = imported(store, tmp_path, held("a"), held("b"), held("c", "1"), waiting("d", **ends), waiting("e", step=3))
    with closing(open_store(store.log_folder, CODEC)) as log:
        snapshots = Snapshots(store.snapshot_folder, store.identity.roster_digest)
        found = snapshots.recover(log, lambda: World(factory(store), store.keys), CODEC)

    assert (found.from_seq, found.passed_over) == (taken.seq, ())
    assert found.world.standing() == followed(store).standing()
    assert references_of(store.folder) == dict(enumerate("abcde", start=1))


def test_cases_that_wait_look_for_somebody_at_once(tmp_path: Path):
    """Nobody waits in vain: with two mediators of one free case each, two of three waiting cases are offered."""
    store = small_store(tmp_path / "store", capacity=1)

    assert imported(store, tmp_path, waiting("a"), waiting("b"), waiting("c")).offers == 2


def test_the_service_goes_on_with_them(tmp_path: Path):
    """A mediation taken over ends by itself when its own period does: the given end, or the thirtieth day (ONL 24)."""
    store = small_store(tmp_path / "store")
    imported(store, tmp_path, held("a"), held("b", period_ends_at=iso(NOW + 2 * DAY)), waiting("c"))
    closed: dict[int, ClosingCode] = {}
    with closing(open_store(store.log_folder, CODEC)) as log:
        writer = open_writer(store, log, factory(store))
        for day in (2, 40):
            writer.handle([], NOW + day * DAY)
            ended = {entry.case_id: entry.closing_code for _, entry in log.read() if isinstance(entry, Closed)}
            assert sorted(ended) == ([2] if day == 2 else [1, 2])
            closed |= ended

    assert closed == {1: ClosingCode.PERIOD_EXPIRED, 2: ClosingCode.PERIOD_EXPIRED}


def test_a_store_that_has_begun_takes_no_cases(tmp_path: Path):
    """Cases are taken into a log that is empty, so none can be there twice."""
    store = small_store(tmp_path / "store")
    imported(store, tmp_path, waiting("a"))
    with pytest.raises(OpenCasesError, match="must be empty"):
        imported(store, tmp_path, waiting("a"))


def test_what_was_killed_midway_is_made_anew(tmp_path: Path):
    """What an import that was killed has left is no store, and goes when the import is made again."""
    left = tmp_path / ".store.importing"
    (left / "log").mkdir(parents=True)
    (left / "log" / "half").write_text("half")
    with made_aside(tmp_path / "store") as aside:
        assert not (tmp_path / "store").exists()
        assert not any(aside.iterdir())
        imported(small_store(aside), tmp_path, waiting("a"), held("b"))
        with pytest.raises(OpenCasesError, match="another import"), made_aside(tmp_path / "store"):
            pass

    assert not left.exists()
    assert len(at_the_desk(followed(Store(tmp_path / "store")))) == 2
