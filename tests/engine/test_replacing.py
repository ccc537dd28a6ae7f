"""A file's name only ever holds a whole file."""

import fcntl
import os

import pytest

from engine.replacing import clear_partials, replacing


def test_the_name_appears_at_the_end(tmp_path):
    """While the block runs the target is as it was; afterwards it holds what was written, and nothing is beside it."""
    target = tmp_path / "table"
    target.write_text("earlier")
    with replacing(target) as temporary:
        temporary.write_text("later")
        assert target.read_text() == "earlier"

    assert target.read_text() == "later"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_interrupted_block_leaves_the_target(tmp_path, error):
    """An error or Ctrl-C in mid-write removes the unfinished file and passes on."""

    def write_half() -> None:
        with replacing(tmp_path / "table") as temporary:
            temporary.write_text("half")
            raise error

    with pytest.raises(error):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_two_writers_do_not_meet(tmp_path):
    """Two blocks for one target write to different names; the last to end has it."""
    with replacing(tmp_path / "table") as first, replacing(tmp_path / "table") as second:
        first.write_text("first")
        second.write_text("second")
        assert first != second

    assert (tmp_path / "table").read_text() == "first"


def test_nothing_written_is_an_error(tmp_path):
    """A block that wrote nothing has no file to rename."""
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "table"):
        pass


def test_what_a_killed_writer_left_is_cleared(tmp_path):
    """Temporary files that nobody writes any more are removed, and nothing else, however alike its name."""
    kept = [tmp_path / name for name in ("table", ".table.partial", "table.0123456789ab.partial")]
    for path in (*kept, tmp_path / ".table.0123456789ab.partial"):
        path.touch()
    clear_partials(tmp_path)

    assert sorted(tmp_path.iterdir()) == sorted(kept)


def test_a_folder_that_somebody_has_alone_is_written_to(tmp_path):
    """Whoever has locked the folder, as an import does with its own, writes there and does not wait for himself."""
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with replacing(tmp_path / "table") as temporary:
            temporary.write_text("whole")
        clear_partials(tmp_path)
    finally:
        os.close(handle)

    assert [path.read_text() for path in tmp_path.iterdir()] == ["whole"]


def test_what_is_being_written_is_not_cleared(tmp_path):
    """While a writer is at work in the folder nothing is removed; afterwards what others left is."""
    left = tmp_path / ".other.0123456789ab.partial"
    left.touch()
    with replacing(tmp_path / "table") as temporary:
        temporary.write_text("whole")
        clear_partials(tmp_path)
        assert left.exists()
    assert (tmp_path / "table").read_text() == "whole"

    clear_partials(tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / "table"]
