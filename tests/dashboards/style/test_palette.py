"""Colours that can be told apart and read."""

import pytest

from dashboards.style import palette
from dashboards.style.css import root_variables


@pytest.mark.parametrize(("text", "ground"), palette.TEXT_ON_GROUND)
def test_words_can_be_read(text, ground):
    """Every pair of text and ground reaches 4.5 to 1 (WCAG 2.2, 1.4.3, level AA)."""
    assert palette.contrast(text, ground) >= 4.5


@pytest.mark.parametrize("mark", palette.MARKS_ON_PAPER)
def test_marks_can_be_seen(mark):
    """Bars, lines and dots reach 3 to 1 against the paper (WCAG 2.2, 1.4.11)."""
    assert palette.contrast(mark, palette.PAPER) >= 3


def test_contrast_is_that_of_the_standard():
    """Black on white is 21, a colour on itself 1, the grey #767676 on white just passes."""
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#2a6496", "#2a6496") == 1
    assert palette.contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


def test_the_style_sheet_gets_the_palette():
    """Each badge's two colours are in the variables."""
    variables = root_variables()

    assert all(text in variables and ground in variables for text, ground in palette.BADGES.values())
