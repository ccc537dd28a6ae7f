"""Compiling before serving: once for a release and a processor, and never what stops a service from starting."""

from pathlib import Path

import pytest

from cli.warm_service import sources_digest, unless_done


class Compiler:
    """What is run, how often it was, and what was said about it."""

    def __init__(self) -> None:
        self.runs = 0
        self.said: list[str] = []

    def run(self) -> None:
        """Count a run."""
        self.runs += 1


def test_what_was_compiled_is_not_compiled_again(tmp_path: Path):
    """The second start of a release on a processor runs nothing and says nothing; another release does both again."""
    compiler, stamp = Compiler(), tmp_path / "stamp"
    for what, runs in (("one", 1), ("one", 1), ("two", 2), ("two", 2)):
        unless_done(stamp, what, compiler.run, compiler.said.append)
        assert (compiler.runs, len(compiler.said)) == (runs, runs)
    assert str(tmp_path) in compiler.said[0]


@pytest.mark.parametrize("word", [b"", b"\xff\xfe", b"another"], ids=["empty", "no text", "another"])
def test_a_word_that_nobody_can_read_is_none(tmp_path: Path, word: bytes):
    """A stamp that was cut off or overwritten counts as none, and is written anew."""
    compiler, stamp = Compiler(), tmp_path / "stamp"
    stamp.write_bytes(word)
    unless_done(stamp, "one", compiler.run, compiler.said.append)
    assert compiler.runs == 1
    assert stamp.read_text(encoding="utf-8") == "one"


def test_a_folder_that_takes_nothing_stops_no_start(tmp_path: Path):
    """Where the stamp cannot be written the work is done and the start goes on, each time."""
    compiler, stamp = Compiler(), tmp_path / "gone" / "stamp"
    for _ in range(2):
        unless_done(stamp, "one", compiler.run, compiler.said.append)
    assert compiler.runs == 2


def test_a_full_disk_is_told_and_leaves_no_stamp(tmp_path: Path):
    """A compilation that the disk refuses is told with its reason, and the next start tries again."""
    compiler, stamp = Compiler(), tmp_path / "stamp"

    def refused() -> None:
        raise OSError(28, "No space left on device")

    unless_done(stamp, "one", refused, compiler.said.append)
    assert "No space left on device" in compiler.said[-1]
    assert not stamp.exists()
    unless_done(stamp, "one", compiler.run, compiler.said.append)
    assert compiler.runs == 1


def test_every_source_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The digest is another one when a source changes, comes, or goes by another name, and the same one else."""
    monkeypatch.setattr("cli.warm_service.ROOT", tmp_path)
    source = tmp_path / "engine" / "core" / "fetch.py"
    source.parent.mkdir(parents=True)
    digests: list[str] = []
    for text in ("a", "a", "b"):
        source.write_text(text, encoding="utf-8")
        digests.append(sources_digest(("engine",)))
    source.rename(source.with_name("other.py"))
    digests.append(sources_digest(("engine",)))
    (source.parent / "more.py").touch()
    digests.append(sources_digest(("engine",)))
    assert digests[0] == digests[1]
    assert len(set(digests)) == 4
