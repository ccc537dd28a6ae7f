"""Functions and files stay small, and the few that are not can only shrink.

A function counts from its `def` to its last line, docstring included, decorators not. To let one pass, add it to
`LONG_FUNCTIONS` with its length and the reason; kernels and flat tables have one, other code rarely does.
"""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.project.sources import PACKAGES, ROOT, Function, definitions, parsed, python_files

FUNCTION_LINES: Final = 60
FILE_LINES_SOFT: Final = 250
FILE_LINES_HARD: Final = 400


class Allowed(NamedTuple):
    """A function that may be longer."""

    lines: int
    reason: str


LONG_FUNCTIONS: Final[dict[str, Allowed]] = {
    "engine/audit/replay.py:replay": Allowed(69, "a kernel: a call inside its loop hides its cost"),
    "engine/core/build.py:_construct": Allowed(64, "one value for each field of the state, in their order"),
    "engine/core/lending.py:lend": Allowed(72, "one line for each field of the state, in their order"),
    "sim/fast/tally.py:tally_rows": Allowed(84, "a kernel: a flat table of kinds of rows, one after the other"),
}
"""`path:name` of each function above the ceiling, with its present length."""
LARGE_FILES: Final[dict[str, int]] = {}
"""Path of each file above the soft bound, with its present length."""


def breaches(sizes: Mapping[str, int], allowed: Mapping[str, int], bound: int) -> list[str]:
    """What is larger than it may be, and what the list of exceptions says wrongly."""
    larger = [
        f"{name}: {size} lines, at most {allowed.get(name, bound)}"
        for name, size in sizes.items()
        if size > allowed.get(name, bound)
    ]
    stale = [
        f"{name}: {sizes.get(name, 0)} lines; lower its entry of {size}, or remove it at {bound}"
        for name, size in allowed.items()
        if sizes.get(name, 0) < size or size <= bound
    ]
    return larger + stale


def function_lines(path: str, tree: ast.Module) -> dict[str, int]:
    """Length of every function of a file, methods and nested ones too, by `path:name`."""
    return {
        f"{path}:{name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, node in definitions(tree)
        if isinstance(node, Function)
    }


def file_lines() -> dict[str, int]:
    """Length of every Python file, tests too."""
    paths = python_files(*PACKAGES, "tests")
    return {path.as_posix(): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in paths}


def test_functions_are_short():
    """No function is longer than the ceiling but the listed ones, and those are no longer than listed."""
    paths = python_files(*PACKAGES, "tests")
    sizes = {name: size for path in paths for name, size in function_lines(path.as_posix(), parsed(path)).items()}

    assert breaches(sizes, {name: entry.lines for name, entry in LONG_FUNCTIONS.items()}, FUNCTION_LINES) == []


def test_every_long_function_has_a_reason():
    """Whoever lists a long function says why it cannot be cut."""
    assert [name for name, entry in LONG_FUNCTIONS.items() if len(entry.reason.split()) < 3] == []


def test_files_are_short():
    """No file is longer than the soft bound but the listed ones, and those are no longer than listed."""
    assert breaches(file_lines(), LARGE_FILES, FILE_LINES_SOFT) == []


def test_no_file_passes_the_hard_bound():
    """No list excuses a file above the hard bound."""
    assert {name: size for name, size in file_lines().items() if size > FILE_LINES_HARD} == {}


@pytest.mark.parametrize(
    ("sizes", "allowed", "count"),
    [
        ({"f": 60}, {}, 0),
        ({"f": 61}, {}, 1),
        ({"f": 61}, {"f": 61}, 0),
        ({"f": 62}, {"f": 61}, 1),  # a listed one has grown
        ({"f": 61}, {"f": 70}, 1),  # it has shrunk: its entry follows
        ({"f": 60}, {"f": 60}, 1),  # the entry is not needed
        ({}, {"f": 70}, 1),  # it is gone
    ],
)
def test_the_ratchet_only_turns_one_way(sizes, allowed, count):
    """Growth, an entry that is too generous and an entry without its function are each reported."""
    assert len(breaches(sizes, allowed, 60)) == count


def test_a_length_counts_signature_and_docstring():
    """A length runs from `def` to the last line; a method carries its class's name."""
    source = 'class A:\n    @property\n    def f(\n        self,\n    ):\n        """Say."""\n\n        return 1\n'

    assert function_lines("a.py", ast.parse(source)) == {"a.py:A.f": 6}


def test_the_tests_are_measured_too():
    """The bounds hold for this file as well."""
    assert Path(__file__).relative_to(ROOT).as_posix() in file_lines()
