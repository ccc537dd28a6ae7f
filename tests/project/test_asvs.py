"""The table of security chapters names tests that there are, for every chapter, or says why not."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SECTION = PAGE.split("## Against OWASP ASVS 5.0", 1)[1].split("\n## ", 1)[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in SECTION.splitlines() if line.startswith("| V")
]
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", SECTION)))
CHAPTERS = (
    "Encoding and Sanitization", "Validation and Business Logic", "Web Frontend Security", "API and Web Service",
    "File Handling", "Authentication", "Session Management", "Authorization", "Self-contained Tokens",
    "OAuth and OIDC", "Cryptography", "Secure Communication", "Configuration", "Data Protection",
    "Secure Coding and Architecture", "Security Logging and Error Handling", "WebRTC",
)  # fmt: skip
"""Of the standard, version 5.0, in order."""


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_exists(file: str, name: str):
    """A test that the table names stands in the file that it names."""
    text = (ROOT / "tests" / file).read_text(encoding="utf-8")

    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE), f"tests/{file} has no {name}"


def test_every_chapter_has_a_row():
    """All seventeen chapters, in order; each with tests that hold it, or with a reason why there are none."""
    assert [row[0] for row in ROWS] == [f"V{number} {name}" for number, name in enumerate(CHAPTERS, start=1)]
    for row in ROWS:
        assert len(row) == 4, row[0]
        assert row[1], row[0]
        assert row[3], row[0]
        assert "::test_" in row[2] or "does not apply" in row[3], row[0]


def test_tests_are_named_so_that_they_are_found():
    """Whatever in the table looks like a test is checked: none is spelt in a way that the check passes over."""
    assert SECTION.count("::") == len(re.findall(r"`[\w/]+\.py::test_\w+`", SECTION)) > 40
