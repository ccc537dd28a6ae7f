"""`onestop engine check`: what a store must answer for."""

from contextlib import closing
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
