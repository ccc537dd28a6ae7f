"""What an outsider can hold a stored log to."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.log.checkpoints import Checkpoint, check_batch_in, check_growth, open_note, sign
from engine.log.errors import PositionError, ProofError, WrongStoreError
from engine.log.settings import StoreSettings
from engine.log.store import open_store
from engine.log.stored import StoredLog
from tests.engine.log.lives import Note, NoteCodec

SETTINGS = StoreSettings(segment_bytes=20_000)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def grown(log: StoredLog[Note], batches: int, content: bytes = b"one") -> Checkpoint:
    """Append batches of two notes each, and note where the log stands."""
    for _ in range(batches):
        at = log.head.seq
        log.append([Note(at, content), Note(at, b"another")])
    return log.checkpoint(at=1_700_000_000_000_000)


@pytest.fixture
def log(tmp_path: Path):
    with open_store(tmp_path / "log", NoteCodec(), settings=SETTINGS) as log:
        yield log


def test_a_note_is_one_text(log: StoredLog[Note]):
    """A signed note reads as written down here, comes back equal, and does not pass if one letter is changed."""
    checkpoint = grown(log, 2)
    note = sign(checkpoint, KEY)

    assert note.splitlines()[:7] == [
        "onestop log checkpoint 1",
        f"store {log.store_id.hex()}",
        "entries 4",
        "batches 2",
        f"head {log.head.hash.hex()}",
        f"root {checkpoint.root.hex()}",
        "microseconds 1700000000000000",
    ]
    assert open_note(note, KEY.public_key()) == checkpoint
    for place in range(len(note)):
        with pytest.raises(ProofError):
            open_note(note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :], KEY.public_key())


def test_a_note_of_another_key_is_refused(log: StoredLog[Note]):
    """Only the owner of the key can have signed."""
    with pytest.raises(ProofError, match="not signed by the owner of this key"):
        open_note(sign(grown(log, 1), Ed25519PrivateKey.generate()), KEY.public_key())


def test_every_batch_is_shown_to_a_holder_of_a_checkpoint(tmp_path: Path):
    """Each entry is shown to be under the root of any later checkpoint, after reopening too, in under 2 KB."""
    with open_store(tmp_path / "log", NoteCodec(), settings=SETTINGS) as log:
        checkpoints = [grown(log, batches) for batches in (3, 252, 1, 30)]
    with open_store(tmp_path / "log", NoteCodec(), settings=SETTINGS) as log:
        assert log.checkpoint(at=checkpoints[-1].at) == checkpoints[-1]
        checkpoints.append(grown(log, 230))
        for checkpoint in checkpoints:
            for seq in (1, 2, 5, checkpoint.seq // 2, checkpoint.seq):
                inclusion = log.prove_entry(seq, checkpoint.batches)
                check_batch_in(checkpoint, inclusion)
                assert inclusion.batch.first_seq <= seq <= inclusion.batch.last_seq
                assert sum(map(len, inclusion.path)) < 2_000
        for earlier, later in pairwise(checkpoints):
            check_growth(earlier, later, log.prove_growth(earlier.batches, later.batches))


def test_a_changed_batch_is_not_shown(log: StoredLog[Note]):
    """A batch with another content, even with a right hash of its own, or for another checkpoint, proves nothing."""
    first, second = grown(log, 3), grown(log, 3)
    inclusion = log.prove_entry(3, first.batches)
    check_batch_in(first, inclusion)
    for wrong in (
        replace(inclusion, batch=replace(inclusion.batch, body=b"else")),
        replace(inclusion, batch=log.prove_entry(5, first.batches).batch),
        replace(inclusion, index=2),
    ):
        with pytest.raises(ProofError):
            check_batch_in(first, wrong)
    with pytest.raises(ProofError, match="for another checkpoint"):
        check_batch_in(second, inclusion)


def test_checkpoints_of_two_logs_are_not_of_one(log: StoredLog[Note], tmp_path: Path):
    """Growth is shown within one log only."""
    with open_store(tmp_path / "other", NoteCodec()) as other:
        first, second = grown(log, 2), grown(other, 3, b"else")
        with pytest.raises(ProofError, match="of different logs"):
            check_growth(first, second, other.prove_growth(2, 3))
        with pytest.raises(ProofError, match="not shown to be the beginning"):
            check_growth(first, replace(second, store_id=first.store_id), other.prove_growth(2, 3))


def test_an_empty_log_has_a_checkpoint(log: StoredLog[Note]):
    """A log without entries can be noted, and every log grows from it."""
    empty, later = log.checkpoint(at=0), grown(log, 2)
    check_growth(empty, later, log.prove_growth(0, 2))
    with pytest.raises(PositionError):
        log.prove_entry(5, 2)


def test_a_checkpoint_is_an_anchor(tmp_path: Path):
    """The head of a checkpoint refuses a log that was started anew."""
    with open_store(tmp_path / "log", NoteCodec()) as log:
        checkpoint = grown(log, 2)
    with pytest.raises(WrongStoreError, match="ends at event 0, but event 4 had been noted"):
        open_store(tmp_path / "new", NoteCodec(), anchor=checkpoint.head)
    open_store(tmp_path / "log", NoteCodec(), anchor=checkpoint.head).close()


def test_lost_roots_are_made_anew(tmp_path: Path):
    """Roots of tiles that are lost, changed or out of order in the database are found and made from the batches."""
    folder, settings = tmp_path / "log", StoreSettings(segment_bytes=8_000, verified_bytes=9_000)
    with open_store(folder, NoteCodec(), settings=settings) as log:
        checkpoint = grown(log, 2 * 256 + 30)
    for damage in ("delete from tiles where number = 1", "delete from tiles where number = 0", "delete from tiles"):
        with open_store(folder, NoteCodec(), settings=settings) as log:
            database = log._opened.database
            assert database is not None
            database._connection.execute(damage)
        with open_store(folder, NoteCodec(), settings=settings) as log:
            assert [repair.part for repair in log.repairs] == ["tree"]
            assert log.checkpoint(checkpoint.at) == checkpoint
            check_batch_in(checkpoint, log.prove_entry(600, checkpoint.batches))
