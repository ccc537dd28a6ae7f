"""What an import leaves behind: everything, or what was there before."""

import os
from pathlib import Path

import pytest

from analytics.importer import importing, staging
from analytics.importer.errors import ImportFailedError, NoCasesError, OutputError
from analytics.importer.importing import import_cases
from analytics.importer.staging import publish
from tests.analytics.importer.trial import CASE_HEADER, CASE_MAPPING, attempt, lines

GOOD = lines(CASE_HEADER, ["a,2020-01-01,2019-01-01,x", "b,never,,x", "c,2020-01-01,,x"])
FILES = ["cases.parquet", "flagged.csv", "import.json", "names.csv", "rejected.csv"]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_an_import_leaves_its_files_and_nothing_else(tmp_path):
    """The five files of a result are there, and no trace of how they were made."""
    trial = attempt(tmp_path, GOOD)

    assert sorted(contents(trial.folder)) == FILES
    assert sorted(trial.summary.files) == FILES


def test_the_summary_is_what_was_returned(tmp_path):
    """`import.json` holds the summary the caller gets, field by field."""
    trial = attempt(tmp_path, GOOD)

    assert trial.account["cases"] == trial.summary.cases == 2
    assert trial.account["rejected_by_reason"] == trial.summary.rejected_by_reason
    assert set(trial.account) == set(trial.summary.__struct_fields__)


def test_a_later_import_replaces_the_result(tmp_path):
    """A second import into the same folder leaves only its own result; other files there are not touched."""
    trial = attempt(tmp_path, GOOD)
    (trial.folder / "notes.txt").write_text("mine", encoding="utf-8")
    later = attempt(tmp_path, lines(CASE_HEADER, ["z,2021-01-01,,x"]))

    assert later.ids() == ["z"]
    assert later.rejected == []
    assert sorted(contents(later.folder)) == sorted([*FILES, "notes.txt"])


@pytest.mark.parametrize("content", ["", CASE_HEADER, lines(CASE_HEADER, ["b,never,,x"]), "wrong,header\n1,2\n"])
def test_a_failed_import_leaves_the_earlier_result(tmp_path, content):
    """Whatever is wrong with the later file, the earlier result stays byte for byte."""
    trial = attempt(tmp_path, GOOD)
    before = contents(trial.folder)

    with pytest.raises(ImportFailedError):
        attempt(tmp_path, content)
    assert contents(trial.folder) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device"), MemoryError])
@pytest.mark.parametrize("step", ["read_rows", "summarise", "write_case_files", "publish"])
def test_an_interrupted_import_leaves_the_earlier_result(tmp_path, monkeypatch, error, step):
    """An interrupt or a full disk at any step leaves the earlier result whole and no working folder."""
    trial = attempt(tmp_path, GOOD)
    before = contents(trial.folder)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(importing, step, fail)
    with pytest.raises((KeyboardInterrupt, ImportFailedError, OSError, MemoryError)):
        attempt(tmp_path, lines(CASE_HEADER, ["z,2021-01-01,,x"]))
    assert contents(trial.folder) == before


def test_an_interrupt_inside_a_query_is_an_interrupt(tmp_path, monkeypatch):
    """Ctrl-C during a query, which DuckDB tells as an error of its own, arrives as what it is."""

    def interrupted(*_: object) -> None:
        message = "Query interrupted"
        raise RuntimeError(message)

    monkeypatch.setattr(importing, "settle_cases", interrupted)
    with pytest.raises(KeyboardInterrupt):
        attempt(tmp_path, GOOD)
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_one_clear_line(tmp_path, monkeypatch):
    """An error of the disk names the folder and the reason."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, "write_case_files", fail)
    with pytest.raises(OutputError, match=r"out: cannot be written to \(No space left on device\)"):
        attempt(tmp_path, GOOD)
    assert not (tmp_path / "out").exists()


def test_a_first_import_that_fails_leaves_no_folder(tmp_path):
    """Without a result there is no output folder, unless it was there before."""
    with pytest.raises(NoCasesError):
        attempt(tmp_path, lines(CASE_HEADER, ["b,never,,x"]))
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_cannot_be_made_is_refused(tmp_path):
    """A file in the way of the folder is one clear line."""
    (tmp_path / "out").write_text("in the way", encoding="utf-8")

    with pytest.raises(OutputError, match="out: cannot be written to"):
        attempt(tmp_path, GOOD)


def test_somebody_elses_case_table_is_never_overwritten(tmp_path):
    """A folder with a case table that no import left, such as a run's, is refused and stays as it is."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "cases.parquet").write_text("a run's", encoding="utf-8")

    with pytest.raises(OutputError, match=r"must be new or an earlier import \(it has cases\.parquet"):
        attempt(tmp_path, GOOD)

    assert contents(tmp_path / "out") == {"cases.parquet": b"a run's"}


def test_a_mapping_is_checked_before_anything_is_touched(tmp_path):
    """A wrong mapping makes no folder and does not open the source."""
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("layout = 1", encoding="utf-8")

    with pytest.raises(ImportFailedError, match="layout"):
        import_cases(tmp_path / "absent.csv", mapping, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_files_are_published_together_or_not_at_all(tmp_path, monkeypatch, failing):
    """If moving one of several files fails, those moved before it are put back as they were."""
    names = ["one", "two", "three"]
    work, out = tmp_path / "work", tmp_path / "out"
    for folder, text in ((work, "new"), (out, "old")):
        folder.mkdir()
        for name in names[: 3 if folder is work else 2]:
            (folder / name).write_text(f"{text} {name}", encoding="utf-8")
    before = contents(out)
    (work / names[failing]).unlink()

    with pytest.raises(OutputError):
        publish(work, out, names)
    assert contents(out) == before


def test_progress_is_told_in_bytes(tmp_path):
    """The caller hears how far reading is, up to the whole file."""
    told: list[tuple[int, int]] = []
    (tmp_path / "source.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(CASE_MAPPING, encoding="utf-8")
    import_cases(
        tmp_path / "source.csv",
        tmp_path / "mapping.toml",
        tmp_path / "out",
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(len(GOOD), len(GOOD))]


def test_lists_do_not_grow_without_bound(tmp_path):
    """The summary lists twenty of a thing at most; the files beside it have them all."""
    rows = [f"{index},2020-01-02,2020-01-01,channel {index}" for index in range(30)]
    trial = attempt(tmp_path, lines(CASE_HEADER, rows))

    assert len(trial.summary.flagged_ids) == len(trial.summary.channels) == 20
    assert len(trial.flagged) == trial.summary.cases_flagged == 30


def test_reasons_are_counted_without_their_places(tmp_path):
    """In the summary a reason is one reason, wherever in the file it was met."""
    rows = ["a,2020-01-01,,x", "a,2020-01-01,,x", "b,2020-01-01,,x", "b,2020-01-01,,x", "c", "d,2020-01-01"]
    trial = attempt(tmp_path, lines(CASE_HEADER, rows))

    assert trial.summary.rejected_by_reason == {
        "this case is already on line …": 2,
        "… fields where the header has 4": 2,
    }


def test_names_with_quotes_do_no_harm(tmp_path):
    """A quote in a folder, file or mapping name reaches the metadata and nothing else."""
    folder = tmp_path / "it's; DROP TABLE cases"
    folder.mkdir()
    trial = attempt(folder, GOOD, CASE_MAPPING.replace('"trial"', '"o\'clock"'))

    assert trial.summary.mapping == "o'clock"
    assert trial.ids() == ["a", "c"]


def test_the_working_folder_goes_with_the_block(tmp_path):
    """A staging folder lies inside the output folder, so that moving is one step, and is gone afterwards."""
    with staging.staging_folder(tmp_path / "out") as work:
        inside = os.path.commonpath([work, tmp_path / "out"])
        assert inside == str(tmp_path / "out")
    assert not (tmp_path / "out").exists()
