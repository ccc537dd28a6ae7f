"""An event file is complete or not there."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest

from engine.events.errors import EventFieldError, EventFileError
from engine.events.parquet import ROWS_PER_GROUP, EventWriter, read_events
from engine.events.records import Escalated
from tests.engine.events.examples import COURTS, one_of, one_of_each

PROVINCES = np.zeros(COURTS, np.int32)


@cache
def group() -> list[Escalated]:
    """As many events as a row group of the file holds."""
    one = one_of(Escalated)
    return [msgspec.structs.replace(one, case_id=number, dispute_id=-number) for number in range(ROWS_PER_GROUP)]


def write_and_fail(path: Path, error: BaseException) -> None:
    with EventWriter(path, court_province=PROVINCES) as writer:
        writer.append(group())
        raise error


@pytest.mark.parametrize("error", [ValueError("mine"), OSError("not the file's"), KeyboardInterrupt()])
def test_an_error_leaves_nothing_behind(tmp_path: Path, error: BaseException):
    """After any error in the block, Ctrl-C too, neither the file nor a part of it is there; the error is unchanged."""
    with pytest.raises(type(error)) as caught:
        write_and_fail(tmp_path / "events.parquet", error)

    assert caught.value is error
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_an_older_file_as_it_was(tmp_path: Path):
    """A failed run does not touch the file of the run before it."""
    path = tmp_path / "events.parquet"
    with EventWriter(path, court_province=PROVINCES) as writer:
        writer.append(one_of_each())
    with pytest.raises(KeyboardInterrupt):
        write_and_fail(path, KeyboardInterrupt())

    assert list(read_events(path)) == one_of_each()
    assert list(tmp_path.iterdir()) == [path]


def test_a_finished_file_replaces_the_older_one(tmp_path: Path):
    """The name holds the old events until the block has ended, and then the new ones."""
    path = tmp_path / "events.parquet"
    for events in (one_of_each(), one_of_each()[:2]):
        with EventWriter(path, court_province=PROVINCES) as writer:
            writer.append(events)
            before = list(read_events(path)) if path.exists() else []
        assert before != events
        assert list(read_events(path)) == events


def write_and_carry_on(path: Path) -> None:
    wrong = msgspec.structs.replace(group()[0], court_id=COURTS)
    with EventWriter(path, court_province=PROVINCES) as writer:
        with pytest.raises(EventFieldError):
            writer.append([wrong, *group()])
        with pytest.raises(EventFileError, match="takes no events: the writer is broken"):
            writer.append(group())


def test_a_gap_is_never_hidden(tmp_path: Path):
    """Once events could not be written the file is given up, even if the caller carries on."""
    with pytest.raises(EventFileError, match="an earlier write failed"):
        write_and_carry_on(tmp_path / "events.parquet")

    assert list(tmp_path.iterdir()) == []


def test_a_writer_takes_events_only_while_open(tmp_path: Path):
    """Before and after its block a writer refuses events rather than lose them."""
    writer = EventWriter(tmp_path / "events.parquet", court_province=PROVINCES)
    with pytest.raises(EventFileError, match="the writer is not open"):
        writer.append(one_of_each())
    with writer:
        writer.append(one_of_each())
    with pytest.raises(EventFileError, match="the writer is complete"):
        writer.append(one_of_each())


def test_an_unwritable_target_is_named(tmp_path: Path):
    """A target that cannot be written is refused before the first event, with its path and the reason."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    targets = {
        tmp_path / "none" / "events.parquet": "No such file or directory",
        tmp_path / "file" / "events.parquet": "Not a directory",
        tmp_path / "folder": "is a folder",
        tmp_path / ("n" * 300): "File name too long",
    }
    for path, reason in targets.items():
        with pytest.raises(EventFileError, match=reason) as caught, EventWriter(path, court_province=PROVINCES):
            pytest.fail("entered")
        assert caught.value.path == path
        assert caught.value.reason == reason


@contextmanager
def files_of_at_most(size_bytes: int) -> Generator[None]:
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def write_two_groups(path: Path) -> None:
    with EventWriter(path, court_province=PROVINCES) as writer:
        writer.append(group())
        writer.append(one_of_each())


@pytest.mark.parametrize("room_bytes", [0, 1_000, 100_000])
def test_a_full_disk_is_named(tmp_path: Path, room_bytes: int):
    """When there is no room the error says so, whether it shows at the first group or at the end; nothing is left."""
    with pytest.raises(EventFileError, match="File too large") as caught, files_of_at_most(room_bytes):
        write_two_groups(tmp_path / "events.parquet")

    assert caught.value.path == tmp_path / "events.parquet"
    assert list(tmp_path.iterdir()) == []


INTERRUPTED = """
import sys, numpy as np
from pathlib import Path
from engine.events.parquet import EventWriter
from tests.engine.events.test_writer_abort import group
with EventWriter(Path(sys.argv[1]), court_province=np.zeros(40, np.int32)) as writer:
    print("writing", flush=True)
    while True:
        writer.append(group())
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_program_leaves_no_half_file(tmp_path: Path, stop: signal.Signals):
    """A program stopped at any moment leaves nothing under the file's name; interrupted, it tidies up too."""
    path = tmp_path / "events.parquet"
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"writing\n"
        os.kill(program.pid, stop)
        program.communicate()

    left = [found.name for found in tmp_path.iterdir()]
    assert path.name not in left
    assert stop == signal.SIGKILL or left == []


def test_two_writers_of_one_target_do_not_mix(tmp_path: Path):
    """Of two writers at once each writes a whole file; the one that ends last stays."""
    path = tmp_path / "events.parquet"
    with EventWriter(path, court_province=PROVINCES) as first:
        with EventWriter(path, court_province=PROVINCES) as second:
            first.append(one_of_each())
            second.append(one_of_each()[:3])
        assert list(read_events(path)) == one_of_each()[:3]

    assert list(read_events(path)) == one_of_each()
    assert list(tmp_path.iterdir()) == [path]
