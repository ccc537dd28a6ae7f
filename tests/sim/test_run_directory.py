"""A run's folder is whole or not there, and nothing that is not a run is ever replaced."""

from pathlib import Path

import pytest

from engine.calendar.calendar import WorkCalendar
from sim.errors import RunDirectoryError
from sim.run import run_scenario
from sim.run_directory import MARKER, staged
from sim.scenario.load import load_scenario, with_changes


def test_the_folder_appears_when_all_is_written(tmp_path):
    """Until the block ends there is no folder of the final name; then there is, with everything in it."""
    target = tmp_path / "runs" / "one"

    with staged(target) as folder:
        (folder / MARKER).write_text("{}")
        assert not target.exists()

    assert (target / MARKER).read_text() == "{}"
    assert [path.name for path in target.parent.iterdir()] == ["one"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_is_left_after_an_error(tmp_path, error):
    """An error or a Ctrl-C in mid-run leaves no file, neither under the final name nor beside it."""

    def break_off():
        with staged(tmp_path / "runs" / "one") as folder:
            (folder / "events.parquet").write_text("half")
            raise error

    with pytest.raises(error):
        break_off()

    assert list(tmp_path.iterdir()) == []


def test_an_earlier_run_is_replaced_whole(tmp_path):
    """A second run of the same name replaces the first, and no file of the first survives."""
    for name, extra in (("first", "measures"), ("second", "published")):
        with staged(tmp_path / "one") as folder:
            (folder / MARKER).write_text(name)
            (folder / f"{extra}.json").touch()

    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["published.json", MARKER]


@pytest.mark.parametrize("verifiable", [False, True])
def test_every_file_of_a_run_is_known_to_be_a_runs(tmp_path, verifiable):
    """The same run can be made again in the same place: nothing it leaves bars its own replacement."""
    court = with_changes(load_scenario("one-court"), {"window.days": 1})
    for _ in range(2):
        with staged(tmp_path / "one") as folder:
            run_scenario(court, folder, seed=1, calendar=WorkCalendar.china(), verifiable=verifiable)

    assert (tmp_path / "one" / "draw_keys.json").exists() == verifiable


def test_an_earlier_run_survives_a_failed_one(tmp_path):
    """If the second run fails, the first is still there."""

    def fail():
        with staged(tmp_path / "one"):
            raise ValueError

    with staged(tmp_path / "one") as folder:
        (folder / MARKER).write_text("first")
    with pytest.raises(ValueError, match=r"^$"):
        fail()

    assert (tmp_path / "one" / MARKER).read_text() == "first"


def test_an_earlier_run_gets_its_name_back(tmp_path, monkeypatch):
    """If the new run cannot take the name, the earlier one has it again and nothing else is left."""
    rename = Path.rename

    def refuse_staging(source, target):
        if source.name.endswith(".partial"):
            raise OSError(28, "No space left on device")
        return rename(source, target)

    def run_again():
        with staged(tmp_path / "one") as folder:
            (folder / MARKER).write_text("second")
            monkeypatch.setattr(Path, "rename", refuse_staging)

    with staged(tmp_path / "one") as folder:
        (folder / MARKER).write_text("first")
    with pytest.raises(OSError, match="No space"):
        run_again()

    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert (tmp_path / "one" / MARKER).read_text() == "first"


def test_other_peoples_files_are_never_replaced(tmp_path):
    """A folder with files but no run in it is refused by name, before anything is simulated."""
    (tmp_path / "thesis.txt").write_text("irreplaceable")

    with pytest.raises(RunDirectoryError, match="must be new, empty or an earlier result"), staged(tmp_path):
        pass

    assert (tmp_path / "thesis.txt").read_text() == "irreplaceable"


def test_a_note_kept_in_a_run_is_never_lost(tmp_path):
    """A folder with a run and one file more is refused by that file's name, and both survive."""
    (tmp_path / MARKER).write_text("{}")
    (tmp_path / "notes.txt").write_text("irreplaceable")

    with pytest.raises(RunDirectoryError, match=r"it has notes\.txt"), staged(tmp_path):
        pass

    assert (tmp_path / "notes.txt").read_text() == "irreplaceable"


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_the_working_directory_is_never_replaced(tmp_path, monkeypatch, name):
    """Neither the working directory nor one above it is taken for a place to write, whatever it holds."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    with pytest.raises(RunDirectoryError, match="must not be the working directory"), staged(Path(name)):
        pass


def test_a_file_in_the_way_is_named(tmp_path):
    """A target that is a file is refused by name."""
    (tmp_path / "file").touch()

    with pytest.raises(RunDirectoryError, match="must be a folder, is a file"), staged(tmp_path / "file"):
        pass


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    """A parent that is a file cannot hold a run; the error names the target."""
    (tmp_path / "file").touch()

    with pytest.raises(RunDirectoryError, match="cannot be written"), staged(tmp_path / "file" / "run"):
        pass
