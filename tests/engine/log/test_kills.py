"""A real process on the real disk is killed while it appends."""

from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from engine.log.chain import verify
from engine.log.log import Head
from engine.log.reader import open_reader
from engine.log.settings import StoreSettings
from engine.log.store import open_store
from tests.engine.log.lives import Note, NoteCodec

SETTINGS = StoreSettings(segment_bytes=50_000, checkpoint_bytes=20_000)
FORK = get_context("forkserver")  # of a process without threads, unlike the one that tests run in
FORK.set_forkserver_preload([__name__])


def append_for_ever(folder: Path, answers: Connection) -> None:
    """Append batches of three notes and tell the head after each, as it is acknowledged."""
    log = open_store(folder, NoteCodec(), settings=SETTINGS)
    while True:
        at = log.head.seq
        log.append([Note(at, b"%d " % at * 50)] * 3)
        answers.send(log.head)


@contextmanager
def appending(folder: Path):
    """A process that appends until it is killed, at the latest at the end of the block."""
    here, there = FORK.Pipe(duplex=False)
    child = FORK.Process(target=append_for_ever, args=(folder, there), daemon=True)
    child.start()
    there.close()
    try:
        yield here
    finally:
        child.kill()
        child.join()


def append_until_killed(folder: Path, answers: int) -> list[Head]:
    """Let a process append, kill it after so many answers, and return all that it gave until it was dead."""
    told: list[Head] = []
    with appending(folder) as pipe:
        told += (pipe.recv() for _ in range(answers))
    try:
        while True:
            told.append(pipe.recv())
    except EOFError:
        return told


def kill_again_and_again(folder: Path, kills: int) -> int:
    """Return how many batches were acknowledged in all; each is in the log after every kill."""
    chance = Random(kills)
    told: list[Head] = []
    for _ in range(kills):
        told += append_until_killed(folder, chance.randint(1, 60))
        with open_reader(folder, NoteCodec()) as reader:
            assert told[-1].seq <= reader.head.seq <= told[-1].seq + 3
        with open_store(folder, NoteCodec(), anchor=told[-1]) as log:
            heads = {Head(batch.last_seq, batch.hash) for batch in log.batches()}
            assert verify(log) == log.head
        assert heads >= set(told)
    return len(told)


def test_no_acknowledged_batch_is_lost_by_a_kill(tmp_path: Path):
    """Whatever a process had acknowledged when it was killed is in the log, and readable before it is repaired."""
    assert kill_again_and_again(tmp_path / "log", kills=6) >= 6


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_no_acknowledged_batch_is_lost_by_two_hundred_kills(tmp_path: Path):
    """As above, two hundred times on one log."""
    assert kill_again_and_again(tmp_path / "log", kills=200) > 200


def test_a_reader_of_another_process_follows_the_log(tmp_path: Path):
    """While one process appends, another reads whole batches, more of them each time."""
    seen: list[int] = []
    with appending(tmp_path / "log") as pipe:
        for _ in range(4):
            told = [pipe.recv() for _ in range(20)][-1]
            with open_reader(tmp_path / "log", NoteCodec()) as reader:
                seen.append(verify(reader).seq)
            assert seen[-1] >= told.seq

    assert seen == sorted(seen)
    assert all(seq % 3 == 0 for seq in seen)
