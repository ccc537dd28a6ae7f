"""The page on the calendar shows what happens."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "calendar.md"


def test_the_examples_run_as_shown():
    """Every line of the page's examples gives the output that stands below it."""
    result = doctest.testfile(str(PAGE), module_relative=False)

    assert result.attempted > 20
    assert result.failed == 0
