"""Whatever is public says what it is, and every test says what it promises."""

import ast
from collections.abc import Iterator

import pytest

from tests.project.sources import PACKAGES, Function, definitions, parsed, python_files


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Names of the public parts of a module without a docstring; `module` for the module itself."""
    if not ast.get_docstring(tree):
        yield "module"
    defined = list(definitions(tree))
    functions = {name for name, node in defined if isinstance(node, Function)}
    for name, node in defined:
        inside_a_function = name.rpartition(".")[0] in functions
        private = any(part.startswith("_") for part in name.split("."))
        if not (private or inside_a_function or _is_overload(node) or ast.get_docstring(node)):
            yield name


def _is_overload(node: ast.AST) -> bool:
    """Whether a definition only adds a signature to another one of its name."""
    return isinstance(node, Function) and any(ast.unparse(item).endswith("overload") for item in node.decorator_list)


def unpromising(tree: ast.Module) -> list[str]:
    """Names of the test functions without a docstring."""
    return [
        name
        for name, node in definitions(tree)
        if isinstance(node, Function) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]


def test_public_code_has_docstrings():
    """Every public module, class, function and method of the packages has a docstring."""
    assert [f"{path}: {name}" for path in python_files(*PACKAGES) for name in undocumented(parsed(path))] == []


def test_every_test_states_its_promise():
    """Every test function has a docstring, whose first line is the promise."""
    assert [f"{path}: {name}" for path in python_files("tests") for name in unpromising(parsed(path))] == []


def test_every_file_of_tests_has_a_docstring():
    """Every module of tests says what it is about; a file that only marks a folder may be empty."""
    modules = [(path, parsed(path)) for path in python_files("tests")]

    assert [str(path) for path, tree in modules if tree.body and not ast.get_docstring(tree)] == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = 1", ["module"]),
        ('"""M."""\ndef f(): ...\ndef _g(): ...', ["f"]),
        ('"""M."""\nclass A:\n    def f(self): ...\n    def __len__(self): ...', ["A", "A.f"]),
        ('"""M."""\nclass _A:\n    def f(self): ...', []),
        ('"""M."""\ndef f():\n    """F."""\n    def inner(): ...', []),
        ('"""M."""\n@typing.overload\ndef f(): ...', []),
    ],
)
def test_a_missing_docstring_is_noticed(source, names):
    """Public parts are reported by name; private, nested and overload definitions are not."""
    assert list(undocumented(ast.parse(source))) == names


def test_a_test_without_a_promise_is_noticed():
    """A test function without a docstring is reported, a fixture beside it is not."""
    assert unpromising(ast.parse("def test_it(): ...\ndef fixture(): ...")) == ["test_it"]
