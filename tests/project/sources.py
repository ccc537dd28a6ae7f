"""The project's own files: what git tracks or would track, or, outside git, all but the ignored folders."""

import ast
import gc
import os
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("engine", "sim", "analytics", "loadtests", "dashboards", "benchmarks", "cli")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
STATEMENTS: Final = ("body", "orelse", "finalbody", "handlers", "cases")
"""Fields of a node that hold statements; nothing is defined anywhere else."""


@cache
def project_files(root: Path = ROOT) -> tuple[Path, ...]:
    """Every file of the project, relative to its root, sorted."""
    listed = _listed_by_git(root)
    names = _walked(root) if listed is None else listed
    return tuple(sorted(name for name in names if (root / name).is_file()))


def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files below the named folders of the root."""
    return tuple(path for path in project_files() if path.suffix == ".py" and path.parts[0] in folders)


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of one of the project's files."""
    text = (ROOT / path).read_text(encoding="utf-8")
    gc.disable()  # a tree stays and is no garbage; looking for some in it again and again takes longer than parsing
    try:
        return ast.parse(text, filename=str(path))
    finally:
        gc.freeze()
        gc.enable()


def definitions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """Every function and class below a node with its dotted name, nested ones too."""
    children: list[ast.AST] = [child for field in STATEMENTS for child in getattr(node, field, ())]
    for child in children:
        if isinstance(child, Definition):
            name = f"{prefix}{child.name}"
            yield name, child
            yield from definitions(child, f"{name}.")
        else:
            yield from definitions(child, prefix)


def _listed_by_git(root: Path) -> list[Path] | None:
    """What git lists, or None where the root is not the top of a checkout, or there is no git."""
    if not (root / ".git").exists():
        return None
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [Path(name) for name in done.stdout.split("\0") if name]


def _walked(root: Path) -> list[Path]:
    """All files but those in folders that `.gitignore` names (with a leading slash: at the root only) and in `.git`."""
    lines = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [line.rstrip("/") for line in lines if line.endswith("/")] + ["/.git"]
    found: list[Path] = []
    for folder, folders, names in os.walk(root):
        here = ignored if Path(folder) != root else [entry.removeprefix("/") for entry in ignored]
        folders[:] = [name for name in folders if not any(fnmatch(name, entry) for entry in here)]
        found += [Path(folder, name).relative_to(root) for name in names]
    return found
