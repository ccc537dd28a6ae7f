"""`onestop run` and `onestop sim`: what they print, what they leave, and how they fail."""

import json
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest

from tests.cli.command import ONESTOP, onestop, onestop_process, visible

WHOLE_RUN = [
    "assumptions.json",
    "cases.parquet",
    "courts.parquet",
    "events.parquet",
    "measures.json",
    "mediators.parquet",
    "published.json",
    "report.html",
    "roster.parquet",
    "run.json",
    "scenario.toml",
]


@pytest.fixture(scope="module")
def small_run(tmp_path_factory):
    """The learning scenario, run once with --json."""
    folder = tmp_path_factory.mktemp("run")
    return folder, onestop_process("run", "one-court", "--json", cwd=folder)


def test_json_is_one_object_with_the_stable_keys(small_run):
    """`onestop run --json` prints one JSON object, nothing else, with the keys that scripts rely on."""
    _, done = small_run
    summary = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert summary.keys() >= {
        "scenario",
        "backend",
        "seed",
        "cases",
        "events",
        "wall_seconds",
        "success_rate",
        "success_rate_interval",
        "figures",
        "report",
        "cases_file",
        "cases_per_second",
        "compile_seconds",
        "write_seconds",
        "peak_memory_bytes",
        "speedup_vs_simpy",
    }
    assert summary["peak_memory_bytes"] > 10**7
    assert summary["cases_per_second"] > 0
    assert (summary["scenario"], summary["backend"], summary["seed"]) == ("one-court", "fast", 1)


def test_the_files_are_where_the_summary_says(small_run):
    """The run's folder is whole, the summary's paths lead into it, and its counts are those of the files."""
    folder, done = small_run
    summary = json.loads(done.stdout)

    assert visible(folder / "runs" / "one-court-1") == WHOLE_RUN
    cases = pl.read_parquet(folder / summary["cases_file"])
    assert cases.height == summary["cases"] + summary["cases_opened_in_progress"]
    assert pl.read_parquet(folder / summary["events_file"]).height == summary["events"]
    assert (folder / summary["report"]).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads((folder / "runs/one-court-1/run.json").read_bytes()) == summary


def test_the_assumptions_are_printed(tmp_path):
    """A run for people prints every input with its tag, range and source, then what came out."""
    done = onestop("run", "one-court", "--days", "7", cwd=tmp_path)

    lines = done.stdout.splitlines()
    inputs = json.loads((tmp_path / "runs/one-court-1/assumptions.json").read_bytes())
    printed = [line.split()[1] for line in lines if line.startswith(("assumed ", "found ", "derived "))]
    assert printed == [entry["key"] for entry in inputs]
    assert any(line.startswith("report: ") for line in lines)


def test_a_run_without_events_says_so(tmp_path):
    """`--no-events` leaves cases and report, and null where the events would be told of."""
    done = onestop("run", "one-court", "--no-events", "--json", cwd=tmp_path)
    summary = json.loads(done.stdout)

    assert [summary[key] for key in ("events", "content_hash", "chain_head", "events_file")] == [None] * 4
    assert visible(tmp_path / "runs/one-court-1") == sorted(set(WHOLE_RUN) - {"events.parquet", "roster.parquet"})


def test_backends_are_timed_against_each_other_on_request(small_run, tmp_path):
    """`--against-simpy` tells how many times quicker the loop ran the same days; without it the answer is null."""
    _, alone = small_run
    against = onestop("sim", "run", "one-court", "--days", "2", "--json", "--against-simpy", cwd=tmp_path)

    assert json.loads(alone.stdout)["speedup_vs_simpy"] is None
    assert json.loads(against.stdout)["speedup_vs_simpy"] > 0


def test_the_same_seed_has_the_same_content(small_run, tmp_path):
    """Two runs of one seed have one content hash; another seed has another."""
    _, first = small_run
    hashes = [json.loads(first.stdout)["content_hash"]]
    for seed in ("1", "4"):
        done = onestop("sim", "run", "one-court", "--seed", seed, "--out", seed, "--json", cwd=tmp_path)
        hashes.append(json.loads(done.stdout)["content_hash"])

    assert hashes[0] == hashes[1]
    assert hashes[0] != hashes[2]


def test_the_report_speaks_chinese(tmp_path):
    """`--lang zh` writes the report in Chinese."""
    onestop("run", "one-court", "--days", "7", "--lang", "zh", cwd=tmp_path)

    assert '<html lang="zh' in (tmp_path / "runs/one-court-1/report.html").read_text(encoding="utf-8")


def test_a_scenario_without_published_figures_reproduces_none(small_run):
    """`sim reproduce --run` of a world the court never published about says so and succeeds."""
    folder, _ = small_run

    done = onestop("sim", "reproduce", "--run", "runs/one-court-1", cwd=folder)

    assert (done.returncode, done.stdout) == (0, "no published figure speaks of one-court\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "no-such"], ["no-such", "national-2020", "one-court"]),
        (["run", "one-court", "--out", "file"], ["file", "must be a folder"]),
        (["run", "one-court", "--out", "file/run"], ["file/run", "cannot be written"]),
        (["run", "one-court", "--out", "full"], ["full", "must be new, empty or an earlier result"]),
        (["run", "one-court", "--starts-on", "soon"], ["starts-on", "soon", "YYYY-MM-DD"]),
        (["run", "one-court", "--starts-on", "2035-01-01"], ["2035"]),
        (["sim", "reproduce", "--run", "full"], ["full", "run.json"]),
        (["analytics", "measure", "nowhere"], ["nowhere", "cases.parquet"]),
        (["analytics", "import", "nowhere.csv", "--mapping", "permit-receipt"], ["nowhere.csv"]),
        (["analytics", "import", "file", "--mapping", "no-such"], ["no-such", "permit-receipt"]),
    ],
)
def test_a_mistake_gets_one_clear_line(tmp_path, arguments, words):
    """Bad input ends with exit code 1 and one line that names the culprit; nothing is left behind."""
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").touch()
    before = visible(tmp_path)

    done = onestop(*arguments, cwd=tmp_path)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("onestop: ")
    assert len(done.stderr.splitlines()) == 1
    for word in words:
        assert word in done.stderr
    assert visible(tmp_path) == before


def test_a_broken_scenario_lists_every_mistake(tmp_path):
    """A scenario with three mistakes gets three lines: file, key, value, bound; a broken TOML its line and column."""
    (tmp_path / "bad.toml").write_text(
        'base = "one-court"\nname = "bad"\ntitle = { en = "Bad", zh = "坏" }\n'
        "[window]\ndays = 0\n[offers]\naccept_share = 1.5\nlaps_share = 0.1\n",
        encoding="utf-8",
    )
    (tmp_path / "broken.toml").write_text("[window\ndays = 3\n", encoding="utf-8")

    bad, broken = (onestop("run", name, cwd=tmp_path) for name in ("bad.toml", "broken.toml"))

    assert (bad.returncode, broken.returncode) == (1, 1)
    for words in ("window.days = 0: must", "offers.accept_share = 1.5: must", "offers.laps_share"):
        assert words in bad.stderr
    assert "line 1, column" in broken.stderr
    assert visible(tmp_path) == ["bad.toml", "broken.toml"]


def test_a_shortage_is_said_aloud(tmp_path):
    """Where mediators are too few, the run for people warns of it and the summary counts who waits."""
    (tmp_path / "few.toml").write_text(
        'base = "one-court"\nname = "few"\ntitle = { en = "Few", zh = "少" }\n'
        "[population]\nmediators = 1\norganisations = 1\n",
        encoding="utf-8",
    )

    done = onestop("run", "few.toml", cwd=tmp_path)

    summary = json.loads((tmp_path / "runs/few-1/run.json").read_bytes())
    growth = summary["waiting_at_end"] - summary["waiting_at_start"]
    assert growth > 50
    assert f"warning: {growth:,} more cases wait at the end than at the start" in done.stdout


def test_misuse_is_told_apart_from_failure(tmp_path):
    """An unknown option exits with 2 and the way to help."""
    done = onestop_process("run", "--frobnicate", cwd=tmp_path)

    assert done.returncode == 2
    assert "--help" in done.stderr


def test_an_interrupted_run_leaves_nothing(tmp_path):
    """Ctrl-C in mid-run: one line, exit code 130, and neither the folder nor anything beside it is left."""
    (tmp_path / "busy.toml").write_text(
        'base = "one-court"\nname = "busy"\ntitle = { en = "Busy", zh = "忙" }\n'
        "[window]\ndays = 90\n[population]\nmediators = 4000\n[arrivals]\ncases_per_year = 400_000\n",
        encoding="utf-8",
    )
    command = [ONESTOP, "run", "busy.toml", "--events"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _wait_for_events(process, tmp_path / "runs")
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert stdout == ""
    assert stderr == "onestop: interrupted; nothing was written\n"
    assert visible(tmp_path) == ["busy.toml"]


def _wait_for_events(process: subprocess.Popen[str], runs: Path) -> None:
    """Return once the run has begun to write its events; the process may take its time to import and compile."""
    while not any(path.stat().st_size for path in runs.rglob("*events.parquet*")):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
        assert process.poll() is None, "the run ended before it could be interrupted"
