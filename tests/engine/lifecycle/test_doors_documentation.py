"""The page about the doors."""

import doctest
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[3] / "docs" / "doors.md"


def test_the_page_is_true():
    """Every example of the page prints what the page says."""
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags)
    assert result.attempted > 10
    assert result.failed == 0
