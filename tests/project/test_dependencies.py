"""What the packages import is what pyproject.toml declares: nothing is there only because something else brought it."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.sources import PACKAGES, ROOT, parsed, python_files

COMPANIONS: Final = {"llvmlite": "numba", "pydantic-core": "pydantic"}
"""Distributions that another one is built on, releases with and pins: declaring that one declares both."""


def imported(tree: ast.AST) -> set[str]:
    """Top-level names that code imports, anywhere in it."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in names}


def foreign(tree: ast.AST) -> set[str]:
    """The imported names that are neither Python's nor the project's own."""
    return imported(tree) - set(sys.stdlib_module_names) - set(PACKAGES)


def declared() -> set[str]:
    """Canonical names of the distributions that the core or an extra declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists: list[list[str]] = [project["dependencies"], *project["optional-dependencies"].values()]
    return {canonicalize_name(Requirement(text).name) for texts in lists for text in texts}


def test_every_import_is_declared():
    """Each library that a package imports is declared by the core or by an extra."""
    owners, known = packages_distributions(), declared()
    undeclared = [
        f"{path}: {name}"
        for path in python_files(*PACKAGES)
        for name in sorted(foreign(parsed(path)))
        if not {COMPANIONS.get(owner, owner) for owner in map(canonicalize_name, owners.get(name, []))} & known
    ]

    assert undeclared == []


def test_a_foreign_import_is_noticed():
    """Imports inside functions count; Python's own, the project's own and names inside a library do not."""
    source = "import os, engine.core\nfrom numpy.typing import NDArray\ndef f():\n    import click.types"

    assert foreign(ast.parse(source)) == {"numpy", "click"}
