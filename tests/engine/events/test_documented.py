"""The page on events says what the records say."""

from pathlib import Path

import pytest

from engine.events.payload import payload_fields
from engine.events.schema import ROW_SCHEMA
from engine.events.shapes import SHAPES, Shape

PAGE = (Path(__file__).parents[3] / "docs" / "events.md").read_text(encoding="utf-8")


def row(shape: Shape) -> str:
    """The line of a kind in the page's tables."""
    record = shape.record
    cells = (f"`{shape.kind}`", shape.version, record.actor_role, record.rule, ", ".join(payload_fields(shape)))
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def test_every_kind_has_its_line():
    """The tables hold every kind there is, in the order of the kinds, as it is today, and no other."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]

    assert lines == [row(shape) for shape in SHAPES.values()]


@pytest.mark.parametrize("name", ROW_SCHEMA.names)
def test_every_column_is_named(name: str):
    """The page names each column of an event file."""
    assert f"`{name}`" in PAGE
