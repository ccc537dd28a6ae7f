"""A file's name only ever holds a whole file."""

import pytest

from engine.replacing import replacing


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
