"""The project speaks of itself: no notes to its authors, no place outside it, no empty names, no sleeping tests."""

import ast
import re
from typing import Final

import pytest

from tests.project.sources import PACKAGES, ROOT, parsed, project_files, python_files

# The brackets keep the expressions from finding themselves.
FORBIDDEN: Final = {
    "a note to the authors": re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X)\b"),
    "a tracker's number": re.compile(r"\b(?:issue|ticket)s? *#? *\d|\bpart [0-9]+\b", re.IGNORECASE),
    "a tool that wrote text": re.compile(r"\b(?:cl[a]ude|chat[g]pt|cop[i]lot|anthr[o]pic)\b", re.IGNORECASE),
    "a folder of one machine": re.compile(r"(?<![\w.*-])/(?:work|root|home|Users)[/]|\bshared[/]"),
    "a package registry": re.compile(r"pypi[.]org|pythonhosted[.]org|npmjs[.]|debian[.]org|anaconda[.]org|crates[.]io"),
}
EMPTY_NAMES: Final = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def found_in(text: str) -> list[str]:
    """What a text says that no file of the project may."""
    return [f"{what} ({match[0]!r})" for what, words in FORBIDDEN.items() for match in words.finditer(text)]


def sleeps(tree: ast.Module) -> bool:
    """Whether code waits for a fixed time."""
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(ast.unparse(function) in {"time.sleep", "sleep"} for function in called)


def test_files_speak_of_the_project_alone():
    """No file holds a note to its authors, a tracker's number, a machine's folder or a registry's address."""
    reports: list[str] = []
    for path in project_files():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        reports += [f"{path}: {what}" for what in found_in(text)]

    assert reports == []


def test_modules_have_names_that_say_something():
    """No module or folder is called after nothing in particular."""
    paths = python_files(*PACKAGES, "tests")

    assert [str(path) for path in paths if EMPTY_NAMES & {*path.parts, path.stem}] == []


def test_no_test_sleeps():
    """Tests wait for what they need, never for a time."""
    named = [path for path in python_files("tests") if "sleep" in (ROOT / path).read_text(encoding="utf-8")]

    assert [str(path) for path in named if sleeps(parsed(path))] == []


@pytest.mark.parametrize(
    "text",
    [
        "T" + "ODO later",
        "see iss" + "ue #12",
        "pa" + "rt 1 of it",
        "read /wo" + "rk/main/x",
        "from ../sha" + "red/data",
        "https://py" + "pi.org/simple",
    ],
)
def test_a_forbidden_word_is_noticed(text):
    """Each kind of forbidden word is found in a sentence."""
    assert len(found_in(text)) == 1


@pytest.mark.parametrize("text", ["a tissue of 12", "frame/work/of", "counterpart 1", "the root/leaf", "sim/root.py"])
def test_ordinary_words_pass(text):
    """Words that only resemble forbidden ones are let through."""
    assert found_in(text) == []


def test_sleeping_is_noticed():
    """A call of sleep is found in either spelling; a mere mention is not."""
    assert sleeps(ast.parse("time.sleep(1)"))
    assert sleeps(ast.parse("from time import sleep\nsleep(1)"))
    assert not sleeps(ast.parse("'time.sleep(1)'"))
