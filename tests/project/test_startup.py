"""The command line answers at once, and no library warns when it is imported."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.project.sources import ROOT

HEAVY: Final = {"numba", "llvmlite", "polars", "duckdb", "plotly", "pydantic", "pyarrow", "scipy"}
"""Each takes from a tenth of a second to a whole one to import."""
HELP_SECONDS: Final = 0.3
"""A person takes an answer within 0.3 s for immediate; Typer and its colours alone take half of it."""


def imported_by(module: str) -> set[str]:
    """Top-level names that a fresh interpreter holds after importing a module."""
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_the_command_line_imports_nothing_heavy():
    """Importing `cli.main` loads none of the libraries that only the work itself needs."""
    assert imported_by("cli.main") & HEAVY == set()


def test_a_heavy_import_is_noticed():
    """The measuring tells a module that loads a heavy library from one that does not."""
    assert imported_by("pydantic") & HEAVY == {"pydantic"}


def processor_seconds_of_help() -> float:
    """Processor time of one `onestop --help`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [Path(sys.executable).with_name("onestop"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "Usage" in done.stdout
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def test_help_answers_at_once():
    """One of ten `onestop --help` takes less than 0.3 s of processor time, which is all it needs on an idle machine.

    On a busy one the clock would measure the others. The environment's bytecode is compiled, as `make setup` leaves it.
    """
    assert any(processor_seconds_of_help() < HELP_SECONDS for _ in range(10))


def test_libraries_import_without_a_warning():
    """What the project imports raises no warning, so that the tests can treat every warning as an error."""
    libraries = "numba, polars, duckdb, plotly, simpy, pydantic, msgspec, typer, scipy.stats, pyarrow.parquet"
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        f"import {libraries}, chinese_calendar, hypothesis, pytest_benchmark",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
