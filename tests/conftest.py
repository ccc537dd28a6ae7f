"""What every test may ask for, and how Hypothesis behaves."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.examples import FULL, USUAL

# No deadline and no complaint about slowness: the first example may compile a kernel, and the machine may be busy.
# In CI the examples are the same every time, so that a red run there is red everywhere; a developer's differ from
# run to run and find more. A failure prints the line that replays it.
_PATIENT = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
_CI = bool(os.environ.get("CI"))
settings.register_profile("full", _PATIENT, max_examples=FULL, derandomize=_CI)
settings.register_profile("usual", _PATIENT, max_examples=USUAL, derandomize=_CI)
settings.load_profile("full")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: who leaves out the tests marked `full` gets fewer random examples of the others, too."""
    if "not full" in (config.getoption("markexpr") or ""):
        settings.load_profile("usual")


@pytest.fixture(scope="session")
def onestop_data() -> Path:
    """Folder of other people's data, which the project does not ship; tests that need it have a twin that runs.

    Set `ONESTOP_DATA` to run them. A name that leads nowhere is a mistake, not a reason to skip.
    """
    name = os.environ.get("ONESTOP_DATA")
    if not name:
        pytest.skip("needs outside data: set ONESTOP_DATA to its folder")
    folder = Path(name)
    if not folder.is_dir():
        pytest.fail(f"ONESTOP_DATA={name!r} is not a folder")
    return folder
