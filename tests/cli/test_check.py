"""`onestop engine check` and `backup`: what a store must answer for, and what a copy of it says that fails."""

import resource
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cli.errors import CliError
from cli.store_commands import check
from engine.calendar.day import DAY_US
from engine.service.answers import Group
from engine.service.records import Started
from loadtests.faults.child import town_writer
from loadtests.faults.town import BEGINS_AT, town_identity
from loadtests.faults.workload import Workload
from tests.cli.command import onestop

SMALL_FILE_BYTES = 1 << 17  # what the database needs to be read, and less than a segment of the copy


@contextmanager
def files_of_at_most(size_bytes: int) -> Generator[None]:
    """Have the operating system refuse to write more into any file of this process, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_deadline_that_was_lost_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A store is well until its log goes on beyond an open offer's end in silence; then the check says whose."""
    store = tmp_path / "store"
    writer = town_writer(store)
    with closing(writer.log):
        writer.start(release="test", roster_digest=town_identity().roster_digest, now=BEGINS_AT)
        writer.handle([Group(commands=Workload(1).next_group())], BEGINS_AT)
    check(store)
    with closing(town_writer(store).log) as log:
        log.append([Started(at=BEGINS_AT + 40 * DAY_US, epoch=2, release="test", roster_digest="")])

    with pytest.raises(CliError, match=r"deadlines have ended and nothing came of it, first case \d+: offer 1 was due"):
        check(store)
    assert "everything is as it must be" in capsys.readouterr().out


def test_a_backup_that_cannot_be_written_names_the_copy_and_leaves_nothing(tmp_path: Path):
    """It is the copy's disk that is full, so its file is named beside the one that was read."""
    writer = town_writer(tmp_path / "store")
    with closing(writer.log):
        writer.start(release="test", roster_digest=town_identity().roster_digest, now=BEGINS_AT)
    with files_of_at_most(SMALL_FILE_BYTES):
        done = onestop("engine", "backup", "store", "monday", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("onestop: store/log/copy-")
    assert " -> monday/log/copy-" in done.stderr
    assert not (tmp_path / "monday").exists()
