"""Bugs planted into the log are caught by the simulated disk: a check that catches nothing proves nothing."""

# ruff: noqa: ARG002 - the signatures are those of an executor

from concurrent.futures import Executor, Future
from typing import Any

import pytest

from engine.log.stored import StoredLog
from tests.engine.log.lives import Note
from tests.engine.log.test_power import live_through


def commit_without_sync(log: StoredLog[Note]) -> None:
    """The database does not sync at a commit."""
    database = log._opened.database
    assert database is not None
    database._connection.pragma("synchronous", "normal")


class Never(Executor):
    """Never does what it is handed: the copy is not synced."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(None)
        return future


def copy_without_sync(log: StoredLog[Note]) -> None:
    """The copy is not synced at all."""
    assert log._both is not None
    log._both._beside = Never()


def neither_synced(log: StoredLog[Note]) -> None:
    """Neither file is synced before the answer."""
    commit_without_sync(log)
    copy_without_sync(log)


def refusal_without_undoing(log: StoredLog[Note]) -> None:
    """A batch that found no room is left in the copy."""
    log._opened.writer.withdraw = lambda: None


def segments_without_names(log: StoredLog[Note]) -> None:
    """The folder is not synced when a segment has been made, and the database does not sync."""
    commit_without_sync(log)
    log._opened.writer._sync_folder = lambda: None


def caught(spoil=None, lies_about: str = "", seeds: int = 300) -> int | None:
    """The first seed whose life does not hold."""
    for seed in range(seeds):
        try:
            live_through(seed, spoil, lies_about)
        except AssertionError:
            return seed
    return None


@pytest.mark.parametrize("spoil", [neither_synced, refusal_without_undoing, segments_without_names])
def test_a_planted_bug_is_caught(spoil):
    """A log that does not keep its word on syncs or refusals loses or gains batches within a few hundred lives."""
    assert caught(spoil) is not None


def test_a_disk_that_lies_is_noticed():
    """If syncs of both files do nothing, batches are lost: the simulated disk does take what is not synced."""
    assert caught(lies_about="/simulated/") is not None


@pytest.mark.parametrize("spoil", [commit_without_sync, copy_without_sync])
def test_either_file_alone_holds_the_log(spoil):
    """If one of the two files is never synced, the other still gives back every acknowledged batch."""
    assert caught(spoil, seeds=15) is None
