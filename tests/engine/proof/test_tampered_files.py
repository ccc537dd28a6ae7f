"""Whatever changes in a sealed event file is found and placed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.events.chain import SealedBatch, encode_batches, seal
from engine.events.columns import event_batch
from engine.events.content import ContentHash
from engine.events.errors import EventChainError
from engine.events.schema import ROW_SCHEMA
from engine.events.sealed import read_chain, verify_chain
from tests.engine.proof.files import EVENTS, PROVINCES, THREE, restate, tamper, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sealed file of three batches."""
    written = tmp_path / "events.parquet"
    write(written, THREE)
    return written


def found(path: Path, anchor: bytes | None = None) -> EventChainError:
    with pytest.raises(EventChainError) as caught:
        verify_chain(path, anchor=anchor)
    return caught.value


@pytest.mark.parametrize(
    ("name", "seq", "batch"),
    [*((name, 60, (11, 60)) for name in ROW_SCHEMA.names), ("case_id", 1, (1, 10)), ("payload", 61, (61, 100))],
)
def test_a_changed_value_is_placed(path: Path, name: str, seq: int, batch: tuple[int, int]):
    """Another value in any column of any event is found in the batch that holds the event."""

    def change(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        others = [row[name] for row in rows if row[name] != rows[seq - 1][name]]
        rows[seq - 1][name] = others[0] if others else "other" if name == "track" else 1
        return rows

    tamper(path, change)
    error = found(path)

    assert (error.first_seq, error.last_seq) == batch
    assert error.reason == f"batch of events {batch[0]} to {batch[1]}: its events are not those that were sealed"


@pytest.mark.parametrize(
    ("change", "batch", "reason"),
    [
        (lambda rows: rows[:-1], (61, 100), "the file ends 1 events before the batch does"),
        (lambda rows: rows[:10], (11, 60), "the file ends 50 events before the batch does"),
        (lambda rows: [*rows, rows[0]], (101, 101), "events follow that are in no batch"),
        (lambda rows: rows[1:], (1, 10), "its events are not those that were sealed"),
        (lambda rows: [*rows[:10], *rows[60:], *rows[10:60]], (11, 60), "its events are not those that were sealed"),
        (lambda rows: rows[::-1], (1, 10), "its events are not those that were sealed"),
    ],
)
def test_events_that_are_lost_added_or_moved_are_placed(
    path: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]], batch: tuple[int, int], reason: str
):
    """The first batch that is not as it was sealed is named, and what is wrong with it."""
    tamper(path, change)
    error = found(path)

    assert (error.first_seq, error.last_seq) == batch
    assert error.reason.endswith(reason)


def resealed(batches: list[SealedBatch], at: int, **changes: Any) -> str:
    """Batches as text, one of them changed and its hash made to fit, the later ones as they were."""
    batch = batches[at]
    parts = {"first_seq": batch.first_seq, "count": batch.count, "content_digest": batch.content_digest} | changes
    return encode_batches([*batches[:at], seal(batch.previous_hash, **parts), *batches[at + 1 :]])


def test_a_batch_that_is_sealed_anew_does_not_fit_the_next(path: Path):
    """Whoever changes an event and its batch's hash would have to change every later hash too."""
    batches = read_chain(path)
    content = ContentHash()
    forged = [EVENTS[1], *EVENTS[1:10]]
    content.update(event_batch(forged, first_seq=1, replication=0, court_province=PROVINCES))
    tamper(path, lambda rows: [rows[1] | {"seq": 1}, *rows[1:]])
    restate(path, batches=resealed(batches, 0, content_digest=content.digest()))
    error = found(path)

    assert (error.first_seq, error.last_seq) == (11, 60)
    assert error.reason.endswith("its hash does not follow from the batch before and its content")


def test_a_gap_between_batches_is_placed(path: Path):
    """A batch left out of the list is missed where the next one starts."""
    batches = read_chain(path)
    restate(path, batches=encode_batches([batches[0], batches[2]]))
    error = found(path)

    assert (error.first_seq, error.last_seq) == (61, 100)
    assert error.reason.endswith("it does not follow event 10")


def test_a_batch_that_starts_elsewhere_is_found(path: Path):
    """A batch whose first event is not the next is refused, even if its hash was made to fit."""
    restate(path, batches=resealed(read_chain(path), 1, first_seq=12))

    assert found(path).reason.endswith("batch of events 12 to 61: it does not follow event 10")


def test_a_wrong_head_is_found(path: Path):
    """The head in the metadata must be the hash of the last batch."""
    restate(path, chain_head="ab" * 32)

    assert "the file's head is abab" in found(path).reason


def test_a_noted_head_shows_a_file_written_anew(path: Path):
    """Every head the file ever had is accepted as an anchor; one it never had shows that it was rewritten or cut."""
    for batch in read_chain(path):
        assert verify_chain(path, anchor=batch.hash) == verify_chain(path)
    noted = verify_chain(path)
    write(path, THREE[:2])

    assert verify_chain(path)
    assert f"no batch has the hash {noted.hex()}" in found(path, noted).reason
