"""A file of open cases that was made to be hard to read is refused by line, and nothing falls over it."""

from pathlib import Path

import pytest

from engine.service.caseload.mistakes import Mistakes
from engine.service.caseload.reading import read_cases
from engine.service.errors import OpenCasesError

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cases.ndjson", DEEP),
        ("cases.ndjson", f'{{"zzz":{DEEP}{"]" * 100_000}}}'),
        ("cases.ndjson", f'{{"dispute":{DEEP}'),
        ("cases.csv", f'case_id,dispute\n1,"{DEEP}"'),
    ],
)
def test_a_line_of_endless_nesting_is_a_mistake(tmp_path: Path, name: str, text: str):
    """A hundred thousand brackets in a line, closed or not, in a known field or not, are one mistake of that line."""
    file = tmp_path / name
    file.write_text(text + "\n", encoding="utf-8")
    mistakes = Mistakes(file)
    assert not list(read_cases(file, mistakes))
    with pytest.raises(OpenCasesError, match=rf"{name}:[12]: "):
        mistakes.raise_if_any()
