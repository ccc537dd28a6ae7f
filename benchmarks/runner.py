"""Run benchmarks in an interpreter of their own and read what they left.

Pytest runs there as if nothing were around it: in an empty folder, with an empty configuration, with one plugin and
with no option from the environment. What the project's own configuration says of tests does not reach it, and it
works from an installed package as from a checkout.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from benchmarks.errors import BenchmarkReportError, BenchmarkSizeError, FailedBenchmarkError, MissingToolError
from benchmarks.results import BenchmarkResult, read_results

SUBJECTS: Final = ("core", "sim", "service", "analytics")
SECONDS_MAX: Final = 600
"""Longest a subject may take: ten times what it needs, so that only a hanging one is stopped."""
SHARE_VARIABLE: Final = "ONESTOP_BENCH_SHARE"
"""Environment variable that hands the share of the natural sizes to the benchmarks."""

_ROUNDS_SECONDS: Final = 3
"""How long rounds are repeated, at the natural sizes, where a benchmark does not say how many it wants."""
_PACKAGE: Final = Path(__file__).resolve().parent
_CONFIGURATION: Final = "pytest.ini"
_REPORT: Final = "report.json"


def run_benchmarks(
    subjects: Sequence[str] = SUBJECTS,
    *,
    share: float = 1.0,
    on_progress: Callable[[float], None] | None = None,
) -> list[BenchmarkResult]:
    """Time subjects one after the other.

    Parameters
    ----------
    subjects
        Any of `SUBJECTS`, in the order wanted.
    share
        Share of the natural sizes, above 0 and at most 1.
    on_progress
        Called with the share of the subjects that are done.

    Returns
    -------
    list[BenchmarkResult]
        In the order of the subjects.

    Raises
    ------
    BenchmarkSizeError
        If the share is out of bounds.
    MissingToolError
        If pytest or pytest-benchmark is not installed.
    FailedBenchmarkError
        If a benchmark fails, takes too long, or its rival comes to another result.
    BenchmarkReportError
        If there is no readable report.
    """
    if not 0 < share <= 1:
        raise BenchmarkSizeError(f"share = {share}: must be above 0 and at most 1")
    _check_tools()
    results: list[BenchmarkResult] = []
    for done, subject in enumerate(subjects, start=1):
        results += time_file(_PACKAGE / f"bench_{subject}.py", share=share)
        if on_progress is not None:
            on_progress(done / len(subjects))
    return results


def time_file(file: Path, *, share: float, seconds_max: float = SECONDS_MAX) -> list[BenchmarkResult]:
    """Time the benchmarks of one file.

    Parameters
    ----------
    file
        A file of benchmarks, absolute.
    share
        Share of the natural sizes.
    seconds_max
        Longest it may take.

    Raises
    ------
    FailedBenchmarkError, BenchmarkReportError
        As `run_benchmarks` does.
    """
    with tempfile.TemporaryDirectory(prefix="onestop-bench-") as name:
        folder = Path(name)
        (folder / _CONFIGURATION).write_text("[pytest]\n", encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - this interpreter, with arguments made here
                _command(file, share),
                cwd=folder,
                env=_environment(share),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=seconds_max,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise FailedBenchmarkError(f"{file.name}: took over {seconds_max:g} s, must take less") from error
        if done.returncode != 0:
            raise FailedBenchmarkError(f"{file.name}: {_reason(done.stdout, done.stderr)}")
        try:
            report = (folder / _REPORT).read_bytes()
        except OSError as error:
            raise BenchmarkReportError(f"{file.name}: left no report ({error.strerror})") from error
    return read_results(report)


def _check_tools() -> None:
    missing = [name for name in ("pytest", "pytest_benchmark") if find_spec(name) is None]
    if missing:
        raise MissingToolError(f"{', '.join(missing)}: must be installed; the extra `bench` brings it")


def _command(file: Path, share: float) -> list[str]:
    return [
        sys.executable,
        "-P",  # the working folder is no place to import from
        "-m",
        "pytest",
        str(file),
        f"--config-file={_CONFIGURATION}",
        "--rootdir=.",
        "--import-mode=importlib",
        "-p",
        "benchmark",
        "-p",
        "no:cacheprovider",
        "--quiet",
        "--no-header",
        "--tb=line",
        "-rfE",
        f"--benchmark-json={_REPORT}",
        f"--benchmark-max-time={_ROUNDS_SECONDS * share:f}",
    ]


def _environment(share: float) -> dict[str, str]:
    """Return this process's environment without a word to pytest, and with this very package first on the path."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    path = os.pathsep.join(filter(None, (str(_PACKAGE.parent), kept.get("PYTHONPATH"))))
    ours = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": path,
        "COLUMNS": "500",  # pytest cuts the reason of a failure off at the width of the terminal
        SHARE_VARIABLE: repr(share),
    }
    return kept | ours


def _reason(output: str, errors: str) -> str:
    """Return the one line that says most about a failed run."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line.partition("::")[2] for line in lines if line.startswith(("FAILED ", "ERROR ")) and "::" in line]
    told += [line.removeprefix("E").strip() for line in lines if line.startswith("E  ")]  # not even collected
    told += lines[-1:]
    told += [line.strip() for line in errors.splitlines() if line.strip()][-1:]
    return told[0] if told else "ended without a word"
