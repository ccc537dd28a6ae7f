"""What the pages of the documentation show is what happens, whichever part they are about."""

import doctest
import re
from typing import Final

import pytest

from tests.project.sources import ROOT

PAGES: Final = {page.name: page for page in sorted((ROOT / "docs").glob("*.md"))}
FLAGS: Final = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
NOT_ALONE: Final = {
    "api.md": "goes on from a service that the reader has",
    "filings.md": "a whole year; tests/sim/channels runs a week of it",
    "ladder.md": "reads the page's own ladder; tests/engine/core does",
    "output-analysis.md": "goes on from a simulation that the reader has",
    "queues.md": "reads the page's own scenarios; tests/sim/queueing does",
    "validation.md": "a case as it stands in its list",
}
"""Pages whose programs do not run as they stand, and why."""


def programs(page):
    """The page's programs that are not examples with their output."""
    found = re.findall(r"^```python\n(.*?)^```$", PAGES[page].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [program for program in found if ">>>" not in program]


def pages_with(what):
    """Names of the pages in which something is found."""
    return [name for name, page in PAGES.items() if re.search(what, page.read_text(encoding="utf-8"), re.MULTILINE)]


@pytest.mark.parametrize("page", pages_with(r"^>>> "))
def test_every_example_gives_what_stands_below_it(page, tmp_path, monkeypatch):
    """Every example of a page, run in order in an empty folder, prints what the page says."""
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(PAGES[page]), module_relative=False, optionflags=FLAGS)

    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("page", sorted({page for page in PAGES if programs(page)} - NOT_ALONE.keys()))
def test_every_program_runs(page, tmp_path, monkeypatch):
    """A program on a page runs to its end in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for program in programs(page):
        exec(compile(program, page, "exec"), {"__name__": page})  # noqa: S102 - the page's own text


def test_the_pages_left_out_have_programs():
    """A page is left out only while it has a program."""
    assert [page for page in NOT_ALONE if not programs(page)] == []
