"""The list of the project's files, on which the other tests here rest."""

import subprocess
from pathlib import Path

import pytest

from tests.project.sources import PACKAGES, ROOT, project_files, python_files


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / ".gitignore").write_text("# Caches\n.venv/\n__pycache__/\n*.egg-info/\n/build/\n")
    kept = ("a.py", "sim/b.py", "sim/build/d.py")
    for name in (*kept, "sim/__pycache__/b.pyc", ".venv/lib/c.py", "x.egg-info/PKG-INFO", "build/d.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return tmp_path


@pytest.mark.parametrize("inside_git", [False, True])
def test_ignored_files_are_left_out(tree: Path, inside_git):
    """With and without git, the same files are found: those that are not ignored."""
    if inside_git:
        subprocess.run(["git", "init", "--quiet"], cwd=tree, check=True)

    assert project_files(tree) == (Path(".gitignore"), Path("a.py"), Path("sim/b.py"), Path("sim/build/d.py"))


def test_this_project_is_listed():
    """The list holds this file, the root's files and every package."""
    files = project_files()

    assert Path(__file__).relative_to(ROOT) in files
    assert Path("pyproject.toml") in files
    assert all(python_files(package) for package in PACKAGES)
