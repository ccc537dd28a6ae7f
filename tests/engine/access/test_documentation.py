"""What the page on security says is so."""

from pathlib import Path
from typing import Final

from engine.access.matrix_text import matrix_table
from engine.access.token_form import Claims

PAGE: Final = Path(__file__).parents[3] / "docs" / "security.md"


def test_the_matrix_is_on_the_page():
    """The page shows the table that the service goes by."""
    assert matrix_table() in PAGE.read_text(encoding="utf-8")


def test_every_claim_that_must_be_there_is_named():
    """The page names each claim a token needs."""
    text = PAGE.read_text(encoding="utf-8")

    assert [name for name in Claims.__struct_fields__ if name != "nbf" and f"`{name}`" not in text] == []
