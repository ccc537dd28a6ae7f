"""How the compiled clock starts: late, from its cache, and never outside its tables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

START = """
import sys
from engine.calendar import clock
from engine.calendar.calendar import WorkCalendar
assert "chinese_calendar" not in sys.modules, "the package is read before anybody asks"
WorkCalendar.china()
assert not clock.levelled.signatures, "making a calendar compiles a kernel"
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_making_a_calendar_compiles_nothing() -> None:
    """The package is read on the first question about China's days, kernels are loaded on the first call."""
    finished = run("-c", START)
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize("kernels", ["clock", pytest.param("all", marks=pytest.mark.full)])
def test_kernels_never_step_outside_their_tables(tmp_path: Path, kernels: str) -> None:
    """Compiled with bounds checks, kernels answer as the plain clock does, past the years too; in full every one."""
    checked = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    finished = run("-m", "tests.engine.calendar.bounds_checked", kernels, **checked)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert finished.stdout.endswith("instants, bounds checked\n")
