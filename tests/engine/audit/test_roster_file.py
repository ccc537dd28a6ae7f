"""A roster snapshot is whole or not there."""

from pathlib import Path

import pytest

from engine.audit.roster_file import ROSTER_FILE, read_roster_file, roster_hash, write_roster_file
from engine.core.example import one_court_roster
from tests.cli.test_check import files_of_at_most

LESS_THAN_A_ROSTER = 512


def test_a_roster_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path):
    """On a disk that takes a part of it the file of the export before stays as it was, and nothing lies beside it."""
    path, roster = tmp_path / ROSTER_FILE, one_court_roster()
    write_roster_file(roster, path)
    with files_of_at_most(LESS_THAN_A_ROSTER), pytest.raises(OSError, match="File too large"):
        write_roster_file(one_court_roster(capacity=7), path)

    assert roster_hash(read_roster_file(path)) == roster_hash(roster)
    assert list(tmp_path.iterdir()) == [path]
