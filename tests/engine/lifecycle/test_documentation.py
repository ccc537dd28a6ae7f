"""The page on the lifecycle and its pictures say what the data say."""

import re
from pathlib import Path
from xml.parsers.expat import ParserCreate

import pytest

from engine.events.lifecycle_words import Track
from engine.lifecycle.picture import draw, write_pictures
from engine.lifecycle.picture_layout import CARD_WIDTH
from engine.lifecycle.rulebook import Rulebook

DOCS = Path(__file__).parents[3] / "docs"
MACHINES = Rulebook.shipped().machines


@pytest.mark.parametrize("track", list(MACHINES))
def test_the_picture_is_drawn_from_the_data(track: Track):
    """The committed picture of each door is what its data give; `write_pictures` draws them anew."""
    assert (DOCS / "lifecycle" / f"{track.value}.svg").read_text(encoding="utf-8") == draw(MACHINES[track])


def test_no_picture_is_left_over(tmp_path: Path):
    """There is one picture a door and no other, and the page links to each."""
    names = {file.name for file in write_pictures(list(MACHINES.values()), tmp_path)}
    page = (DOCS / "lifecycle.md").read_text(encoding="utf-8")

    assert {file.name for file in (DOCS / "lifecycle").glob("*.svg")} == names
    assert [name for name in names if f"(lifecycle/{name})" not in page] == []


@pytest.mark.parametrize("track", list(MACHINES))
def test_every_way_stands_on_its_card(track: Track):
    """A picture names every transition of its door and every state in both languages, and no line leaves its card."""
    machine, picture = MACHINES[track], draw(MACHINES[track])
    texts = re.findall('<text class="way"[^>]*>([^<]*)</text>', picture)
    names = {entry.name.value.replace("_", " ") for entry in machine.transitions if entry.from_states}

    assert {name for name in names if not any(name in text for text in texts)} == set()
    assert [title for state in machine.states.values() for title in state.title.values() if title not in picture] == []
    assert max(map(len, texts)) * 6.2 <= CARD_WIDTH


def test_a_picture_is_well_formed():
    """Every element that a picture opens it closes, and a letter that would end one is written out."""
    for machine in MACHINES.values():
        reader = ParserCreate()
        reader.Parse(draw(machine), True)
