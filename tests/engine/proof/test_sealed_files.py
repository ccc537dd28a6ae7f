"""Event files are sealed batch by batch."""

import json
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from engine.events.chain import NO_HEAD, decode_batches, encode_batches, link_hash
from engine.events.columns import event_batch
from engine.events.content import ContentHash
from engine.events.errors import EventFieldError, EventFileError
from engine.events.file_access import ROWS_PER_GROUP
from engine.events.parquet import EventWriter, content_hash
from engine.events.sealed import read_chain, verify_chain
from tests.engine.events.examples import COURTS
from tests.engine.proof.files import EVENTS, PROVINCES, THREE, events, restate, write
from tests.engine.proof.plain_blake2b import plain_blake2b


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sealed file of three batches."""
    written = tmp_path / "events.parquet"
    write(written, THREE)
    return written


def test_a_link_is_the_hash_of_place_and_content():
    """The hash of a batch is what RFC 7693 gives for the hash before, two numbers of 8 bytes and the digest."""
    before, digest = bytes(range(32)), bytes(range(32, 64))
    message = before + (11).to_bytes(8, "little") + (50).to_bytes(8, "little") + digest

    assert link_hash(before, 11, 50, digest) == plain_blake2b(message, size=32, person=b"onestop chain 1")


def test_the_head_is_there_after_each_append(tmp_path: Path):
    """Each call that hands over events seals them by their own rows and moves the head on; an empty call does not."""
    path = tmp_path / "events.parquet"
    expected = [NO_HEAD]
    for batch, first_seq in zip(THREE, (1, 11, 61), strict=True):
        content = ContentHash()
        content.update(event_batch(batch, first_seq=first_seq, replication=0, court_province=PROVINCES))
        expected.append(link_hash(expected[-1], first_seq, len(batch), content.digest()))

    assert write(path, [[], THREE[0], [], *THREE[1:]]) == [NO_HEAD, expected[1], *expected[1:]]
    assert verify_chain(path) == expected[-1]


def test_a_file_tells_its_batches(path: Path):
    """Batches are read back with their places and linked hashes, and the file's metadata names the head."""
    batches = read_chain(path)
    metadata = pq.read_metadata(path).metadata or {}

    assert [(batch.first_seq, batch.last_seq) for batch in batches] == [(1, 10), (11, 60), (61, 100)]
    assert [batch.previous_hash for batch in batches] == [NO_HEAD, *(batch.hash for batch in batches[:-1])]
    assert metadata[b"chain_head"].decode() == batches[-1].hash.hex() == verify_chain(path).hex()
    assert json.loads(metadata[b"batches"])[0] == [1, 10, batches[0].content_digest.hex(), batches[0].hash.hex()]


def test_batches_do_not_change_what_the_file_says(tmp_path: Path, path: Path):
    """The hash of the whole file is the same whatever batches its events came in."""
    whole = tmp_path / "whole.parquet"
    write(whole, [EVENTS])

    assert content_hash(whole) == content_hash(path)
    assert verify_chain(whole) != verify_chain(path)


def test_a_batch_may_be_longer_than_a_row_group(tmp_path: Path):
    """A batch of several row groups and one that begins within a group are verified as they were sealed."""
    path = tmp_path / "events.parquet"
    long = events(ROWS_PER_GROUP + 5)

    assert write(path, [EVENTS, long, EVENTS])[-1] == verify_chain(path)
    assert pq.read_metadata(path).num_row_groups == 2


def test_how_a_file_is_laid_out_makes_no_difference(path: Path):
    """Other row groups, compression and plain rows of the same events are the same batches."""
    head = verify_chain(path)
    with pq.ParquetFile(path) as file:
        table, metadata = file.read(), file.metadata.metadata
    pq.write_table(table.replace_schema_metadata(metadata), path, row_group_size=7, compression="gzip")

    assert verify_chain(path) == head


def test_a_file_without_events_has_a_head(tmp_path: Path):
    """No batches are sealed too: the head is the one before the first."""
    write(tmp_path / "events.parquet", [])

    assert verify_chain(tmp_path / "events.parquet", anchor=NO_HEAD) == NO_HEAD
    assert read_chain(tmp_path / "events.parquet") == []


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"batches": ""}, "its batches were not sealed: it has no 'batches'"),
        ({"chain_head": ""}, "its batches were not sealed: it has no 'chain_head'"),
        ({"content_rules": ""}, "its batches were sealed by the rules 'onestop events 1', and this knows"),
        ({"chain_head": "x"}, "its batches cannot be read: non-hexadecimal"),
        ({"batches": "{}"}, "its batches cannot be read: not a list of batches"),
        (
            {"batches": '[[1,10,"00","00"]]'},
            "its batches cannot be read: batch 1: a hash is 64 hex characters, not '00'",
        ),
        ({"batches": '[[0,10,"00","00"]]'}, "its batches cannot be read: batch 1: starts at 0 with 10 events"),
    ],
)
def test_a_file_that_was_not_sealed_says_so(path: Path, metadata: dict[str, str], reason: str):
    """Missing or unreadable seals are an error of the file, not a silent pass."""
    restate(path, **metadata)
    with pytest.raises(EventFileError, match="event file ") as caught:
        verify_chain(path)

    assert caught.value.reason.startswith(reason)


def append_refused(path: Path, heads: list[bytes]) -> None:
    wrong = msgspec.structs.replace(EVENTS[0], court_id=COURTS)
    with EventWriter(path, court_province=PROVINCES) as writer:
        writer.append(THREE[0])
        heads.append(writer.head)
        with pytest.raises(EventFieldError):
            writer.append([wrong])
        heads.append(writer.head)


def test_events_that_are_refused_are_not_sealed(tmp_path: Path):
    """A batch with an event that its kind does not allow moves no head."""
    heads: list[bytes] = []
    with pytest.raises(EventFileError, match="an earlier write failed"):
        append_refused(tmp_path / "events.parquet", heads)

    assert heads[0] == heads[1] != NO_HEAD


def test_batches_survive_as_text(path: Path):
    """Batches are the same after they were text."""
    batches = read_chain(path)

    assert decode_batches(encode_batches(batches)) == batches
