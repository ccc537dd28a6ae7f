"""No kernel reads or writes beside its arrays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.full  # a minute to compile every kernel anew: what is checked is not what the cache holds
def test_kernels_stay_within_their_arrays(tmp_path: Path):
    """Random walks under every policy, and growth of every array, raise nothing while each index is checked."""
    # A cache of its own, because compiled files do not say whether they check.
    environment = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.engine.core.walk"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1000
