"""What every test may ask for, and how Hypothesis behaves."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No deadline and no complaint about slowness: the first example may compile a kernel, and the machine may be busy.
# In CI the examples are the same every time, so that a red run there is red everywhere; a developer's differ from
# run to run and find more. A failure prints the line that replays it.
_PATIENT = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", _PATIENT, derandomize=True)
settings.register_profile("local", _PATIENT)
settings.load_profile("ci" if os.environ.get("CI") else "local")


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
