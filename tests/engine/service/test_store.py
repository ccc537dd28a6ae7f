"""A store keeps its parts together, is copied while it is written to, and gives its events as a file."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from engine.access.denial_file import KeptDenyList
from engine.access.denials import SubjectDenied
from engine.audit.roster_file import read_roster_file, roster_hash, write_roster_file
from engine.audit.verify import verify as audit
from engine.calendar.day import local_day
from engine.core.example import one_court_roster
from engine.events.parquet import read_events
from engine.events.records import Event
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.words import mixed_words
from engine.log.errors import ChainError
from engine.log.store import open_store
from engine.registry.example import MONDAY
from engine.service.copying import copy_store
from engine.service.day_secret import SECRET_BYTES
from engine.service.errors import StandingError
from engine.service.exporting import EVENTS_FILE, export
from engine.service.opening import CODEC, LinkedSystems, PlatformFactory, open_writer
from engine.service.snapshotting import take_snapshot
from engine.service.store import DENIAL_FILE, SECRET_FILE, Store, StoreIdentity, make_store
from engine.service.writer import Writer
from tests.engine.service.house import filing

LINKED = LinkedSystems(settings=shipped_settings(), ports={}, words=mixed_words(1))
CAPACITY = 50


def made(folder: Path) -> Store:
    roster = one_court_roster(CAPACITY)
    identity = StoreIdentity(
        store_id="one",
        created_at=MONDAY,
        roster_digest=roster_hash(roster),
        first_year=2020,
        announced_until=2024,
        provisional_until=2026,
    )
    return make_store(folder, identity, roster, [0, 1], bytes(range(SECRET_BYTES)))


@contextmanager
def writing(store: Store) -> Iterator[Writer]:
    """A writer over a store, as long as its log is open."""
    with closing(open_store(store.log_folder, CODEC)) as log:
        yield open_writer(store, log, PlatformFactory(store, LINKED))


def test_a_store_is_opened_as_it_was_made(tmp_path: Path):
    """Roster, organisations, identity and secret come back as they were."""
    store, again = made(tmp_path / "s"), Store(tmp_path / "s")

    assert again.identity == store.identity
    assert list(again.organisations) == [0, 1]
    assert again.keys.of(1) == store.keys.of(1)
    assert roster_hash(again.roster) == roster_hash(store.roster)


def test_a_folder_with_something_in_it_is_not_made_a_store(tmp_path: Path):
    """Nothing that is somebody else's is mixed with a store."""
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StandingError, match="must be empty or not there"):
        made(tmp_path)


def test_what_was_cut_off_is_no_store_and_is_told_apart(tmp_path: Path):
    """A store without its card, which comes last, is never opened, and who makes one there hears what is in the way."""
    (made(tmp_path / "store").folder / "store.json").unlink()

    with pytest.raises(StandingError, match="is no store of this program"):
        Store(tmp_path / "store")
    with pytest.raises(StandingError, match="must be empty or not there; a store or a copy that was never finished is"):
        made(tmp_path / "store")


def test_a_store_of_a_newer_version_is_refused_as_one(tmp_path: Path):
    """What this version does not know of a store may decide something, and the refusal says whose it may be."""
    card = made(tmp_path / "store").folder / "store.json"
    card.write_text(card.read_text().replace("{", '{"brand_new": 1,', 1))
    with pytest.raises(StandingError, match=r"store\.json is not as this version.*`brand_new`.*a newer one"):
        Store(tmp_path / "store")


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('"BAND_DRAW"', '"KINGS_CHOICE"', r"policy = 'KINGS_CHOICE': must be one of BAND_DRAW, "),
        ('"sample_size": 2', '"sample_size": -7', r"sample_size = -7: must be one of"),
    ],
)
def test_a_policy_that_there_is_none_of_is_named_with_its_file(tmp_path: Path, written: str, instead: str, told: str):
    """A card that a hand or another version has changed is refused with its file, field and value, and what may be."""
    card = made(tmp_path / "store").folder / "store.json"
    text = card.read_text()
    assert written in text
    card.write_text(text.replace(written, instead))
    with pytest.raises(StandingError, match=rf"^store = .*store: store\.json: {told}"):
        Store(tmp_path / "store")


def test_a_roster_of_another_store_is_refused(tmp_path: Path):
    """A store whose roster file was exchanged is not opened."""
    made(tmp_path / "s")
    other = tmp_path / "roster.parquet"
    write_roster_file(one_court_roster(2), other)
    (tmp_path / "s" / "roster.parquet").write_bytes(other.read_bytes())
    with pytest.raises(StandingError, match="its roster has the digest"):
        Store(tmp_path / "s")


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path):
    """Whoever can read the secret knows every draw before it happens, so nobody else may."""
    store = made(tmp_path / "s")
    (store.folder / SECRET_FILE).chmod(0o644)
    with pytest.raises(StandingError, match="readable by its owner only"):
        Store(store.folder)


def test_who_is_refused_is_refused_by_a_copy(tmp_path: Path):
    """A copy holds the denials: a token that was taken back opens nothing in what is restored from it."""
    store = made(tmp_path / "s")
    KeptDenyList(store.folder / DENIAL_FILE).apply(SubjectDenied(at=5, issuer="https://id.example", subject="m-3"))
    with writing(store) as writer:
        writer.handle([filing(1, "a")], MONDAY)

    copy_store(store.folder, tmp_path / "copy")

    assert KeptDenyList(tmp_path / "copy" / DENIAL_FILE).is_denied("https://id.example", "m-3", "t-9", issued_at=4)


def test_a_store_is_copied_while_it_is_written_to(tmp_path: Path):
    """A copy taken under a running writer holds all that was acknowledged, and can be served."""
    store = made(tmp_path / "s")
    with writing(store) as writer:
        writer.handle([filing(1, "a"), filing(2, "b")], MONDAY)
        head = writer.log.head
        copied = copy_store(store.folder, tmp_path / "copy")
        writer.handle([filing(3, "c")], MONDAY)
    assert copied.head == head

    with writing(Store(tmp_path / "copy")) as writer:
        again, new = writer.handle([filing(2, "b"), filing(4, "d")], MONDAY + 1)
    assert getattr(again, "repeated", False)
    assert not getattr(new, "repeated", True)


@pytest.mark.parametrize("fault", ["damaged", "another head"])
def test_a_copy_that_is_not_what_was_written_is_no_store(tmp_path: Path, fault: str):
    """A damaged log, or one that ends elsewhere than was noted, leaves nothing behind, not even a new folder."""
    store = made(tmp_path / "s")
    with writing(store) as writer:
        writer.handle([filing(1, "a")], MONDAY)
        writer.handle([filing(2, "b")], MONDAY + 1)
        noted = writer.log.head.hash.hex()
    if fault == "damaged":
        (copy,) = store.log_folder.glob("copy-*.log")
        with copy.open("r+b") as file:
            file.seek(3_000)
            file.write(bytes(500))
    else:
        noted = "ab" * 32

    with pytest.raises((ChainError, StandingError), match=r"damaged|head = abab"):
        copy_store(store.folder, tmp_path / "copy", head=noted)
    assert not (tmp_path / "copy").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises((ChainError, StandingError)):
        copy_store(store.folder, tmp_path / "empty", head=noted)
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_store_is_not_copied_into_itself(tmp_path: Path):
    """A folder of the store, by whatever way it is named, is refused before anything is written."""
    store = made(tmp_path / "s")
    with writing(store):
        pass
    (tmp_path / "way").symlink_to(store.folder, target_is_directory=True)
    before = sorted(store.folder.rglob("*"))

    for target in (
        store.folder,
        store.folder / "backup",
        tmp_path / "way" / "backup",
        tmp_path / "x" / ".." / "s" / "b",
    ):
        with pytest.raises(StandingError, match="must lie outside"):
            copy_store(store.folder, target)
    assert sorted(store.folder.rglob("*")) == before


@pytest.mark.parametrize("head", ["", "ab", "zz" * 32, "ab" * 33])
def test_what_is_no_head_is_refused_before_anything_is_copied(tmp_path: Path, head: str):
    """A head that was noted in part, or with a slip, is refused by what a head looks like."""
    with pytest.raises(StandingError, match="must be 64 hex characters"):
        copy_store(made(tmp_path / "s").folder, tmp_path / "copy", head=head)
    assert not (tmp_path / "copy").exists()


def test_a_store_is_not_copied_over_a_file(tmp_path: Path):
    """A target that is a file is refused, and stays."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StandingError, match="must be a folder, or not there"):
        copy_store(made(tmp_path / "s").folder, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_an_export_holds_the_events_in_order_and_passes_the_audit(tmp_path: Path):
    """The event file has every event of the log and nothing else, and its pools and changes verify."""
    store = made(tmp_path / "s")
    with writing(store) as writer:
        writer.handle([filing(number, str(number)) for number in range(1, 9)], MONDAY)
        events = [entry for _, entry in writer.log.read() if isinstance(entry, Event)]
    exported = export(store, tmp_path / "export")

    assert list(read_events(tmp_path / "export" / EVENTS_FILE)) == events
    assert exported.events == len(events)
    roster = read_roster_file(tmp_path / "export" / "roster.parquet")
    assert audit(tmp_path / "export" / EVENTS_FILE, roster, used_key=None, anchor=None).report.finding is None


def test_a_snapshot_from_beside_is_what_a_start_uses(tmp_path: Path):
    """A snapshot that another process has made of the log lets the next start follow nothing."""
    store = made(tmp_path / "s")
    with writing(store) as writer:
        writer.handle([filing(1, "a")], MONDAY)
        taken = take_snapshot(store, writer.log, PlatformFactory(store, LINKED))
        assert taken.seq == writer.log.head.seq
    with closing(open_store(store.log_folder, CODEC)) as log:
        starts: list[int] = []
        build = PlatformFactory(store, LINKED)
        open_writer(store, log, build, recovered=lambda found: starts.append(found.from_seq))

    assert starts == [taken.seq]


def test_keys_are_published_when_their_day_is_over(tmp_path: Path):
    """The book that may be published has every commitment, and the keys of past days alone."""
    store, today = made(tmp_path / "s"), local_day(MONDAY)
    book = store.keys.book(today - 1, today + 1, revealed_before=today)

    assert book.of(today - 1) == store.keys.of(today - 1)
    assert [entry.key is None for entry in book.entries.values()] == [False, True, True]
    assert all(bytes.fromhex(entry.commitment) for entry in book.entries.values())
