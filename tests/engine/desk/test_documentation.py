"""What the documentation of the desk shows is what happens."""

import doctest
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[3] / "docs" / "desk.md"


def test_the_example_runs_as_shown():
    """Every line of the page's example gives the output that stands below it."""
    result = doctest.testfile(str(PAGE), module_relative=False)

    assert result.attempted > 10
    assert result.failed == 0
