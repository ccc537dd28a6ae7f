"""Each package is its folder in the root, and nobody else's package of that name is installed.

The folder names are the import names, and they are ordinary words. Were another distribution installed under one of
them, a program started elsewhere would silently run that one; pytest itself would not, because it puts the root
first. Hence a fresh interpreter and a look at what is installed.
"""

import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from tests.project.sources import PACKAGES, ROOT

NAMES = (*PACKAGES, "tests")


def claims(search_path: list[str]) -> set[tuple[str, str]]:
    """(distribution, name) for each of our names that a distribution other than this project installs."""
    found: set[tuple[str, str]] = set()
    for distribution in distributions(path=search_path):
        project = distribution.metadata["Name"]
        tops = {file.parts[0].removesuffix(".py") for file in distribution.files or ()}
        found |= {(project, name) for name in tops & set(NAMES) if project != "onestop"}
    return found


@pytest.mark.parametrize("name", PACKAGES)
def test_package_is_the_folder_of_the_root(name, tmp_path: Path):
    """A fresh interpreter started in another folder imports the package from `<root>/<name>`."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, "-W", "error", "-c", f"import {name}; print({name}.__file__)"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    assert Path(done.stdout.strip()).resolve() == ROOT / name / "__init__.py"


def test_no_other_distribution_claims_a_name():
    """No installed distribution but this project holds one of the seven names or `tests`."""
    installed = [entry for entry in sys.path if entry and Path(entry).resolve() != ROOT]

    assert claims(installed) == set()


def test_a_claim_is_noticed(tmp_path: Path):
    """A distribution that ships a package or a module of one of the names is reported with that name."""
    for project, file in (("segment", "analytics/__init__.py"), ("physics", "sim.py"), ("fair", "simulator/sim.py")):
        folder = tmp_path / f"{project}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project}\nVersion: 1.0\n")
        (folder / "RECORD").write_text(f"{file},,\n")
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()  # a library that reads these files, too, leaves out those that are not there

    assert claims([str(tmp_path)]) == {("segment", "analytics"), ("physics", "sim")}
