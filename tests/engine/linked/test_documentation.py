"""What the documentation of the linked systems shows is what happens."""

import doctest
from pathlib import Path
from typing import Final

from engine.linked.settings_text import key_notes
from engine.linked.words import System
from tests.engine.linked.worlds import KINDS

PAGE: Final = Path(__file__).parents[3] / "docs" / "linked-systems.md"


def test_the_example_runs_as_shown():
    """Every line of the page's example gives the output that stands below it."""
    result = doctest.testfile(str(PAGE), module_relative=False)

    assert result.attempted > 10
    assert result.failed == 0


def test_every_system_request_and_setting_is_on_the_page():
    """The page names each system, each kind of request and each key of the settings."""
    text = PAGE.read_text(encoding="utf-8")
    names = [*(system.value for system in System), *(type(make(1)).__name__ for make in KINDS), *key_notes()]

    assert [name for name in names if f"`{name}`" not in text] == []
