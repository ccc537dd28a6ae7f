"""Benchmarks run on their own, whatever surrounds them, and what goes wrong is said in one line."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import runner
from benchmarks.errors import (
    BenchmarkError,
    BenchmarkReportError,
    BenchmarkSizeError,
    FailedBenchmarkError,
    MissingToolError,
)
from benchmarks.figures import BATCH, LARGE_BATCH, SINGLE, core_figures
from benchmarks.runner import SUBJECTS, run_benchmarks, time_file
from cli import main
from cli.bench import Subject, bench
from tests.project.sources import ROOT

PASSING = """
def test_sum(benchmark):
    benchmark.pedantic(sum, args=([1, 2],), rounds=3)
    benchmark.extra_info.update(name="sum", subject="core", size="2", checksum="03", item="numbers")
"""

CORE = """
import pytest

@pytest.mark.parametrize(("name", "label"), [{cases}])
def test_it(benchmark, name, label):
    benchmark.pedantic(sum, args=([1, 2],), rounds=3)
    benchmark.extra_info.update(name=name, subject="core", size="2", checksum="03", item="numbers", **label)
"""
FIGURES = {"batch_decisions_per_second", "single_decisions_per_second", "cost_ratio_10m", "rival_ratio"}


def written(folder: Path, content: str) -> Path:
    """A file of benchmarks."""
    path = folder / "bench_made_up.py"
    path.write_text(content)
    return path


def test_every_subject_has_its_file():
    """Each subject is a file of the package, and no file of benchmarks is without a subject."""
    assert {path.stem for path in (ROOT / "benchmarks").glob("bench_*.py")} == {f"bench_{name}" for name in SUBJECTS}


@pytest.mark.full
def test_the_core_is_timed_beside_its_rivals():
    """A small run of the real thing: both ways to ask for a decision have two rivals, and all figures are there."""
    shown: list[float] = []

    results = run_benchmarks(["core"], share=0.02, on_progress=shown.append)

    assert {result.subject for result in results} == {"core"}
    assert len(results) == 3
    assert sorted(len(result.rivals) for result in results) == [0, 2, 2]
    assert all(result.median_seconds > 0 and result.rounds >= 5 for result in results)
    figures = core_figures(results)
    assert all(figure > 0 for figure in figures.values())
    assert figures.keys() == FIGURES
    assert shown == [1.0]


def test_nothing_around_reaches_the_benchmarks(tmp_path, monkeypatch):
    """Neither a configuration beside the file or in the working folder nor the environment switches the timing off."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --benchmark-disable --no-such-option\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--benchmark-disable --no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")

    (result,) = time_file(written(tmp_path, PASSING), share=1)

    assert (result.name, result.rounds) == ("sum", 3)


def test_an_installed_package_times_itself(tmp_path):
    """From the folder of an environment, started elsewhere, the benchmarks beside the runner are run."""
    (tmp_path / "environment").mkdir()
    (tmp_path / "environment" / "pyvenv.cfg").touch()
    packages = tmp_path / "environment" / "site-packages"
    shutil.copytree(ROOT / "benchmarks", packages / "benchmarks", ignore=shutil.ignore_patterns("__pycache__"))
    installed = (packages / "benchmarks" / "bench_core.py").resolve()
    check = "\ndef test_place(share):\n    import benchmarks, pathlib\n"
    check += f"    assert pathlib.Path(benchmarks.__file__).parent == pathlib.Path({str(installed.parent)!r})\n"
    check += "    assert share == 0.5\n"
    installed.write_text(PASSING + check)
    code = "from benchmarks.runner import run_benchmarks as run; print(run(['core'], share=0.5)[0].name)"

    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("sum\n", "")


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (
            "def test_it(benchmark):\n    assert benchmark.pedantic(sum, ([],)) == 1",
            FailedBenchmarkError,
            "up.py: test_it - assert 0 == 1$",
        ),
        ("import no_such_library", FailedBenchmarkError, "up.py: ModuleNotFoundError: No module"),
        ("x = 1", FailedBenchmarkError, "no tests ran"),
        ("def test_untimed(): pass", BenchmarkReportError, "no report|0 results"),
        ("def test_it(benchmark): benchmark.pedantic(sum, ([],))", BenchmarkReportError, "missing required field"),
    ],
)
def test_what_went_wrong_is_said_in_one_line(tmp_path, content, error, words):
    """A benchmark that fails, cannot be imported, is not there, times nothing or has no label."""
    with pytest.raises(error, match=words) as raised:
        time_file(written(tmp_path, content), share=1)

    assert "\n" not in str(raised.value)


def test_a_hanging_benchmark_is_stopped(tmp_path):
    """What takes longer than it may is ended, and the bound is named."""
    with pytest.raises(FailedBenchmarkError, match=r"over 0\.01 s"):
        time_file(written(tmp_path, "while True: pass"), share=1, seconds_max=0.01)


def test_without_the_tool(monkeypatch):
    """Where the plugin is not installed, the extra that brings it is named."""
    monkeypatch.setattr(runner, "find_spec", lambda name: None if name == "pytest_benchmark" else object())

    with pytest.raises(MissingToolError, match=r"^pytest_benchmark: must be installed; the extra `bench`"):
        run_benchmarks(["core"])


@pytest.mark.parametrize("share", [0, -1, 1.01, float("nan")])
def test_an_impossible_size_is_refused(share):
    """A share that is not above 0 and at most 1 is refused by value."""
    with pytest.raises(BenchmarkSizeError, match=f"share = {share}"):
        run_benchmarks(["core"], share=share)


def test_the_command_prints_what_the_runner_returns(monkeypatch, capsys, tmp_path):
    """`onestop bench --json` prints one object with the results, without asking twice for a subject."""
    asked: list[str] = []

    def timed(subjects, *, on_progress):
        asked.extend(subjects)
        return time_file(written(tmp_path, PASSING), share=1)

    monkeypatch.setattr(runner, "run_benchmarks", timed)
    bench([Subject.CORE, Subject.CORE], as_json=True)
    printed = json.loads(capsys.readouterr().out)
    bench([Subject.CORE])

    assert asked == ["core", "core"]
    assert printed.keys() == {"benchmarks"}
    assert printed["benchmarks"][0]["rounds"] == 3
    assert {"name", "subject", "median_seconds", "rounds", "rival", "ratio", "size"} <= printed["benchmarks"][0].keys()
    assert "numbers/s" in capsys.readouterr().out


def test_the_command_prints_the_figures_of_the_core(monkeypatch, capsys, tmp_path):
    """With the core among the subjects, four figures stand beside the results, and below the table for a person."""
    contest = {"contest": "draw"}
    cases = [(SINGLE, contest), (BATCH, contest), ("rival", {**contest, "is_rival": True})]
    content = CORE.format(cases=", ".join(map(repr, [*cases, (LARGE_BATCH, {"beside_seconds": 1.0})])))
    results = time_file(written(tmp_path, content), share=1)
    monkeypatch.setattr(runner, "run_benchmarks", lambda *_arguments, **_options: results)

    bench([Subject.CORE], as_json=True)
    printed = json.loads(capsys.readouterr().out)
    bench([Subject.CORE])
    told = capsys.readouterr().out

    assert printed.keys() == {*FIGURES, "benchmarks"}
    assert all(isinstance(printed[name], float) for name in FIGURES)
    assert all(f"\n{name} = " in told for name in FIGURES)


def test_the_edge_turns_errors_into_one_line(monkeypatch, capsys):
    """The command line catches whatever the package raises, and exits with 1."""

    def fail():
        raise BenchmarkError("share = 2: must be at most 1")

    monkeypatch.setattr(main, "app", fail)
    with pytest.raises(SystemExit) as stop:
        main.main()

    assert stop.value.code == 1
    assert capsys.readouterr().err == "onestop: share = 2: must be at most 1\n"
